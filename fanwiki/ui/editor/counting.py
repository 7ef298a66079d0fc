"""How many words a text has, as a writer counts them."""

import re
from typing import Final

_WORDS: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_IDEOGRAPHS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_UNREAD: Final = re.compile(r"%%(?s:.*?)%%|\{\{[^{}\n]*\}\}|^:::.*$|\[\[Category:[^\]\n]*\]\]", re.MULTILINE)


def word_count(text: str) -> int:
    """Words between blanks; of Chinese and Japanese, which have none, each character. Comments do not count."""
    read = _UNREAD.sub(" ", text)
    ideographs = len(_IDEOGRAPHS.findall(read))
    return ideographs + len(_WORDS.findall(_IDEOGRAPHS.sub(" ", read)))

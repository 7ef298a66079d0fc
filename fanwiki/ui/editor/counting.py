"""How many words a text has, as a writer counts them."""

import re
from typing import Final

_WORDS: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_IDEOGRAPHS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_UNREAD: Final = re.compile(r"\{\{[^{}\n]*\}\}|^:::.*$|\[\[Category:[^\]\n]*\]\]")
_COMMENT: Final = "%%"


class WordCounter:
    """Counts a text again and again while it is written: only lines that it has not seen are looked at."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def count(self, text: str) -> int:
        """Words between blanks; of Chinese and Japanese, which have none, each character. Comments do not count."""
        known: dict[str, int] = {}
        total = 0
        for line in _without_comments(text).split("\n"):
            words = known.get(line)
            if words is None:
                words = self._known.get(line)
                known[line] = words = _words_in(line) if words is None else words
            total += words
        self._known = known
        return total


def word_count(text: str) -> int:
    """`WordCounter.count` of a text that is counted but once."""
    return WordCounter().count(text)


def _words_in(line: str) -> int:
    read = _UNREAD.sub(" ", line)
    ideographs = len(_IDEOGRAPHS.findall(read))
    return ideographs + len(_WORDS.findall(_IDEOGRAPHS.sub(" ", read)))


def _without_comments(text: str) -> str:
    """A mark that nothing closes is text."""
    parts = text.split(_COMMENT)
    if len(parts) < 3:
        return text
    last = "" if len(parts) % 2 else parts.pop()
    return " ".join([*parts[::2], last])

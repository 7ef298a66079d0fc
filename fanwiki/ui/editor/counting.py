"""How long a text is, as a writer counts: words, characters, minutes of reading. Line by line, so that a long text can
be counted piece by piece, and a line that has not changed is not counted again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Final

_WORDS: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_IDEOGRAPHS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_UNREAD: Final = re.compile(r"\{\{[^{}\n]*\}\}|^:::.*$|\[\[Category:[^\]\n]*\]\]")
_COMMENT: Final = "%%"
_WORDS_A_MINUTE: Final = 230
_IDEOGRAPHS_A_MINUTE: Final = 400
_LINES_KEPT: Final = 50_000


@dataclass(frozen=True)
class Length:
    """Words between blanks; of Chinese and Japanese, which have none, `ideographs`. `characters` are as written."""

    words: int = 0
    ideographs: int = 0
    characters: int = 0

    def __add__(self, other: "Length") -> "Length":
        return Length(self.words + other.words, self.ideographs + other.ideographs, self.characters + other.characters)

    @property
    def all_words(self) -> int:
        """Words, each ideograph being one."""
        return self.words + self.ideographs

    @property
    def minutes(self) -> int:
        """Minutes of reading, at least 1 if there is anything to read."""
        return ceil(self.words / _WORDS_A_MINUTE + self.ideographs / _IDEOGRAPHS_A_MINUTE)


@lru_cache(maxsize=_LINES_KEPT)
def line_length(line: str, in_comment: bool = False) -> tuple[Length, bool]:
    """The length of one line, and whether a comment goes on behind it. Comments and data blocks are not read."""
    parts = line.split(_COMMENT)
    read = " ".join(part for place, part in enumerate(parts) if (place % 2 == 1) is in_comment)
    read = _UNREAD.sub(" ", read)
    ideographs = len(_IDEOGRAPHS.findall(read))
    words = len(_WORDS.findall(_IDEOGRAPHS.sub(" ", read)))
    return Length(words, ideographs, len(line)), in_comment is (len(parts) % 2 == 1)


def text_length(lines: Iterable[str]) -> Length:
    """The length of a whole text."""
    length, in_comment = Length(), False
    for line in lines:
        more, in_comment = line_length(line, in_comment)
        length += more
    return length

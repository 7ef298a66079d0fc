"""The words that a text of a bundle is found by."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_CJK: Final = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_WORDS: Final = re.compile(rf"(?P<cjk>[{_CJK}]+)|[^\W_{_CJK}]+(?:[-'’][^\W_{_CJK}]+)*")
_PARTS: Final = re.compile(r"[-'’]")


class _WithoutMarks(dict[int, int | None]):
    """What becomes of each letter where marks are left out, looked up once."""

    def __missing__(self, letter: int) -> int | None:
        self[letter] = kept = None if unicodedata.category(chr(letter)).startswith("M") else letter
        return kept


_WITHOUT_MARKS: Final = _WithoutMarks()


@dataclass(frozen=True)
class Words:
    """Text with how often each word stands in it."""

    text: str
    counts: Mapping[str, int]


def words_in(text: str) -> Words:
    """A text, its blanks made one, with its words."""
    told = " ".join(text.split())
    return Words(told, dict(Counter(words_of(told))))


def folded(text: str) -> str:
    """Text as it is compared: small letters without their marks."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).lower().translate(_WITHOUT_MARKS))


def words_of(text: str) -> Iterator[str]:
    """The words that a text is found by: those of two letters or more, On-jo as `on`, `jo` and `onjo`; of Chinese,
    Japanese and Korean every two syllables that stand together, since names bear particles without a space.
    """
    for match in _WORDS.finditer(folded(text)):
        whole = match[0]
        if match.lastgroup:
            yield from (whole[place : place + 2] for place in range(len(whole) - 1))
            continue
        parts = _PARTS.split(whole)
        yield from (part for part in parts if len(part) > 1)
        if len(parts) > 1:
            yield "".join(parts)

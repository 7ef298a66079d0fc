"""The words that a text of a bundle is found by."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_CJK: Final = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_WORDS: Final = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:[-'’][^\W_{_CJK}]+)*")
_NO_WORD: Final = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in "-'"}
_IS_CJK: Final = re.compile(f"[{_CJK}]")
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
    """A text, its blanks made one, with the words that it is found by: those of two letters or more, On-jo as `on`,
    `jo` and `onjo`; of Chinese, Japanese and Korean every two syllables that stand together, since names bear particles
    without a space.
    """
    parts = text.split()
    told = " ".join(parts)
    plain = told if told.isascii() else " ".join(filter(str.isascii, parts))
    whole = plain.lower().translate(_NO_WORD).split()
    if plain is not told:
        whole += _WORDS.findall(folded(" ".join(part for part in parts if not part.isascii())))
    counts: dict[str, int] = {}
    # Most words are there more than once, and most are found by themselves alone.
    for each, times in Counter(whole).items():
        if each.isascii() and each.isalnum():
            if len(each) > 1:
                counts[each] = counts.get(each, 0) + times
            continue
        for word in _found_by(each):
            counts[word] = counts.get(word, 0) + times
    return Words(told, counts)


def folded(text: str) -> str:
    """Text as it is compared: small letters without their marks."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).lower().translate(_WITHOUT_MARKS))


def _found_by(whole: str) -> Iterator[str]:
    if _IS_CJK.match(whole):
        yield from (whole[place : place + 2] for place in range(len(whole) - 1))
        return
    for match in _WORDS.finditer(whole):
        parts = _PARTS.split(match[0])
        yield from (part for part in parts if len(part) > 1)
        if len(parts) > 1:
            yield "".join(parts)

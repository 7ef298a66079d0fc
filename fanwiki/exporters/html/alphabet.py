"""The letters of the A to Z: Latin letters without their marks, Hangul by the first consonant of its first syllable."""

import re
import unicodedata
from typing import Final

from fanwiki.domain.names import title_key

_INITIALS: Final = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
"""The nineteen first consonants in the order of the code points, each doubled one with its plain form."""

_FIRST_SYLLABLE: Final = 0xAC00
_LAST_SYLLABLE: Final = 0xD7A3
_SYLLABLES_OF_A_CONSONANT: Final = 588
_DIGITS: Final = re.compile(r"[0-9]{1,18}|[^0-9]+")
OTHER: Final = "#"
"""Digits and signs come under this."""


def initial(text: str) -> str:
    """The letter that a title is listed under."""
    for letter in unicodedata.normalize("NFC", text):
        if _FIRST_SYLLABLE <= ord(letter) <= _LAST_SYLLABLE:
            return _INITIALS[(ord(letter) - _FIRST_SYLLABLE) // _SYLLABLES_OF_A_CONSONANT]
        if letter.isalpha():
            return unicodedata.normalize("NFKD", letter)[0].upper()
        if letter.isdigit():
            return OTHER
    return OTHER


def place(text: str) -> tuple[str, tuple[tuple[int, str], ...], str]:
    """What titles are ordered by: letter, then words, numbers by their value (Episode 2 before Episode 10)."""
    parts = _DIGITS.findall(title_key(text))
    return initial(text), tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts), text

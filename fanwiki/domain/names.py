"""Names: the keys by which `온조`, `On-jo`, `Onjo` and `Nam On-jo` are compared, and the slugs of pages."""

import re
import unicodedata
from typing import Final

_NOT_WORD = re.compile(r"[^\w]+")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_HANGUL_NAME = re.compile("[가-힣]{3,4}")


def title_key(title: str) -> str:
    """The key by which a typed title finds a page whose case, spacing or Unicode form differs."""
    folded = unicodedata.normalize("NFKC", title).casefold().replace("_", " ")
    return " ".join(folded.split())


def matching_key(name: str) -> str:
    """A looser key: without hyphens, spaces, punctuation and diacritics, so that On-jo and Onjo are one."""
    if name.isascii():  # nothing to take apart, in most of the many names that completion compares
        return _NOT_WORD.sub("", name.casefold()).replace("_", "")
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", _NOT_WORD.sub("", plain).replace("_", ""))


def given_keys(name: str) -> frozenset[str]:
    """The looser keys of the end of a name, for those who leave out what stands before: `Nam On-jo` is found by
    `On-jo`, and `남온조`, which is written without a space, by `온조`.
    """
    words = name.split()
    ends = [" ".join(words[place:]) for place in range(1, len(words))]
    if len(words) == 1 and _HANGUL_NAME.fullmatch(unicodedata.normalize("NFC", name.strip())):
        ends.append(unicodedata.normalize("NFC", name.strip())[1:])
    return frozenset(key for key in map(matching_key, ends) if key)


_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE: Final = ord("가")
_SYLLABLES_OF_AN_INITIAL: Final = 588
_MOST_INITIALS: Final = 20


def initials_classes(typed: str) -> tuple[str, ...]:
    """The syllables that somebody may mean who types Korean by initial consonants: a range such as `나-닣` for each
    letter of `ㄴㄹ`, by which 남라 is found; in `남ㄹ` the syllable stands for itself. Empty unless there is an initial
    alone in it.
    """
    letters = [letter for letter in unicodedata.normalize("NFC", typed) if not letter.isspace()]
    if not any(letter in _INITIALS for letter in letters) or len(letters) > _MOST_INITIALS:
        return ()
    ranges: list[str] = []
    for letter in letters:
        if letter in _INITIALS:
            first = _FIRST_SYLLABLE + _INITIALS.index(letter) * _SYLLABLES_OF_AN_INITIAL
            ranges.append(f"{chr(first)}-{chr(first + _SYLLABLES_OF_AN_INITIAL - 1)}")
        elif letter.isalnum():
            ranges.append(letter)
        else:
            return ()
    return tuple(ranges)


def is_language_tag(text: str) -> bool:
    """Whether a text has the form of a BCP 47 tag, such as `ko` or `pt-BR`."""
    return _LANGUAGE_TAG.fullmatch(text) is not None


def slug(title: str) -> str:
    """A file name for a page: letters and digits of any script, joined by hyphens; never empty, at most 80 bytes."""
    words = _NOT_WORD.sub("-", unicodedata.normalize("NFC", title).casefold()).strip("-_")
    short = words.encode()[:80].decode(errors="ignore").strip("-")
    return short or "page"

"""Where in a text that was found the words of a query stand, so that they can be shown with what is around them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fanwiki.domain.queries import Term

Span = tuple[int, int]
"""The first character, and the one after the last."""

_LETTERS: Final = re.compile(r"\w+")
_NO_SPACES: Final = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]")
_SNIPPET: Final = 160
_LEAD: Final = 40
"""How much of a snippet stands before the word that was found, so that it is seen where there is little room."""


@dataclass(frozen=True)
class Snippet:
    """A part of a text, and where in it the words stand that were looked for."""

    text: str
    marks: tuple[Span, ...] = ()


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    """A letter without case and diacritics, if that leaves one letter: places in the text stay what they are."""
    parts = [part for part in unicodedata.normalize("NFKD", letter.casefold()) if not unicodedata.combining(part)]
    return parts[0] if len(parts) == 1 else letter


def folded(text: str) -> str:
    """A text without case and diacritics, as long as it was before."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_letter, text))


class Marker:
    """Finds the terms of a query in texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        patterns = [pattern for pattern in map(_pattern, terms) if pattern]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the terms stand, in order."""
        if self._pattern is None:
            return ()
        return tuple(match.span() for match in self._pattern.finditer(folded(text)))

    def first(self, text: str) -> Span | None:
        """Where the first of them stands."""
        match = None if self._pattern is None else self._pattern.search(folded(text))
        return None if match is None else match.span()

    def snippet(self, text: str) -> Snippet:
        """Some of the text around the first of them; its beginning, if there is none."""
        start, _ = self.first(text) or (0, 0)
        begin = max(0, start - _LEAD)
        if begin:
            begin = max(begin, text.find(" ", begin, start) + 1)
        cut = text[begin : begin + _SNIPPET]
        kept = ("…" if begin else "") + cut.strip() + ("…" if begin + _SNIPPET < len(text) else "")
        return Snippet(kept, self.spans(kept))


def _pattern(term: Term) -> str:
    """A word is found at the beginning of one, and as a whole unless it is open; what is written without spaces
    anywhere.
    """
    words = [re.escape(word) for word in _LETTERS.findall(folded(term.text))]
    if not words:
        return ""
    inner = r"\W+".join(words)
    if _NO_SPACES.search(term.text):
        return inner
    return rf"\b{inner}" + (r"\w*" if term.open else r"\b")

"""Finding and replacing in a text: words or a regular expression, never for longer than a moment. Pure, without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

from fanwiki.domain.text_change import TextChange
from fanwiki.ui.editor.units import LAST_OF_BASIC_PLANE, units

LONGEST_S: Final = 0.25
"""A pattern that goes back and forth over the text for longer than this is given up, so that the window stays alive."""

_GROUP: Final = regex.compile(r"\$(?:\$|(?P<number>\d{1,2})|\{(?P<name>\w+)\})")


class UnfitPattern(ValueError):
    """A pattern or a replacement that is none, or takes too long: why, in words."""


@dataclass(frozen=True)
class Search:
    """What is looked for. With `expression`, `wanted` is a regular expression."""

    wanted: str
    case: bool = False
    words: bool = False
    expression: bool = False


@dataclass(frozen=True)
class Place:
    """Where something was found, in Qt's code units."""

    start: int
    end: int


class Finder:
    """A search made ready. Raises UnfitPattern for a regular expression that is none."""

    def __init__(self, search: Search) -> None:
        source = search.wanted if search.expression else regex.escape(search.wanted)
        if search.words:
            source = rf"(?<!\w)(?:{source})(?!\w)"
        flags = regex.MULTILINE if search.case else regex.MULTILINE | regex.IGNORECASE
        self._expression = search.expression
        try:
            self._pattern = regex.compile(source, flags)
        except (regex.error, OverflowError, RecursionError) as error:
            raise UnfitPattern(f"This is no regular expression: {getattr(error, 'msg', error)}.") from error

    def places(self, text: str, within: Place | None = None) -> list[Place]:
        """Every place in the text, or in a part of it; where nothing but a position fits is none. Raises UnfitPattern
        if that takes too long.
        """
        return _in_units(text, [match.span() for match in self._matches(text, within)])

    def replaced(self, text: str, replacement: str, within: Place | None = None) -> tuple[str, int]:
        """The text with every place replaced, and how many there were. In a regular expression's replacement `\\1`,
        `$1`, `\\g<name>` and `${name}` stand for its groups. Raises UnfitPattern.
        """
        parts: list[str] = []
        at = count = 0
        for match in self._matches(text, within):
            parts += (text[at : match.start()], self._expanded(match, replacement))
            at = match.end()
            count += 1
        return "".join([*parts, text[at:]]), count

    def changes(self, text: str, replacement: str) -> list[TextChange]:
        """Every place in the text with what comes there, in characters. Raises UnfitPattern."""
        return [TextChange(*match.span(), self._expanded(match, replacement)) for match in self._matches(text, None)]

    def replacement_at(self, text: str, place: Place, replacement: str) -> str | None:
        """What comes in the place of one place; None if nothing was found there. Raises UnfitPattern."""
        for match in self._matches(text, place):
            if _in_units(text, [match.span()]) == [place]:
                return self._expanded(match, replacement)
        return None

    def _matches(self, text: str, within: Place | None) -> "list[regex.Match[str]]":
        start, end = (0, len(text)) if within is None else (_index(text, within.start), _index(text, within.end))
        try:
            found = self._pattern.finditer(text, start, end, timeout=LONGEST_S)
            return [match for match in found if match.end() > match.start()]
        except TimeoutError as error:
            raise UnfitPattern("This expression takes too long on this page; make it simpler.") from error

    def _expanded(self, match: "regex.Match[str]", replacement: str) -> str:
        if not self._expression:
            return replacement
        try:
            return str(match.expand(_GROUP.sub(_as_group, replacement)))
        except (regex.error, IndexError) as error:
            raise UnfitPattern("The replacement names a group that the expression does not have.") from error


def _as_group(match: "regex.Match[str]") -> str:
    if match[0] == "$$":
        return "$"
    return rf"\g<{match['number'] or match['name']}>"


def _in_units(text: str, spans: Sequence[tuple[int, int]]) -> list[Place]:
    if _in_basic_plane(text):
        return [Place(*span) for span in spans]
    found: list[Place] = []
    at = counted = 0
    for start, end in spans:
        first = counted + units(text[at:start])
        counted = first + units(text[start:end])
        at = end
        found.append(Place(first, counted))
    return found


def _index(text: str, position: int) -> int:
    """The character at a position in code units."""
    if _in_basic_plane(text):
        return min(position, len(text))
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "ignore"))


def _in_basic_plane(text: str) -> bool:
    return text.isascii() or max(text) <= LAST_OF_BASIC_PLANE

"""The passages of pages that are saved again and again while one writes: a save costs what was edited since the last
one, and not what the page holds.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fanwiki.domain.passages import Passage

if TYPE_CHECKING:
    from fanwiki.markup.editable import EditableDocument

_MOST_CHARACTERS: Final = 500_000
"""Of all remembered texts together; what is remembered of a text takes about a hundred bytes for each."""


@dataclass
class _Remembered:
    text: str
    lines: list[str]
    document: "EditableDocument"
    passages: tuple[Passage, ...]


class PassageReader:
    """Reads passages, and remembers the texts of the pages read last. One thread at a time may use it."""

    def __init__(self, most_characters: int = _MOST_CHARACTERS) -> None:
        self._most = most_characters
        self._known: OrderedDict[str, _Remembered] = OrderedDict()

    def read(self, page: str, text: str) -> tuple[Passage, ...]:
        """Exactly `parse(text).passages`. `page` is any name for the page; texts of one name differ little."""
        known = self._known.pop(page, None)
        if known is None or known.text != text:
            known = _read(text, known)
        self._known[page] = known
        self._forget()
        return known.passages

    def _forget(self) -> None:
        """Forgets what was read longest ago, until little enough is left; the page read last stays, however long."""
        held = sum(len(each.text) for each in self._known.values())
        while held > self._most and len(self._known) > 1:
            _, forgotten = self._known.popitem(last=False)
            held -= len(forgotten.text)


def _read(text: str, known: _Remembered | None) -> _Remembered:
    from fanwiki.markup.editable import EditableDocument  # noqa: PLC0415  # slow to load, as all that parses
    from fanwiki.markup.parser import normalised  # noqa: PLC0415  # slow to load, as all that parses

    lines = normalised(text).split("\n")
    if known is None:
        document = EditableDocument(text)
        document.read_all()
    else:
        document = known.document
        start, removed, inserted = _edited(known.lines, lines)
        document.edit(start, removed, inserted)
    return _Remembered(text, lines, document, document.passages)


def _edited(old: list[str], new: list[str]) -> tuple[int, int, list[str]]:
    """The one edit that makes some lines of others: where it begins, how many it removes and what it inserts. It
    removes and inserts at least one line.
    """
    most = min(len(old), len(new)) - 1
    start = _alike(old, new, most)
    end = _alike(old[::-1], new[::-1], most - start)
    return start, len(old) - end - start, new[start : len(new) - end]


def _alike(one: Sequence[str], other: Sequence[str], most: int) -> int:
    """How many lines two texts begin with in common, as far as it matters."""
    return next((n for n in range(most) if one[n] != other[n]), most)

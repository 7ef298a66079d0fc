"""What stands beside a page: the one before and the one after it, and its sisters, which have the same title in another
show or with another word in brackets behind it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.selection import Selection

_BRACKET: Final = re.compile(r"\s*\([^()]*\)$")
_IN_A_LINE: Final = (PageKind.CHARACTER, PageKind.GROUP)
"""Kinds of which the pages below a show follow one another, in the order of the tree."""

_NUMBERED: Final = (PageKind.SEASON, PageKind.EPISODE)
"""Kinds whose titles are alike for another reason: every show has a first season."""


MOST_SISTERS: Final = 20
"""Sisters named of a page: a list of all would make a bundle of many pages with one title grow by their square."""


@dataclass(frozen=True)
class Beside:
    """The pages beside one."""

    before: Page | None = None
    after: Page | None = None
    sisters: tuple[Page, ...] = ()


class Besides:
    """What stands beside each page of a selection."""

    def __init__(self, selection: Selection) -> None:
        self._before: dict[PageId, Page] = {}
        self._after: dict[PageId, Page] = {}
        for line in _lines(selection, selection.by_id()):
            for one, next_one in pairwise(line):
                self._after[one.id], self._before[next_one.id] = next_one, one
        self._alike = _alike(selection.pages)

    def of(self, page: Page) -> Beside:
        """What stands beside a page."""
        others = (each for each in self._alike.get(page.id, ()) if each.id != page.id)
        return Beside(self._before.get(page.id), self._after.get(page.id), tuple(islice(others, MOST_SISTERS)))


def _lines(selection: Selection, pages: Mapping[PageId, Page]) -> Iterable[Sequence[Page]]:
    for show in selection.shows:
        yield [pages[PageId(line.id)] for line in show.episodes]
        yield [page for page, _ in show.seasons]
    below: dict[tuple[PageId, PageKind], list[Page]] = defaultdict(list)
    for page in selection.pages:
        if page.kind in _IN_A_LINE and page.parent is not None:
            below[page.parent, page.kind].append(page)
    yield from (sorted(line, key=_by_place) for line in below.values())


def _alike(pages: Iterable[Page]) -> dict[PageId, list[Page]]:
    """For each page that has sisters all pages of its title, itself among them: one list for all of these."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.kind not in _NUMBERED:
            found[title_key(_BRACKET.sub("", page.title))].append(page)
    return {page.id: alike for alike in found.values() if len(alike) > 1 for page in alike}


def _by_place(page: Page) -> tuple[float, str, str]:
    return (page.position, page.title, page.id)

"""What stands beside a page: the one before and the one after it, and its sisters, which have the same title in another
show or with another word in brackets behind it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
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


@dataclass(frozen=True)
class Beside:
    """The pages beside one."""

    before: Page | None = None
    after: Page | None = None
    sisters: tuple[Page, ...] = ()


def beside(selection: Selection) -> Mapping[PageId, Beside]:
    """What stands beside each page that has something there."""
    pages = selection.by_id()
    before: dict[PageId, Page] = {}
    after: dict[PageId, Page] = {}
    for line in _lines(selection, pages):
        for one, next_one in pairwise(line):
            after[one.id], before[next_one.id] = next_one, one
    sisters = _sisters(selection.pages)
    return {
        id: Beside(before.get(id), after.get(id), sisters.get(id, ()))
        for id in (before.keys() | after.keys() | sisters.keys())
    }


def _lines(selection: Selection, pages: Mapping[PageId, Page]) -> Iterable[Sequence[Page]]:
    for show in selection.shows:
        yield [pages[PageId(line.id)] for line in show.episodes]
        yield [page for page, _ in show.seasons]
    below: dict[tuple[PageId, PageKind], list[Page]] = defaultdict(list)
    for page in selection.pages:
        if page.kind in _IN_A_LINE and page.parent is not None:
            below[page.parent, page.kind].append(page)
    yield from (sorted(line, key=_by_place) for line in below.values())


def _sisters(pages: Iterable[Page]) -> dict[PageId, tuple[Page, ...]]:
    alike: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.kind not in _NUMBERED:
            alike[title_key(_BRACKET.sub("", page.title))].append(page)
    return {
        page.id: tuple(each for each in found if each is not page)
        for found in alike.values()
        if len(found) > 1
        for page in found
    }


def _by_place(page: Page) -> tuple[float, str, str]:
    return (page.position, page.title, page.id)

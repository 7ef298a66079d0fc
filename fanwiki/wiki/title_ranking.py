"""Titles and names made ready to be asked for by a few letters: some that the index has found, or all of a wiki."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki.ranking import Ranking


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A way to name a page; `own` if it is the page's own title."""

    text: str
    page: PageId
    kind: PageKind
    own: bool


class TitleRanking:
    """The pages that some titles and names lead to, the fitting ones first."""

    def __init__(self, ways: Iterable[NamedPage]) -> None:
        self._ways = sorted(ways, key=lambda way: (not way.own, way.text.casefold()))
        self._ranking = Ranking([way.text for way in self._ways])
        self._own = {way.page: place for place, way in enumerate(self._ways) if way.own}

    def best(self, typed: str, limit: int, recent: Sequence[PageId] = ()) -> list[tuple[NamedPage, str]]:
        """Each page once, by the way that fits best, with its own title; of equals those visited lately first."""
        earlier = {self._own[page]: nth for nth, page in enumerate(recent) if page in self._own}
        found: dict[PageId, NamedPage] = {}
        for place in self._ranking.best(typed, limit * 3, earlier=earlier):
            way = self._ways[place]
            found.setdefault(way.page, way)
        return [(way, self._title(way)) for way in islice(found.values(), limit)]

    def _title(self, way: NamedPage) -> str:
        return self._ways[self._own[way.page]].text if way.page in self._own else way.text


def ways_to(found: Iterable[tuple[str, Page]]) -> list[NamedPage]:
    """Texts that name pages, and with each of the pages its own title."""
    pairs = list(found)
    named = [NamedPage(text, page.id, page.kind, own=False) for text, page in pairs if text != page.title]
    pages = dict.fromkeys(page for _, page in pairs)
    return [*(NamedPage(page.title, page.id, page.kind, own=True) for page in pages), *named]

"""Choosing a page by typing one of its names: what a field offers meanwhile, and which page is meant in the end.

What is offered may look through all titles there are, and is for a thread that nobody waits for. Which page is meant is
answered by the index alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import given_keys, matching_key
from fanwiki.domain.queries import Term
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import pages, titles
from fanwiki.store import search as index
from fanwiki.store.search import Narrowing, TextHit
from fanwiki.store.titles import Way
from fanwiki.wiki.reading.scene import Scene
from fanwiki.wiki.title_ranking import TitleRanking, ways_to

_DOUBT = 20
"""So many pages with one given name are looked at, to see that it is not one page's alone."""


@dataclass(frozen=True)
class Wanted:
    """Which page is asked for: of some kinds (none: any), and not this one. Of several that a text may mean those come
    first that are of the kinds `rather`, and those directly below the page `near`.
    """

    kinds: tuple[PageKind, ...] = ()
    without: PageId | None = None
    rather: tuple[PageKind, ...] = ()
    near: PageId | None = None
    by_given_name: bool = False

    def allows(self, page: Page) -> bool:
        return page.id != self.without and (not self.kinds or page.kind in self.kinds)


def offered(scene: Scene, wanted: Wanted, typed: str, limit: int) -> tuple[str, ...]:
    """The names by which pages may be meant that fit what is typed so far, each page once, best first; where nothing
    is typed the first ones by title.
    """
    if not matching_key(typed):
        return _first(scene, wanted, limit)
    near = _near(scene, wanted)
    found = _found(scene, wanted, typed, limit, near) if near else []
    found += _found(scene, wanted, typed, limit, frozenset())
    among = {page.id: page for page in pages.pages_among(scene.reading, scene.horizon, (hit.page for hit in found))}
    ways = ways_to((hit.text, among[hit.page]) for hit in found if hit.page in among)
    earlier = [page.id for page in among.values() if page.id in near]
    return tuple(dict.fromkeys(way.text for way, _ in TitleRanking(ways).best(typed, limit, earlier)))


def meant(scene: Scene, wanted: Wanted, typed: str) -> tuple[Page, ...]:
    """The pages that a text may mean: the one of just this title or name; else those whose names are alike but for
    hyphens, spaces and diacritics; else, where given names count, those of which it is the given name.
    """
    exact = [(page, way) for page, way in titles.called(scene.reading, scene.horizon, typed) if wanted.allows(page)]
    if exact:
        return (min(exact, key=lambda found: _rank(wanted, typed, *found))[0],)
    alike = dict.fromkeys(page for _, page in titles.match(scene.reading, scene.horizon, typed) if wanted.allows(page))
    if alike or not wanted.by_given_name:
        return tuple(alike)
    key = matching_key(typed)
    ways = index.titles_ending(scene.reading, scene.horizon, typed, _DOUBT, _narrowing(wanted))
    given = dict.fromkeys(hit.page for hit in ways if key in given_keys(hit.text))
    return tuple(pages.pages_among(scene.reading, scene.horizon, given))


def _rank(wanted: Wanted, typed: str, page: Page, way: Way) -> tuple[bool, bool, bool, bool, int]:
    """The better, the lower: what is written just so, then titles before other names."""
    return (
        way.text != typed,
        way.rank != 0,
        wanted.near is not None and page.parent != wanted.near,
        bool(wanted.rather) and page.kind not in wanted.rather,
        way.rank,
    )


def _first(scene: Scene, wanted: Wanted, limit: int) -> tuple[str, ...]:
    reading, horizon = scene.reading, scene.horizon
    near = pages.children(reading, horizon, wanted.near, wanted.kinds, limit + 1) if wanted.near is not None else ()
    first = pages.first_pages(reading, horizon, limit + 1, wanted.kinds)
    return tuple(dict.fromkeys(page.title for page in (*near, *first) if wanted.allows(page)))[:limit]


def _near(scene: Scene, wanted: Wanted) -> frozenset[PageId]:
    if wanted.near is None:
        return frozenset()
    found: Iterable[Page] = pages.children(scene.reading, scene.horizon, wanted.near, wanted.kinds)
    return frozenset(page.id for page in found)


def _found(scene: Scene, wanted: Wanted, typed: str, limit: int, among: frozenset[PageId]) -> list[TextHit]:
    reading, horizon, narrowing = scene.reading, scene.horizon, _narrowing(wanted, among)
    found = [
        *index.titles_beginning(reading, horizon, typed, limit, narrowing),
        *index.search_titles(reading, horizon, (Term(typed, open=True),), limit, ranked=False, narrowing=narrowing),
        *index.titles_by_initials(reading, horizon, typed, limit, narrowing),
    ]
    return found if len(found) >= limit else found + index.titles_containing(reading, horizon, typed, limit, narrowing)


def _narrowing(wanted: Wanted, among: frozenset[PageId] = frozenset()) -> Narrowing:
    return Narrowing(
        kinds=frozenset(kind.value for kind in wanted.kinds),
        among=(among,) if among else (),
        not_among=frozenset() if wanted.without is None else frozenset({wanted.without}),
    )

"""What a filter of a query lets through, as of a viewpoint; and the values that each filter knows there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from fanwiki.domain.entities import Appearance, Season, StatusEvent
from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.points import EpisodeOrder, PointName, parse_point
from fanwiki.domain.queries import (
    Column,
    Filter,
    FilterName,
    InvalidQuery,
    LayoutName,
    Query,
    ViewKind,
    choose,
    unknown_value,
)
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import links, page_rows, pages, texts, titles
from fanwiki.store.facts import facts_among
from fanwiki.store.search import Narrowing
from fanwiki.wiki.reading import canon
from fanwiki.wiki.reading.scene import Scene

_KINDS: Final = [kind.value for kind in PageKind]
_PREFIX: Final = "Category:"


def narrowing(scene: Scene, query: Query) -> Narrowing:
    """The pages that a query's filters ask for. Raises InvalidQuery for a value that is not known here."""
    found = Narrowing(
        frozenset(choose(each.value, _KINDS, "kind") for each in _of(query, FilterName.KIND, excluded=False)),
        frozenset(choose(each.value, _KINDS, "kind") for each in _of(query, FilterName.KIND, excluded=True)),
        unwanted=query.unwanted,
    )
    among: list[frozenset[PageId]] = []
    without: set[PageId] = set()
    for name, passes in _PASSES.items():
        wanted = _of(query, name, excluded=False)
        if wanted:
            among.append(frozenset().union(*(passes(scene, each.value) for each in wanted)))
        without.update(*(passes(scene, each.value) for each in _of(query, name, excluded=True)))
    return Narrowing(found.kinds, found.other_kinds, tuple(among), frozenset(without), found.unwanted)


def values(scene: Scene, name: str) -> tuple[str, ...]:
    """What may stand behind a filter's name as of this viewpoint; nothing for what is no filter."""
    return tuple(_VALUES[name](scene)) if name in _VALUES else ()


def _of(query: Query, name: FilterName, *, excluded: bool) -> list[Filter]:
    return [each for each in query.filters if each.name is name and each.excluded is excluded]


def _status(scene: Scene, value: str) -> Iterable[PageId]:
    word = choose(value, _states(scene), "state")
    characters = pages.pages(scene.reading, scene.horizon, (PageKind.CHARACTER,))
    known = canon.statuses(scene, characters)
    return [each.character for each in known if each.state is not None and each.state.word == word]


def _states(scene: Scene) -> list[str]:
    return [state.word for state in canon.states(scene)]


def _category(scene: Scene, value: str) -> Iterable[PageId]:
    members = category_members(scene, value)
    if not members:
        raise unknown_value(value, _categories(scene), "category with pages in it called")
    return members


def category_members(scene: Scene, value: str) -> dict[PageId, set[str]]:
    """The pages of a category, which may have been renamed: by any title of its page that is seen, whichever is asked
    for. Each with what must be known to know that: passages, and where its text has another title, the facts that say
    they are the same.
    """
    name = value.split(":", 1)[-1] if value.casefold().startswith(_PREFIX.casefold()) else value
    asked = title_key(f"{_PREFIX}{name}")
    page = titles.find(scene.reading, scene.horizon, f"{_PREFIX}{name}")
    ways = {} if page is None else titles.seen_ways(scene.reading, scene.horizon, page[0].id)
    found: dict[PageId, set[str]] = {}
    for key, member, passage in links.category_members(scene.reading, scene.horizon, {asked, *ways}):
        facts = found.setdefault(member, set())
        facts.add(passage)
        if key != asked and page is not None:
            facts.update((page[0].id, page[1], ways[key]))
    return found


def _categories(scene: Scene) -> list[str]:
    return [title.split(":", 1)[-1].strip() for title in links.categories(scene.reading, scene.horizon)]


def _by(scene: Scene, value: str) -> Iterable[PageId]:
    if not scene.viewpoint.author:
        raise InvalidQuery("by: asks the history, which is for the author; show everything to use it")
    authors = texts.last_authors(scene.reading)
    return authors[choose(value, sorted(filter(None, authors)), "author")]


def _authors(scene: Scene) -> list[str]:
    return sorted(filter(None, texts.last_authors(scene.reading))) if scene.viewpoint.author else []


def _in(scene: Scene, value: str) -> Iterable[PageId]:
    """The pages of a show, by its code or title, of a season or of an episode: what stands below it, who appears in
    it, comes to a new state in it, is introduced in it, and is cast in it.
    """
    show = _show_called(scene, value)
    if show is not None:
        cast = canon.cast(scene, show.show)
        return pages.branches(scene.reading, scene.horizon, [show.show]) | {line.portrayal.person for line in cast}
    try:
        name = parse_point(value)
    except UnknownPoint:
        raise unknown_value(value, _places(scene), "show, season or episode") from None
    episodes = [id for order in _orders(scene) for id in _episodes(scene, order, name)]
    tops = [PageId(id) for id in episodes]
    if name.episode is None:
        tops += page_rows.parents(scene.reading, episodes)
        tops += _seasons(scene, name)
    if not tops:
        raise unknown_value(value, _places(scene), "show, season or episode")
    found = pages.branches(scene.reading, scene.horizon, tops)
    found.update(each.character for each in facts_among(scene.reading, scene.horizon, Appearance, "episode", episodes))
    found.update(each.character for each in facts_among(scene.reading, scene.horizon, StatusEvent, "at", episodes))
    found.update(pages.introduced_among(scene.reading, scene.horizon, episodes))
    if name.episode is None:
        for order in _orders(scene):
            cast = canon.cast(scene, order.show, name.season) if _episodes(scene, order, name) else ()
            found.update(page for line in cast for page in (line.portrayal.character, line.portrayal.person))
    return found


def _orders(scene: Scene) -> list[EpisodeOrder]:
    """The shows that are seen."""
    return [each for each in scene.orders.orders if pages.page(scene.reading, scene.horizon, each.show) is not None]


def _show_called(scene: Scene, value: str) -> EpisodeOrder | None:
    wanted = value.casefold()
    for order in _orders(scene):
        if wanted in (order.show_code.casefold(), scene.page(order.show).title.casefold()):
            return order
    return None


def _episodes(scene: Scene, order: EpisodeOrder, name: PointName) -> list[EpisodeId]:
    """The episodes of a show that a point means, a season all of its own, as far as they have been seen."""
    if not _is_of(order, name):
        return []
    seen = order.episodes[: scene.horizon.of_show(order.show)]
    return [each.id for each in seen if each.season == name.season and name.episode in (None, each.number)]


def _seasons(scene: Scene, name: PointName) -> list[PageId]:
    """The pages of the seasons that a point means, which may have no episodes yet."""
    meant = {order.show for order in _orders(scene) if _is_of(order, name)}
    seasons = pages.subjects(scene.reading, scene.horizon, Season)
    return [page.id for page, season in seasons if season.number == name.season and season.show in meant]


def _is_of(order: EpisodeOrder, name: PointName) -> bool:
    """Whether a point may be one of a show: it names no other."""
    return name.show_code is None or name.show_code.casefold() == order.show_code.casefold()


def _places(scene: Scene) -> list[str]:
    """The shows by their codes, then the seasons; episodes are too many."""
    orders = _orders(scene)
    found = [order.show_code for order in orders]
    numbers: dict[PageId, list[int]] = {order.show: [] for order in orders}
    for _, season in pages.subjects(scene.reading, scene.horizon, Season):
        numbers.get(season.show, []).append(season.number)
    for order in orders:
        seasons = dict.fromkeys(each.season for each in order.episodes[: scene.horizon.of_show(order.show)])
        seasons.update(dict.fromkeys(sorted(numbers[order.show])))
        code = order.show_code if len(orders) > 1 else None
        found += [str(PointName(season, None, code)) for season in seasons]
    return found


_PASSES: Final[Mapping[FilterName, Callable[[Scene, str], Iterable[PageId]]]] = {
    FilterName.STATUS: _status,
    FilterName.IN: _in,
    FilterName.CATEGORY: _category,
    FilterName.BY: _by,
}

_VALUES: Final[Mapping[str, Callable[[Scene], Sequence[str]]]] = {
    FilterName.KIND: lambda _scene: _KINDS,
    FilterName.STATUS: _states,
    FilterName.IN: _places,
    FilterName.CATEGORY: _categories,
    FilterName.BY: _authors,
    LayoutName.VIEW: lambda _scene: [each.value for each in ViewKind],
    LayoutName.SORT: lambda _scene: ["title", *Column],
    LayoutName.COLUMNS: lambda _scene: list(Column),
}

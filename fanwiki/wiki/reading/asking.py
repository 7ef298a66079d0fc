"""Answering a query with a list of pages and what is known of each: for data blocks, and for the queries of a wiki."""

from functools import partial
from typing import Final

from fanwiki.domain.entities import Page, SavedQuery
from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.listing import QueryAnswer, QueryLine
from fanwiki.domain.queries import Column, FilterName, InvalidQuery, Query, ViewKind, choose, parse_query
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import pages
from fanwiki.store import search as index
from fanwiki.wiki.reading import articles, canon, filtering
from fanwiki.wiki.reading.masking import facts_seen
from fanwiki.wiki.reading.scene import Scene

MOST: Final = 500
"""So many pages stand in an answer."""
_BY_TITLE: Final = "title"


def answer(scene: Scene, written: str) -> QueryAnswer:
    """What a query, or a saved one of this name, asks for. A wrong query has no lines, and says what is wrong."""
    try:
        return _answer(scene, parse_query(_saved(scene, written)))
    except InvalidQuery as error:
        return QueryAnswer(wrong=str(error))


def _saved(scene: Scene, written: str) -> str:
    for saved in facts_seen(scene, SavedQuery):
        if saved.name.casefold() == written.strip().casefold():
            return saved.query
    return written


def _answer(scene: Scene, query: Query) -> QueryAnswer:
    columns = tuple(Column(choose(each, list(Column), "column")) for each in query.columns)
    descending, order = query.sort.startswith("-"), query.sort.lstrip("-") or _BY_TITLE
    order = choose(order, [_BY_TITLE, *Column], "order")
    found = _pages(scene, query)
    if not columns:
        people = bool(found) and all(page.kind is PageKind.CHARACTER for page in found)
        columns = (Column.STATUS, Column.SINCE) if people else (Column.KIND,)
    view = query.view or ViewKind.TABLE
    statuses = {each.character: each for each in canon.statuses(scene, [p for p in found if _is_character(p)])}
    lines = [_line(scene, page, statuses.get(page.id), columns, view) for page in found[:MOST]]
    lines.sort(key=_title)
    lines.sort(key=partial(_key, scene, order), reverse=descending)
    return QueryAnswer(tuple(lines), view, columns, _deciding(scene, query, lines), cut=len(found) > MOST)


def _pages(scene: Scene, query: Query) -> list[Page]:
    """What a query asks for, and one more than an answer may have."""
    narrowing = filtering.narrowing(scene, query)
    if query.is_empty:
        return []
    most = MOST + 1
    ids = index.pages_asked(scene.reading, scene.horizon, narrowing, most)
    if query.wanted:
        hits = [
            *index.search_titles(scene.reading, scene.horizon, query.wanted, most, ranked=False, narrowing=narrowing),
            *index.search_passages(scene.reading, scene.horizon, query.wanted, most, ranked=False, narrowing=narrowing),
        ]
        ids = list(dict.fromkeys(hit.page for hit in hits))[:most]
    return [scene.page(id) for id in ids]


def _is_character(page: Page) -> bool:
    return page.kind is PageKind.CHARACTER


def _line(scene: Scene, page: Page, status: Status | None, columns: tuple[Column, ...], view: ViewKind) -> QueryLine:
    portraits = articles.portraits(scene, page) if view is ViewKind.GALLERY else ()
    return QueryLine(
        page.id,
        page.title,
        page.kind,
        status,
        articles.aliases(scene, page.id) if Column.NAMES in columns else (),
        articles.categories(scene, page.id) if Column.CATEGORIES in columns else (),
        portraits[-1][1].name if portraits else "",
    )


def _key(scene: Scene, order: str, line: QueryLine) -> tuple[int, int, str]:
    """What a line is sorted by: a point by show and episode, the rest by its words. What is not known comes first."""
    match order:
        case Column.KIND:
            words = line.kind.value
        case Column.STATUS:
            words = "" if line.status is None or line.status.state is None else line.status.state.word
        case Column.SINCE:
            return (*_place(scene, None if line.status is None else line.status.since), "")
        case Column.CATEGORIES:
            words = ", ".join(line.categories)
        case Column.NAMES:
            words = ", ".join(line.names)
        case _:
            words = line.title
    return (0, 0, words.casefold())


def _place(scene: Scene, episode: EpisodeId | None) -> tuple[int, int]:
    """The place of an episode's show among the shows, and its own in that, both from 1; 0 for none."""
    order = None if episode is None else scene.orders.of_episode(episode)
    if episode is None or order is None:
        return (0, 0)
    return (scene.orders.orders.index(order) + 1, order.position(episode))


def _title(line: QueryLine) -> str:
    return line.title.casefold()


def _deciding(scene: Scene, query: Query, lines: list[QueryLine]) -> tuple[str, ...]:
    """What must be known for the answer to be this one: its pages, the statuses that it shows or goes by, and what puts
    pages into the categories it goes by.
    """
    events = [line.status.event.id for line in lines if line.status is not None and line.status.event is not None]
    if any(each.name is FilterName.STATUS for each in query.filters):
        everybody = pages.pages(scene.reading, scene.horizon, (PageKind.CHARACTER,))
        known = canon.statuses(scene, everybody)
        events += [each.event.id for each in known if each.event is not None]
    return (*(line.page for line in lines), *dict.fromkeys(events), *_categorised(scene, query))


def _categorised(scene: Scene, query: Query) -> list[str]:
    """What puts pages into the categories that a query goes by; for the one reader to whom that makes a difference."""
    if not scene.viewpoint.veils:
        return []
    asked = [each.value for each in query.filters if each.name is FilterName.CATEGORY]
    found = [keys for value in asked for keys in filtering.category_members(scene, value).values()]
    return sorted(frozenset().union(*found))

"""Pages and their subjects, read through a horizon."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select, tuple_

from fanwiki.domain import entities
from fanwiki.domain.entities import Page, Subject
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import ALL, Horizon
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.gathered import Gathered, gathered
from fanwiki.store.records import to_record
from fanwiki.store.store import Reading

_SubjectType = TypeVar("_SubjectType", bound=Subject)


SUBJECT_OF: Final[dict[PageKind, type[Any]]] = {
    PageKind.SHOW: entities.Show,
    PageKind.SEASON: entities.Season,
    PageKind.EPISODE: entities.Episode,
    PageKind.CHARACTER: entities.Character,
    PageKind.PERSON: entities.Person,
    PageKind.GROUP: entities.Group,
}

_KIND_OF: Final = {subject: kind for kind, subject in SUBJECT_OF.items()}


def page(reading: Reading, horizon: Horizon, id: PageId) -> Page | None:
    if (known := gathered(reading)) is not None:
        return pages_by_id(known, horizon).get(id)
    row = reading.connection.execute(_one(seen(horizon, schema.page.c.id)), {"wanted": id}).mappings().first()
    return None if row is None else to_record(Page, row)


@lru_cache(maxsize=64)
def _one(is_seen: ColumnElement[bool]) -> Select[Any]:
    """Asks for the page `wanted`. Built once for a horizon: no question is asked more often, and to build it costs four
    times what it costs to answer.
    """
    return select(schema.page).where(is_seen, schema.page.c.id == bindparam("wanted"))


def pages(reading: Reading, horizon: Horizon, kinds: Iterable[PageKind] = ()) -> list[Page]:
    """Pages by title, of certain kinds or all."""
    query = seen_pages(horizon).order_by(schema.page.c.title)
    wanted = [kind.value for kind in kinds]
    if (known := gathered(reading)) is not None:
        return [each for each in pages_by_id(known, horizon).values() if not wanted or each.kind.value in wanted]
    return selected(reading, query.where(schema.page.c.kind.in_(wanted)) if wanted else query)


def first_pages(reading: Reading, horizon: Horizon, limit: int, kinds: Iterable[PageKind] = ()) -> list[Page]:
    """The first pages by title, of certain kinds or all."""
    # Nobody sees the trash; to say so lets SQLite read them off the index of titles.
    live = seen_pages(horizon).where(schema.page.c.trashed_at.is_(None))
    wanted = [kind.value for kind in kinds]
    if wanted:
        live = live.where(schema.page.c.kind.in_(wanted))
    return selected(reading, live.order_by(schema.page.c.title).limit(limit))


def pages_among(reading: Reading, horizon: Horizon, ids: Iterable[PageId]) -> list[Page]:
    """Those of these pages that the horizon sees, in the order given."""
    wanted = list(dict.fromkeys(ids))
    if (known := gathered(reading)) is not None:
        seen = pages_by_id(known, horizon)
        return [seen[id] for id in wanted if id in seen]
    found: dict[PageId, Page] = {}
    for batch in batches(wanted):
        found.update(
            (each.id, each) for each in selected(reading, seen_pages(horizon).where(schema.page.c.id.in_(batch)))
        )
    return [found[id] for id in wanted if id in found]


def children(
    reading: Reading,
    horizon: Horizon,
    parent: PageId | None,
    kinds: Iterable[PageKind],
    limit: int = -1,
    *,
    after: tuple[float, str] | None = None,
) -> list[Page]:
    """The pages directly below one (None: at the root), of certain kinds, in their order; those that follow `after`, a
    position and a title, if it is given.
    """
    below = schema.page.c.parent.is_(None) if parent is None else schema.page.c.parent == parent
    query = seen_pages(horizon).where(below, schema.page.c.kind.in_([kind.value for kind in kinds]))
    if after is not None:
        query = query.where(tuple_(schema.page.c.position, schema.page.c.title) > after)
    return selected(reading, query.order_by(schema.page.c.position, schema.page.c.title).limit(limit))


def with_children(reading: Reading, horizon: Horizon, ids: Iterable[PageId]) -> set[PageId]:
    """Those of these pages that have others below them."""
    page = schema.page
    asked = func.json_each(json.dumps([*ids])).table_valued("value")
    # The first child that is seen is enough: a show has hundreds.
    below = exists().where(page.c.parent == asked.c.value, seen(horizon, page.c.id))
    return set(reading.connection.execute(select(asked.c.value).where(below)).scalars())


def numbers_in_show(reading: Reading, ids: Iterable[str]) -> dict[str, int]:
    """The season or episode number of those of these pages that have one."""
    found: dict[str, int] = {}
    for kind in (entities.Season, entities.Episode):
        table = schema.SUBJECT_TABLES[kind]
        for batch in batches(ids):
            query = select(table.c.id, table.c.number).where(table.c.id.in_(batch))
            found.update((id, number) for id, number in reading.connection.execute(query))
    return found


def episode_id(page: Page) -> EpisodeId:
    """The id of an episode's page, as a point."""
    return EpisodeId(page.id)


def titles(reading: Reading, horizon: Horizon, ids: Iterable[str]) -> dict[str, str]:
    """The titles of those of these pages that the horizon sees."""
    if (known := gathered(reading)) is not None:
        by_id = pages_by_id(known, horizon)
        return {id: by_id[PageId(id)].title for id in ids if id in by_id}
    query = select(schema.page.c.id, schema.page.c.title).where(seen(horizon, schema.page.c.id))
    found: dict[str, str] = {}
    for batch in batches(ids):
        rows = reading.connection.execute(query.where(schema.page.c.id.in_(batch)))
        found.update((id, title) for id, title in rows)
    return found


def introductions(reading: Reading, ids: Iterable[str]) -> dict[str, EpisodeId | None]:
    """The points from which these pages, which the caller has seen, exist for a reader."""
    found: dict[str, EpisodeId | None] = {}
    for batch in batches(ids):
        rows = reading.connection.execute(
            select(schema.page.c.id, schema.page.c.introduced_at).where(schema.page.c.id.in_(batch))
        )
        found.update((id, introduced_at) for id, introduced_at in rows)
    return found


def subject(reading: Reading, kind: type[_SubjectType], id: PageId) -> _SubjectType | None:
    """The typed data of a page that the caller has seen."""
    table = schema.SUBJECT_TABLES[kind]
    if (known := gathered(reading)) is not None:
        return known.once(ALL, ("subject rows", kind), lambda: _subject_rows(known, kind)).get(id)
    row = reading.connection.execute(select(table).where(table.c.id == id)).mappings().first()
    return None if row is None else to_record(kind, row)


def by_id(reading: Reading, horizon: Horizon) -> Mapping[PageId, Page]:
    """Every page, by its id."""
    if (known := gathered(reading)) is not None:
        return pages_by_id(known, horizon)
    return {each.id: each for each in pages(reading, horizon)}


def subjects(reading: Reading, horizon: Horizon, kind: type[_SubjectType]) -> list[tuple[Page, _SubjectType]]:
    """Every page of a kind with its typed data, in the order of the tree."""
    if (known := gathered(reading)) is not None:
        return known.once(horizon, ("subjects", kind), lambda: _subjects(known, horizon, kind))
    return _subjects(reading, horizon, kind)


def _subjects(reading: Reading, horizon: Horizon, kind: type[_SubjectType]) -> list[tuple[Page, _SubjectType]]:
    table = schema.SUBJECT_TABLES[kind]
    query = (
        select(schema.page)
        .join(table, table.c.id == schema.page.c.id)
        # Else SQLite would go through all pages in the order of the tree, to find a few shows among them.
        .where(schema.page.c.kind == _KIND_OF[kind].value, seen(horizon, schema.page.c.id))
        .order_by(schema.page.c.position, schema.page.c.title)
    )
    found = selected(reading, query)
    data = _subject_rows(reading, kind)
    return [(each, data[each.id]) for each in found]


def subjects_with(
    reading: Reading, horizon: Horizon, kind: type[_SubjectType], column: str, values: Iterable[str]
) -> list[tuple[Page, _SubjectType]]:
    """Those pages of a kind, in the order of the tree, whose typed data have one of these values in a column."""
    wanted = list(dict.fromkeys(values))
    if (known := gathered(reading)) is not None:
        group = known.once(horizon, ("subjects by", kind, column), lambda: _grouped(known, horizon, kind, column))
        return sorted((each for value in wanted for each in group.get(value, ())), key=_place_of_subject)
    table = schema.SUBJECT_TABLES[kind]
    data: dict[PageId, _SubjectType] = {}
    for batch in batches(wanted):
        rows = reading.connection.execute(select(table).where(table.c[column].in_(batch))).mappings()
        data.update((row["id"], to_record(kind, row)) for row in rows)
    found = ((page, data[page.id]) for page in pages_among(reading, horizon, data))
    return sorted(found, key=_place_of_subject)


def _grouped(
    known: Gathered, horizon: Horizon, kind: type[_SubjectType], column: str
) -> dict[str, list[tuple[Page, _SubjectType]]]:
    """The pages of a kind with their typed data, by what these have in a column."""
    found: dict[str, list[tuple[Page, _SubjectType]]] = {}
    for each in subjects(known, horizon, kind):
        found.setdefault(getattr(each[1], column), []).append(each)
    return found


def _place_of_subject(found: tuple[Page, object]) -> tuple[float, str]:
    """In the order of the tree."""
    return found[0].position, found[0].title


def _subject_rows(reading: Reading, kind: type[_SubjectType]) -> dict[PageId, _SubjectType]:
    rows = reading.connection.execute(select(schema.SUBJECT_TABLES[kind])).mappings()
    return {row["id"]: to_record(kind, row) for row in rows}


def ancestors(reading: Reading, horizon: Horizon, id: PageId) -> list[Page]:
    """The pages above one that the horizon sees, from the root down. Whoever sees a page sees those above it."""
    found: list[Page] = []
    if (group := gathered(reading)) is not None:
        by_id = pages_by_id(group, horizon)
        parent = by_id[id].parent if id in by_id else None
        while parent is not None and parent in by_id and by_id[parent] not in found:
            found.append(by_id[parent])
            parent = by_id[parent].parent
        return found[::-1]
    row = reading.connection.execute(select(schema.page).where(schema.page.c.id == id)).mappings().first()
    above = None if row is None else row["parent"]
    known = {id}
    while above is not None and above not in known:
        known.add(above)
        row = reading.connection.execute(select(schema.page).where(schema.page.c.id == above)).mappings().one()
        found.append(to_record(Page, row))
        above = row["parent"]
    return found[::-1]


def random_page(reading: Reading, horizon: Horizon) -> PageId | None:
    """Any page that the horizon sees, each with the same chance."""
    query = select(schema.page.c.id).where(seen(horizon, schema.page.c.id)).order_by(func.random()).limit(1)
    return reading.connection.execute(query).scalar()


def without(reading: Reading, horizon: Horizon, kind: PageKind, fact: type[Any], column: str) -> list[Page]:
    """The pages of a kind, by title, that no fact of a kind that is seen names in a column."""
    table = schema.FACT_TABLES[fact]
    named = exists().where(table.c[column] == schema.page.c.id, seen(horizon, table.c.id))
    query = seen_pages(horizon).where(schema.page.c.kind == kind.value, ~named)
    return selected(reading, query.order_by(schema.page.c.title))


def introduced_among(reading: Reading, horizon: Horizon, points: Iterable[str]) -> list[PageId]:
    """The pages that exist for a reader from one of these points on."""
    page = schema.page
    found: list[PageId] = []
    for batch in batches(points):
        query = select(page.c.id).where(page.c.introduced_at.in_(batch), seen(horizon, page.c.id))
        found += reading.connection.execute(query).scalars()
    return found


def branches(reading: Reading, horizon: Horizon, tops: Iterable[PageId]) -> set[PageId]:
    """These pages and all below them."""
    page = schema.page
    layer = list(tops)
    found = set(layer)
    while layer:
        under: list[PageId] = []
        for batch in batches(layer):
            query = select(page.c.id).where(page.c.parent.in_(batch), seen(horizon, page.c.id))
            under += reading.connection.execute(query).scalars()
        layer = [id for id in under if id not in found]
        found.update(layer)
    return found


def page_count(reading: Reading, horizon: Horizon, kind: PageKind | None = None) -> int:
    query = select(func.count()).select_from(schema.page).where(seen(horizon, schema.page.c.id))
    if kind is not None:
        query = query.where(schema.page.c.kind == kind.value)
    return reading.connection.execute(query).scalar_one()


def pages_by_id(known: Gathered, horizon: Horizon) -> Mapping[PageId, Page]:
    """Every page that the horizon sees, by title."""

    def read() -> dict[PageId, Page]:
        return {each.id: each for each in selected(known, seen_pages(horizon).order_by(schema.page.c.title))}

    return known.once(horizon, "pages", read)


def seen_pages(horizon: Horizon) -> Select[Any]:
    """The rows of the pages that the horizon sees."""
    return select(schema.page).where(seen(horizon, schema.page.c.id))


def selected(reading: Reading, query: Select[Any]) -> list[Page]:
    """The pages whose rows a query asks for."""
    return [to_record(Page, row) for row in reading.connection.execute(query).mappings()]


def first(reading: Reading, query: Select[Any]) -> Page | None:
    """The first of them."""
    found: Sequence[Page] = selected(reading, query.limit(1))
    return found[0] if found else None

"""The rule of the viewpoint as an index and a WHERE.

Every page, fact, passage and typed title that is locked by anything has its locks in the table `gate`, brought up
to date in the transaction that changes a reveal, an introduction or an episode order. `seen` is the one condition
that every query over such rows carries.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Text,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    true,
)

from fanwiki.domain import entities
from fanwiki.domain.entities import Fact
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import NEVER, TRASH, UNPLACED, EpisodeOrders, Horizon, Locks, latest
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.records import Columns, to_record
from fanwiki.store.rows import rows_among
from fanwiki.store.store import Reading, Writing

_FEW: Final = 12
"""Locks that are compared one after the other in less time than a table of them takes."""


def seen(horizon: Horizon, key: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that the horizon sees the row with this key: none of its locks lies beyond."""
    return _seen(tuple(sorted(horizon.reach.items())), horizon.default, key)


@lru_cache(maxsize=512)
def _seen(reaches: tuple[tuple[str, int], ...], default: int, key: ColumnElement[Any]) -> ColumnElement[bool]:
    """Built once for a horizon and a column: to build it costs as much as to ask a small question with it."""
    if not reaches and default == NEVER:
        return true()
    gate = schema.gate
    if len(reaches) <= _FEW:
        reach = case(*((gate.c.lock == lock, position) for lock, position in reaches), else_=literal(default))
        return ~exists().where(gate.c.fact == key, gate.c.position > reach)
    known = _reaches(reaches)
    beyond = gate.c.position > func.coalesce(known.c.position, default)
    locked = gate.outerjoin(known, known.c.lock == gate.c.lock)
    return ~exists(select(literal(1)).select_from(locked).where(gate.c.fact == key, beyond))


@lru_cache(maxsize=16)
def _reaches(reaches: tuple[tuple[str, int], ...]) -> CTE:
    """How far a reader of many shows has come, as a table that SQLite fills once for a question and finds its way in:
    to compare a lock with each of hundreds of shows would take longer than all the rest.
    """
    each = func.json_each(literal(json.dumps(dict(reaches)))).table_valued("key", "value")
    told = select(each.c.key.label("lock"), each.c.value.label("position"))
    return told.cte().prefix_with("MATERIALIZED")


def write_locks(writing: Writing, locks: Mapping[str, Locks]) -> None:
    """Puts these locks in the place of those that the keys had."""
    gate = schema.gate
    for keys in batches(locks):
        writing.connection.execute(delete(gate).where(gate.c.fact.in_(keys)))
    rows = [
        {"fact": key, "lock": lock, "position": position}
        for key, each in locks.items()
        for lock, position in each.items()
    ]
    if rows:
        writing.connection.execute(insert(gate), rows)


def read_locks(reading: Reading, keys: Collection[str]) -> dict[str, dict[str, int]]:
    """The locks of those keys that have any."""
    gate = schema.gate
    found: dict[str, dict[str, int]] = {}
    for batch in batches(keys):
        for key, lock, position in reading.connection.execute(select(gate).where(gate.c.fact.in_(batch))):
            found.setdefault(key, {})[lock] = position
    return found


def all_locks(reading: Reading) -> dict[str, dict[str, int]]:
    """The locks of every page and fact that has any; those of passages are left out."""
    gate = schema.gate
    found: dict[str, dict[str, int]] = {}
    for key, lock, position in reading.connection.execute(select(gate).where(gate.c.fact.not_like("passage:%"))):
        found.setdefault(key, {})[lock] = position
    return found


def with_descendants(writing: Writing, pages: Collection[str]) -> set[str]:
    """These pages and all below them: a page below one that does not exist yet does not exist either."""
    page = schema.page
    found = set(pages)
    layer = list(pages)
    while layer:
        below: list[str] = []
        for batch in batches(layer):
            below += writing.connection.execute(select(page.c.id).where(page.c.parent.in_(batch))).scalars()
        layer = [id for id in below if id not in found]
        found.update(layer)
    return found


def page_locks(writing: Writing, pages: Collection[str]) -> dict[str, dict[str, int]]:
    """The locks of these pages, from their own introduction and those of the pages above them."""
    rows = page_rows(writing, pages)
    seasons = _first_points(writing, [id for id, row in rows.items() if row["kind"] == "season"])
    own = {id: _own_locks(row, seasons.get(id), writing.orders) for id, row in rows.items()}
    found: dict[str, dict[str, int]] = {}
    for id in pages:
        chain: list[Locks] = []
        above: str | None = id
        while above in own and len(chain) <= len(rows):
            chain.append(own[above])
            above = rows[above]["parent"]
        found[id] = latest(*chain)
    return found


def fact_locks(facts: Iterable[Fact], pages: Mapping[str, Locks], orders: EpisodeOrders) -> dict[str, dict[str, int]]:
    """Rule 1: the latest of a fact's own reveal and the introductions of the pages it touches."""
    return {
        fact.id: latest(orders.locks(fact.reveals()), *(pages.get(page, {}) for page in fact.touches()))
        for fact in facts
    }


def facts_touching(reading: Reading, pages: Collection[str] | None) -> Iterator[Fact]:
    """The facts that touch any of these pages; all facts for None."""
    if pages is None:
        for record, table in schema.FACT_TABLES.items():
            rows = reading.connection.execute(select(table)).mappings()
            yield from (to_record(record, row) for row in rows)
        return
    touched = set(reading.connection.execute(_TOUCHED, {"pages": json.dumps(list(pages))}).scalars())
    for record in TOUCHING:
        table = schema.FACT_TABLES[record]
        if table.name not in touched:
            continue
        for batch in batches(pages):
            rows = reading.connection.execute(_TOUCHING[record], {"among": batch}).mappings()
            yield from (to_record(record, row) for row in rows)


TOUCHING: Final[dict[type[Any], tuple[str, ...]]] = {
    entities.Name: ("page",),
    entities.Redirect: ("page",),
    entities.Portrayal: ("show", "person", "character"),
    entities.Appearance: ("character",),
    entities.Relationship: ("subject", "object"),
    entities.Membership: ("group", "character"),
    entities.StatusEvent: ("character",),
    entities.Claim: ("subject",),
    entities.ProfileValue: ("page",),
    entities.Portrait: ("page", "season"),
    entities.TalkNote: ("page",),
    entities.AlternativeOrder: ("show",),
    entities.Favourite: ("page",),
}
"""The columns behind `touches()` of each record, for finding facts by page. A test holds the two together."""

_TOUCHED: Final = text(
    " UNION ALL ".join(
        f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM \"{table.name}\" WHERE {touching})"
        for table, touching in (
            (
                schema.FACT_TABLES[record],
                " OR ".join(f'"{column}" IN (SELECT value FROM json_each(:pages))' for column in columns),
            )
            for record, columns in TOUCHING.items()
        )
    )
)
"""Asks which tables have facts that touch some pages: one question, where most pages have few kinds of facts."""


_AMONG: Final = bindparam("among", expanding=True, type_=Text)

_TOUCHING: Final = {
    record: select(schema.FACT_TABLES[record]).where(
        or_(*(schema.FACT_TABLES[record].c[column].in_(_AMONG) for column in columns))
    )
    for record, columns in TOUCHING.items()
}
"""Asks for those facts of a kind."""


def home_shows(reading: Reading, pages: Collection[str]) -> dict[str, PageId]:
    """The show that each of these pages stands below, or is; a point without a show's code is one of that."""
    rows = page_rows(reading, pages)
    homes: dict[str, PageId] = {}
    for id in pages:
        above: str | None = id
        steps = 0
        while above in rows and rows[above]["kind"] != "show" and steps <= len(rows):
            above = rows[above]["parent"]
            steps += 1
        if above in rows and rows[above]["kind"] == "show":
            homes[id] = PageId(above)
    return homes


def _own_locks(row: Columns, first: EpisodeId | None, orders: EpisodeOrders) -> Locks:
    points = [row["introduced_at"], row["id"] if row["kind"] == "episode" else first]
    locks = orders.locks(points)
    if row["kind"] == "season" and points == [None, None]:
        # A season comes into being with its first episode; before that it is its author's plan.
        locks = {UNPLACED: 1}
    return latest(locks, {TRASH: 1}) if row["trashed_at"] else locks


def _first_points(writing: Writing, seasons: Collection[str]) -> dict[str, EpisodeId]:
    """The first episode of each season that has any: a season exists for a reader once one of its episodes does."""
    season, episode = schema.SUBJECT_TABLES[entities.Season], schema.SUBJECT_TABLES[entities.Episode]
    first: dict[str, EpisodeId] = {}
    for batch in batches(seasons):
        rows = writing.connection.execute(
            select(episode.c.season, episode.c.id)
            .join(season, season.c.id == episode.c.season)
            .where(episode.c.season.in_(batch))
        )
        for season_id, episode_id in rows:
            order = writing.orders.of_episode(episode_id)
            if order is None:
                continue
            known = first.get(season_id)
            if known is None or order.position(episode_id) < order.position(known):
                first[season_id] = episode_id
    return first


def page_rows(reading: Reading, pages: Collection[str]) -> dict[str, Columns]:
    """The rows of these pages and of those above them."""
    rows: dict[str, Columns] = {}
    layer = list(pages)
    while layer:
        above: set[str] = set()
        for row in rows_among(reading.connection, schema.page, "id", layer):
            rows[row["id"]] = row
            if row["parent"] is not None:
                above.add(row["parent"])
        layer = [id for id in above if id not in rows]
    return rows

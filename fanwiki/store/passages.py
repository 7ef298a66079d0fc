"""What follows from texts: passages with the links as they are typed in them, and the full-text index of the prose.

A passage is the part of a page's prose that is revealed at one point; search, backlinks and mentions go by
passages, so that none of them can outrun a reveal.
"""

import json
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    bindparam,
    cast,
    column,
    delete,
    insert,
    literal,
    select,
    table,
    text,
    update,
)

from fanwiki.domain.ids import PageId
from fanwiki.domain.passages import LinkRef, Passage
from fanwiki.domain.points import Horizon
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.rows import rows_among
from fanwiki.store.store import Reading, Writing
from fanwiki.store.typed_titles import replace_links, typed_in
from fanwiki.store.words import indexable

PASSAGE_KEY = literal("passage:") + cast(schema.passage.c.id, Text)
"""The key of a passage, as `passage_key` has it."""


@dataclass(frozen=True)
class StoredPassage:
    key: str
    page: PageId
    reveals: tuple[str, ...]


@dataclass(frozen=True)
class PageRead:
    """A text as its page, given with its number, says it now. `former` is what it said when it was stored last, where
    that is known: what has not changed since then is left as it is.
    """

    page: PageId
    number: int
    passages: Sequence[Passage]
    former: Sequence[Passage] = ()


@dataclass(frozen=True)
class Stored:
    """What was written: passages that are new, and the keys of titles that no link had typed before."""

    passages: list[StoredPassage] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)


def passage_key(number: int) -> str:
    """Under which a passage has its locks."""
    return f"passage:{number}"


def is_key(key: str) -> bool:
    """Whether a key of locks is that of a passage."""
    return key.startswith("passage:")


def numbers(reading: Reading, pages: Collection[str]) -> dict[str, int]:
    """The numbers by which derived tables know these pages."""
    return {row["id"]: row["number"] for row in rows_among(reading.connection, schema.page, "id", pages)}


def replace_passages(writing: Writing, read: Sequence[PageRead]) -> Stored:
    """Puts the passages and links of some pages in the place of the old ones, as far as they differ."""
    if not read:
        return Stored()
    stored_ids = _ids(writing, [each.number for each in read])
    difference = _Difference(_last(writing, "SELECT seq FROM sqlite_sequence WHERE name = 'passage'"))
    for each in read:
        difference.add(each, stored_ids.get(each.number, []))
    return difference.write(writing)


class _Difference:
    """What is to be written so that passages become others. `last` is the highest number a passage ever had."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._gone: list[int] = []
        self._moved: list[dict[str, Any]] = []
        self._fresh: list[dict[str, Any]] = []
        self._stored: list[StoredPassage] = []
        self._stale_prose: list[int] = []
        self._prose: list[dict[str, Any]] = []
        self._links: dict[int, tuple[LinkRef, ...]] = {}

    def add(self, read: PageRead, stored: Sequence[tuple[int, str]]) -> None:
        """`stored` are the numbers and reveals of the passages that the page has, in their order."""
        former = read.former
        if [reveals for _, reveals in stored] != [_written(each) for each in former]:
            former = ()
        sources = counterparts(former, read.passages)
        kept = {source for source in sources if source is not None}
        self._gone += [id for place, (id, _) in enumerate(stored) if place not in kept]
        for ordinal, (passage, source) in enumerate(zip(read.passages, sources, strict=True)):
            if source is None:
                self._add_passage(read, ordinal, passage)
                continue
            id, before = stored[source][0], former[source]
            if source != ordinal:
                self._moved.append({"of_id": id, "to": ordinal})
            if before.text != passage.text:
                self._stale_prose.append(id)
                self._add_prose(id, passage)
            if before.links != passage.links:
                self._links[id] = passage.links

    def _add_passage(self, read: PageRead, ordinal: int, passage: Passage) -> None:
        self._last = id = self._last + 1
        self._fresh.append({"id": id, "page": read.number, "ordinal": ordinal, "reveals": _written(passage)})
        self._stored.append(StoredPassage(passage_key(id), read.page, passage.reveals))
        self._add_prose(id, passage)
        if passage.links:
            self._links[id] = passage.links

    def _add_prose(self, id: int, passage: Passage) -> None:
        if passage.text:
            self._prose.append({"id": id, "prose": indexable(passage.text)})

    def write(self, writing: Writing) -> Stored:
        connection, table = writing.connection, schema.passage
        left = typed_in(writing, self._gone)
        stale = [{"id": id} for id in (*self._gone, *self._stale_prose)]
        if stale:
            connection.execute(text("DELETE FROM passage_index WHERE rowid = :id"), stale)
        for batch in batches(self._gone):
            keys = [passage_key(id) for id in batch]
            connection.execute(delete(schema.gate).where(schema.gate.c.fact.in_(keys)))
            connection.execute(delete(table).where(table.c.id.in_(batch)))
        if self._moved:
            move = update(table).where(table.c.id == bindparam("of_id")).values(ordinal=bindparam("to"))
            connection.execute(move, self._moved)
        if self._fresh:
            connection.execute(insert(table), self._fresh)
        if self._prose:
            connection.execute(text("INSERT INTO passage_index (rowid, prose) VALUES (:id, :prose)"), self._prose)
        return Stored(self._stored, replace_links(writing, self._links, left))


def counterparts(former: Sequence[Passage], now: Sequence[Passage]) -> list[int | None]:
    """For each passage of now which of the former ones it was, if any: one that is the same, or is revealed by the
    same points. Each is taken once.
    """
    if not former or not now:
        return [None] * len(now)
    # The first of a page is its prose under no reveal, whatever it says.
    shorter = min(len(former), len(now))
    start = next((n for n in range(1, shorter) if former[n] != now[n]), shorter)
    rest = shorter - start
    end = next((n for n in range(rest) if former[-1 - n] != now[-1 - n]), rest)
    between = range(start, len(now) - end)
    found: list[int | None] = [*range(start), *(None for _ in between), *range(len(former) - end, len(former))]
    left = list(range(start, len(former) - end))
    for alike in (_itself, _reveals):
        offered: dict[object, deque[int]] = {}
        for place in left:
            offered.setdefault(alike(former[place]), deque()).append(place)
        for ordinal in between:
            if found[ordinal] is None and (same := offered.get(alike(now[ordinal]))):
                found[ordinal] = same.popleft()
        left = [place for places in offered.values() for place in places]
    return found


def _itself(passage: Passage) -> object:
    return passage


def _reveals(passage: Passage) -> object:
    return passage.reveals


def _written(passage: Passage) -> str:
    """The reveals of a passage as its row has them."""
    return json.dumps(passage.reveals)


def _ids(writing: Writing, of_pages: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """The numbers and the written reveals of the passages that some pages have, in their order."""
    table = schema.passage
    found: dict[int, list[tuple[int, str]]] = {}
    for batch in batches(of_pages):
        query = select(table.c.page, table.c.id, table.c.reveals).where(table.c.page.in_(batch))
        for page, id, reveals in writing.connection.execute(query.order_by(table.c.page, table.c.ordinal)):
            found.setdefault(page, []).append((id, reveals))
    return found


def _last(writing: Writing, query: str) -> int:
    return int(writing.connection.execute(text(query)).scalar() or 0)


def passages_of(reading: Reading, pages: Collection[str]) -> list[StoredPassage]:
    """The passages of some pages, in their order."""
    table, page = schema.passage, schema.page
    found: list[StoredPassage] = []
    for batch in batches(pages):
        query = (
            select(table.c.id, page.c.id, table.c.reveals)
            .join(page, page.c.number == table.c.page)
            .where(page.c.id.in_(batch))
            .order_by(table.c.page, table.c.ordinal)
        )
        rows = reading.connection.execute(query)
        found += [
            StoredPassage(passage_key(id), page_id, () if points == "[]" else tuple(json.loads(points)))
            for id, page_id, points in rows
        ]
    return found


def pages_with_text(reading: Reading, horizon: Horizon) -> dict[str, set[int]]:
    """The pages that have text under the horizon, each with the places of its seen passages that are not empty."""
    page, passage = schema.page, schema.passage
    index = table("passage_index", column("rowid", Integer))
    query = (
        select(page.c.id, passage.c.ordinal)
        .join(passage, passage.c.page == page.c.number)
        .join(index, index.c.rowid == passage.c.id)
        .where(passage_seen(horizon))
    )
    found: dict[str, set[int]] = {}
    for id, ordinal in reading.connection.execute(query):
        found.setdefault(id, set()).add(ordinal)
    return found


def with_reveals(reading: Reading) -> set[PageId]:
    """The pages that have a revealed passage."""
    page, passage = schema.page, schema.passage
    query = select(page.c.id).join(passage, passage.c.page == page.c.number).where(passage.c.reveals != "[]")
    return set(reading.connection.execute(query.distinct()).scalars())


def passage_seen(horizon: Horizon) -> ColumnElement[bool]:
    """The condition that the horizon sees a row of `passage`."""
    return seen(horizon, PASSAGE_KEY)

"""What follows from texts and titles: passages, links, the ways to name a page, and the two full-text indexes.

A passage is the part of a page's prose that is revealed at one point; search, backlinks and mentions go by
passages, so that none of them can outrun a reveal.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, cast, delete, insert, literal, select, text, update

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key, title_key
from fanwiki.domain.points import Horizon, Locks, latest
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.store import schema
from fanwiki.store.gates import seen
from fanwiki.store.store import Reading, Writing
from fanwiki.store.words import indexable

_KEY = literal("passage:") + cast(schema.passage.c.id, Text)
"""The key of a passage, as `passage_key` has it."""


@dataclass(frozen=True)
class TypedLink:
    """A link as it stands in the text."""

    kind: LinkKind
    title: str
    heading: str = ""


@dataclass(frozen=True)
class NewPassage:
    """One passage of a text: the points that reveal it as written, what the index reads, and its links."""

    reveals: tuple[str, ...]
    prose: str
    links: tuple[TypedLink, ...]


@dataclass(frozen=True)
class StoredPassage:
    key: str
    page: PageId
    reveals: tuple[str, ...]


@dataclass(frozen=True)
class FoundLink:
    """A link between two pages, or to a title that leads nowhere."""

    kind: LinkKind
    source: PageId
    title: str
    heading: str
    target: PageId | None


def passage_key(number: int) -> str:
    """Under which a passage has its locks."""
    return f"passage:{number}"


def numbers(reading: Reading, pages: Collection[str]) -> dict[str, int]:
    """The numbers by which derived tables know these pages."""
    found: dict[str, int] = {}
    wanted = list(pages)
    for start in range(0, len(wanted), 500):
        query = select(schema.page.c.id, schema.page.c.number).where(schema.page.c.id.in_(wanted[start : start + 500]))
        found.update((id, number) for id, number in reading.connection.execute(query))
    return found


def replace_passages(writing: Writing, page: PageId, number: int, new: Sequence[NewPassage]) -> list[StoredPassage]:
    """Puts a page's passages and links in the place of the old ones. The links lead nowhere yet."""
    connection = writing.connection
    old = list(connection.execute(select(schema.passage.c.id).where(schema.passage.c.page == number)).scalars())
    if old:
        connection.execute(text("DELETE FROM passage_index WHERE rowid = :id"), [{"id": id} for id in old])
        connection.execute(delete(schema.gate).where(schema.gate.c.fact.in_([passage_key(id) for id in old])))
        connection.execute(delete(schema.passage).where(schema.passage.c.page == number))
    stored: list[StoredPassage] = []
    for ordinal, each in enumerate(new):
        values = {"page": number, "ordinal": ordinal, "reveals": json.dumps(each.reveals)}
        key = connection.execute(insert(schema.passage), values).inserted_primary_key
        assert key is not None
        id = int(key[0])
        if each.prose:
            values = {"id": id, "prose": indexable(each.prose)}
            connection.execute(text("INSERT INTO passage_index (rowid, prose) VALUES (:id, :prose)"), values)
        rows = [
            {
                "passage": id,
                "kind": link.kind.value,
                "title": link.title,
                "title_key": title_key(link.title),
                "heading": link.heading,
            }
            for link in each.links
        ]
        if rows:
            connection.execute(insert(schema.link), rows)
        stored.append(StoredPassage(passage_key(id), page, each.reveals))
    return stored


def passages_of(reading: Reading, pages: Collection[str]) -> list[StoredPassage]:
    """The passages of some pages, in their order."""
    table, page = schema.passage, schema.page
    found: list[StoredPassage] = []
    wanted = list(pages)
    for start in range(0, len(wanted), 500):
        query = (
            select(table.c.id, page.c.id, table.c.reveals)
            .join(page, page.c.number == table.c.page)
            .where(page.c.id.in_(wanted[start : start + 500]))
            .order_by(table.c.page, table.c.ordinal)
        )
        rows = reading.connection.execute(query)
        found += [StoredPassage(passage_key(id), page_id, tuple(json.loads(points))) for id, page_id, points in rows]
    return found


@dataclass(frozen=True)
class Way:
    """A way to name a page: by its title (rank 0), a redirect (1) or a name (2), whose id `fact` is."""

    fact: str
    rank: int
    text: str


def replace_titles(writing: Writing, number: int, ways: Sequence[Way]) -> set[str]:
    """Puts the ways to name a page in the place of the old ones; answers the keys that came or went."""
    connection, table = writing.connection, schema.title
    query = select(table.c.id, table.c.fact, table.c.rank, table.c.text).where(table.c.page == number)
    old = connection.execute(query).all()
    if old:
        connection.execute(text("DELETE FROM title_index WHERE rowid = :id"), [{"id": row.id} for row in old])
        connection.execute(delete(table).where(table.c.page == number))
    for way in ways:
        row = {
            "page": number,
            "fact": way.fact,
            "rank": way.rank,
            "text": way.text,
            "title_key": title_key(way.text),
            "matching_key": matching_key(way.text),
        }
        key = connection.execute(insert(table), row).inserted_primary_key
        assert key is not None
        values = {"id": int(key[0]), "text": indexable(way.text)}
        connection.execute(text("INSERT INTO title_index (rowid, text) VALUES (:id, :text)"), values)
    changed = {Way(row.fact, row.rank, row.text) for row in old} ^ set(ways)
    return {title_key(way.text) for way in changed}


def clear(writing: Writing, page: PageId) -> None:
    """Forgets everything derived of a page whose row is about to go."""
    number = numbers(writing, [page])[page]
    resolve_links(writing, replace_titles(writing, number, ()), ())
    replace_passages(writing, page, number, ())


def title_keys(reading: Reading, pages: Collection[str]) -> set[str]:
    """The keys under which some pages can be reached."""
    table, page = schema.title, schema.page
    found: set[str] = set()
    wanted = list(pages)
    for start in range(0, len(wanted), 500):
        query = (
            select(table.c.title_key)
            .join(page, page.c.number == table.c.page)
            .where(page.c.id.in_(wanted[start : start + 500]))
        )
        found.update(reading.connection.execute(query).scalars())
    return found


def with_reveals(reading: Reading) -> set[PageId]:
    """The pages that have a revealed passage."""
    page, passage = schema.page, schema.passage
    query = select(page.c.id).join(passage, passage.c.page == page.c.number).where(passage.c.reveals != "[]")
    return set(reading.connection.execute(query.distinct()).scalars())


def resolve_links(writing: Writing, keys: Collection[str], passages: Collection[str]) -> None:
    """Looks up anew where links lead: those with one of these title keys, and those of these passages.

    A link is resolved as the author would: what a reader may follow is decided when he reads.
    """
    table = schema.link
    fresh = [int(key.removeprefix("passage:")) for key in passages]
    wanted: set[tuple[str, str]] = set()
    asked: list[tuple[Column[Any], list[Any]]] = [(table.c.title_key, list(keys)), (table.c.passage, fresh)]
    for column, values in asked:
        for start in range(0, len(values), 500):
            query = select(table.c.title_key, table.c.title).where(column.in_(values[start : start + 500]))
            wanted.update((key, title) for key, title in writing.connection.execute(query.distinct()))
    for key, title in sorted(wanted):
        target, via = _target(writing, key, title)
        writing.connection.execute(
            update(table).where(table.c.title_key == key, table.c.title == title), {"target": target, "via": via}
        )


def links(
    reading: Reading,
    horizon: Horizon,
    *,
    source: PageId | None = None,
    target: PageId | None = None,
    keys: Collection[str] | None = None,
) -> list[FoundLink]:
    """The links that stand in passages the horizon sees, of one page or to one page. A target that is not seen,
    or only by a name not yet revealed, reads as a title that leads nowhere.
    """
    link, passage, page, to = schema.link, schema.passage, schema.page, schema.page.alias("to_page")
    reached = seen(horizon, to.c.id) & seen(horizon, link.c.via)
    query = (
        select(link.c.kind, page.c.id, link.c.title, link.c.heading, to.c.id)
        .join(passage, passage.c.id == link.c.passage)
        .join(page, page.c.number == passage.c.page)
        .outerjoin(to, (to.c.number == link.c.target) & reached)
        .where(passage_seen(horizon))
        .order_by(page.c.title, passage.c.ordinal, link.c.id)
    )
    if source is not None:
        query = query.where(page.c.id == source)
    if target is not None:
        query = query.where(to.c.id == target)
    if keys is not None:
        query = query.where(link.c.title_key.in_(keys))
    return [FoundLink(LinkKind(kind), *rest) for kind, *rest in reading.connection.execute(query)]


def sources_of(reading: Reading, target: PageId, key: str) -> list[PageId]:
    """The live pages whose text links to a page under a typed title with this key."""
    link, passage, page, to = schema.link, schema.passage, schema.page, schema.page.alias("to_page")
    query = (
        select(page.c.id)
        .join(passage, passage.c.page == page.c.number)
        .join(link, link.c.passage == passage.c.id)
        .join(to, to.c.number == link.c.target)
        .where(to.c.id == target, link.c.title_key == key, page.c.trashed_at.is_(None))
        .order_by(page.c.number)
        .distinct()
    )
    return list(reading.connection.execute(query).scalars())


def category_members(reading: Reading, horizon: Horizon, category: str) -> list[PageId]:
    """The pages whose seen prose puts them into a category, given with its `Category:` prefix."""
    link, passage, page = schema.link, schema.passage, schema.page
    query = (
        select(page.c.id)
        .join(passage, passage.c.page == page.c.number)
        .join(link, link.c.passage == passage.c.id)
        .where(link.c.kind == LinkKind.CATEGORY.value, link.c.title_key == title_key(category), passage_seen(horizon))
        .order_by(page.c.title)
        .distinct()
    )
    return list(reading.connection.execute(query).scalars())


def categories(reading: Reading, horizon: Horizon) -> list[str]:
    """Every category that any seen passage names, with its prefix."""
    link, passage = schema.link, schema.passage
    query = (
        select(link.c.title)
        .join(passage, passage.c.id == link.c.passage)
        .where(link.c.kind == LinkKind.CATEGORY.value, passage_seen(horizon))
        .order_by(link.c.title)
        .distinct()
    )
    return list(reading.connection.execute(query).scalars())


def passage_seen(horizon: Horizon) -> ColumnElement[bool]:
    """The condition that the horizon sees a row of `passage`."""
    return seen(horizon, _KEY)


def _target(writing: Writing, key: str, typed: str) -> tuple[int | None, str | None]:
    table, page = schema.title, schema.page
    query = (
        select(table.c.page, table.c.fact, table.c.rank, table.c.text)
        .join(page, page.c.number == table.c.page)
        .where(table.c.title_key == key, page.c.trashed_at.is_(None))
        .order_by(table.c.rank, table.c.text != typed, table.c.page)
    )
    rows = writing.connection.execute(query).all()
    if not rows:
        return None, None
    rivals = {row.page for row in rows if row.rank == rows[0].rank}
    if len(rivals) > 1 and rows[0].text != typed:
        return None, None
    return rows[0].page, rows[0].fact


def passage_locks(passage: StoredPassage, page: Locks, prose: Locks, points: dict[str, Locks]) -> dict[str, int]:
    """What locks a passage: its page, and either its own points or, for plain prose, the page's review."""
    own = [points[point] for point in passage.reveals] if passage.reveals else [prose]
    return latest(page, *own)

"""What follows from texts and titles: passages, links, the ways to name a page, and the two full-text indexes.

A passage is the part of a page's prose that is revealed at one point; search, backlinks and mentions go by
passages, so that none of them can outrun a reveal.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key, title_key
from fanwiki.domain.points import Horizon
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.store import schema
from fanwiki.store.batches import batches
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
    for batch in batches(pages):
        query = select(schema.page.c.id, schema.page.c.number).where(schema.page.c.id.in_(batch))
        found.update((id, number) for id, number in reading.connection.execute(query))
    return found


def replace_passages(writing: Writing, new: Sequence[tuple[PageId, int, Sequence[NewPassage]]]) -> list[StoredPassage]:
    """Puts the passages and links of some pages, given with their numbers, in the place of the old ones. The links
    lead nowhere yet.
    """
    connection = writing.connection
    _forget_passages(writing, [number for _, number, _ in new])
    last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'passage'")).scalar() or 0
    stored: list[StoredPassage] = []
    rows: list[dict[str, Any]] = []
    prose: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for page, number, passages in new:
        for ordinal, each in enumerate(passages):
            last += 1
            rows.append({"id": last, "page": number, "ordinal": ordinal, "reveals": json.dumps(each.reveals)})
            if each.prose:
                prose.append({"id": last, "prose": indexable(each.prose)})
            links += [
                {
                    "passage": last,
                    "kind": link.kind.value,
                    "title": link.title,
                    "title_key": title_key(link.title),
                    "heading": link.heading,
                }
                for link in each.links
            ]
            stored.append(StoredPassage(passage_key(last), page, each.reveals))
    if rows:
        connection.execute(insert(schema.passage), rows)
    if prose:
        connection.execute(text("INSERT INTO passage_index (rowid, prose) VALUES (:id, :prose)"), prose)
    if links:
        connection.execute(insert(schema.link), links)
    return stored


def _forget_passages(writing: Writing, of_pages: Sequence[int]) -> None:
    connection, table = writing.connection, schema.passage
    for batch in batches(of_pages):
        old = list(connection.execute(select(table.c.id).where(table.c.page.in_(batch))).scalars())
        if not old:
            continue
        connection.execute(text("DELETE FROM passage_index WHERE rowid = :id"), [{"id": id} for id in old])
        for keys in batches([passage_key(id) for id in old]):
            connection.execute(delete(schema.gate).where(schema.gate.c.fact.in_(keys)))
        connection.execute(delete(table).where(table.c.page.in_(batch)))


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
        found += [StoredPassage(passage_key(id), page_id, tuple(json.loads(points))) for id, page_id, points in rows]
    return found


@dataclass(frozen=True)
class Way:
    """A way to name a page: by its title (rank 0), a redirect (1) or a name (2), whose id `fact` is."""

    fact: str
    rank: int
    text: str


def replace_titles(writing: Writing, new: Mapping[int, Sequence[Way]]) -> set[str]:
    """Puts the ways to name some pages, given by their numbers, in the place of the old ones; answers the keys that
    came or went.
    """
    connection, table = writing.connection, schema.title
    former: dict[int, set[Way]] = {}
    for batch in batches(new):
        query = select(table.c.id, table.c.page, table.c.fact, table.c.rank, table.c.text)
        old = connection.execute(query.where(table.c.page.in_(batch))).all()
        if not old:
            continue
        connection.execute(text("DELETE FROM title_index WHERE rowid = :id"), [{"id": row.id} for row in old])
        connection.execute(delete(table).where(table.c.page.in_(batch)))
        for row in old:
            former.setdefault(row.page, set()).add(Way(row.fact, row.rank, row.text))
    last = connection.execute(select(func.max(table.c.id))).scalar() or 0
    rows: list[dict[str, Any]] = [
        {
            "id": id,
            "page": number,
            "fact": way.fact,
            "rank": way.rank,
            "text": way.text,
            "title_key": title_key(way.text),
            "matching_key": matching_key(way.text),
        }
        for id, (number, way) in enumerate(((number, way) for number, ways in new.items() for way in ways), last + 1)
    ]
    if rows:
        connection.execute(insert(table), rows)
        words = [{"id": row["id"], "text": indexable(row["text"])} for row in rows]
        connection.execute(text("INSERT INTO title_index (rowid, text) VALUES (:id, :text)"), words)
    return {title_key(way.text) for number in new for way in former.get(number, set()) ^ set(new[number])}


def clear(writing: Writing, page: PageId) -> None:
    """Forgets everything derived of a page whose row is about to go."""
    number = numbers(writing, [page])[page]
    resolve_links(writing, replace_titles(writing, {number: ()}), ())
    replace_passages(writing, [(page, number, ())])


def title_keys(reading: Reading, pages: Collection[str]) -> set[str]:
    """The keys under which some pages can be reached."""
    table, page = schema.title, schema.page
    found: set[str] = set()
    for batch in batches(pages):
        query = select(table.c.title_key).join(page, page.c.number == table.c.page).where(page.c.id.in_(batch))
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
        for batch in batches(values):
            query = select(table.c.title_key, table.c.title).where(column.in_(batch))
            wanted.update((key, title) for key, title in writing.connection.execute(query.distinct()))
    ways = _ways(writing, {key for key, _ in wanted})
    rows = [
        {"of_key": key, "of_title": title, "target": target, "via": via}
        for key, title in sorted(wanted)
        for target, via in (_target(ways.get(key, ()), title),)
    ]
    if rows:
        of_link = (table.c.title_key == bindparam("of_key"), table.c.title == bindparam("of_title"))
        writing.connection.execute(update(table).where(*of_link), rows)


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
        .outerjoin(to, to.c.number == link.c.target)
        .where(or_(to.c.id == target, link.c.target.is_(None)), link.c.title_key == key, page.c.trashed_at.is_(None))
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


def _ways(writing: Writing, keys: Collection[str]) -> dict[str, list[Any]]:
    """The ways to name live pages that have these keys, by key."""
    table, page = schema.title, schema.page
    found: dict[str, list[Any]] = {}
    for batch in batches(keys):
        query = (
            select(table.c.title_key, table.c.page, table.c.fact, table.c.rank, table.c.text)
            .join(page, page.c.number == table.c.page)
            .where(table.c.title_key.in_(batch), page.c.trashed_at.is_(None))
        )
        for row in writing.connection.execute(query):
            found.setdefault(row.title_key, []).append(row)
    return found


def _target(ways: Sequence[Any], typed: str) -> tuple[int | None, str | None]:
    if not ways:
        return None, None
    best = min(ways, key=lambda way: (way.text != typed, way.rank, way.page))
    rivals = {way.page for way in ways if way.rank == best.rank}
    if len(rivals) > 1 and best.text != typed:
        return None, None
    return best.page, best.fact

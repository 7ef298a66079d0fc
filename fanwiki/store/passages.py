"""What follows from texts: passages with the links as they are typed in them, and the full-text index of the prose.

A passage is the part of a page's prose that is revealed at one point; search, backlinks and mentions go by
passages, so that none of them can outrun a reveal.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, cast, column, delete, insert, literal, select, table, text

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
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
    return seen(horizon, _KEY)

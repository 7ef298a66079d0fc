"""The ways to name a page: its title, redirects and names, with the full-text index of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, text

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key, title_key
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.store import Reading, Writing
from fanwiki.store.words import indexable


@dataclass(frozen=True)
class Way:
    """A way to name a page: by its title (rank 0), a redirect (1) or a name (2), whose id `fact` is."""

    fact: str
    rank: int
    text: str


class KnownWay(NamedTuple):
    """A way to name a live page as it is in the index; `page` is its number there."""

    title_key: str
    page: int
    id: PageId
    fact: str
    rank: int
    text: str


def led(ways: Sequence[KnownWay], typed: str) -> KnownWay | None:
    """By which of the ways with its key a typed title leads to a page, for the author; None where it leads nowhere.

    What is written just so comes first; what several pages share leads nowhere but by its exact form.
    """
    if not ways:
        return None
    best = min(ways, key=lambda way: (way.text != typed, way.rank, way.page))
    rivals = {way.page for way in ways if way.rank == best.rank}
    return best if len(rivals) == 1 or best.text == typed else None


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


def title_keys(reading: Reading, pages: Collection[str]) -> set[str]:
    """The keys under which some pages can be reached."""
    table, page = schema.title, schema.page
    found: set[str] = set()
    for batch in batches(pages):
        query = select(table.c.title_key).join(page, page.c.number == table.c.page).where(page.c.id.in_(batch))
        found.update(reading.connection.execute(query).scalars())
    return found


def ways_by_key(reading: Reading, keys: Collection[str]) -> dict[str, list[KnownWay]]:
    """The ways to name live pages that have these keys, by key."""
    table, page = schema.title, schema.page
    found: dict[str, list[KnownWay]] = {}
    for batch in batches(keys):
        query = (
            select(table.c.title_key, table.c.page, page.c.id, table.c.fact, table.c.rank, table.c.text)
            .join(page, page.c.number == table.c.page)
            .where(table.c.title_key.in_(batch), page.c.trashed_at.is_(None))
        )
        for row in reading.connection.execute(query):
            found.setdefault(row.title_key, []).append(KnownWay(*row))
    return found

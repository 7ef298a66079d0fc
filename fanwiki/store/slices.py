"""A whole wiki in slices, for whoever must not hold the file for as long as it takes to read it all: each slice is a
read of its own, and a save waits for one of them at most.

A slice begins after the row number at which the one before it ended; the first begins after 0. What is changed between
two of them is for whoever reads to hear of.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import case, func, literal_column, select

from fanwiki.domain.entities import Fact, Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import ALL
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import read_locks, seen
from fanwiki.store.links import FoundLink, links
from fanwiki.store.records import to_record
from fanwiki.store.store import Reading

FactType = TypeVar("FactType", bound=Fact)

_PAGES: Final = 100
_FACTS: Final = 500
_HEAD: Final = 40
"""Characters within which a text says that it is a redirect."""


@dataclass(frozen=True)
class PageSlice:
    """Some live pages by their row numbers, with what they are locked by, their links that are no plain ones, and the
    texts of those that may be redirects. `targets` are the pages that their texts lead to, in the trash or not, all by
    number. `last` is where the next slice begins; None after the last one.
    """

    pages: dict[int, Page]
    locks: dict[str, dict[str, int]]
    targets: dict[int, set[int]]
    marks: dict[PageId, list[FoundLink]]
    redirecting: dict[PageId, str]
    last: int | None


@dataclass(frozen=True)
class FactSlice(Generic[FactType]):
    """Some facts of a kind in the order of their entry, with what they are locked by, and where the next begin."""

    facts: Sequence[FactType]
    locks: dict[str, dict[str, int]]
    last: int | None


def page_slice(reading: Reading, after: int) -> PageSlice:
    """The next pages, as their author knows them."""
    page, text = schema.page, schema.page_text
    may_redirect = func.substr(text.c.body, 1, _HEAD).like("%redirect%")
    query = (
        select(page, case((may_redirect, text.c.body)).label("redirecting"))
        .outerjoin(text, text.c.id == page.c.id)
        .where(page.c.number > after, page.c.trashed_at.is_(None))
        .order_by(page.c.number)
        .limit(_PAGES)
    )
    rows = reading.connection.execute(query).mappings().all()
    if not rows:
        return PageSlice({}, {}, {}, {}, {}, None)
    pages = {row["number"]: to_record(Page, row) for row in rows}
    ids = [each.id for each in pages.values()]
    return PageSlice(
        pages,
        read_locks(reading, ids),
        _targets(reading, min(pages), max(pages)),
        _marks(reading, ids),
        {PageId(row["id"]): row["redirecting"] for row in rows if row["redirecting"] is not None},
        max(pages),
    )


def fact_slice(reading: Reading, kind: type[FactType], after: int) -> FactSlice[FactType]:
    """The next facts of a kind, as their author knows them."""
    table = schema.FACT_TABLES[kind]
    number: Any = literal_column(f"{table.name}.rowid")
    query = select(table, number.label("entered")).where(number > after, seen(ALL, table.c.id))
    rows = reading.connection.execute(query.order_by(number).limit(_FACTS)).mappings().all()
    facts = [to_record(kind, row) for row in rows]
    return FactSlice(facts, read_locks(reading, [each.id for each in facts]), rows[-1]["entered"] if rows else None)


def links_of(reading: Reading, pages: Collection[PageId]) -> dict[PageId, list[FoundLink]]:
    """The links that stand on each of these pages, in the order in which they stand there."""
    found: dict[PageId, list[FoundLink]] = {page: [] for page in pages}
    for batch in batches(pages):
        for link in links(reading, ALL, sources=batch):
            found[link.source].append(link)
    return found


def _targets(reading: Reading, first: int, last: int) -> dict[int, set[int]]:
    link, typed, passage = schema.link, schema.typed_title, schema.passage
    query = (
        select(passage.c.page, typed.c.target)
        .join(link, link.c.passage == passage.c.id)
        .join(typed, typed.c.id == link.c.typed)
        .where(passage.c.page.between(first, last), typed.c.target.is_not(None))
    )
    found: dict[int, set[int]] = {}
    for source, target in reading.connection.execute(query).all():
        found.setdefault(source, set()).add(target)
    return found


def _marks(reading: Reading, pages: Sequence[PageId]) -> dict[PageId, list[FoundLink]]:
    kinds = [kind for kind in LinkKind if kind is not LinkKind.LINK]
    found: dict[PageId, list[FoundLink]] = {}
    for batch in batches(pages):
        for link in links(reading, ALL, sources=batch, kinds=kinds):
            found.setdefault(link.source, []).append(link)
    return found

"""The ways to name a page: its title, redirects and names, with the full-text index of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, delete, func, insert, select, text

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key, title_key
from fanwiki.domain.points import Horizon
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.gathered import Gathered, gathered
from fanwiki.store.pages import pages_by_id
from fanwiki.store.records import to_record
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
    found: dict[str, list[KnownWay]] = {}
    for batch in batches(keys):
        for row in reading.connection.execute(_WAYS, {"among": batch}):
            found.setdefault(row.title_key, []).append(KnownWay(*row))
    return found


_WAYS: Final = (
    select(
        schema.title.c.title_key,
        schema.title.c.page,
        schema.page.c.id,
        schema.title.c.fact,
        schema.title.c.rank,
        schema.title.c.text,
    )
    .join(schema.page, schema.page.c.number == schema.title.c.page)
    .where(schema.title.c.title_key.in_(bindparam("among", expanding=True)), schema.page.c.trashed_at.is_(None))
)


def find(reading: Reading, horizon: Horizon, typed: str) -> tuple[Page, str] | None:
    """The page that a typed title leads to, and the fact it was found by (its own id for the title itself).

    What is written just so comes first, be it a title, a redirect or a name; then, in this order, what differs in
    case or spacing. What several pages share leads nowhere but by its exact form.
    """
    if (known := gathered(reading)) is not None:
        answers = known.once(horizon, "found", _no_answers)
        if typed not in answers:
            answers[typed] = _found(known, horizon, typed)
        return answers[typed]
    title = schema.title
    query = (
        select(schema.page, title.c.fact, title.c.rank, title.c.text)
        .join(title, title.c.page == schema.page.c.number)
        .where(title.c.title_key == title_key(typed), seen(horizon, schema.page.c.id), seen(horizon, title.c.fact))
        .order_by(title.c.text != typed, title.c.rank, schema.page.c.number)
    )
    rows = reading.connection.execute(query).mappings().all()
    if not rows:
        return None
    best = rows[0]
    rivals = {row["id"] for row in rows if row["rank"] == best["rank"]}
    if len(rivals) > 1 and best["text"] != typed:
        return None
    return to_record(Page, best), best["fact"]


def _no_answers() -> dict[str, tuple[Page, str] | None]:
    return {}


def _found(known: Gathered, horizon: Horizon, typed: str) -> tuple[Page, str] | None:
    """As `find`, in memory."""
    ways = known.once(horizon, "ways", lambda: _ways(known, horizon)).get(title_key(typed))
    if not ways:
        return None
    text, rank, _, id, fact = ways[0] if len(ways) == 1 else min(ways, key=lambda way: (way[0] != typed, *way[1:3]))
    if text != typed and len(ways) > 1 and len({way[3] for way in ways if way[1] == rank}) > 1:
        return None
    return pages_by_id(known, horizon)[id], fact


def _ways(reading: Reading, horizon: Horizon) -> dict[str, list[tuple[str, int, int, PageId, str]]]:
    """Every way to name a page, by its key: text, rank, the page's number and id, and the fact."""
    title = schema.title
    query = (
        select(title.c.title_key, title.c.text, title.c.rank, schema.page.c.number, schema.page.c.id, title.c.fact)
        .join(title, title.c.page == schema.page.c.number)
        .where(seen(horizon, schema.page.c.id), seen(horizon, title.c.fact))
    )
    found: dict[str, list[tuple[str, int, int, PageId, str]]] = {}
    for key, *way in reading.connection.execute(query):
        found.setdefault(key, []).append(tuple(way))
    return found


def seen_title_keys(reading: Reading, horizon: Horizon, id: PageId) -> list[str]:
    """The keys of the titles and names by which a page can be reached."""
    title = schema.title
    query = (
        select(title.c.title_key)
        .join(schema.page, title.c.page == schema.page.c.number)
        .where(schema.page.c.id == id, seen(horizon, title.c.fact))
    )
    return list(reading.connection.execute(query.distinct()).scalars())


def seen_ways(reading: Reading, horizon: Horizon, id: PageId) -> dict[str, str]:
    """For each key of a title or name by which a page can be reached: its own id, or that of the fact that says so."""
    title = schema.title
    query = (
        select(title.c.title_key, title.c.fact)
        .join(schema.page, title.c.page == schema.page.c.number)
        .where(schema.page.c.id == id, seen(horizon, title.c.fact))
        .order_by(title.c.rank.desc())
    )
    return {row.title_key: row.fact for row in reading.connection.execute(query)}


def match(reading: Reading, horizon: Horizon, name: str) -> list[tuple[str, Page]]:
    """Pages with a title or name that is this one but for hyphens, spaces and diacritics, with the name found."""
    title = schema.title
    query = (
        select(schema.page, title.c.text)
        .join(title, title.c.page == schema.page.c.number)
        .where(
            title.c.matching_key == matching_key(name),
            seen(horizon, schema.page.c.id),
            seen(horizon, title.c.fact),
        )
        .order_by(title.c.rank, schema.page.c.title)
    )
    return [(row["text"], to_record(Page, row)) for row in reading.connection.execute(query).mappings()]


def called(reading: Reading, horizon: Horizon, typed: str) -> list[tuple[Page, Way]]:
    """Pages with a title, redirect or name that is this one but for case and spacing, with the way it was found."""
    title = schema.title
    query = (
        select(schema.page, title.c.fact, title.c.rank, title.c.text)
        .join(title, title.c.page == schema.page.c.number)
        .where(title.c.title_key == title_key(typed), seen(horizon, schema.page.c.id), seen(horizon, title.c.fact))
        .order_by(title.c.rank, title.c.text, schema.page.c.number)
    )
    rows = reading.connection.execute(query).mappings()
    return [(to_record(Page, row), Way(row["fact"], row["rank"], row["text"])) for row in rows]


def titles_with(reading: Reading, horizon: Horizon, key: str, kinds: Iterable[PageKind]) -> list[tuple[str, PageId]]:
    """The ways to name pages of some kinds in which these letters stand, given as `matching_key` has them."""
    title = schema.title
    query = (
        select(title.c.text, schema.page.c.id)
        .join(title, title.c.page == schema.page.c.number)
        .where(
            func.instr(title.c.matching_key, key) > 0,
            schema.page.c.kind.in_([kind.value for kind in kinds]),
            seen(horizon, schema.page.c.id),
            seen(horizon, title.c.fact),
        )
        .order_by(title.c.rank, title.c.text)
    )
    return [(text, PageId(id)) for text, id in reading.connection.execute(query)]


def all_titles(reading: Reading, horizon: Horizon) -> list[tuple[str, PageId, PageKind, bool]]:
    """Every way to name a page: the text, the page, its kind, and whether it is the page's own title."""
    return _named(reading, _ways_to_name(horizon))


def titles_of(reading: Reading, horizon: Horizon, ids: Iterable[PageId]) -> list[tuple[str, PageId, PageKind, bool]]:
    """The same for some pages."""
    query = _ways_to_name(horizon)
    return [each for batch in batches(ids) for each in _named(reading, query.where(schema.page.c.id.in_(batch)))]


def _ways_to_name(horizon: Horizon) -> Select[Any]:
    title = schema.title
    return (
        select(title.c.text, schema.page.c.id, schema.page.c.kind, title.c.rank)
        .join(title, title.c.page == schema.page.c.number)
        .where(seen(horizon, schema.page.c.id), seen(horizon, title.c.fact))
        .order_by(title.c.rank, title.c.text)
    )


def _named(reading: Reading, query: Select[Any]) -> list[tuple[str, PageId, PageKind, bool]]:
    return [(text, PageId(id), PageKind(kind), rank == 0) for text, id, kind, rank in reading.connection.execute(query)]

"""Pages and their subjects: reading them through a horizon, and writing them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Select, func, select, text

from fanwiki.domain import entities
from fanwiki.domain.entities import Page, Subject
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.names import matching_key, title_key
from fanwiki.domain.points import ALL, Horizon
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.gathered import Gathered, gathered
from fanwiki.store.records import to_record
from fanwiki.store.store import Reading

_SubjectType = TypeVar("_SubjectType", bound=Subject)

_CODE: Final = re.compile(r"[\w-]+")

SUBJECT_OF: Final[dict[PageKind, type[Any]]] = {
    PageKind.SHOW: entities.Show,
    PageKind.SEASON: entities.Season,
    PageKind.EPISODE: entities.Episode,
    PageKind.CHARACTER: entities.Character,
    PageKind.PERSON: entities.Person,
    PageKind.GROUP: entities.Group,
}


def page(reading: Reading, horizon: Horizon, id: PageId) -> Page | None:
    if (known := gathered(reading)) is not None:
        return _by_id(known, horizon).get(id)
    return _first(reading, _pages(horizon).where(schema.page.c.id == id))


def pages(reading: Reading, horizon: Horizon, kinds: Iterable[PageKind] = ()) -> list[Page]:
    """Pages by title, of certain kinds or all."""
    query = _pages(horizon).order_by(schema.page.c.title)
    wanted = [kind.value for kind in kinds]
    if (known := gathered(reading)) is not None:
        return [each for each in _by_id(known, horizon).values() if not wanted or each.kind.value in wanted]
    return _all(reading, query.where(schema.page.c.kind.in_(wanted)) if wanted else query)


def first_pages(reading: Reading, horizon: Horizon, limit: int) -> list[Page]:
    """The first pages by title."""
    # Nobody sees the trash; to say so lets SQLite read them off the index of titles.
    live = _pages(horizon).where(schema.page.c.trashed_at.is_(None))
    return _all(reading, live.order_by(schema.page.c.title).limit(limit))


def pages_among(reading: Reading, horizon: Horizon, ids: Iterable[PageId]) -> list[Page]:
    """Those of these pages that the horizon sees, in the order given."""
    wanted = list(dict.fromkeys(ids))
    if (known := gathered(reading)) is not None:
        seen = _by_id(known, horizon)
        return [seen[id] for id in wanted if id in seen]
    found: dict[PageId, Page] = {}
    for batch in batches(wanted):
        found.update((each.id, each) for each in _all(reading, _pages(horizon).where(schema.page.c.id.in_(batch))))
    return [found[id] for id in wanted if id in found]


def children(
    reading: Reading, horizon: Horizon, parent: PageId | None, kinds: Iterable[PageKind], limit: int = -1
) -> list[Page]:
    """The pages directly below one (None: at the root), of certain kinds, in their order."""
    below = schema.page.c.parent.is_(None) if parent is None else schema.page.c.parent == parent
    query = _pages(horizon).where(below, schema.page.c.kind.in_([kind.value for kind in kinds]))
    return _all(reading, query.order_by(schema.page.c.position, schema.page.c.title).limit(limit))


def with_children(reading: Reading, horizon: Horizon, ids: Iterable[PageId]) -> set[PageId]:
    """Those of these pages that have others below them."""
    table = schema.page
    found: set[PageId] = set()
    for batch in batches(ids):
        below = select(table.c.parent).where(table.c.parent.in_(batch))
        found.update(reading.connection.execute(below.where(seen(horizon, table.c.id)).distinct()).scalars())
    return found


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
        by_id = _by_id(known, horizon)
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
        return _by_id(known, horizon)
    return {each.id: each for each in pages(reading, horizon)}


def subjects(reading: Reading, horizon: Horizon, kind: type[_SubjectType]) -> list[tuple[Page, _SubjectType]]:
    """Every page of a kind with its typed data, in the order of the tree."""
    if (known := gathered(reading)) is not None:
        return known.once(horizon, ("subjects", kind), lambda: _subjects(known, horizon, kind))
    return _subjects(reading, horizon, kind)


def subjects_by_id(
    reading: Reading, horizon: Horizon, kind: type[_SubjectType]
) -> Mapping[PageId, tuple[Page, _SubjectType]]:
    """The same by their ids."""
    if (known := gathered(reading)) is not None:
        return known.once(horizon, ("subjects by id", kind), lambda: _with_ids(subjects(reading, horizon, kind)))
    return _with_ids(_subjects(reading, horizon, kind))


def _with_ids(found: Iterable[tuple[Page, _SubjectType]]) -> dict[PageId, tuple[Page, _SubjectType]]:
    return {page.id: (page, subject) for page, subject in found}


def _subjects(reading: Reading, horizon: Horizon, kind: type[_SubjectType]) -> list[tuple[Page, _SubjectType]]:
    table = schema.SUBJECT_TABLES[kind]
    query = (
        select(schema.page)
        .join(table, table.c.id == schema.page.c.id)
        .where(seen(horizon, schema.page.c.id))
        .order_by(schema.page.c.position, schema.page.c.title)
    )
    found = _all(reading, query)
    data = _subject_rows(reading, kind)
    return [(each, data[each.id]) for each in found]


def _subject_rows(reading: Reading, kind: type[_SubjectType]) -> dict[PageId, _SubjectType]:
    rows = reading.connection.execute(select(schema.SUBJECT_TABLES[kind])).mappings()
    return {row["id"]: to_record(kind, row) for row in rows}


def ancestors(reading: Reading, horizon: Horizon, id: PageId) -> list[Page]:
    """The pages above one that the horizon sees, from the root down. Whoever sees a page sees those above it."""
    found: list[Page] = []
    if (group := gathered(reading)) is not None:
        by_id = _by_id(group, horizon)
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


def find(reading: Reading, horizon: Horizon, typed: str) -> tuple[Page, str] | None:
    """The page that a typed title leads to, and the fact it was found by (its own id for the title itself).

    What is written just so comes first, be it a title, a redirect or a name; then, in this order, what differs in
    case or spacing. What several pages share leads nowhere but by its exact form.
    """
    if (known := gathered(reading)) is not None:
        answers = known.once(horizon, "found", dict[str, tuple[Page, str] | None])
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


def _found(known: Gathered, horizon: Horizon, typed: str) -> tuple[Page, str] | None:
    """As `find`, in memory."""
    ways = known.once(horizon, "ways", lambda: _ways(known, horizon)).get(title_key(typed))
    if not ways:
        return None
    text, rank, _, id, fact = ways[0] if len(ways) == 1 else min(ways, key=lambda way: (way[0] != typed, *way[1:3]))
    if text != typed and len(ways) > 1 and len({way[3] for way in ways if way[1] == rank}) > 1:
        return None
    return _by_id(known, horizon)[id], fact


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
    title = schema.title
    query = (
        select(title.c.text, schema.page.c.id, schema.page.c.kind, title.c.rank)
        .join(title, title.c.page == schema.page.c.number)
        .where(seen(horizon, schema.page.c.id), seen(horizon, title.c.fact))
        .order_by(title.c.rank, title.c.text)
    )
    return [(text, PageId(id), PageKind(kind), rank == 0) for text, id, kind, rank in reading.connection.execute(query)]


def random_page(reading: Reading, horizon: Horizon) -> PageId | None:
    """Any page that the horizon sees, each with the same chance."""
    query = select(schema.page.c.id).where(seen(horizon, schema.page.c.id)).order_by(func.random()).limit(1)
    return reading.connection.execute(query).scalar()


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


def trashed(reading: Reading) -> list[tuple[Page, str]]:
    """What lies in the trash, without the pages that only went along: each with the time it went there."""
    page = schema.page
    query = select(page).where(page.c.trashed_with == page.c.id).order_by(page.c.trashed_at.desc())
    return [(to_record(Page, row), row["trashed_at"]) for row in reading.connection.execute(query).mappings()]


def _by_id(known: Gathered, horizon: Horizon) -> Mapping[PageId, Page]:
    """Every page that the horizon sees, by title."""

    def read() -> dict[PageId, Page]:
        return {each.id: each for each in _all(known, _pages(horizon).order_by(schema.page.c.title))}

    return known.once(horizon, "pages", read)


def _pages(horizon: Horizon) -> Select[Any]:
    return select(schema.page).where(seen(horizon, schema.page.c.id))


def _all(reading: Reading, query: Select[Any]) -> list[Page]:
    return [to_record(Page, row) for row in reading.connection.execute(query).mappings()]


def _first(reading: Reading, query: Select[Any]) -> Page | None:
    found: Sequence[Page] = _all(reading, query.limit(1))
    return found[0] if found else None


# --- for handlers, which know the trash too --------------------------------------------------------------------


def live_page(reading: Reading, id: PageId) -> Page | None:
    """A page that is not in the trash, whatever reveals it."""
    table = schema.page
    query = select(table).where(table.c.id == id, table.c.trashed_at.is_(None))
    return _first(reading, query)


def first_created(reading: Reading) -> str | None:
    """When the first page was made, of those that are there."""
    return reading.connection.execute(select(func.min(schema.page.c.created))).scalar()


def all_ids(reading: Reading) -> list[PageId]:
    """Every page there is, in the trash too."""
    return list(reading.connection.execute(select(schema.page.c.id)).scalars())


def rows(reading: Reading, ids: Iterable[str]) -> dict[PageId, dict[str, Any]]:
    """The rows of those of these pages that there are."""
    table = schema.page
    found: dict[PageId, dict[str, Any]] = {}
    for batch in batches(ids):
        query = select(table).where(table.c.id.in_(batch))
        found.update((row["id"], dict(row)) for row in reading.connection.execute(query).mappings())
    return found


def parents(reading: Reading, ids: Iterable[str]) -> set[PageId]:
    """The pages directly above these."""
    table = schema.page
    found: set[PageId] = set()
    for batch in batches(ids):
        query = select(table.c.parent).where(table.c.id.in_(batch), table.c.parent.is_not(None))
        found.update(reading.connection.execute(query).scalars())
    return found


def is_taken(reading: Reading, id: str) -> bool:
    """Whether any page or fact has this id. Locks are kept by id alone, so no two things may share one."""
    return reading.connection.execute(_TAKEN, {"id": id}).first() is not None


_TAKEN: Final = text(
    " UNION ALL ".join(
        f"SELECT 1 FROM {table.name} WHERE id = :id" for table in (schema.page, *schema.FACT_TABLES.values())
    )
)


def live_title(reading: Reading, title: str) -> bool:
    """Whether a live page has exactly this title."""
    table = schema.page
    query = select(table.c.id).where(table.c.title == title, table.c.trashed_at.is_(None)).limit(1)
    return reading.connection.execute(query).first() is not None


def live_branch(reading: Reading, top: PageId) -> list[PageId]:
    """A page and the live pages below it, from the top down."""
    table = schema.page
    found, layer = [top], [top]
    while layer:
        below: list[PageId] = []
        for batch in batches(layer):
            query = select(table.c.id).where(table.c.parent.in_(batch), table.c.trashed_at.is_(None))
            below += reading.connection.execute(query).scalars()
        layer = below
        found += layer
    return found


def below(reading: Reading, ids: Collection[str]) -> list[PageId]:
    """The pages directly below these that are none of them, in the trash too."""
    table = schema.page
    found: list[PageId] = []
    for batch in batches(ids):
        found += reading.connection.execute(select(table.c.id).where(table.c.parent.in_(batch))).scalars()
    return [id for id in found if id not in ids]


def trashed_branch(reading: Reading, top: PageId) -> list[Page]:
    """A page in the trash and those that went there with it."""
    return _all(reading, select(schema.page).where(schema.page.c.trashed_with == top))


def redirects_from(reading: Reading, title: str) -> list[entities.Redirect]:
    table = schema.FACT_TABLES[entities.Redirect]
    rows = reading.connection.execute(select(table).where(table.c.title == title)).mappings()
    return [to_record(entities.Redirect, row) for row in rows]


def last_position(reading: Reading, parent: PageId | None) -> float:
    """The highest position below a page; 0 if nothing is there."""
    table = schema.page
    below = table.c.parent.is_(None) if parent is None else table.c.parent == parent
    return float(reading.connection.execute(select(func.max(table.c.position)).where(below)).scalar() or 0.0)


def position_before(reading: Reading, parent: PageId | None, before: PageId | None, moved: PageId) -> float:
    """A position for `moved` just before a sibling (None: after all)."""
    table = schema.page
    target = None if before is None else live_page(reading, before)
    if target is None or target.parent != parent:
        return last_position(reading, parent) + 1
    below = table.c.parent.is_(None) if parent is None else table.c.parent == parent
    query = select(func.max(table.c.position)).where(
        below, table.c.position < target.position, table.c.id != moved, table.c.kind == target.kind.value
    )
    previous = reading.connection.execute(query).scalar()
    return target.position - 1 if previous is None else (float(previous) + target.position) / 2


def siblings(reading: Reading, page: Page) -> list[Page]:
    """The live pages of a kind below one parent, in their order."""
    table = schema.page
    below = table.c.parent.is_(None) if page.parent is None else table.c.parent == page.parent
    query = select(table).where(below, table.c.kind == page.kind.value, table.c.trashed_at.is_(None))
    return _all(reading, query.order_by(table.c.position, table.c.title))


def check_code(reading: Reading, show: entities.Show) -> None:
    """Raises InvalidEdit unless the code can stand before a point and is no other show's."""
    if not _CODE.fullmatch(show.code):
        raise InvalidEdit(f"“{show.code}” cannot be a show's code; use letters, digits, - and _", field="code")
    table, page = schema.SUBJECT_TABLES[entities.Show], schema.page
    query = (
        select(table.c.id)
        .join(page, page.c.id == table.c.id)
        .where(func.lower(table.c.code) == show.code.lower(), table.c.id != show.id, page.c.trashed_at.is_(None))
    )
    if reading.connection.execute(query).first():
        raise InvalidEdit(f"another show has the code “{show.code}” already", field="code")


def check_season_number(reading: Reading, season: entities.Season) -> None:
    table, page = schema.SUBJECT_TABLES[entities.Season], schema.page
    query = (
        select(page.c.title)
        .join(table, page.c.id == table.c.id)
        .where(table.c.show == season.show, table.c.number == season.number, table.c.id != season.id)
        .where(page.c.trashed_at.is_(None))
    )
    if season.number < 0 or reading.connection.execute(query).first():
        raise InvalidEdit(f"this show has a season {season.number} already; 0 is for the specials", field="number")


def check_episode_number(reading: Reading, episode: entities.Episode) -> None:
    table, page = schema.SUBJECT_TABLES[entities.Episode], schema.page
    query = (
        select(page.c.title)
        .join(table, page.c.id == table.c.id)
        .where(table.c.season == episode.season, table.c.number == episode.number, table.c.id != episode.id)
        .where(page.c.trashed_at.is_(None))
    )
    if episode.number < 0 or reading.connection.execute(query).first():
        raise InvalidEdit(f"this season has an episode {episode.number} already", field="number")

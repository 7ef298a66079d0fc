"""Pages as the handlers of edits need them: whatever reveals them, in the trash or not; and what must hold of them."""

import re
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select, text

from fanwiki.domain import entities
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.pages import selected
from fanwiki.store.records import to_record
from fanwiki.store.rows import row_of, rows_among
from fanwiki.store.store import Reading

_CODE: Final = re.compile(r"[\w-]+")


def live_page(reading: Reading, id: PageId) -> Page | None:
    """A page that is not in the trash, whatever reveals it."""
    row = row_of(reading.connection, schema.page, id)
    return None if row is None or row["trashed_at"] else to_record(Page, row)


def first_created(reading: Reading) -> str | None:
    """When the first page was made, of those that are there."""
    return reading.connection.execute(select(func.min(schema.page.c.created))).scalar()


def all_ids(reading: Reading) -> list[PageId]:
    """Every page there is, in the trash too."""
    return list(reading.connection.execute(select(schema.page.c.id)).scalars())


def rows(reading: Reading, ids: Iterable[str]) -> dict[PageId, dict[str, Any]]:
    """The rows of those of these pages that there are."""
    return {row["id"]: dict(row) for row in rows_among(reading.connection, schema.page, "id", ids)}


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


def trashed(reading: Reading) -> list[tuple[Page, str]]:
    """What lies in the trash, without the pages that only went along: each with the time it went there."""
    page = schema.page
    query = select(page).where(page.c.trashed_with == page.c.id).order_by(page.c.trashed_at.desc())
    return [(to_record(Page, row), row["trashed_at"]) for row in reading.connection.execute(query).mappings()]


def trashed_branch(reading: Reading, top: PageId) -> list[Page]:
    """A page in the trash and those that went there with it."""
    return selected(reading, select(schema.page).where(schema.page.c.trashed_with == top))


def redirects_from(reading: Reading, title: str) -> list[entities.Redirect]:
    table = schema.FACT_TABLES[entities.Redirect]
    return [to_record(entities.Redirect, row) for row in rows_among(reading.connection, table, "title", [title])]


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
    return selected(reading, query.order_by(table.c.position, table.c.title))


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
    """Raises InvalidEdit unless the number can be a season's and no other season of the show has it."""
    table = schema.SUBJECT_TABLES[entities.Season]
    _check_number(reading, season, table.c.show == season.show, f"this show has a season {season.number} already")


def check_episode_number(reading: Reading, episode: entities.Episode) -> None:
    """Raises InvalidEdit unless the number can be an episode's and no other episode of the season has it."""
    table = schema.SUBJECT_TABLES[entities.Episode]
    same = table.c.season == episode.season
    _check_number(reading, episode, same, f"this season has an episode {episode.number} already")


def _check_number(
    reading: Reading, subject: entities.Season | entities.Episode, beside: ColumnElement[bool], taken: str
) -> None:
    """`beside` holds for those that are counted with it; `taken` is said where one of them has its number."""
    if subject.number < 0:
        raise InvalidEdit("a number is 0 or more; 0 is for the specials", field="number")
    table, page = schema.SUBJECT_TABLES[type(subject)], schema.page
    query = (
        select(table.c.id)
        .join(page, page.c.id == table.c.id)
        .where(beside, table.c.number == subject.number, table.c.id != subject.id, page.c.trashed_at.is_(None))
    )
    if reading.connection.execute(query).first():
        raise InvalidEdit(taken, field="number")

"""Full-text search: which titles and which passages match, best first, as far as the horizon sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Float, Integer, column, func, select, table, text

from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Horizon
from fanwiki.store import schema
from fanwiki.store.gates import seen
from fanwiki.store.passages import passage_seen
from fanwiki.store.store import Reading
from fanwiki.store.words import match_expression

_TITLE_INDEX = table("title_index", column("rowid", Integer), column("rank", Float))
_PASSAGE_INDEX = table("passage_index", column("rowid", Integer), column("rank", Float))


@dataclass(frozen=True)
class TextHit:
    """A page that matches. `score` grows with relevance. `passage` is the place of the passage in the page that
    matched, None if a title or name did, which `text` then is.
    """

    page: PageId
    score: float
    passage: int | None
    text: str = ""


def search_titles(reading: Reading, horizon: Horizon, query: str, limit: int, *, ranked: bool) -> list[TextHit]:
    """Titles and names that match: by the index's own rank, or without one by title."""
    expression = match_expression(query)
    if not expression:
        return []
    title, page, index = schema.title, schema.page, _TITLE_INDEX
    statement = (
        select(page.c.id, index.c.rank, title.c.text)
        .select_from(index)
        .join(title, title.c.id == index.c.rowid)
        .join(page, page.c.number == title.c.page)
        .where(
            text("title_index MATCH :query").bindparams(query=expression),
            seen(horizon, page.c.id),
            seen(horizon, title.c.fact),
        )
        .order_by(index.c.rank if ranked else page.c.title, title.c.rank, title.c.text)
        .limit(limit)
    )
    rows = reading.connection.execute(statement)
    return [TextHit(id, -score, None, written) for id, score, written in rows]


def search_passages(reading: Reading, horizon: Horizon, query: str, limit: int, *, ranked: bool) -> list[TextHit]:
    """Passages that match: by the index's own rank, or without one by title."""
    expression = match_expression(query)
    if not expression:
        return []
    passage, page, index = schema.passage, schema.page, _PASSAGE_INDEX
    statement = (
        select(page.c.id, index.c.rank, passage.c.ordinal)
        .select_from(index)
        .join(passage, passage.c.id == index.c.rowid)
        .join(page, page.c.number == passage.c.page)
        .where(text("passage_index MATCH :query").bindparams(query=expression), passage_seen(horizon))
        .order_by(index.c.rank if ranked else page.c.title, page.c.title, passage.c.ordinal)
        .limit(limit)
    )
    return [TextHit(id, -score, ordinal) for id, score, ordinal in reading.connection.execute(statement)]


@dataclass(frozen=True)
class OldSaying:
    """A page with a passage that says some phrase. `written` is the time of the page's newest revision."""

    page: PageId
    title: str
    passage: int
    written: str


def old_sayings(reading: Reading, horizon: Horizon, phrases: Sequence[str], before: str) -> list[OldSaying]:
    """The seen passages with one of these phrases, on pages whose newest revision is older than a time, by title."""
    passage, page, index, revision = schema.passage, schema.page, _PASSAGE_INDEX, schema.revision
    written = select(func.max(revision.c.time)).where(revision.c.page == page.c.id).scalar_subquery()
    statement = (
        select(page.c.id, page.c.title, passage.c.ordinal, written)
        .select_from(index)
        .join(passage, passage.c.id == index.c.rowid)
        .join(page, page.c.number == passage.c.page)
        .where(
            text("passage_index MATCH :query").bindparams(query=" OR ".join(f'"{phrase}"' for phrase in phrases)),
            passage_seen(horizon),
            page.c.trashed_at.is_(None),
            written < before,
        )
        .order_by(func.lower(page.c.title), page.c.number, passage.c.ordinal)
    )
    return [OldSaying(*row) for row in reading.connection.execute(statement)]

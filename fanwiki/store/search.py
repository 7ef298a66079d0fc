"""Full-text search: which titles and which passages match, best first, as far as the horizon sees.

`first` bounds how many matches are looked at, so that what somebody types is answered before all have been ranked.
Of matches it counts those alone that the horizon sees: what is hidden moves nothing.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    Subquery,
    TableClause,
    Text,
    and_,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
    true,
)

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import initials_classes, matching_key
from fanwiki.domain.points import Horizon
from fanwiki.domain.queries import Term
from fanwiki.store import schema
from fanwiki.store.gates import seen
from fanwiki.store.passages import passage_seen
from fanwiki.store.store import Reading
from fanwiki.store.words import all_of, any_of

_TITLE_INDEX = table("title_index", column("rowid", Integer), column("rank", Float))
_PASSAGE_INDEX = table("passage_index", column("rowid", Integer), column("rank", Float))
_KIND = literal_column("+page.kind", Text)
"""The plus keeps SQLite from going through all pages of a kind to find a few that match."""
_LAST_LETTER = "\U0010ffff"
_SHORT_ONES_FIRST: Final = (func.length(schema.title.c.text), schema.title.c.text, schema.title.c.rank)
_LONGEST_CUT: Final = 12
"""Letters of a given name that is looked for with its syllables apart."""


@dataclass(frozen=True)
class TextHit:
    """A page that matches. `score` grows with relevance. `passage` is the place of the passage in the page that
    matched, None if a title or name did, which `text` then is.
    """

    page: PageId
    score: float
    passage: int | None
    text: str = ""


@dataclass(frozen=True)
class Narrowing:
    """Which pages are asked for: of some kinds (none: any), in all of these sets, in none of those, and without these
    words.
    """

    kinds: frozenset[str] = frozenset()
    other_kinds: frozenset[str] = frozenset()
    among: tuple[frozenset[PageId], ...] = ()
    not_among: frozenset[PageId] = frozenset()
    unwanted: tuple[Term, ...] = ()


ANY = Narrowing()


def search_titles(
    reading: Reading,
    horizon: Horizon,
    terms: Sequence[Term],
    limit: int,
    *,
    ranked: bool,
    narrowing: Narrowing = ANY,
    first: int | None = None,
) -> list[TextHit]:
    """Titles and names that match: by the index's own rank, or without one by title."""
    expression = all_of(terms)
    if not expression:
        return []
    title, page, index = schema.title, schema.page, _TITLE_INDEX
    matches = (
        select(page.c.id, _score(index, ranked=ranked), title.c.text, page.c.title, title.c.rank.label("way"))
        .select_from(index)
        .join(title, title.c.id == index.c.rowid)
        .join(page, page.c.number == title.c.page)
        .where(
            text("title_index MATCH :wanted").bindparams(wanted=expression),
            seen(horizon, page.c.id),
            seen(horizon, title.c.fact),
            _asked(horizon, narrowing),
        )
    )
    found = _first(matches, first)
    statement = select(found.c.id, found.c.score, found.c.text).order_by(
        found.c.score if ranked else found.c.title, found.c.way, found.c.text
    )
    rows = reading.connection.execute(statement.limit(limit))
    return [TextHit(id, -score, None, written) for id, score, written in rows]


def titles_beginning(
    reading: Reading, horizon: Horizon, typed: str, limit: int, narrowing: Narrowing = ANY
) -> list[TextHit]:
    """Titles and names that begin so, hyphens, spaces and diacritics aside, in the order of the alphabet."""
    key = matching_key(typed)
    if not key:
        return []
    title = schema.title
    begins = and_(title.c.matching_key >= key, title.c.matching_key < key + _LAST_LETTER)
    order = (title.c.matching_key, title.c.rank, schema.page.c.title)
    return _titles(reading, horizon, begins, order, limit, narrowing)


def titles_by_initials(
    reading: Reading, horizon: Horizon, typed: str, limit: int, narrowing: Narrowing = ANY
) -> list[TextHit]:
    """Titles and names in Hangul that are meant by the initial consonants of their syllables."""
    classes = initials_classes(typed)
    if not classes:
        return []
    pattern = "*" + "".join(f"[{each}]" for each in classes) + "*"
    meant = schema.title.c.matching_key.op("GLOB")(pattern)
    return _titles(reading, horizon, meant, _SHORT_ONES_FIRST, limit, narrowing)


def titles_containing(
    reading: Reading, horizon: Horizon, typed: str, limit: int, narrowing: Narrowing = ANY
) -> list[TextHit]:
    """Titles and names in which these letters stand anywhere, hyphens, spaces and diacritics aside, short ones first.
    It looks through all there are.
    """
    key = matching_key(typed)
    if not key:
        return []
    within = func.instr(schema.title.c.matching_key, key) > 0
    return _titles(reading, horizon, within, _SHORT_ONES_FIRST, limit, narrowing)


def _titles(
    reading: Reading,
    horizon: Horizon,
    meant: ColumnElement[bool],
    order: Iterable[ColumnElement[Any]],
    limit: int,
    narrowing: Narrowing,
) -> list[TextHit]:
    """Titles and names of which a condition holds, in an order."""
    title, page = schema.title, schema.page
    statement = (
        select(page.c.id, title.c.text)
        .join(title, page.c.number == title.c.page)
        .where(meant, seen(horizon, page.c.id), seen(horizon, title.c.fact), _asked(horizon, narrowing))
        .order_by(*order)
        .limit(limit)
    )
    return [TextHit(id, 0.0, None, written) for id, written in reading.connection.execute(statement)]


def titles_ending(
    reading: Reading, horizon: Horizon, typed: str, limit: int, narrowing: Narrowing = ANY
) -> list[TextHit]:
    """Titles and names that end so, hyphens, spaces and diacritics aside, as far as the index has their words: where
    nothing was typed between two words, it is asked for all that may be meant.
    """
    key = matching_key(typed)
    if not key:
        return []
    title, page, index = schema.title, schema.page, _TITLE_INDEX
    statement = (
        select(page.c.id, title.c.text)
        .select_from(index)
        .join(title, title.c.id == index.c.rowid)
        .join(page, page.c.number == title.c.page)
        .where(
            text("title_index MATCH :ways").bindparams(ways=any_of(_cut(typed))),
            func.substr(title.c.matching_key, -len(key)) == key,
            seen(horizon, page.c.id),
            seen(horizon, title.c.fact),
            _asked(horizon, narrowing),
        )
        .limit(limit)
    )
    return [TextHit(id, 0.0, None, written) for id, written in reading.connection.execute(statement)]


def _cut(typed: str) -> list[Term]:
    """What was typed, also with one or two cuts in it: a name that is typed Onjo may be written On-jo."""
    places = range(1, len(typed)) if len(typed) <= _LONGEST_CUT else ()
    once = [f"{typed[:first]} {typed[first:]}" for first in places]
    twice = [f"{typed[:first]} {typed[first:second]} {typed[second:]}" for first, second in combinations(places, 2)]
    return [Term(each) for each in (typed, *once, *twice)]


def search_passages(
    reading: Reading,
    horizon: Horizon,
    terms: Sequence[Term],
    limit: int,
    *,
    ranked: bool,
    narrowing: Narrowing = ANY,
    first: int | None = None,
) -> list[TextHit]:
    """Passages that match: by the index's own rank, or without one by title."""
    expression = all_of(terms)
    if not expression:
        return []
    passage, page, index = schema.passage, schema.page, _PASSAGE_INDEX
    matches = (
        select(page.c.id, _score(index, ranked=ranked), passage.c.ordinal, page.c.title)
        .select_from(index)
        .join(passage, passage.c.id == index.c.rowid)
        .join(page, page.c.number == passage.c.page)
        .where(
            text("passage_index MATCH :wanted").bindparams(wanted=expression),
            passage_seen(horizon),
            _asked(horizon, narrowing),
        )
    )
    found = _first(matches, first)
    statement = select(found.c.id, found.c.score, found.c.ordinal).order_by(
        found.c.score if ranked else found.c.title, found.c.title, found.c.ordinal
    )
    return [TextHit(id, -score, place) for id, score, place in reading.connection.execute(statement.limit(limit))]


def pages_asked(reading: Reading, horizon: Horizon, narrowing: Narrowing, limit: int = -1) -> list[PageId]:
    """The pages that a narrowing asks for, by title."""
    page = schema.page
    statement = select(page.c.id).where(seen(horizon, page.c.id), _asked(horizon, narrowing))
    return list(reading.connection.execute(statement.order_by(page.c.title).limit(limit)).scalars())


def _score(index: TableClause, *, ranked: bool) -> ColumnElement[float]:
    """The index's own rank, the lower the better, where it is asked for: it costs more than all the rest."""
    return (index.c.rank if ranked else literal(0.0)).label("score")


def _first(matches: Select[Any], first: int | None) -> Subquery:
    """All matches, or as many as come first: a limit also keeps SQLite from ranking more than that."""
    return matches.limit(-1 if first is None else first).subquery("matches")


def _asked(horizon: Horizon, narrowing: Narrowing) -> ColumnElement[bool]:
    """The condition that a row of `page` is asked for."""
    page = schema.page
    asked: list[ColumnElement[bool]] = [page.c.id.in_(_listed(ids)) for ids in narrowing.among]
    if narrowing.kinds:
        asked.append(_KIND.in_(sorted(narrowing.kinds)))
    if narrowing.other_kinds:
        asked.append(_KIND.not_in(sorted(narrowing.other_kinds)))
    if narrowing.not_among:
        asked.append(page.c.id.not_in(_listed(narrowing.not_among)))
    if expression := any_of(narrowing.unwanted):
        asked += [page.c.number.not_in(numbers) for numbers in _with_words(horizon, expression)]
    return and_(true(), *asked)


def _listed(ids: Iterable[str]) -> Select[Any]:
    """Ids as the rows of a query, since SQLite takes a bounded number of values in one statement."""
    return select(func.json_each(json.dumps(sorted(ids))).table_valued("value").c.value)


def _with_words(horizon: Horizon, expression: str) -> tuple[Select[Any], Select[Any]]:
    """The numbers of the pages with one of some words in a passage that is seen, and in a title."""
    passage, title = schema.passage, schema.title
    in_passages = (
        select(passage.c.page)
        .select_from(_PASSAGE_INDEX)
        .join(passage, passage.c.id == _PASSAGE_INDEX.c.rowid)
        .where(text("passage_index MATCH :unwanted").bindparams(unwanted=expression), passage_seen(horizon))
    )
    in_titles = (
        select(title.c.page)
        .select_from(_TITLE_INDEX)
        .join(title, title.c.id == _TITLE_INDEX.c.rowid)
        .where(text("title_index MATCH :unwanted").bindparams(unwanted=expression), seen(horizon, title.c.fact))
    )
    return in_passages.correlate(None), in_titles.correlate(None)


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

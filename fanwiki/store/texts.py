"""The current text of pages, and the revisions behind it: each carries SHA-256 over its content and its parent's
hash, so that a flipped bit or a forged history shows.

The newest revision's text is the page's text and is not kept twice; the one before it is compressed; what is older
is kept as what makes it of the revision that followed it, but for a whole one now and then.
"""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Text, bindparam, delete, func, insert, select, update

from fanwiki.domain.entities import Revision
from fanwiki.domain.errors import NotFound, WikiFileError
from fanwiki.domain.ids import PageId, RevisionId, new_id
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.deltas import applied, delta
from fanwiki.store.past import WHOLE_EVERY, PastRevision, is_whole, packed_texts
from fanwiki.store.rows import rows_among
from fanwiki.store.store import Reading, Writing

_HEAD: Final = "head"
_ZLIB: Final = "zlib"
_DELTA: Final = "delta"
_SECOND: Final = len("2026-01-31T18:00:00")

PAUSE: Final = timedelta(minutes=5)
"""Whoever writes on after so long without a save begins a revision."""


@dataclass(frozen=True)
class Content:
    """What a revision holds: the text, and the facts about the page as canonical JSON."""

    body: str
    facts: str


def body(reading: Reading, page: PageId) -> str:
    """The current text of a page that the caller has seen. Raises NotFound."""
    query = select(schema.page_text.c.body).where(schema.page_text.c.id == page)
    found = reading.connection.execute(query).scalar()
    if found is None:
        raise NotFound("this page has no text; it may have been deleted")
    return str(found)


def bodies(reading: Reading, pages: Collection[str]) -> dict[str, str]:
    """The current texts of some pages."""
    return {row["id"]: row["body"] for row in rows_among(reading.connection, schema.page_text, "id", pages)}


def head(reading: Reading, page: PageId) -> Revision | None:
    """The newest revision of a page."""
    found = history(reading, page, limit=1)
    return found[0] if found else None


def history(reading: Reading, page: PageId, limit: int = -1) -> list[Revision]:
    """The revisions of a page, newest first."""
    table = schema.revision
    query = select(table).where(table.c.page == page).order_by(table.c.number.desc()).limit(limit)
    return [_revision(row) for row in reading.connection.execute(query).mappings()]


def revision(reading: Reading, id: RevisionId) -> Revision:
    """A revision by its id. Raises NotFound."""
    row = reading.connection.execute(select(schema.revision).where(schema.revision.c.id == id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no revision {id}")
    return _revision(row)


def changes(reading: Reading, limit: int) -> list[Revision]:
    """The newest revisions of the whole wiki, newest first."""
    table = schema.revision
    newest = select(table.c.number).order_by(table.c.time.desc(), table.c.number.desc()).limit(limit)
    query = select(table).where(table.c.number.in_(newest)).order_by(table.c.time.desc(), table.c.number.desc())
    return [_revision(row) for row in reading.connection.execute(query).mappings()]


def recent(reading: Reading, limit: int) -> list[Revision]:
    """The newest revisions of the whole wiki, of each page one, newest first."""
    table = schema.revision
    heads = select(func.max(table.c.number)).group_by(table.c.page)
    query = select(table).where(table.c.number.in_(heads)).order_by(table.c.time.desc(), table.c.number.desc())
    return [_revision(row) for row in reading.connection.execute(query.limit(limit)).mappings()]


def last_authors(reading: Reading) -> dict[str, list[PageId]]:
    """Who wrote the newest revision of which pages."""
    table = schema.revision
    heads = select(func.max(table.c.number)).group_by(table.c.page)
    found: dict[str, list[PageId]] = {}
    for author, page in reading.connection.execute(
        select(table.c.author, table.c.page).where(table.c.number.in_(heads))
    ):
        found.setdefault(author, []).append(page)
    return found


def newest_first(reading: Reading) -> Iterator[Revision]:
    """Every revision of the wiki."""
    table = schema.revision
    columns = [table.c[field.name] for field in fields(Revision)]
    query = select(*columns).order_by(table.c.time.desc(), table.c.number.desc())
    for row in reading.connection.execute(query).mappings():
        yield _revision(row)


def content(reading: Reading, id: RevisionId) -> Content:
    """What a revision held. Raises NotFound."""
    table = schema.revision
    row = reading.connection.execute(select(table).where(table.c.id == id)).mappings().first()
    if row is None:
        raise NotFound(f"there is no revision {id}")
    newer = select(table).where(table.c.page == row["page"], table.c.number > row["number"])
    chain = [row]
    if row["encoding"] == _DELTA:
        for each in reading.connection.execute(newer.order_by(table.c.number)).mappings():
            chain.append(each)
            if each["encoding"] != _DELTA:
                break
    held: Content | None = None
    for each in reversed(chain):
        held = _content(reading, each, held)
    assert held is not None
    return held


def record(
    writing: Writing,
    facts_of: Mapping[PageId, str],
    *,
    author: str,
    summary: str,
    time: str,
    coalesce: bool,
    closing: bool,
    past: Mapping[PageId, Sequence[PastRevision]] | None = None,
) -> None:
    """Adds a revision of each of these pages with its current text and these facts, or with `coalesce` rewrites the
    newest one while it is open. `writing.changes` tells what the texts were before, `past` what those of new pages
    were before they came into this wiki.
    """
    table = schema.revision
    signed = _keep_past(writing, past or {}, facts_of)
    now, newest_of, before = bodies(writing, facts_of), _newest(writing, facts_of), _texts_before(writing)
    added: list[dict[str, Any]] = []
    packed: list[dict[str, Any]] = []
    older: list[dict[str, Any]] = []
    for page, facts in facts_of.items():
        newest, text, own = newest_of.get(page), now[page], signed.get(page)
        stale = newest is not None and coalesce and _goes_on(newest, author, time)
        parent = None if newest is None else newest["parent"] if stale else newest["id"]
        parent_hash = "" if parent is None or newest is None else _hash_of(writing, parent) if stale else newest["hash"]
        values: dict[str, Any] = {
            "id": new_id(),
            "page": page,
            "parent": parent,
            "author": author if own is None else own.author,
            "summary": own.summary
            if own is not None
            else summary or (newest["summary"] if stale and newest is not None else ""),
            "time": time if own is None else own.time,
            "closed": closing,
            "size": len(text.encode()),
            "encoding": _HEAD,
            "body": None,
            "facts": zlib.compress(facts.encode()),
        }
        values["hash"] = _hash(values, text, facts, parent_hash)
        if stale and newest is not None:
            writing.connection.execute(update(table).where(table.c.number == newest["number"]), values)
            continue
        if newest is not None and newest["encoding"] == _HEAD:
            held = Content(before.get(page, text), _unpacked(newest["facts"]))
            packed.append({"of": newest["number"], "encoding": _ZLIB, "body": zlib.compress(held.body.encode(), 9)})
            older += _packed_before(writing, newest, held)
        added.append(values)
    for rows, columns in ((packed, ("encoding", "body")), (older, ("encoding", "body", "facts"))):
        if rows:
            pack = update(table).where(table.c.number == bindparam("of"))
            writing.connection.execute(pack.values({name: bindparam(name) for name in columns}), rows)
    if added:
        writing.connection.execute(insert(table), added)


def forget(writing: Writing, of_pages: Collection[PageId]) -> None:
    """Drops every revision of some pages, and the words of theirs that the search still has."""
    for batch in batches(of_pages):
        writing.connection.execute(delete(schema.revision).where(schema.revision.c.page.in_(batch)))
    for index in ("passage_index", "title_index"):
        writing.connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('optimize')")


def rewind(writing: Writing, time: str, *, gone: Collection[PageId]) -> None:
    """Makes the newest revision from before a time (ISO 8601 in UTC) what a page has now, and drops those after it, and
    all of the pages that are `gone`.
    """
    table, body_of = schema.revision, schema.page_text
    for batch in batches(gone):
        writing.connection.execute(delete(table).where(table.c.page.in_(batch)))
    later = select(table.c.page).where(func.substr(table.c.time, 1, _SECOND) > time[:_SECOND]).distinct()
    for page in writing.connection.execute(later).scalars().all():
        rows = writing.connection.execute(
            select(table.c.number, table.c.id, table.c.time).where(table.c.page == page).order_by(table.c.number)
        ).all()
        kept = [row for row in rows if row.time[:_SECOND] <= time[:_SECOND]] or rows[:1]
        held = content(writing, kept[-1].id)
        writing.connection.execute(delete(table).where(table.c.page == page, table.c.number > kept[-1].number))
        values = {"encoding": _HEAD, "body": None, "facts": zlib.compress(held.facts.encode())}
        writing.connection.execute(update(table).where(table.c.number == kept[-1].number), values)
        writing.connection.execute(update(body_of).where(body_of.c.id == page), {"body": held.body})


def close(writing: Writing, page: PageId, *, author: str, summary: str, time: str) -> None:
    """Ends the newest revision of a page, if that is one that its author still writes on; a summary is added to it."""
    table = schema.revision
    newest = _newest(writing, [page]).get(page)
    if newest is None or not _goes_on(newest, author, time):
        return
    values = {"closed": True, "summary": summary or newest["summary"]}
    held = _content(writing, newest, None)
    parent_hash = "" if newest["parent"] is None else _hash_of(writing, newest["parent"])
    values["hash"] = _hash({**newest, **values}, held.body, held.facts, parent_hash)
    writing.connection.execute(update(table).where(table.c.number == newest["number"]), values)


def _goes_on(newest: Any, author: str, time: str) -> bool:
    """Whether what is saved by somebody at a time belongs to a page's newest revision."""
    if newest["closed"] or newest["author"] != author:
        return False
    try:
        return datetime.fromisoformat(time) - datetime.fromisoformat(newest["time"]) < PAUSE
    except (TypeError, ValueError):
        return False


def _keep_past(
    writing: Writing, past: Mapping[PageId, Sequence[PastRevision]], facts_of: Mapping[PageId, str]
) -> dict[PageId, PastRevision]:
    """Adds what the texts of new pages once were. Answers which of these is a page's text now: its newest revision is
    by whom that was written.
    """
    table = schema.revision
    signed: dict[PageId, PastRevision] = {}
    now = bodies(writing, [page for page in past if page in facts_of])
    for page, revisions in past.items():
        if page not in now:
            continue
        text, older = now[page], list(revisions)
        if older[-1].text == text:
            signed[page] = older.pop()
        rows: list[dict[str, Any]] = []
        for place, (each, packed) in enumerate(zip(older, packed_texts([each.text for each in older]), strict=True)):
            parent, parent_hash = (rows[-1]["id"], rows[-1]["hash"]) if rows else (None, "")
            whole = is_whole(place, len(older))
            values: dict[str, Any] = {
                "id": new_id(),
                "page": page,
                "parent": parent,
                "author": each.author,
                "summary": each.summary,
                "time": each.time,
                "closed": True,
                "size": len(each.text.encode()),
                "encoding": _ZLIB if whole else _DELTA,
                "body": packed,
                "facts": zlib.compress(b"") if whole else delta(b"", b""),
            }
            rows.append(values | {"hash": _hash(values, each.text, "", parent_hash)})
        if rows:
            writing.connection.execute(insert(table), rows)
    return signed


def _packed_before(reading: Reading, row: Any, held: Content) -> list[dict[str, Any]]:
    """The revision before one that will not change any more as what makes it of that one: its number, as `of`, with
    new columns; nothing where it stays as it is.
    """
    of_page = {"of": row["page"], "before": row["number"]}
    found = reading.connection.execute(_OLDER, of_page).mappings().all()
    if not found or found[0]["encoding"] != _ZLIB:
        return []
    if len(found) == WHOLE_EVERY and all(each["encoding"] == _DELTA for each in found[1:]):
        return []
    text, facts = zlib.decompress(found[0]["body"]), zlib.decompress(found[0]["facts"])
    body = delta(text, held.body.encode())
    packed = {"encoding": _DELTA, "body": body, "facts": delta(facts, held.facts.encode())}
    return [{"of": found[0]["number"], **packed}]


_OLDER: Final = (
    select(schema.revision)
    .where(schema.revision.c.page == bindparam("of"), schema.revision.c.number < bindparam("before"))
    .order_by(schema.revision.c.number.desc())
    .limit(WHOLE_EVERY)
)


def _newest(reading: Reading, pages: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for batch in batches(pages):
        rows = reading.connection.execute(_NEWEST, {"among": batch}).mappings()
        found.update((row["page"], row) for row in rows)
    return found


_NEWEST: Final = select(schema.revision).where(
    schema.revision.c.number.in_(
        select(func.max(schema.revision.c.number))
        .where(schema.revision.c.page.in_(bindparam("among", expanding=True, type_=Text)))
        .group_by(schema.revision.c.page)
    )
)


def keep_head(writing: Writing, page: PageId, text: str) -> None:
    """Gives the newest revision a text of its own, for the page's is about to go."""
    table = schema.revision
    query = update(table).where(table.c.page == page, table.c.encoding == _HEAD)
    writing.connection.execute(query, {"encoding": _ZLIB, "body": zlib.compress(text.encode(), 9)})


def broken_links_of_the_chain(reading: Reading) -> list[tuple[PageId, RevisionId]]:
    """Every revision whose hash does not fit its content and its parent, with its page, the oldest of a page first;
    the whole file is read.
    """
    table = schema.revision
    rows = reading.connection.execute(select(table.c.id, table.c.hash))
    hashes: dict[str, str] = {row.id: row.hash for row in rows}
    broken: list[tuple[PageId, RevisionId]] = []
    page, newer = None, None
    for row in reading.connection.execute(select(table).order_by(table.c.page, table.c.number.desc())).mappings():
        newer = newer if row["page"] == page else None
        page = row["page"]
        try:
            newer = _content(reading, row, newer)
        except (WikiFileError, NotFound):
            newer = None
        parent_hash = hashes.get(row["parent"] or "", "")
        if newer is None or row["hash"] != _hash(dict(row), newer.body, newer.facts, parent_hash):
            broken.append((row["page"], row["id"]))
    return broken[::-1]


def _hash(values: dict[str, Any], text: str, facts: str, parent_hash: str) -> str:
    said = [values[name] for name in ("id", "page", "author", "summary", "time")]
    return hashlib.sha256(json.dumps([parent_hash, *said, text, facts]).encode()).hexdigest()


def _hash_of(reading: Reading, revision: str) -> str:
    table = schema.revision
    return str(reading.connection.execute(select(table.c.hash).where(table.c.id == revision)).scalar_one())


def _texts_before(writing: Writing) -> dict[str, str]:
    """The texts that this transaction found, of those it has touched."""
    found: dict[str, str] = {}
    for change in writing.changes:
        if change.table == schema.page_text.name and change.before is not None:
            found.setdefault(change.id, str(change.before["body"]))
    return found


def _content(reading: Reading, row: Any, newer: Content | None) -> Content:
    """What a row holds; `newer` is what the next revision of the page held, if that is known."""
    return unpacked(row, newer, body(reading, row["page"]) if row["encoding"] == _HEAD else None)


def unpacked(row: Any, newer: Content | None, current: str | None) -> Content:
    """What a revision's row holds, of what the next revision of the page held and of the page's current text. Raises
    WikiFileError if that does not suffice, or is damaged.
    """
    try:
        if row["encoding"] == _HEAD and current is not None:
            return Content(current, facts_alone(row))
        if row["encoding"] == _DELTA and newer is not None:
            text = applied(row["body"], newer.body.encode()).decode()
            return Content(text, applied(row["facts"], newer.facts.encode()).decode())
        return Content(zlib.decompress(row["body"] or b"").decode(), facts_alone(row))
    except (zlib.error, ValueError) as error:
        raise WikiFileError(f"revision {row['id']} is damaged") from error


def facts_alone(row: Any) -> str:
    """The facts that a revision's row holds, if they are kept whole. Raises zlib.error and ValueError."""
    return _unpacked(row["facts"])


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode()


def _revision(row: Any) -> Revision:
    return Revision(
        row["id"], row["page"], row["parent"], row["author"], row["summary"], row["time"], row["size"], row["hash"]
    )


def revision_count(reading: Reading) -> int:
    return reading.connection.execute(select(func.count()).select_from(schema.revision)).scalar_one()

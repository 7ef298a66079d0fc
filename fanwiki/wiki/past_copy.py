"""A wiki as it stood at some moment, as a file of its own that is opened, searched and exported like any other.

What is known of the past: every text, as its revisions have it; and facts, titles, the tree and the vocabularies, as
the steps of undo lead back to them, which are kept from the first day on. What is not: steps that were undone are as if
they had never been made, what was written in one go has the moment at which it was finished, and what was emptied from
the trash is gone for good. The copy is checked like a backup.
"""

import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path

from fanwiki.domain.errors import InvalidEdit, WikiFileError
from fanwiki.domain.ids import PageId
from fanwiki.markup import PassageReader
from fanwiki.store import page_rows, schema, texts, undo_log
from fanwiki.store.connection import identify
from fanwiki.store.store import RowChange, Store, Writing
from fanwiki.wiki import backups, derivation
from fanwiki.wiki.facts_of_page import snapshots


def moment(written: str) -> datetime:
    """A moment as people write it: `2026-01-31`, the end of that day, or `2026-01-31 18:00`, in the user's own zone
    where none is given. Raises InvalidEdit.
    """
    text = written.strip()
    try:
        if len(text) <= len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59)).astimezone(UTC)
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidEdit(f"“{written}” is no date; write it like 2026-01-31 or 2026-01-31 18:00") from None


def stamp(when: datetime) -> str:
    """A moment as the file has it, to the second."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def copy_as_of(wiki: Path, when: datetime, out: Path) -> None:
    """Writes a wiki as it stood to a file that is not there yet. Raises WikiFileError if it cannot be written, or if
    the wiki began later.
    """
    if out.exists():
        raise WikiFileError(f"{out} exists already; choose another name")
    identify(wiki)
    with tempfile.TemporaryDirectory(prefix="fanwiki-") as folder:
        copy = Path(folder) / "past.fanwiki"
        original = Store(wiki, writable=False)
        try:
            original.copy_to(copy)
        finally:
            original.close()
        store = Store(copy, writable=True)
        try:
            with store.writing() as writing:
                _rewind(writing, stamp(when), wiki)
        finally:
            store.close()
        backups.backup(copy, out)


def copy_beside(wiki: Path, when: datetime) -> Path:
    """The same, beside the wiki and under a name that is free."""
    stem = f"{wiki.stem}, as it stood on {when.astimezone().strftime('%Y-%m-%d %H%M')}"
    names = (stem if number == 1 else f"{stem} ({number})" for number in count(1))
    target = next(path for name in names if not (path := wiki.with_name(f"{name}.fanwiki")).exists())
    copy_as_of(wiki, when, target)
    return target


def _rewind(writing: Writing, when: str, wiki: Path) -> None:
    began = page_rows.first_created(writing)
    if began is None or began > when:
        raise WikiFileError(f"{wiki.name} has no pages from before {when[:16].replace('T', ' ')} UTC")
    before = set(page_rows.all_ids(writing))
    _put_back(writing, undo_log.changes_since(writing, when))
    there = set(page_rows.all_ids(writing))
    texts.rewind(writing, when, gone=before - there)
    undo_log.forget_since(writing, when)
    writing.forget_orders()
    found = derivation.whole(writing)
    found.gone = derivation.touched(writing).gone
    derivation.derive(writing, found, PassageReader())
    _seal(writing, when)


def _seal(writing: Writing, when: str) -> None:
    """Adds a revision where the last one was sealed with a step that has been undone since."""
    differing = {
        page: facts
        for page, facts in snapshots(writing, page_rows.all_ids(writing)).items()
        if (newest := texts.head(writing, page)) is not None and texts.content(writing, newest.id).facts != facts
    }
    texts.record(
        writing,
        differing,
        author="",
        summary="without what was undone later",
        time=when,
        coalesce=False,
        closing=True,
    )


def _put_back(writing: Writing, newest_first: Iterable[RowChange]) -> None:
    """Gives rows the values that they had before changes, whatever has become of them since."""
    for change in newest_first:
        table = schema.CANONICAL[change.table]
        there = writing.row(table, change.id) is not None
        if change.before is None:
            if there and table is schema.page:
                derivation.forget(writing, PageId(change.id))
            if there:
                writing.remove(table, change.id)
        elif change.after is None:
            if not there:
                writing.insert(table, change.before)
        elif there:
            writing.change(table, change.id, change.before)

"""A wiki: `apply` is the only way to change anything, `view` the only way to read."""

import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from fanwiki.domain import edits
from fanwiki.domain.changes import Change
from fanwiki.domain.edits import Edit
from fanwiki.domain.entities import State
from fanwiki.domain.errors import InvalidEdit, UndoConflict, WikiError, WikiFileError
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.markup import PassageReader
from fanwiki.store import connection, schema, texts, undo_log
from fanwiki.store.lock import WriterLock
from fanwiki.store.records import to_row
from fanwiki.store.store import Store
from fanwiki.wiki import derivation, journal
from fanwiki.wiki.cleaning import cleaned
from fanwiki.wiki.facts_of_page import snapshots
from fanwiki.wiki.handlers.dispatch import carry_out
from fanwiki.wiki.transaction import Transaction
from fanwiki.wiki.view import View
from fanwiki.wiki.written_edits import EditReader


class Wiki:
    """One wiki file, open. Close it when done: it holds the lock of its writer."""

    def __init__(self, store: Store, lock: WriterLock | None, author: str) -> None:
        self._store = store
        self._lock = lock
        self._reader = PassageReader()
        self.author = author

    @classmethod
    def create(cls, path: Path, *, title: str = "", author: str = "", program: str = "fanwiki") -> Self:
        """Makes a new wiki with the built-in states. Raises WikiFileError for a file that exists or a folder that
        cannot be written.
        """
        if path.suffix != ".fanwiki":
            raise WikiFileError(f"the name of a wiki ends in .fanwiki: {path.name}.fanwiki")
        if path.exists():
            raise WikiFileError(f"{path} exists already; choose another name")
        if not path.parent.is_dir():
            raise WikiFileError(f"there is no folder {path.parent}")
        lock = WriterLock(path, program)
        try:
            store = Store.create(path)
            with store.writing() as writing:
                for name, value in (("uuid", new_id()), ("title", title or path.stem)):
                    writing.insert(schema.setting, {"id": name, "value": value})
                for state in BUILT_IN_STATES:
                    writing.insert(schema.FACT_TABLES[State], to_row(state))
        except BaseException:
            lock.release()
            path.unlink(missing_ok=True)
            raise
        return cls(store, lock, author)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, author: str = "", program: str = "fanwiki") -> Self:
        """Opens a wiki. Raises WikiFileError for a file that cannot be used, WikiLocked if someone writes to it."""
        version = connection.identify(path)
        lock = None if read_only else WriterLock(path, program)
        try:
            if version < schema.VERSION:
                raise WikiFileError(f"{path} has the unknown schema {version}")
            store = Store(path, writable=not read_only)
            with store.reading():
                pass
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return cls(store, lock, author)

    @property
    def path(self) -> Path:
        return self._store.path

    @property
    def read_only(self) -> bool:
        return not self._store.writable

    def view(self, viewpoint: Viewpoint = EVERYTHING) -> View:
        """The wiki as seen from a viewpoint."""
        return View(self._store, viewpoint)

    def apply(self, *asked: Edit, group: str = "", label: str = "", initiator: object = None) -> Change:
        """Carries out edits in one transaction: all, or none and a WikiError.

        They are one step of undo, together with edits of the same `group`; saving a text alone is one if it has a
        `label`, for what one types is undone in the editor.
        """
        step = group or new_id()
        named = label or (edits.label(asked[0]) if asked else "")
        with self._store.writing() as writing:
            transaction = Transaction(writing, self.author, _now())
            for edit in asked:
                try:
                    carry_out(cleaned(edit), transaction)
                except WikiError as error:
                    error.record = edits.record(edit)
                    raise
            change = self._finish(transaction, named)
            if writing.changes and (label or not all(isinstance(edit, edits.SavePage) for edit in asked)):
                undo_log.add(writing, step, named, transaction.now, writing.changes)
        return replace(change, group=step, initiator=initiator)

    def apply_written(self, written: Iterable[Mapping[str, Any]], *, label: str, undoable: bool = True) -> Change:
        """Carries out edits as `written_edits` describes them, in one transaction and as one step of undo
        unless that would leave an empty wiki. Raises InvalidEdit that counts which of them, from 1, is wrong.
        """
        step = new_id()
        with self._store.writing() as writing:
            transaction = Transaction(writing, self.author, _now())
            reader = EditReader(writing)
            for number, each in enumerate(written, 1):
                try:
                    carry_out(cleaned(reader.read(each)), transaction)
                except WikiError as error:
                    raise InvalidEdit(f"edit {number}: {error}") from error
            change = self._finish(transaction, label)
            if undoable and writing.changes:
                undo_log.add(writing, step, label, transaction.now, writing.changes)
        return replace(change, group=step)

    def apply_batches(
        self, batches: Iterable[Sequence[Edit]], *, label: str, said: derivation.Said = derivation.NOTHING_READ
    ) -> Generator[None, None, None]:
        """Carries out a stream of edits, which may be long, in one transaction and as one step of undo: all, or none
        and a WikiError. It yields after each batch; to cancel, close it. No more than one batch is held in memory.
        `said` has the passages of those texts of the batch at hand that have been read already, by other processes.
        """
        step = new_id()
        with self._store.writing() as writing:
            now = _now()
            for batch in batches:
                transaction = Transaction(writing, self.author, now)
                for edit in batch:
                    carry_out(cleaned(edit), transaction)
                self._finish(transaction, label, said)
                if writing.changes:
                    undo_log.add(writing, step, label, now, writing.changes)
                writing.begin_anew()
                yield

    def undo(self, initiator: object = None) -> Change | None:
        """Undoes the newest structural step; None if there is none. Raises UndoConflict."""
        return self._step_back(undone=True, initiator=initiator)

    def redo(self, initiator: object = None) -> Change | None:
        """Does again what was undone last; None if there is nothing. Raises UndoConflict."""
        return self._step_back(undone=False, initiator=initiator)

    def undo_label(self) -> str:
        """What `undo` would undo, empty for nothing."""
        with self._store.reading() as reading:
            step = undo_log.next_undo(reading)
        return "" if step is None else step.label

    def redo_label(self) -> str:
        with self._store.reading() as reading:
            step = undo_log.next_redo(reading)
        return "" if step is None else step.label

    @contextmanager
    def snapshot(self) -> Iterator["Wiki"]:
        """This state of the wiki, for long reads that must not hold up a save. Gone when the block ends."""
        with tempfile.TemporaryDirectory(prefix="fanwiki-") as folder:
            copy = Path(folder) / self.path.name
            self._store.copy_to(copy)
            wiki = Wiki(Store(copy, writable=False), None, self.author)
            try:
                yield wiki
            finally:
                wiki.close()

    def close(self) -> None:
        """Lets go of the file and of its lock."""
        self._store.close()
        if self._lock is not None:
            self._lock.release()

    def _step_back(self, *, undone: bool, initiator: object) -> Change | None:
        with self._store.writing() as writing:
            step = undo_log.next_undo(writing) if undone else undo_log.next_redo(writing)
            if step is None:
                return None
            verb = "undo" if undone else "redo"
            label = f"{verb}: {step.label}"
            transaction = Transaction(writing, self.author, _now(), summary=label)
            try:
                journal.put_back(writing, undo_log.changes_of(writing, step.id))
            except UndoConflict as conflict:
                raise UndoConflict(f"“{step.label}” cannot be {verb}ne: {conflict}") from conflict
            change = self._finish(transaction, label)
            undo_log.replace(writing, step.id, writing.changes, undone=undone)
        return replace(change, group=step.id, initiator=initiator)

    def _finish(self, transaction: Transaction, label: str, said: derivation.Said = derivation.NOTHING_READ) -> Change:
        """Derives what follows, adds the revisions, and says what was touched."""
        writing = transaction.writing
        found = derivation.touched(writing)
        derivation.derive(writing, found, self._reader, said)
        self._record_revisions(transaction, found.texts | found.subjects | found.sealed, label)
        return Change(
            label,
            texts=frozenset(found.texts),
            pages=frozenset(found.pages),
            facts=frozenset(found.kinds),
            subjects=frozenset(found.subjects),
            wiki=found.wiki,
            links_to_follow=tuple(transaction.links_to_follow),
        )

    def _record_revisions(self, transaction: Transaction, changed: set[PageId], label: str) -> None:
        texts.record(
            transaction.writing,
            snapshots(transaction.writing, changed),
            author=transaction.author,
            summary=transaction.summary or ("" if transaction.coalesce else label),
            time=transaction.now,
            coalesce=transaction.coalesce,
            closing=transaction.closing,
            past=transaction.past,
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def follow_ups(change: Change) -> Sequence[Edit]:
    """What a rename leaves to do: bringing the texts that link to the page up to date."""
    return [edits.FollowRename(page, title) for page, title in change.links_to_follow]

"""A wiki: `apply` is the only way to change anything, `view` the only way to read."""

import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from fanwiki.domain import edits
from fanwiki.domain.changes import Change
from fanwiki.domain.edits import Edit
from fanwiki.domain.entities import State
from fanwiki.domain.errors import InvalidEdit, NotFound, UndoConflict, WikiError, WikiFileError
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.domain.progress import GoingOn, to_the_end
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.markup import PassageReader
from fanwiki.store import connection, links, schema, texts, undo_log
from fanwiki.store.lock import WriterLock
from fanwiki.store.records import to_row
from fanwiki.store.store import Store
from fanwiki.wiki import derivation, journal
from fanwiki.wiki.cleaning import cleaned
from fanwiki.wiki.facts_of_page import snapshots
from fanwiki.wiki.handlers.dispatch import carry_out
from fanwiki.wiki.placing import part_of, put_new
from fanwiki.wiki.transaction import Transaction
from fanwiki.wiki.view import View
from fanwiki.wiki.written_edits import EditReader

_FOLLOWING_AT_ONCE: Final = 32
"""Texts that follow a rename in one transaction: whoever saves meanwhile waits for no more."""


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
            _make_file(path, title or path.stem)
        except BaseException:
            lock.release()
            raise
        return cls(Store(path, writable=True), lock, author)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, author: str = "", program: str = "fanwiki") -> Self:
        """Opens a wiki. Raises WikiFileError for a file that cannot be used, WikiLocked if someone writes to it."""
        version = connection.identify(path)
        lock = None if read_only else WriterLock(path, program)
        try:
            if version < schema.VERSION:
                _bring_up_to_date(path, version, read_only=read_only)
            store = _readable_store(path, read_only=read_only)
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
            if label or not all(isinstance(edit, edits.SavePage) for edit in asked):
                _keep_step(transaction, step, named)
        if transaction.forgotten:
            self._store.compact()
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
            if undoable:
                _keep_step(transaction, step, label)
        return replace(change, group=step)

    def apply_batches(
        self,
        batches: Iterable[Sequence[Edit]],
        *,
        label: str,
        refused: Callable[[Edit, WikiError], None] | None = None,
        said: derivation.Said = derivation.NOTHING_READ,
    ) -> Generator[None, None, None]:
        """Carries out a stream of edits, which may be long, in one transaction and as one step of undo: all, or none
        and a WikiError. It yields after each batch; to cancel, close it. No more than one batch is held in memory.
        Edits that contradict the wiki are left out where `refused` takes them; an edit writes nothing before it is
        checked. `said` has the passages of those texts of the batch at hand that other processes have read already.
        """
        step = new_id()
        with self._store.writing() as writing:
            now = _now()
            for batch in batches:
                transaction = Transaction(writing, self.author, now)
                for edit in batch:
                    try:
                        carry_out(cleaned(edit), transaction)
                    except (InvalidEdit, NotFound) as error:
                        if refused is None:
                            raise
                        refused(edit, error)
                self._finish(transaction, label, said)
                _keep_step(transaction, step, label)
                writing.begin_anew()
                yield

    def following(self, change: Change) -> Iterator[Change]:
        """Brings the texts up to date that still have the old title of a page which this change has renamed: a few in
        each transaction, all in its step of undo. Yields each change; to stop, close it, for the old title leads on.
        Ends where the step was undone meanwhile, or the page deleted.
        """
        for left in change.renamed:
            with self._store.reading() as reading:
                pages = links.pages_typing(reading, left.titles)
            for start in range(0, len(pages), _FOLLOWING_AT_ONCE):
                with self._store.reading() as reading:
                    if undo_log.is_undone(reading, change.group):
                        return
                some = tuple(pages[start : start + _FOLLOWING_AT_ONCE])
                follow = edits.FollowRename(left.page, left.title, left.titles, some)
                try:
                    yield self.apply(follow, group=change.group, label=change.label)
                except NotFound:
                    break

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

    def trouble_with_file(self) -> str:
        """What has become of the file since it was opened that keeps it from being written: moved, deleted, replaced,
        made read-only. Empty for nothing.
        """
        return self._store.trouble_with_file()

    def stamp(self) -> str:
        """Stands for the file and all that is in it, as a program sees it that has not opened it: it is another after
        each commit. To be asked for while the wiki is read, or before and after. Empty where that cannot be said.
        """
        return self._store.stamp()

    def copy_to(self, target: Path) -> None:
        """Makes a new file of this wiki as it was saved last, even where its own is not there any more. Raises
        WikiFileError if the name is taken or cannot be written.
        """
        with _new_file(target) as part:
            self._store.copy_to(part)

    def copy_aside(self, target: Path, going_on: GoingOn = to_the_end) -> None:
        """Copies this state of the wiki to a file that nobody needs after a crash, while saves go on: they wait for
        some milliseconds at most. Raises Unwanted once it is to go on no longer.
        """
        self._store.copy_to(target, going_on)

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
            revisions=frozenset(transaction.described),
            renamed=tuple(transaction.renamed),
            keeping=frozenset(transaction.keeping),
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


def _keep_step(transaction: Transaction, step: str, label: str) -> None:
    """Notes what was changed, to be undone; where something was forgotten for good, the steps forget it too."""
    writing = transaction.writing
    if transaction.forgotten:
        undo_log.forget(writing, transaction.forgotten)
    elif writing.changes:
        undo_log.add(writing, step, label, transaction.now, writing.changes)


def _readable_store(path: Path, *, read_only: bool) -> Store:
    """The store of a file that can be read; nothing of it stays open where it cannot."""
    store = Store(path, writable=not read_only)
    try:
        with store.reading():
            return store
    except BaseException:
        store.close()
        raise


def _bring_up_to_date(path: Path, version: int, *, read_only: bool) -> None:
    """Gives an older file the current schema, once there is a copy of it as it was. Raises WikiFileError."""
    if version < 1:
        raise WikiFileError(f"{path} is not whole: it was never finished; make it anew")
    if read_only:
        raise WikiFileError(f"{path} was made by an older fanwiki; open it for writing once to bring it up to date")
    from fanwiki.store.migrate import upgrade  # noqa: PLC0415 - Alembic costs 0.2 s that only an old file needs
    from fanwiki.wiki.backups import keep_as_it_is  # noqa: PLC0415 - which opens wikis in turn

    keep_as_it_is(path)
    upgrade(path, version)


def _make_file(path: Path, title: str) -> None:
    """A wiki with nothing but the built-in states in it."""
    with _new_file(path) as part, closing(Store.create(part)) as store, store.writing() as writing:
        for name, value in (("uuid", new_id()), ("title", title)):
            writing.insert(schema.setting, {"id": name, "value": value})
        for state in BUILT_IN_STATES:
            writing.insert(schema.FACT_TABLES[State], to_row(state))


@contextmanager
def _new_file(path: Path) -> Iterator[Path]:
    """Where a new wiki is written; it has its name when it is whole. Raises WikiFileError."""
    if path.exists():
        raise WikiFileError(f"{path} exists already; choose another name")
    part = part_of(path)
    try:
        part.unlink(missing_ok=True)
        yield part
        put_new(part, path)
    except OSError as error:
        raise WikiFileError(f"{path} cannot be written: {error.strerror}") from error
    except WikiFileError as error:
        raise WikiFileError(str(error).replace(str(part), str(path))) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
            part.with_name(f"{part.name}-journal").unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

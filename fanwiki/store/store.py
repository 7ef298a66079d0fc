"""The door of this room: a wiki file, read and written in transactions.

A `Reading` sees one state of the file from its beginning to its end; a `Writing` is all or nothing. The functions
of the other modules take one or the other; what they hold inside is nobody else's business.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol, Self

from sqlalchemy import Connection, Engine, Table, bindparam, delete, insert, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from fanwiki.domain.errors import InvalidEdit, ReadOnlyWiki, Unwanted, WikiFileError
from fanwiki.domain.points import EpisodeOrders
from fanwiki.domain.progress import GoingOn, to_the_end
from fanwiki.store import connection as files
from fanwiki.store import schema
from fanwiki.store.copying import copy_pages
from fanwiki.store.orders import OrderCache, read_orders
from fanwiki.store.rows import row_of, rows_among
from fanwiki.store.standing import LastWritten, OpenedFile, stamp_of
from fanwiki.store.turns import Turns

_LOOK_UP: Final = 100_000
"""Steps of SQLite's machine, some milliseconds, after which long work is asked whether it is to go on."""

_TURN_S: Final = 1.0
"""How long a copy waits, in seconds, for a writer to end."""

Row = dict[str, Any]


@dataclass(frozen=True)
class RowChange:
    """One canonical row before and after. For a changed row both hold the changed columns alone."""

    table: str
    id: str
    before: Row | None
    after: Row | None


class Reading(Protocol):
    """One state of the wiki file. `orders` is the chosen episode order of every live show."""

    @property
    def connection(self) -> Connection: ...

    @property
    def orders(self) -> EpisodeOrders: ...


@dataclass
class _Snapshot:
    """A read transaction. The orders are read when they are asked for: after another program has written, that takes
    as long as a large wiki has many episodes, and whoever writes waits for it.
    """

    connection: Connection
    _cache: OrderCache

    @cached_property
    def orders(self) -> EpisodeOrders:
        return self._cache.get(self.connection)


@dataclass
class Writing:
    """A transaction that writes. Rows of canonical tables go through `insert`, `change` and `remove`, which
    remember what they did. `orders_before` are the episode orders that the transaction found.
    """

    connection: Connection
    orders_before: EpisodeOrders
    changes: list[RowChange] = field(default_factory=list)
    _orders: EpisodeOrders | None = None

    @property
    def orders(self) -> EpisodeOrders:
        """The episode orders as the transaction has left them so far."""
        if self._orders is None:
            self._orders = read_orders(self.connection)
        return self._orders

    def forget_orders(self) -> None:
        """Shows, seasons or episodes have changed: whoever asks for the orders next has them read again."""
        self._orders = None

    @property
    def orders_left(self) -> EpisodeOrders | None:
        """The same for whoever need not know: None if they have changed and nobody has asked since."""
        return self._orders

    def begin_anew(self) -> None:
        """What was written so far has been seen to: what comes now is looked at by itself."""
        self.changes.clear()
        self.orders_before = self.orders

    def insert(self, table: Table, row: Mapping[str, Any]) -> None:
        values = dict(row)
        try:
            result = self.connection.execute(insert(table), values)
        except IntegrityError as error:
            raise InvalidEdit(f"there is already a {table.name} with the id {values['id']}") from error
        if table is schema.page and "number" not in values:
            values["number"] = result.inserted_primary_key[0] if result.inserted_primary_key else None
        self.changes.append(RowChange(table.name, values["id"], None, values))

    def change(self, table: Table, id: str, values: Mapping[str, Any]) -> None:
        """Changes columns of the row with that id. What stays the same is not a change."""
        row = self.row(table, id)
        if row is None:
            raise InvalidEdit(f"there is no {table.name} with the id {id}")
        after = {name: value for name, value in values.items() if row[name] != value}
        if not after:
            return
        self.connection.execute(update(table).where(table.c.id == id), after)
        self.changes.append(RowChange(table.name, id, {name: row[name] for name in after}, after))

    def change_each(self, table: Table, column: str, values: Mapping[str, Any]) -> None:
        """The same for one column of several rows, given by their ids."""
        changed: list[dict[str, Any]] = []
        for row in rows_among(self.connection, table, "id", values):
            id, before, after = row["id"], row[column], values[row["id"]]
            if before != after:
                changed.append({"of_id": id, "value": after})
                self.changes.append(RowChange(table.name, id, {column: before}, {column: after}))
        if changed:
            change = update(table).where(table.c.id == bindparam("of_id")).values({column: bindparam("value")})
            self.connection.execute(change, changed)

    def remove(self, table: Table, id: str) -> None:
        row = self.row(table, id)
        if row is None:
            raise InvalidEdit(f"there is no {table.name} with the id {id}")
        self.connection.execute(delete(table).where(table.c.id == id))
        self.changes.append(RowChange(table.name, id, row, None))

    def row(self, table: Table, id: str) -> Row | None:
        found = row_of(self.connection, table, id)
        return None if found is None else dict(found)


class Store:
    """A wiki file."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self._file = OpenedFile.at(path)
        self._engine: Engine = files.connect(path, writable=writable)
        self._orders = OrderCache(alone=writable)
        # Two threads of one program wait here for each other; SQLite would refuse the second after a while.
        self._writers = Lock()
        self._copies = Lock()
        self._copied: Connection | None = None
        self._turns = Turns()
        self._last = LastWritten(path) if writable and path.exists() else None
        self._stamped: FileIO | None = None

    @classmethod
    def create(cls, path: Path) -> Self:
        """Makes a new, empty file with the current schema. The caller has checked that none is there."""
        from fanwiki.store.migrate import build  # noqa: PLC0415 - Alembic costs 0.2 s that only a new file needs

        engine = files.connect(path, writable=True, create=True)
        with files.errors_in_words(path):
            build(engine)
        engine.dispose()
        return cls(path, writable=True)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        with files.errors_in_words(self.path), self._turns.reading(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                # From here on the file stays as it is.
                connection.exec_driver_sql("PRAGMA data_version").close()
                if self._last is not None and not self._last.is_known:
                    # Not before: what a writer who was killed has left is taken back by the first who reads.
                    self._last.note()
                yield _Snapshot(connection, self._orders)
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Commits at the end, or leaves the file as it was."""
        if not self.writable:
            raise ReadOnlyWiki(f"{self.path.name} is open for reading alone")
        if trouble := self._file.trouble():
            raise WikiFileError(trouble)
        with files.errors_in_words(self.path), self._writer() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                if self._last is not None and (trouble := self._last.trouble()):
                    raise WikiFileError(trouble)
                before = self._orders.get(connection)
                writing = Writing(connection, before, _orders=before)
                yield writing
                left = writing.orders_left
                with self._turns.ending(), nullcontext() if left == before else self._orders.changing(left):
                    _commit(connection)
                self._note_written()
            except BaseException:
                _roll_back(connection)
                raise

    def copy_to(self, target: Path, going_on: GoingOn = to_the_end) -> None:
        """Copies one state of the file with SQLite's backup API, without waiting for the disk. It is done in steps,
        between which writers of this store go on; what they write goes into the copy, which is of the moment at which
        it ends. Raises Unwanted once it is to go on no longer.
        """
        copy = files.connect(target, writable=True, create=True)
        try:
            with (
                self._copies,
                files.errors_in_words(target),
                self._engine.connect() as source,
                copy.connect() as destination,
            ):
                destination.exec_driver_sql("PRAGMA synchronous=OFF")
                origin, to = source.connection.driver_connection, destination.connection.driver_connection
                # A writer who takes longer, or is waiting for this very copy, is one among others: it is copied as if
                # another program wrote.
                if not self._writers.acquire(timeout=_TURN_S):
                    copy_pages(origin, to, None, going_on)
                    return
                self._copied = source
                try:
                    copy_pages(origin, to, self._writers, going_on)
                finally:
                    self._copied = None
                    self._writers.release()
        finally:
            copy.dispose()

    def compact(self) -> None:
        """Writes the file anew without what it holds of deleted rows, so that nothing of them can be found in it."""
        with self._writers, files.errors_in_words(self.path), self._engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
            self._note_written()

    def compact_to(self, target: Path, going_on: GoingOn = to_the_end) -> None:
        """Copies this state of the file without what it holds of deleted rows; `target` must not be there. Whoever
        writes to the file waits for it. Raises Unwanted once it is to go on no longer.
        """
        with files.errors_in_words(self.path), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=0")
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.set_progress_handler(lambda: not going_on(), _LOOK_UP)
            try:
                connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
            except OperationalError as error:
                if going_on():
                    raise
                raise Unwanted("the copy was stopped; nothing of it is left") from error
            finally:
                # A connection goes back to the pool as it came.
                connection.invalidate()

    def trouble_with_file(self) -> str:
        """What keeps this file from being written, or from being the one that was opened; empty for nothing."""
        trouble = self._file.hindrance() if self.writable else self._file.trouble()
        if trouble or self._last is None or not self._writers.acquire(blocking=False):
            return trouble
        try:
            return self._last.trouble()
        finally:
            self._writers.release()

    def stamp(self) -> str:
        """What stands for this state of the file, see `standing.stamp`. Empty where that cannot be said."""
        try:
            if self._stamped is None:
                # Held open until the end: to close it would let go of the locks that SQLite holds on the file.
                self._stamped = self.path.open("rb", buffering=0)
            return stamp_of(self._stamped, self.path)
        except OSError:
            return ""

    def schema_version(self) -> int:
        with self.reading() as reading:
            return int(reading.connection.execute(text("PRAGMA user_version")).scalar_one())

    def close(self) -> None:
        self._engine.dispose()
        if self._last is not None:
            self._last.close()
        if self._stamped is not None:
            self._stamped.close()

    @contextmanager
    def _writer(self) -> Iterator[Connection]:
        """The connection by which to write, for one at a time: while a copy is made, that from which it is made. What
        another one writes would have it begin anew.
        """
        with self._writers:
            if self._copied is not None:
                yield self._copied
                return
            with self._engine.connect() as connection:
                yield connection

    def _note_written(self) -> None:
        if self._last is not None:
            self._last.note()


def _commit(connection: Connection) -> None:
    """Foreign keys are checked here, when the rows of a transaction are all in their places."""
    try:
        connection.exec_driver_sql("COMMIT")
    except IntegrityError as error:
        raise InvalidEdit(
            "something refers to what is not there, or is still referred to; nothing was changed"
        ) from error


def _roll_back(connection: Connection) -> None:
    """After some errors SQLite has rolled back by itself, and says so."""
    try:
        connection.exec_driver_sql("ROLLBACK")
    except (OperationalError, sqlite3.OperationalError):
        connection.invalidate()

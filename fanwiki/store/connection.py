"""Connections to a wiki file, set up so that an acknowledged write survives a crash.

DELETE journal and not WAL: people copy a wiki as one file, and the main file of an open WAL database lacks what
was written since the last checkpoint. The driver's own transactions are off, so that BEGIN is ours and a failed
migration rolls back whole.
"""

import sqlite3
import stat
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from fanwiki.domain.errors import DamagedWiki, WikiBusy, WikiError, WikiFileError
from fanwiki.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    # Bundles a current SQLite: the one of the system may have the WAL-reset bug and lacks contentless deletes.
    from pysqlite3 import dbapi2 as _pysqlite3
except ImportError:
    _driver: ModuleType = sqlite3
else:
    _driver = _pysqlite3

OLDEST_SQLITE: Final = (3, 43, 0)
BUSY_SECONDS: Final = 5
_HEADER: Final = 100
"""Bytes at the beginning of a file of SQLite that say what it is."""
_SIGNS_OF_DAMAGE: Final = ("malformed", "not a database", "vtable constructor failed", "corruption")


def connect(path: Path, *, writable: bool, create: bool = False) -> Engine:
    """An engine on a wiki file, whose connections begin their transactions themselves. Nothing is opened yet."""
    if _driver.sqlite_version_info < OLDEST_SQLITE:
        raise WikiFileError(f"SQLite {_driver.sqlite_version} is too old; install the package pysqlite3")
    mode = "rwc" if create else "rw"
    uri = f"{_uri(path)}?mode={mode}"

    def open_file() -> Any:
        return _driver.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )

    engine = create_engine(
        "sqlite://", module=_driver, creator=open_file, poolclass=QueuePool, pool_size=4, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare if writable else _prepare_to_read)
    return engine


def driver() -> ModuleType:
    """The module that speaks to SQLite, for whoever must read a file that an engine cannot."""
    return _driver


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=1", "foreign_keys=1", "trusted_schema=0"):
        cursor.execute(f"PRAGMA {pragma}").fetchall()
    cursor.close()


def _prepare_to_read(connection: Any, record: object) -> None:
    """Not SQLite's `mode=ro`: that could not roll back what a crashed writer left behind, nor be read then."""
    _prepare(connection, record)
    connection.execute("PRAGMA query_only=1").fetchall()


def identify(path: Path) -> int:
    """The schema version of a wiki file. A foreign file is never touched: what its program has left beside it stays.

    Raises WikiFileError for a file that is missing, no wiki, or of a newer version.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise WikiFileError(f"{path} is a folder, not a wiki")
        if not stat.S_ISREG(found.st_mode):
            raise WikiFileError(f"{path} is no file that could be a wiki")
        marks = _marks(path) if found.st_size >= _HEADER else None
    except FileNotFoundError:
        raise WikiFileError(f"there is no file {path}") from None
    except OSError as error:
        raise WikiFileError(f"{path} cannot be read: {error.strerror}") from error
    if marks is None:
        # Under the name of a wiki, it may have been one.
        kind = DamagedWiki if path.suffix == ".fanwiki" and found.st_size else WikiFileError
        raise kind(f"{path} is not a fanwiki file")
    application, version = marks
    if application != schema.APPLICATION_ID:
        raise WikiFileError(f"{path} belongs to another program")
    if version > schema.VERSION:
        raise WikiFileError(
            f"{path} was made by a newer fanwiki (schema {version}); install a newer version to open it"
        )
    return version


def _marks(path: Path) -> tuple[int, int] | None:
    """Which program a file says it belongs to, and its schema; None for a file that is none of SQLite's.

    SQLite is asked first: whoever opens and closes a file past it lets go of all locks that this process holds on the
    file, in the middle of a save too. As `immutable` it looks at nothing but the file.
    """
    try:
        with closing(_driver.connect(f"{_uri(path)}?mode=ro&immutable=1", uri=True)) as opened:
            application, version = (
                int(opened.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id", "user_version")
            )
            return application, version
    except _driver.DatabaseError:
        # Damaged, or another kind of file.
        with path.open("rb") as file:
            header = file.read(_HEADER)
    if not header.startswith(b"SQLite format 3\0"):
        return None
    return int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big")


def _uri(path: Path) -> str:
    return f"file:{quote(str(path.absolute()))}"


@contextmanager
def errors_in_words(path: Path) -> "Iterator[None]":
    """Turns what SQLite says of a file, a disk or a lock into a WikiError. Bugs of ours pass through."""
    try:
        yield
    except (OperationalError, _driver.OperationalError) as error:
        # The driver's own error comes from where it is called past SQLAlchemy: copying a file page by page.
        said = _in_words(path, str(error.orig if isinstance(error, OperationalError) else error))
        if said is None:
            raise
        raise said from error
    except DatabaseError as error:
        if any(sign in str(error.orig) for sign in _SIGNS_OF_DAMAGE):
            raise DamagedWiki(f"{path} is damaged: {error.orig}; its backups are unharmed") from error
        raise
    except UnicodeDecodeError as error:
        # SQLite quotes what it cannot read, and the driver cannot read the quotation.
        raise DamagedWiki(f"{path} is damaged: a name in it is no text; its backups are unharmed") from error


def _in_words(path: Path, message: str) -> WikiError | None:
    if any(sign in message for sign in ("no such table", "Could not decode", "invalid fts5 file")):
        return DamagedWiki(f"{path} is damaged: {message}; its backups are unharmed")
    if "readonly" in message and not path.exists():
        return WikiFileError(f"{path} was moved or deleted while it was open; put it back, or make it from a backup")
    if "readonly" in message:
        return WikiFileError(f"{path} cannot be written: the file or its folder is read-only")
    if "full" in message:
        return WikiFileError(f"{path} cannot be written: the disk is full")
    if "locked" in message or "busy" in message:
        return WikiBusy(f"{path} is in use by another program; try again in a moment")
    if "unable to open" in message:
        return WikiFileError(f"{path} cannot be opened; is its folder there, and may you write in it?")
    if "disk I/O" in message:
        return WikiFileError(f"{path} cannot be used: the disk reports an error; nothing was changed")
    return None

"""Schema versions: making a new file, and bringing an older one up to date, whole or not at all.

The version is kept as SQLite's `user_version`; migration N leads from N - 1 to N.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from fanwiki.domain.errors import WikiFileError
from fanwiki.store import connection as files
from fanwiki.store import schema


def build(engine: Engine) -> None:
    """Gives an empty file the current schema."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA page_size=4096")
    _migrate(engine, 0)


def upgrade(path: Path, version: int) -> None:
    """Runs the migrations from a version to the current one, in one transaction. Raises WikiFileError if one of them
    fails; the file is as it was then.
    """
    engine = files.connect(path, writable=True)
    try:
        with files.errors_in_words(path):
            _migrate(engine, version)
    except DatabaseError as error:
        raise WikiFileError(f"{path} cannot be brought up to date: {error.orig}; it is as it was") from error
    finally:
        engine.dispose()


def copy_as_it_is(path: Path, target: Path) -> None:
    """Copies a file of any schema, and makes sure that what came out can be read in full. Raises WikiFileError."""
    engine = files.connect(path, writable=True)
    try:
        with files.errors_in_words(path), engine.connect() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
    finally:
        engine.dispose()
    copy = files.connect(target, writable=False)
    try:
        with files.errors_in_words(path), copy.connect() as connection:
            said = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
    finally:
        copy.dispose()
    if said != "ok":
        raise WikiFileError(f"{path} is damaged: {said}; its backups are unharmed")


def _migrate(engine: Engine, version: int) -> None:
    with engine.connect() as connection:
        # Batch mode rebuilds tables, for which foreign keys must be off; SQLite ignores the switch inside.
        connection.exec_driver_sql("PRAGMA foreign_keys=0")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            operations = Operations(MigrationContext.configure(connection, opts={"render_as_batch": True}))
            for number in range(version + 1, schema.VERSION + 1):
                import_module(_module_of(number)).upgrade(operations)
            connection.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={schema.VERSION}")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            # After some errors SQLite has rolled back by itself, and says so.
            with suppress(OperationalError):
                connection.exec_driver_sql("ROLLBACK")
            raise
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=1")


def _module_of(number: int) -> str:
    folder = Path(__file__).parent / "migrations"
    (found,) = folder.glob(f"m{number:04d}_*.py")
    return f"fanwiki.store.migrations.{found.stem}"

"""Schema versions: making a new file, and bringing an older one up to date, whole or not at all.

The version is kept as SQLite's `user_version`; migration N leads from N - 1 to N.
"""

from importlib import import_module
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine

from fanwiki.store import schema


def build(engine: Engine) -> None:
    """Gives an empty file the current schema."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA page_size=4096")
    _migrate(engine, 0)


def upgrade(engine: Engine, version: int) -> None:
    """Runs the migrations from a version to the current one, in one transaction."""
    _migrate(engine, version)


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
            connection.exec_driver_sql("ROLLBACK")
            raise
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=1")


def _module_of(number: int) -> str:
    folder = Path(__file__).parent / "migrations"
    (found,) = folder.glob(f"m{number:04d}_*.py")
    return f"fanwiki.store.migrations.{found.stem}"

"""Which rows name a page, whatever column they name it in: the references are read off the schema."""

from collections.abc import Collection, Iterator
from typing import Final

from sqlalchemy import Column, Table, select

from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.store import Reading

_OWN: Final = {schema.page_text.name, *(table.name for table in schema.SUBJECT_TABLES.values())}
"""Tables whose rows have the id of the page that they belong to, and go with it."""
_BELONGING: Final = ("page", "character", "subject", "show")
"""The columns by which a fact says of which page it is, most telling first."""


def holders(reading: Reading, ids: Collection[str], facts: Collection[str]) -> dict[str, str]:
    """Those of some pages that are named by a row which is neither theirs nor among some facts: each with the title of
    a page that names it. Being above another page does not count: a page can stand without.
    """
    found: dict[str, str] = {}
    for table, column in _columns():
        for batch in batches(ids):
            query = select(table, column.label("named")).where(column.in_(batch))
            for row in reading.connection.execute(query).mappings():
                if row["id"] not in ids and row["id"] not in facts:
                    found.setdefault(row["named"], _title(reading, table, dict(row)))
    return found


def _columns() -> Iterator[tuple[Table, Column[str]]]:
    page = schema.page
    for table in schema.CANONICAL.values():
        for column in table.columns:
            named = any(key.column is page.c.id for key in column.foreign_keys)
            own = table.name in _OWN and column.name == "id"
            if named and not own and column is not page.c.parent:
                yield table, column


def _title(reading: Reading, table: Table, row: dict[str, str]) -> str:
    """The title of the page that a row is about."""
    about = row["id"] if table is schema.page or table.name in _OWN else next(row[c] for c in _BELONGING if c in row)
    title = reading.connection.execute(select(schema.page.c.title).where(schema.page.c.id == about)).scalar()
    return str(title or "")

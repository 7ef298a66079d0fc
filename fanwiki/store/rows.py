"""Rows of a table by the value of one column. The statement is built once: to build it costs three times as much as to
ask a small question with it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, bindparam, select

from fanwiki.store.batches import batches


def row_of(connection: Connection, table: Table, id: str) -> RowMapping | None:
    """The row with this id."""
    return connection.execute(_with_id(table), {"id": id}).mappings().first()


def rows_among(connection: Connection, table: Table, column: str, values: Iterable[str]) -> Iterator[RowMapping]:
    """The rows of which a column has one of these values."""
    for batch in batches(values):
        yield from connection.execute(_among(table, column), {"among": batch}).mappings().all()


@lru_cache(maxsize=64)
def _with_id(table: Table) -> Select[Any]:
    return select(table).where(table.c.id == bindparam("id"))


@lru_cache(maxsize=128)
def _among(table: Table, column: str) -> Select[Any]:
    return select(table).where(table.c[column].in_(bindparam("among", expanding=True)))

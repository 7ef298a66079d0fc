"""Facts of every kind, read through a horizon."""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, func, literal_column, select

from fanwiki.domain.entities import Fact, Media
from fanwiki.domain.points import Horizon
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.media import shown
from fanwiki.store.records import to_record
from fanwiki.store.store import Reading

FactType = TypeVar("FactType", bound=Fact)


def facts(reading: Reading, horizon: Horizon, kind: type[FactType], **equal: str) -> list[FactType]:
    """The facts of a kind that the horizon sees, with these columns equal to these values, in the order they were
    entered.
    """
    table = schema.FACT_TABLES[kind]
    query = select(table).where(seen(horizon, table.c.id), *(table.c[name] == value for name, value in equal.items()))
    rows = reading.connection.execute(query.order_by(_entered(table))).mappings()
    return _had(reading, horizon, kind, [to_record(kind, row) for row in rows])


def fact(reading: Reading, horizon: Horizon, kind: type[FactType], id: str) -> FactType | None:
    found = facts(reading, horizon, kind, id=id)
    return found[0] if found else None


def facts_among(
    reading: Reading, horizon: Horizon, kind: type[FactType], column: str, values: Collection[str]
) -> list[FactType]:
    """As `facts`, with one column among some values."""
    table = schema.FACT_TABLES[kind]
    found: list[FactType] = []
    for batch in batches(values):
        query = select(table).where(seen(horizon, table.c.id), table.c[column].in_(batch))
        rows = reading.connection.execute(query.order_by(_entered(table))).mappings()
        found += [to_record(kind, row) for row in rows]
    return _had(reading, horizon, kind, found)


def is_any(reading: Reading, horizon: Horizon, kind: type[Any], **equal: str) -> bool:
    """Whether the horizon sees any such fact as `facts` would give."""
    table = schema.FACT_TABLES[kind]
    query = select(table.c.id).where(
        seen(horizon, table.c.id), *(table.c[name] == value for name, value in equal.items())
    )
    return reading.connection.execute(query.limit(1)).first() is not None


def fact_count(reading: Reading, horizon: Horizon, kind: type[Any]) -> int:
    if kind is Media:
        return len(facts(reading, horizon, Media))
    table = schema.FACT_TABLES[kind]
    query = select(func.count()).select_from(table).where(seen(horizon, table.c.id))
    return reading.connection.execute(query).scalar_one()


def _had(reading: Reading, horizon: Horizon, kind: type[FactType], found: list[FactType]) -> list[FactType]:
    """What a reader may have of rows whose locks are open: a file also has to be shown somewhere."""
    if kind is not Media:
        return found
    allowed = {media.id for media in shown(reading, horizon, [each for each in found if isinstance(each, Media)])}
    return [each for each in found if each.id in allowed]


def _entered(table: Table) -> ColumnElement[int]:
    """The order of entry: SQLite's own row number, which an ordinary table has beside a text key."""
    return literal_column(f"{table.name}.rowid")

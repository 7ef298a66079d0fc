"""Facts of every kind, read through a horizon."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, func, literal_column, or_, select

from fanwiki.domain.entities import Fact, Media
from fanwiki.domain.points import Horizon
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.gathered import Gathered, gathered
from fanwiki.store.media import shown
from fanwiki.store.records import to_record
from fanwiki.store.store import Reading

FactType = TypeVar("FactType", bound=Fact)


def facts(reading: Reading, horizon: Horizon, kind: type[FactType], **equal: str) -> list[FactType]:
    """The facts of a kind that the horizon sees, with these columns equal to these values, in the order they were
    entered.
    """
    if (known := gathered(reading)) is not None:
        return _kept(known, horizon, kind, equal)
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
    if (known := gathered(reading)) is not None and len(values) == 1:
        return _kept(known, horizon, kind, {column: next(iter(values))})
    table = schema.FACT_TABLES[kind]
    found: list[FactType] = []
    for batch in batches(values):
        query = select(table).where(seen(horizon, table.c.id), table.c[column].in_(batch))
        rows = reading.connection.execute(query.order_by(_entered(table))).mappings()
        found += [to_record(kind, row) for row in rows]
    return _had(reading, horizon, kind, found)


def facts_touching(
    reading: Reading, horizon: Horizon, kind: type[FactType], columns: Iterable[str], values: Collection[str]
) -> list[FactType]:
    """As `facts`, with any of some columns among some values."""
    table = schema.FACT_TABLES[kind]
    among = select(func.json_each(json.dumps(sorted(values))).table_valued("value").c.value)
    query = select(table).where(seen(horizon, table.c.id), or_(*(table.c[column].in_(among) for column in columns)))
    rows = reading.connection.execute(query.order_by(_entered(table))).mappings()
    return _had(reading, horizon, kind, [to_record(kind, row) for row in rows])


def is_any(reading: Reading, horizon: Horizon, kind: type[Any], **equal: str) -> bool:
    """Whether the horizon sees any such fact as `facts` would give."""
    if kind is not Media and (known := gathered(reading)) is not None:
        return bool(_kept(known, horizon, kind, equal))
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


def words(reading: Reading, kind: type[Any], field: str) -> list[str]:
    """What stands in one field of all facts of a kind, each once, in the order of the alphabet; nothing for empty."""
    column = schema.FACT_TABLES[kind].c[field]
    found = reading.connection.execute(select(column).where(column != "").distinct())
    return sorted(found.scalars(), key=str.casefold)


def _kept(known: Gathered, horizon: Horizon, kind: type[FactType], equal: Mapping[str, str]) -> list[FactType]:
    """As `facts`, in memory."""
    if not equal:
        return list(known.once(horizon, kind, lambda: _all(known, horizon, kind)))
    (column, value), *others = equal.items()
    by_value = known.once(horizon, (kind, column), lambda: _grouped(_kept(known, horizon, kind, {}), column))
    found = by_value.get(value, ())
    return [each for each in found if all(getattr(each, name) == wanted for name, wanted in others)]


def _grouped(found: Iterable[FactType], column: str) -> dict[str, list[FactType]]:
    groups: dict[str, list[FactType]] = {}
    for each in found:
        groups.setdefault(getattr(each, column), []).append(each)
    return groups


def _all(reading: Reading, horizon: Horizon, kind: type[FactType]) -> list[FactType]:
    table = schema.FACT_TABLES[kind]
    rows = reading.connection.execute(select(table).where(seen(horizon, table.c.id)).order_by(_entered(table)))
    return _had(reading, horizon, kind, [to_record(kind, row) for row in rows.mappings()])


def _had(reading: Reading, horizon: Horizon, kind: type[FactType], found: list[FactType]) -> list[FactType]:
    """What a reader may have of rows whose locks are open: a file also has to be shown somewhere."""
    if kind is not Media:
        return found
    allowed = {media.id for media in shown(reading, horizon, [each for each in found if isinstance(each, Media)])}
    return [each for each in found if each.id in allowed]


def _entered(table: Table) -> ColumnElement[int]:
    """The order of entry: SQLite's own row number, which an ordinary table has beside a text key."""
    return literal_column(f"{table.name}.rowid")

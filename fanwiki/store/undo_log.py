"""The steps that can be undone, as the rows each of them changed.

Keeping rows rather than inverse edits makes undo the identity by construction, for every edit there will ever be.
A step is one or several transactions under one name; it survives a restart.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, exists, func, insert, or_, select, update

from fanwiki.store import schema
from fanwiki.store.store import Reading, RowChange, Writing


@dataclass(frozen=True)
class Step:
    """One line of the Undo or Redo menu."""

    id: str
    label: str


def add(writing: Writing, step: str, label: str, time: str, changes: Iterable[RowChange]) -> None:
    """Appends to a step what a transaction changed. What had been undone can no longer be redone once a new one has
    begun.
    """
    table = schema.undo_step
    if writing.connection.execute(_BEGUN, {"of": step}).first() is None:
        writing.connection.execute(delete(table).where(table.c.undone))
    rows = _packed(changes)
    values = {"step": step, "label": label, "time": time, "undone": False, "rows": rows}
    writing.connection.execute(insert(table), values)


_BEGUN: Final = select(schema.undo_step.c.number).where(schema.undo_step.c.step == bindparam("of")).limit(1)


def is_undone(reading: Reading, step: str) -> bool:
    """Whether a step was undone, and not done again."""
    table = schema.undo_step
    undone = select(table.c.number).where(table.c.step == step, table.c.undone).limit(1)
    return reading.connection.execute(undone).first() is not None


def next_undo(reading: Reading) -> Step | None:
    """The newest step that has not been undone: the last to have begun."""
    return _step(reading, undone=False)


def next_redo(reading: Reading) -> Step | None:
    """The oldest of the undone steps: the last to have been undone."""
    return _step(reading, undone=True)


def changes_of(reading: Reading, step: str) -> list[RowChange]:
    """What a step changed, in the order in which it did."""
    table = schema.undo_step
    query = select(table.c.rows).where(table.c.step == step).order_by(table.c.number)
    return [
        RowChange(**each)
        for packed in reading.connection.execute(query).scalars()
        for each in json.loads(zlib.decompress(packed))
    ]


def changes_since(reading: Reading, time: str) -> Iterator[RowChange]:
    """What was changed after a time (ISO 8601 in UTC) and not undone, newest first. A step that went on later counts
    from there.
    """
    table = schema.undo_step
    query = select(table.c.rows).where(table.c.time > time, table.c.undone.is_(False)).order_by(table.c.number.desc())
    for packed in reading.connection.execute(query).scalars().all():
        for each in reversed(json.loads(zlib.decompress(packed))):
            yield RowChange(**each)


def forget_since(writing: Writing, time: str) -> None:
    """Drops the steps after a time, and those that were undone."""
    table = schema.undo_step
    writing.connection.execute(delete(table).where(or_(table.c.time > time, table.c.undone)))


def forget(writing: Writing, ids: Collection[str]) -> None:
    """Takes out of every step what it did to rows with these ids, and to rows that name them; what is left of a step
    can still be undone. Nothing can be redone.
    """
    table = schema.undo_step
    writing.connection.execute(delete(table).where(table.c.undone))
    for number, packed in writing.connection.execute(select(table.c.number, table.c.rows)).all():
        changes = [RowChange(**each) for each in json.loads(zlib.decompress(packed))]
        kept = [change for change in changes if not _names(change, ids)]
        if not kept:
            writing.connection.execute(delete(table).where(table.c.number == number))
        elif len(kept) < len(changes):
            writing.connection.execute(update(table).where(table.c.number == number), {"rows": _packed(kept)})


def _names(change: RowChange, ids: Collection[str]) -> bool:
    values = (change.id, *(change.before or {}).values(), *(change.after or {}).values())
    return any(isinstance(value, str) and (value in ids or _list_names(value, ids)) for value in values)


def _list_names(value: str, ids: Collection[str]) -> bool:
    """Whether a list of ids, as an episode order has one, holds any of these."""
    return value.startswith("[") and any(id in value for id in ids)


def replace(writing: Writing, step: str, changes: Iterable[RowChange], *, undone: bool) -> None:
    """Marks a step as undone or done again, with the changes that doing so made: they lead back."""
    table = schema.undo_step
    query = select(func.min(table.c.number)).where(table.c.step == step)
    first = writing.connection.execute(query).scalar_one()
    writing.connection.execute(delete(table).where(table.c.step == step, table.c.number != first))
    rows = _packed(changes)
    writing.connection.execute(update(table).where(table.c.step == step), {"undone": undone, "rows": rows})


def _packed(changes: Iterable[RowChange]) -> bytes:
    return zlib.compress(json.dumps([vars(change) for change in changes]).encode())


def _step(reading: Reading, *, undone: bool) -> Step | None:
    row = reading.connection.execute(_NEXT[undone]).first()
    return None if row is None else Step(row.step, row.label)


def _next(*, undone: bool) -> Select[Any]:
    """Asks for the step that begins last, of those that were undone for the one that begins first."""
    table, earlier = schema.undo_step, schema.undo_step.alias("earlier")
    goes_on = exists().where(earlier.c.step == table.c.step, earlier.c.number < table.c.number)
    query = select(table.c.step, table.c.label).where(table.c.undone.is_(undone), ~goes_on)
    return query.order_by(table.c.number.asc() if undone else table.c.number.desc()).limit(1)


_NEXT: Final = {undone: _next(undone=undone) for undone in (False, True)}

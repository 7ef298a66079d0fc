"""The canon as JSON: each record one line, without the fields that are as they are by themselves.

What lies in the trash stays behind, and what hangs on it with it: a fact that an episode in the trash would reveal is
for its author alone, and without that episode it would be open to everyone.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, fields, replace
from enum import StrEnum
from typing import Any, TypeVar, cast

from fanwiki.domain.bundle import references
from fanwiki.domain.entities import Fact

Record = TypeVar("Record")


def record_row(record: Any) -> dict[str, Any]:
    """The fields of a record that are not as they are by default."""
    return {
        field.name: _plain(value)
        for field in fields(record)
        for value in (getattr(record, field.name),)
        if field.default is MISSING or value != field.default
    }


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A JSON list with a line for each of its entries."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n".encode()


def json_text(document: Mapping[str, Any]) -> bytes:
    """A JSON document for people."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def bound(record: Record, there: Collection[str]) -> Record | None:
    """A record that names only what is there: without what it need not name, or None for one that cannot be without."""
    changes: dict[str, Any] = {}
    for name, (optional, many) in references(cast("Any", type(record))).items():
        value = getattr(record, name)
        if many:
            changes[name] = tuple(each for each in value if each in there)
        elif value is not None and value not in there:
            if not optional or value in _reveals(record):
                return None
            changes[name] = None
    return cast("Record", replace(cast("Any", record), **changes)) if changes else record


def _reveals(record: object) -> tuple[str | None, ...]:
    reveals = getattr(record, "reveals", None)
    return () if reveals is None else cast("Fact", record).reveals()


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value

"""Rows of the record tables as the records of the domain, and back."""

import json
from collections.abc import Hashable
from dataclasses import fields
from enum import StrEnum
from functools import lru_cache
from types import NoneType
from typing import Any, Protocol, TypeVar, cast, get_args, get_type_hints

from fanwiki.domain.entities import Page
from fanwiki.domain.errors import DamagedWiki
from fanwiki.domain.names import slug, title_key

Record = TypeVar("Record")


class Columns(Protocol):
    """A row, whatever class of the driver or of SQLAlchemy it is."""

    def __getitem__(self, name: str, /) -> Any: ...


def to_record(kind: type[Record], row: Columns) -> Record:
    """The record that a row holds. `row` may have further columns. Raises DamagedWiki for one that no version of
    this program wrote.
    """
    try:
        values = {
            name: value if decode is None or value is None else decode(value)
            for name, decode in _decoders(cast("Hashable", kind))
            for value in (row[name],)
        }
    except (LookupError, ValueError, TypeError) as error:
        raise DamagedWiki(f"this wiki is damaged: a {kind.__name__.lower()} cannot be read ({error})") from error
    return kind(**values)


def to_row(record: Any) -> dict[str, Any]:
    """The row that holds a record: vocabularies as their text, tuples as JSON."""
    return {field.name: _encode(getattr(record, field.name)) for field in fields(record)}


def page_row(page: Page, created: str) -> dict[str, Any]:
    """The row of a page, with what follows from its title."""
    return {**to_row(page), **title_columns(page.title), "created": created}


def title_columns(title: str) -> dict[str, str]:
    return {"title": title, "title_key": title_key(title), "slug": slug(title)}


def _encode(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return json.dumps(value) if isinstance(value, tuple) else value


@lru_cache
def _decoders(kind: Hashable) -> tuple[tuple[str, Any], ...]:
    assert isinstance(kind, type)
    hints = get_type_hints(kind)
    return tuple((field.name, _decoder(hints[field.name])) for field in fields(kind))


def _decoder(hint: object) -> Any:
    for part in (hint, *(arg for arg in get_args(hint) if arg is not NoneType)):
        if isinstance(part, type) and issubclass(part, StrEnum):
            # To look a member up costs a tenth of calling its class.
            return {member.value: member for member in part}.__getitem__
    if getattr(hint, "__origin__", None) is tuple:
        return _tuple
    return None


def _tuple(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))

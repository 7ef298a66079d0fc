"""The JSON Schema of written edits, read off the dataclasses themselves."""

from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from fanwiki.domain import entities
from fanwiki.domain.dates import PartialDate
from fanwiki.domain.ids import EpisodeId, PageId, SourceId, StateId
from fanwiki.wiki.written_edits import EDITS, FACTS, SUBJECTS

_MEANINGS = {
    PageId: "the id of a page, or its title",
    EpisodeId: "the id of an episode, or a point such as S1E06",
    StateId: "the id of a state, or its word",
    SourceId: "the id of a source, its title, or a handle",
    PartialDate: "a date such as 2022-06-06, 2022-06 or 2022",
}


def edit_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one edit, one line of what `fanwiki apply` reads."""
    definitions = {name: _object(kind, {"type": {"const": name}}) for name, kind in (SUBJECTS | FACTS).items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A fanwiki edit",
        "oneOf": [_object(kind, {"edit": {"const": name}}) for name, kind in EDITS.items()],
        "$defs": definitions,
    }


def _object(kind: type[Any], tag: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = dict(tag)
    required = list(tag)
    for field in fields(kind):
        name = "field_type" if field.name == "type" and "type" in tag else field.name
        properties[name] = _type(hints[field.name])
        if field.default is MISSING and field.name != "id":
            required.append(name)
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _type(hint: Any) -> dict[str, Any]:
    if hint in (entities.Subject, entities.Fact):
        kinds = SUBJECTS if hint == entities.Subject else FACTS
        return {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]}
    if get_origin(hint) in (Union, UnionType):
        inner = [part for part in get_args(hint) if part is not NoneType]
        value = _type(entities.Subject if len(inner) > 1 else inner[0])
        return {"anyOf": [value, {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0])}
    if hint in _MEANINGS:
        return {"type": "string", "description": _MEANINGS[hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return _plain(hint)


def _plain(hint: Any) -> dict[str, Any]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": list(hint)}
    if get_args(hint):
        return {"enum": list(get_args(hint))}
    names: dict[Any, dict[str, Any]] = {
        int: {"type": "integer"},
        float: {"type": "number"},
        bool: {"type": "boolean"},
        bytes: {"type": "string", "contentEncoding": "base64"},
    }
    return names.get(hint, {"type": "string"})

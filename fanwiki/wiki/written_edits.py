"""Edits as people and scripts write them: mappings with the names and fields of `domain/edits.py`.

What needs an id may be called by what it is called in the wiki: a page by its title or alias, an episode by its
point, a state by its word, a source by its title. An id that is no UUID is a handle: a name for a new thing, good
for as long as the list of edits is read.
"""

import base64
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from fanwiki.domain import edits, entities
from fanwiki.domain.dates import PartialDate, partial_date
from fanwiki.domain.edits import Edit
from fanwiki.domain.errors import InvalidEdit, UnknownPoint
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId, RevisionId, SourceId, StateId, is_uuid, new_id
from fanwiki.domain.names import title_key
from fanwiki.domain.points import ALL
from fanwiki.store import titles
from fanwiki.store.facts import facts
from fanwiki.store.store import Writing

EDITS: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in get_args(edits.Edit)}
SUBJECTS: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in get_args(entities.Subject)}
FACTS: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in get_args(entities.Fact)}
_IDS: Final = (PageId, EpisodeId, FactId, StateId, SourceId, OrderId, RevisionId)


class EditReader:
    """Reads written edits one after the other, each in the wiki as the ones before have left it."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._handles: dict[str, str] = {}
        self._titles: dict[str, PageId] = {}

    def read(self, written: Mapping[str, Any]) -> Edit:
        """The edit that a mapping describes. Raises InvalidEdit that says which field is wrong."""
        name = written.get("edit")
        kind = EDITS.get(str(name))
        if kind is None:
            raise InvalidEdit(f"there is no edit “{name}”; there are {', '.join(EDITS)}")
        edit: Edit = self._record(kind, {key: value for key, value in written.items() if key != "edit"})
        self._remember(edit)
        return edit

    def _remember(self, edit: Edit) -> None:
        """Titles and names that are not yet in the index can be referred to all the same."""
        match edit:
            case edits.AddPage():
                self._titles[title_key(edit.title)] = edit.id
            case edits.RenamePage():
                self._titles[title_key(edit.title)] = edit.page
            case edits.AddFact(fact=entities.Name() as name):
                self._titles.setdefault(title_key(name.text), name.page)
            case edits.AddFact(fact=entities.Redirect() as redirect):
                self._titles.setdefault(title_key(redirect.title), redirect.page)
            case _:
                pass

    def _record(self, kind: type[Any], written: Mapping[str, Any]) -> Any:
        hints = get_type_hints(kind)
        known = {field.name: field for field in fields(kind)}
        if unknown := written.keys() - known.keys():
            raise InvalidEdit(f"{kind.__name__} has no field “{min(unknown)}”; it has {', '.join(known)}")
        values: dict[str, Any] = {}
        if "id" in known and kind is not edits.RemoveFact:
            values["id"] = self._own_id(written.get("id"))
        for name, field in known.items():
            if name in values:
                continue
            if name in written:
                values[name] = self._value(kind, name, hints[name], self._completed(name, written[name], values))
            elif field.default is MISSING and field.default_factory is MISSING:
                raise InvalidEdit(f"{kind.__name__} needs “{name}”")
        return kind(**values)

    def _completed(self, name: str, value: Any, read_so_far: Mapping[str, Any]) -> Any:
        """The data of a new page has the page's id."""
        if name == "subject" and isinstance(value, dict) and "id" not in value and "id" in read_so_far:
            return {**value, "id": read_so_far["id"]}
        return value

    def _own_id(self, written: Any) -> str:
        if written is None:
            return new_id()
        if not isinstance(written, str) or not written:
            raise InvalidEdit("an id is a UUID, or a handle of your own")
        return written if is_uuid(written) else self._handles.setdefault(written, new_id())

    def _value(self, kind: type[Any], name: str, hint: Any, written: Any) -> Any:
        where = f"{kind.__name__}.{name}"
        if hint in (entities.Subject, entities.Fact):
            return self._one_of(SUBJECTS if hint == entities.Subject else FACTS, where, written)
        if get_origin(hint) in (Union, UnionType):
            parts = get_args(hint)
            if written is None and NoneType in parts:
                return None
            inner = [part for part in parts if part is not NoneType]
            if len(inner) > 1:
                return self._one_of(SUBJECTS if entities.Show in inner else FACTS, where, written)
            return self._value(kind, name, inner[0], written)
        if get_origin(hint) is tuple:
            if not isinstance(written, list):
                raise InvalidEdit(f"{where} is a list")
            return tuple(self._value(kind, name, get_args(hint)[0], each) for each in written)
        if hint in _IDS:
            return self._reference(where, hint, written)
        if is_dataclass(hint) and isinstance(hint, type):
            return self._one_of({hint.__name__: hint}, where, written)
        return _plain(where, hint, written)

    def _one_of(self, kinds: Mapping[str, type[Any]], where: str, written: Any) -> Any:
        if not isinstance(written, dict):
            raise InvalidEdit(f"{where} is a mapping with its “type”")
        kind = kinds.get(str(written.get("type")))
        if kind is None:
            raise InvalidEdit(f"{where} has no type “{written.get('type')}”; there are {', '.join(kinds)}")
        # A profile field has a type of its own; it is written as `field_type`.
        rest = {("type" if key == "field_type" else key): value for key, value in written.items() if key != "type"}
        return self._record(kind, rest)

    def _reference(self, where: str, kind: Any, written: Any) -> str:
        if not isinstance(written, str):
            raise InvalidEdit(f"{where} is a name or an id, written as text")
        if written in self._handles:
            return self._handles[written]
        if is_uuid(written):
            return written
        found = self._look_up(kind, written)
        if found is None:
            raise InvalidEdit(f"{where}: the wiki has no “{written}”")
        return found

    def _look_up(self, kind: Any, written: str) -> str | None:
        if kind is EpisodeId:
            try:
                return self._writing.orders.find(written)
            except UnknownPoint:
                return self._titles.get(title_key(written))
        if kind is PageId:
            known = self._titles.get(title_key(written))
            if known is not None:
                return known
            found = titles.find(self._writing, ALL, written)
            return None if found is None else found[0].id
        if kind is StateId:
            return next(
                (state.id for state in facts(self._writing, ALL, entities.State) if state.word == written), None
            )
        if kind is SourceId:
            return next((each.id for each in facts(self._writing, ALL, entities.Source) if each.title == written), None)
        return None


def _plain(where: str, hint: Any, written: Any) -> Any:
    if hint is PartialDate:
        return partial_date(str(written))
    if hint is bytes:
        try:
            return base64.b64decode(str(written), validate=True)
        except ValueError:  # binascii.Error, or letters beyond ASCII
            raise InvalidEdit(f"{where} is not Base64") from None
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word(where, hint, written)
    if get_args(hint):
        if written not in get_args(hint):
            raise InvalidEdit(f"{where} is one of {', '.join(get_args(hint))}")
        return written
    accepted = (int, float) if hint is float else hint
    if not isinstance(written, accepted) or (isinstance(written, bool) and hint is not bool):
        raise InvalidEdit(f"{where} is {_NOUNS.get(hint, 'of another type')}, not “{written}”")
    if hint is int and not -_LARGEST <= written <= _LARGEST:
        raise InvalidEdit(f"{where} is too large a number")
    return written


_LARGEST: Final = 2**53
_NOUNS: Final = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _word(where: str, vocabulary: type[StrEnum], written: Any) -> StrEnum:
    try:
        return vocabulary(written)
    except ValueError:
        raise InvalidEdit(f"{where} is one of {', '.join(vocabulary)}, not “{written}”") from None

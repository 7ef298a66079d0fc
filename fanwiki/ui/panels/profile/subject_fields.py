"""What can be said of the subject of each kind of page, and how it is read from what is typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from fanwiki.domain.dates import partial_date
from fanwiki.domain.entities import Character, Episode, Group, Person, Season, Show, Subject
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.vocabulary import ShowStatus


@dataclass(frozen=True)
class SubjectField:
    """One field of a subject. `read` turns what is typed into its value, or raises InvalidEdit."""

    attribute: str
    read: Callable[[str], object]

    def value(self, subject: Subject) -> str:
        """The field's value as text, empty for not known."""
        value: Any = getattr(subject, self.attribute)
        return "" if value is None else str(value)

    def put(self, subject: Subject, typed: str) -> Subject:
        """The subject with another value in this field. Raises InvalidEdit for what cannot be its value."""
        changes: dict[str, Any] = {self.attribute: self.read(typed.strip())}
        return replace(subject, **changes)


def _text(typed: str) -> str:
    return typed


def _date(typed: str) -> object:
    return partial_date(typed) if typed else None


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit()):
        message = QCoreApplication.translate("SubjectForm", "“{typed}” is not a number; write it like 6")
        raise InvalidEdit(message.format(typed=typed))
    return int(typed)


def _optional_number(typed: str) -> int | None:
    return _number(typed) if typed else None


def _status(typed: str) -> ShowStatus | None:
    return ShowStatus(typed) if typed else None


FIELDS: Final[Mapping[type[Subject], tuple[SubjectField, ...]]] = {
    Show: (
        SubjectField("code", _text),
        SubjectField("original_title", _text),
        SubjectField("network", _text),
        SubjectField("status", _status),
    ),
    Season: (
        SubjectField("number", _number),
        SubjectField("released", _date),
        SubjectField("status", _text),
    ),
    Episode: (
        SubjectField("number", _number),
        SubjectField("absolute", _optional_number),
        SubjectField("air_date", _date),
        SubjectField("runtime", _optional_number),
    ),
    Character: (SubjectField("species", _text),),
    Person: (SubjectField("born", _date),),
    Group: (SubjectField("purpose", _text),),
}

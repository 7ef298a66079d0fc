"""Texts as they come through the door: what no file could hold is replaced, what would be cut off is refused."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from fanwiki.domain.errors import InvalidEdit

Cleanable = TypeVar("Cleanable")


def cleaned(edit: Cleanable) -> Cleanable:
    """The edit with every text in it fit to be stored: lone surrogates become U+FFFD. Raises InvalidEdit for NUL."""
    return _cleaned(edit)  # type: ignore[no-any-return]  # each branch gives back what it was given


def _cleaned(value: Any, name: str = "") -> Any:
    """A value, and what is in it; `name` is the field that it stands in."""
    if isinstance(value, str):
        return type(value)(_cleaned_text(value, name)) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_cleaned(each, name) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _cleaned(getattr(value, field.name), field.name) for field in fields(value)}
        )
    return value


def _cleaned_text(text: str, name: str) -> str:
    if "\0" in text:
        raise InvalidEdit("the text has a NUL character in it, which cannot be kept; remove it", field=name)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text

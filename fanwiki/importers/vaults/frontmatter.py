"""The properties that a note begins with, in YAML between two lines of `---`.

They are read as what was typed: a version 1.10 is no number, and a date no moment. A few lines of YAML can be written
that come to gigabytes; what refers to itself over and over is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from fanwiki.domain.errors import InvalidEdit

_LONGEST: Final = 1 << 18
_MOST_VALUES: Final = 10_000
_DEEPEST: Final = 30

_PLACEHOLDER: Final = re.compile(r"^(\s*(?:-|[\w ]+:)\s+)(\{\{[^\"\\\n]*\}\})[ \t]*$", re.MULTILINE)
"""What a template will put there; to YAML it would be a mapping within a mapping."""

Value = str | list["Value"] | dict[str, "Value"]
"""A property as typed: a text, several values, or values with names of their own."""


@dataclass(frozen=True)
class FrontMatter:
    """`properties` in their order; `source` is the YAML as typed, `body` what stands below it. `wrong` says why the
    YAML could not be read; empty if it could.
    """

    body: str
    properties: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    wrong: str = ""

    def words(self, *names: str) -> list[str]:
        """The values of the first property, whatever its case, that has one of these names, as a list of texts."""
        folded = {key.casefold(): value for key, value in self.properties.items()}
        found = next((folded[name] for name in names if name in folded), "")
        return [each.strip() for each in _texts(found) if each.strip()]

    def text(self, *names: str) -> str:
        """The same, where one text is meant; empty for none."""
        found = self.words(*names)
        return found[0] if found else ""


def split(text: str) -> FrontMatter:
    """A note taken apart. One without properties is all body."""
    if not text.startswith("---\n"):
        return FrontMatter(text)
    end = text.find("\n---", 3)
    while end >= 0 and text[end + 4 :].partition("\n")[0].strip():
        end = text.find("\n---", end + 4)
    if end < 0:
        return FrontMatter(text)
    source = text[4 : end + 1]
    body = text[end + 4 :].partition("\n")[2]
    try:
        return FrontMatter(body, _read(_PLACEHOLDER.sub(r'\1"\2"', source)), source)
    except (yaml.YAMLError, InvalidEdit, ValueError, RecursionError) as error:
        return FrontMatter(body, {}, source, " ".join(str(error).split())[:200])


def _read(source: str) -> dict[str, Value]:
    if len(source) > _LONGEST:
        raise InvalidEdit(f"it is longer than {_LONGEST} characters")
    found = yaml.load(source, _Loader)  # a BaseLoader makes texts, lists and mappings alone
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        raise InvalidEdit("it is no list of names with values")
    typed = _Typed()
    return {str(key): typed.value(value) for key, value in found.items()}


class _Loader(yaml.BaseLoader):
    """Makes texts, lists and mappings and nothing else, to a bounded depth."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0
        self._nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self._depth += 1
        self._nodes += 1
        if self._nodes > _MOST_VALUES:
            raise InvalidEdit(f"it comes to more than {_MOST_VALUES} values")
        if self._depth > _DEEPEST:
            raise InvalidEdit(f"it is nested deeper than {_DEEPEST} levels")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


class _Typed:
    """What was read as properties: each value of its own, however often the YAML refers to it."""

    def __init__(self) -> None:
        self._count = 0

    def value(self, found: Any) -> Value:
        """A value, with the links that YAML takes for lists of lists, `[[Page]]`, as links."""
        self._count += 1
        if self._count > _MOST_VALUES:
            raise InvalidEdit(f"it comes to more than {_MOST_VALUES} values")
        if isinstance(found, dict):
            return {str(key): self.value(value) for key, value in found.items()}
        if not isinstance(found, list):
            return str(found)
        match found:
            case [[str(only)]]:
                return f"[[{only}]]"
            case _:
                return [self.value(each) for each in found]


def _texts(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return []
    return [text for each in value for text in _texts(each)]

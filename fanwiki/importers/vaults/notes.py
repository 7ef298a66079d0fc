"""A note as the first reading knows it, and as it comes out of the second."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

_LONGEST: Final = 200
_NOT_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Head:
    """What is kept of a note between the two readings.

    `place` are the names of what it stands below, outermost first. `branch` is given to a note that others stand below:
    the place that it is. `headings` are by the key that links to them have, `blocks` by their ids the heading that they
    stand under, empty for none. `written` is an ISO 8601 time in UTC, empty for one that is not known.
    """

    path: PurePosixPath
    title: str
    place: tuple[str, ...] = ()
    branch: tuple[str, ...] | None = None
    aliases: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    written: str = ""


@dataclass
class Converted:
    """A note as one of our pages. `kept` counts, by kind, what was kept as it was typed; `files` are those that it
    shows and that are not there. `left_out` counts, by what it is and why, what did not come. Of `links` to notes and
    files, `resolved` lead somewhere.
    """

    text: str = ""
    kept: Counter[str] = field(default_factory=Counter)
    categories: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    links: int = 0
    resolved: int = 0


def heading_key(heading: str) -> str:
    """The key that a heading shares with the links to it, be they written as it is or as an anchor."""
    return _NOT_WORD.sub("", heading.casefold()) or heading.strip()


def keyed(headings: Iterable[str]) -> dict[str, str]:
    """Headings by their keys; of several the first, to which links lead."""
    found: dict[str, str] = {}
    for heading in headings:
        found.setdefault(heading_key(heading), heading)
    return found


def category(tag: str) -> str:
    """The name of the category that a tag becomes; empty if none can be called so."""
    name = " ".join(tag.strip().lstrip("#").split()).strip("/")
    return "" if set("[]|{}#") & set(name) or len(name.encode()) > _LONGEST else name


def categorised(text: str, categories: Iterable[str]) -> str:
    """A page with its categories at the end."""
    lines = "\n".join(f"[[Category:{each}]]" for each in dict.fromkeys(categories))
    if not lines:
        return text
    return f"{text.rstrip()}\n\n{lines}\n" if text.strip() else f"{lines}\n"

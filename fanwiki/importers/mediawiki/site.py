"""The wiki that a dump is of: its name, its namespaces, and how its titles are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

ARTICLE: Final = 0
USER: Final = 2
FILE: Final = 6
TEMPLATE: Final = 10
CATEGORY: Final = 14

_CANONICAL: Final = {
    "media": -2,
    "special": -1,
    "talk": 1,
    "user": 2,
    "user talk": 3,
    "project": 4,
    "project talk": 5,
    "file": 6,
    "image": 6,
    "file talk": 7,
    "image talk": 7,
    "mediawiki": 8,
    "mediawiki talk": 9,
    "template": 10,
    "template talk": 11,
    "help": 12,
    "help talk": 13,
    "category": 14,
    "category talk": 15,
}
"""The names that every MediaWiki knows beside its own."""

_WIKI: Final = re.compile(r"\s*\b(?:wikia?|fandom|encyclop(?:a?e)dia|database)\s*$", re.IGNORECASE)

_SKIPPED: Final = {
    2: "user pages",
    4: "pages about the wiki itself",
    6: "descriptions of files",
    8: "messages of the software",
    12: "help pages",
    110: "forum pages",
    420: "maps",
    500: "blogs",
    502: "blogs",
    828: "modules",
    1100: "related videos",
    1200: "message walls",
    1201: "threads",
    1202: "message walls",
    2000: "forum pages",
    2002: "forum pages",
    2900: "maps",
}
"""The namespaces that hold no part of the encyclopaedia, by number."""


@dataclass(frozen=True)
class Name:
    """A title apart: the number of its namespace, and what stands after it."""

    namespace: int
    text: str


@dataclass(frozen=True)
class Site:
    """`namespaces` are by their number, under their own names; `prefixes` are all names of each in small letters."""

    name: str = ""
    base: str = ""
    first_letter: bool = True
    namespaces: Mapping[int, str] = field(default_factory=dict)
    prefixes: Mapping[str, int] = field(default_factory=lambda: dict(_CANONICAL))

    @classmethod
    def described(cls, name: str, base: str, case: str, namespaces: Mapping[int, str]) -> "Site":
        """The site that the head of a dump describes."""
        own = {text.casefold().replace("_", " "): key for key, text in namespaces.items() if text}
        return cls(name, base, case != "case-sensitive", dict(namespaces), _CANONICAL | own)

    @property
    def topic(self) -> str:
        """What the wiki is about: its name without the word that it is a wiki."""
        return _WIKI.sub("", self.name).strip() or self.name

    def read(self, typed: str) -> Name:
        """A title as people type it: without underscores, with its first letter as this wiki has it."""
        title = _one_line(typed).lstrip(": ")
        prefix, colon, rest = title.partition(":")
        namespace = self.prefixes.get(prefix.strip().casefold()) if colon else None
        if namespace is None:
            return Name(ARTICLE, self._capital(title))
        return Name(namespace, self._capital(rest.strip()))

    def title(self, name: Name) -> str:
        """How a page is called here: categories and templates have the prefix that they have in every wiki of ours."""
        if name.namespace == ARTICLE:
            return name.text
        if name.namespace == CATEGORY:
            return f"Category:{name.text}"
        if name.namespace == TEMPLATE:
            return f"Template:{name.text}"
        prefix = self.namespaces.get(name.namespace) or next(
            (known.capitalize() for known, key in _CANONICAL.items() if key == name.namespace), ""
        )
        return f"{prefix}:{name.text}" if prefix else name.text

    def address(self, title: str) -> str:
        """Where a page stood."""
        return f"{self.base.rpartition('/')[0]}/{quote(title.replace(' ', '_'), safe='/:_(),!*')}"

    def skipped(self, namespace: int) -> str | None:
        """Why pages of a namespace are not imported; None for those that are."""
        if namespace < 0:
            return "special pages"
        if namespace in _SKIPPED:
            return _SKIPPED[namespace]
        if namespace % 2:
            return _SKIPPED.get(namespace - 1) if namespace > 500 else "talk"
        return None

    def _capital(self, text: str) -> str:
        return text[:1].upper() + text[1:] if self.first_letter else text


def _one_line(text: str) -> str:
    return " ".join(text.replace("_", " ").split())

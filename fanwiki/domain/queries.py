"""What people type to find pages: words, "phrases", beginnings*, -exclusions and filters such as `status:dead`.

This is the whole grammar. The search box, the command line, saved queries and the data block `{{query …}}` read it
here and nowhere else:

    zombie                 a word; the last one counts as far as it has been typed
    zomb*                  whatever begins so
    "on the roof"          these words in a row
    -word  -"a phrase"     not on the page
    kind:character         a filter; several of one name mean any of them, of several names all of them
    -status:dead           what the filter must not let through
    category:"Main cast"   a value with blanks in it
    sort:title view:board  how the answer is laid out: sort, columns, view
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fanwiki.domain.errors import WikiError


class FilterName(StrEnum):
    KIND = "kind"
    STATUS = "status"
    IN = "in"
    CATEGORY = "category"
    BY = "by"


class LayoutName(StrEnum):
    """What says how an answer is laid out."""

    SORT = "sort"
    COLUMNS = "columns"
    VIEW = "view"


class ViewKind(StrEnum):
    TABLE = "table"
    LIST = "list"
    BOARD = "board"
    GALLERY = "gallery"


class Column(StrEnum):
    """What a table of pages can say of each, beside its title."""

    KIND = "kind"
    STATUS = "status"
    SINCE = "since"
    CATEGORIES = "categories"
    NAMES = "names"


class InvalidQuery(WikiError):
    """A filter with a value that the wiki does not know, or a layout that there is not."""


@dataclass(frozen=True)
class Term:
    """A word or phrase that must be on a page, or must not if it is `excluded`; `open` lets words go on after it."""

    text: str
    phrase: bool = False
    open: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Filter:
    name: FilterName
    value: str
    excluded: bool = False


@dataclass(frozen=True)
class Query:
    """A query as it was read. `sort`, `columns` and `view` are empty or None where it says nothing of them."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    columns: tuple[str, ...] = ()
    view: ViewKind | None = None

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.excluded)

    @property
    def words(self) -> str:
        """What must be on a page, as plain text: what is looked for among titles."""
        return " ".join(term.text for term in self.wanted)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing at all, not even for all pages of a kind."""
        return not self.wanted and not self.filters


_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "＂": '"', "：": ":", "　": " "})
_WORD: Final = re.compile(r"\w")
_NAMES: Final = "|".join((*FilterName, *LayoutName))
_PART: Final = re.compile(
    rf'(?P<not>-?)(?:(?P<name>{_NAMES}):(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]*))'
    r'|"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)


def parse_query(text: str) -> Query:
    """Reads what somebody typed. Any text is a query; raises InvalidQuery for a layout that there is not."""
    terms: list[Term] = []
    filters: list[Filter] = []
    layout: dict[str, str] = {}
    plain = text.translate(_QUOTES)
    for part in _PART.finditer(plain):
        excluded = bool(part["not"])
        if part["name"] is not None:
            name, value = part["name"].casefold(), (part["quoted"] or part["plain"] or "").strip()
            if name in set(LayoutName):
                layout[name] = value
            elif value:
                filters.append(Filter(FilterName(name), value, excluded))
            continue
        written = part["phrase"] if part["phrase"] is not None else part["word"]
        if _WORD.search(written) is None:
            continue
        last = part.end() == len(plain)
        opened = part["word"] is not None and (written.endswith("*") or (last and not excluded))
        terms.append(Term(written.rstrip("*").strip(), part["phrase"] is not None, opened, excluded))
    columns = tuple(each for each in re.split(r"[,\s]+", layout.get(LayoutName.COLUMNS, "")) if each)
    return Query(tuple(terms), tuple(filters), layout.get(LayoutName.SORT, ""), columns, _view(layout))


def _view(layout: Mapping[str, str]) -> ViewKind | None:
    written = layout.get(LayoutName.VIEW, "").casefold()
    return ViewKind(choose(written, list(ViewKind), "view")) if written else None


def choose(written: str, known: Sequence[str], what: str) -> str:
    """The known value that somebody means who writes this, whatever its case. Raises InvalidQuery with those that
    there are.
    """
    for value in known:
        if value.casefold() == written.casefold():
            return value
    raise unknown_value(written, known, what)


_LISTED: Final = 12


def unknown_value(written: str, known: Sequence[str], what: str) -> InvalidQuery:
    """What to say to somebody who wrote a value that there is not."""
    listed = ", ".join(known[:_LISTED]) + (" …" if len(known) > _LISTED else "")
    return InvalidQuery(f"there is no {what} “{written}”; there is {listed}" if known else f"there is no {what} yet")


@dataclass(frozen=True)
class OpenFilter:
    """A filter that is being typed at the end of a text: `start` is where its value begins, or its name where `name`
    is None; `typed` what stands there.
    """

    start: int
    typed: str
    name: str | None = None


_OPEN: Final = re.compile(
    rf'(?:^|(?<=\s))-?(?:(?P<name>{_NAMES}):(?:"(?P<quoted>[^"]*)|(?P<plain>[^\s"]*))|(?P<typed>[a-z]*))$',
    re.IGNORECASE,
)


def open_filter(text: str) -> OpenFilter | None:
    """The filter that is being typed at the end of a text, or the word that may become the name of one."""
    match = _OPEN.search(text.translate(_QUOTES))
    if match is None:
        return None
    if match["name"] is None:
        return OpenFilter(match.start("typed"), match["typed"])
    group = "plain" if match["quoted"] is None else "quoted"
    return OpenFilter(match.end("name") + 1, match[group], match["name"].casefold())


def with_layout(text: str, name: LayoutName, value: str) -> str:
    """A query with another value for a layout; without one where that is empty."""
    kept, end = [], 0
    for part in _PART.finditer(text.translate(_QUOTES)):
        if (part["name"] or "").casefold() == name:
            kept.append(text[end : part.start()].strip())
            end = part.end()
    kept += [text[end:].strip(), written_filter(name, value) if value else ""]
    return " ".join(filter(None, kept))


def written_filter(name: str, value: str) -> str:
    """A filter as it is typed."""
    return f'{name}:"{value}"' if re.search(r'[\s"]', value) else f"{name}:{value}"

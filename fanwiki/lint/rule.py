"""What a rule is, what it finds, and what mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from fanwiki.domain.edits import Edit, SavePage
from fanwiki.domain.entities import Media, Page
from fanwiki.domain.errors import EditConflict
from fanwiki.domain.ids import PageId
from fanwiki.lint.survey import Survey
from fanwiki.wiki import View
from fanwiki.wiki.moved_links import named_anew


class Severity(StrEnum):
    """How much a finding matters, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Wrap:
    """A safe fix: the lines from `first` up to, not including, `last` (from 0) are put under a reveal at `point`.

    `source` are these lines as they were when the rule saw them.
    """

    page: PageId
    first: int
    last: int
    source: str
    point: str


@dataclass(frozen=True)
class Put:
    """A safe fix: the lines from `first` up to, not including, `last` (from 0) become those of `instead`, which may be
    none. `source` are these lines as they were when the rule saw them; `label` says in the Undo menu what was done.
    """

    page: PageId
    first: int
    last: int
    source: str
    instead: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Relink:
    """A safe fix: on these pages the links that are typed by one of `titles` name another page, and a heading of it if
    there is one, and read as before. `label` says in the Undo menu what was done.
    """

    pages: tuple[PageId, ...]
    titles: frozenset[str]
    title: str
    heading: str
    label: str


@dataclass(frozen=True)
class Change:
    """A safe fix by edits: `label` says in the Undo menu what was done, `words` what will be."""

    edits: tuple[Edit, ...]
    label: str
    words: str


Fix = Wrap | Put | Relink | Change


@dataclass(frozen=True)
class Found:
    """What a rule says of a page or file. `line` is its source line, counted from 1; None where no line shows it.
    Findings `about` one thing are listed together, as all the pages that want one that is not there.
    """

    message: str
    line: int | None = None
    fix: Fix | None = None
    about: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that needs care. `title` is that of the page, or the name of the file: then `page` is one that shows
    it, None where none does.
    """

    rule: str
    severity: Severity
    page: PageId | None
    title: str
    line: int | None
    message: str
    fix: Fix | None = None
    about: str = ""


@dataclass(frozen=True)
class PageRule:
    """A rule that is asked about one page after the other. `explanation` is one sentence for who meets the rule."""

    name: str
    severity: Severity
    explanation: str
    check: Callable[[Survey, Page], Iterator[Found]]


@dataclass(frozen=True)
class MediaRule:
    """A rule that is asked about one file after the other."""

    name: str
    severity: Severity
    explanation: str
    check: Callable[[Survey, Media], Iterator[Found]]


Rule = PageRule | MediaRule


def fixing_edits(fix: Fix, view: View) -> tuple[Edit, ...]:
    """The edits of a fix as of now. Raises EditConflict if the text is no longer what the rule saw."""
    match fix:
        case Change():
            return fix.edits
        case Relink():
            return _relinking(fix, view)
        case _:
            return _putting(fix, view)


def fix_label(fix: Fix) -> str:
    """What a fix is called in the Undo menu."""
    return "put under a reveal" if isinstance(fix, Wrap) else fix.label


def fix_words(fix: Fix) -> str:
    """What a fix will do, in a sentence."""
    match fix:
        case Change():
            return fix.words
        case Relink():
            typed = ", ".join(f"[[{title}]]" for title in sorted(fix.titles))
            target = f"{fix.title}#{fix.heading}" if fix.heading else fix.title
            places = "this page" if len(fix.pages) == 1 else f"{len(fix.pages)} pages"
            return f"{typed} becomes [[{target}]] on {places}; what readers see of a link stays."
        case Wrap():
            return f"{_lines(fix.first, fix.last)} will be read from {fix.point} on."
        case _ if fix.instead:
            return f"{_lines(fix.first, fix.last)} will be: {' '.join(fix.instead)}"
        case _:
            return f"{_lines(fix.first, fix.last)} will go: {fix.source}"


def _lines(first: int, last: int) -> str:
    return f"Line {last}" if last == first + 1 else f"Lines {first + 1} to {last}"


def _putting(fix: Wrap | Put, view: View) -> tuple[Edit, ...]:
    text = view.text(fix.page)
    lines = text.body.split("\n")
    if "\n".join(lines[fix.first : fix.last]) != fix.source:
        raise _changed()
    revision = None if text.revision is None else text.revision.id
    if isinstance(fix, Put):
        put = "\n".join([*lines[: fix.first], *fix.instead, *lines[fix.last :]])
        return (SavePage(fix.page, put, revision, summary=fix.label),)
    wrapped = [f"::: reveal {fix.point}", *lines[fix.first : fix.last], ":::"]
    before = [""] if fix.first and lines[fix.first - 1].strip() else []
    after = [""] if lines[fix.last : fix.last + 1] and lines[fix.last].strip() else []
    body = "\n".join([*lines[: fix.first], *before, *wrapped, *after, *lines[fix.last :]])
    return (SavePage(fix.page, body, revision, summary=f"reveal from {fix.point}"),)


def _relinking(fix: Relink, view: View) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    for page in fix.pages:
        text = view.text(page)
        body = named_anew(text.body, fix.titles, (fix.title, fix.heading))
        if body != text.body:
            revision = None if text.revision is None else text.revision.id
            edits.append(SavePage(page, body, revision, summary=fix.label))
    if not edits:
        raise _changed()
    return tuple(edits)


def _changed() -> EditConflict:
    return EditConflict("the text has been changed since this was found; it will be looked at again in a moment")

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
class Cut:
    """A safe fix: the lines from `first` up to, not including, `last` (from 0) go. `source` are these lines as they
    were when the rule saw them; `label` says in the Undo menu what was done.
    """

    page: PageId
    first: int
    last: int
    source: str
    label: str


Fix = Wrap | Cut | tuple[Edit, ...]


@dataclass(frozen=True)
class Found:
    """What a rule says of a page or file. `line` is its source line, counted from 1; None where no line shows it."""

    message: str
    line: int | None = None
    fix: Fix | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that needs care. `title` is that of the page, or the name of the file, for which `page` is None."""

    rule: str
    severity: Severity
    page: PageId | None
    title: str
    line: int | None
    message: str
    fix: Fix | None = None


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
    if not isinstance(fix, Wrap | Cut):
        return fix
    text = view.text(fix.page)
    lines = text.body.split("\n")
    if "\n".join(lines[fix.first : fix.last]) != fix.source:
        raise EditConflict("the text has been changed since this was found; it will be looked at again in a moment")
    revision = None if text.revision is None else text.revision.id
    if isinstance(fix, Cut):
        rest = "\n".join([*lines[: fix.first], *lines[fix.last :]])
        return (SavePage(fix.page, rest, revision, summary=fix.label),)
    wrapped = [f"::: reveal {fix.point}", *lines[fix.first : fix.last], ":::"]
    before = [""] if fix.first and lines[fix.first - 1].strip() else []
    after = [""] if lines[fix.last : fix.last + 1] and lines[fix.last].strip() else []
    body = "\n".join([*lines[: fix.first], *before, *wrapped, *after, *lines[fix.last :]])
    return (SavePage(fix.page, body, revision, summary=f"reveal from {fix.point}"),)


def fix_label(fix: Fix) -> str:
    """What a fix is called in the Undo menu; empty where its edits have names of their own."""
    match fix:
        case Wrap():
            return "put under a reveal"
        case Cut():
            return fix.label
        case _:
            return ""

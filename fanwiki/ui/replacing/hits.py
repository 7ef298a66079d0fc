"""What a replacement would change, page by page: read step by step, and put into edits. Without Qt."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from fanwiki.domain.edits import Edit, SavePage
from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId, RevisionId
from fanwiki.domain.text_change import TextChange
from fanwiki.markup import link_titles
from fanwiki.ui.editor.finding import Finder, UnfitPattern
from fanwiki.wiki import View

MOST: Final = 5_000
"""So many places are shown, and replaced, at a time."""
_AT_ONCE: Final = 200
_BEFORE: Final = 24
_BEHIND: Final = 48
"""So many letters around a place are shown, in whole words: what is found must be in sight."""


@dataclass(frozen=True)
class ReplaceHit:
    """One place: its line, counted from 1, and what stands around it before and after."""

    change: TextChange
    line: int
    before: str
    after: str


@dataclass(frozen=True)
class PageHits:
    """The places of a page, in the text that a revision has."""

    page: PageId
    title: str
    text: str
    revision: RevisionId | None
    hits: tuple[ReplaceHit, ...]


@dataclass(frozen=True)
class Step:
    """How many pages of how many have been looked through, what was found since the last step, and the titles of pages
    for which the expression took too long.
    """

    done: int
    total: int
    found: tuple[PageHits, ...] = ()
    given_up: tuple[str, ...] = ()


def look_through(view: View, finder: Finder, replacement: str) -> Generator[Step, None, None]:
    """All pages of a wiki, by title. Raises UnfitPattern for a replacement that names what there is not."""
    pages = view.pages()
    waiting = iter(pages)
    done = count = 0
    while count < MOST and (batch := list(islice(waiting, _AT_ONCE))):
        found: list[PageHits] = []
        given_up: list[str] = []
        bodies = view.bodies([page.id for page in batch])
        for page in batch:
            try:
                changes = changes_in(bodies.get(page.id, ""), finder, replacement)
            except UnfitPattern:
                if not bodies.get(page.id):
                    raise
                changes = []
                given_up.append(page.title)
            if changes:
                found.append(_page_hits(view, page, finder, replacement))
        done += len(batch)
        count += sum(len(each.hits) for each in found)
        yield Step(done, len(pages), tuple(found), tuple(given_up))


def changes_in(text: str, finder: Finder, replacement: str) -> list[TextChange]:
    """What is to be replaced in a text: never what a link leads to, which renaming the page is for, and nothing that
    stays as it is. Raises UnfitPattern.
    """
    found = [each for each in finder.changes(text, replacement) if text[each.start : each.end] != each.text]
    if not found:
        return []
    kept = link_titles(text)
    return [each for each in found if not any(start < each.end and each.start < end for start, end in kept)]


def _page_hits(view: View, page: Page, finder: Finder, replacement: str) -> PageHits:
    """What is found in the page's text as of now, with its revision."""
    text = view.text(page.id)
    changes = changes_in(text.body, finder, replacement)
    hits = tuple(_hit(text.body, change) for change in changes)
    return PageHits(page.id, page.title, text.body, None if text.revision is None else text.revision.id, hits)


def _hit(text: str, change: TextChange) -> ReplaceHit:
    first = text.rfind("\n", 0, change.start) + 1
    last = text.find("\n", change.end)
    before, behind = text[first : change.start], text[change.end : len(text) if last < 0 else last]
    if len(before) > _BEFORE:
        cut = before[-_BEFORE:]
        before = "…" + (cut.partition(" ")[2] or cut)
    if len(behind) > _BEHIND:
        cut = behind[:_BEHIND]
        behind = (cut.rpartition(" ")[0] or cut) + "…"
    line = text.count("\n", 0, change.start) + 1
    found = text[change.start : change.end]
    return ReplaceHit(change, line, _one_line(before + found + behind), _one_line(before + change.text + behind))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def edits_for(chosen: Iterable[tuple[PageHits, Iterable[ReplaceHit]]], summary: str) -> list[Edit]:
    """The edits that replace the chosen places of some pages. A page that was changed since refuses its own."""
    edits: list[Edit] = []
    for page, hits in chosen:
        text = page.text
        for hit in sorted(hits, key=lambda each: each.change.start, reverse=True):
            text = hit.change.applied(text)
        if text != page.text:
            edits.append(SavePage(page.page, text, page.revision, summary=summary))
    return edits

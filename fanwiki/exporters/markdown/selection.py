"""Selection: the records of a wiki as a View shows them, bound to each other: none of them names what is not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fanwiki.domain import bundle
from fanwiki.domain.entities import Fact, Media, Page, Redirect, Subject, TalkNote
from fanwiki.domain.ids import PageId
from fanwiki.exporters.markdown.canon import bound
from fanwiki.exporters.selection import withheld
from fanwiki.markup import parse
from fanwiki.wiki.view import View


@dataclass(frozen=True)
class Selection:
    """What goes out. `withheld` are titles with the reason why something of them stays behind."""

    pages: tuple[Page, ...]
    subjects: Mapping[PageId, Subject]
    facts: Mapping[type[Any], Sequence[Fact]]
    withheld: tuple[tuple[str, str], ...]

    @property
    def media(self) -> tuple[Media, ...]:
        return tuple(each for each in self.facts[Media] if isinstance(each, Media))


def select(everything: View, view: View) -> Selection:
    """What a view shows; `everything` is the author's, to say what it does not."""
    pages = _pages(view)
    by_id = {page.id: page for page in pages}
    there: set[str] = set(by_id)
    lost: list[tuple[str, str]] = []
    facts: dict[type[Any], list[Fact]] = {}
    for kind in bundle.FACT_FILES:
        found: list[Fact] = [] if kind is TalkNote and not view.author else list(view.facts(kind))
        ids = {fact.id for fact in found}
        facts[kind] = []
        for fact in found:
            kept = bound(fact, there | ids if kind in _AMONG_THEMSELVES else there)
            if kept != fact:
                lost.append((_about(fact, by_id), f"a {fact.noun} hangs on something that lies in the trash"))
            if kept is not None:
                facts[kind].append(_with_heading(view, kept) if isinstance(kept, Redirect) else kept)
        there |= {fact.id for fact in facts[kind]}
    subjects = {page.id: subject for page in pages for subject in (view.subject(page.id),) if subject is not None}
    known = {id: bound(subject, there) for id, subject in subjects.items()}
    if view.author:
        gone = [page for page in everything.pages() if page.id not in by_id]
        lost += [(page.title, "it is introduced by an episode that lies in the trash") for page in gone]
    return Selection(
        pages,
        {id: subject for id, subject in known.items() if subject is not None},
        facts,
        tuple(lost) if view.author else withheld(everything, view),
    )


def _pages(view: View) -> tuple[Page, ...]:
    """The pages that the view shows, but those that hang on the trash, and what stands below these."""
    found = {page.id: page for page in view.pages()}
    gone = {
        page.id for page in found.values() if page.introduced_at is not None and PageId(page.introduced_at) not in found
    }
    while more := {id for id, page in found.items() if page.parent in gone and id not in gone}:
        gone |= more
    return tuple(_as_seen(view, page, found) for page in found.values() if page.id not in gone)


def _as_seen(view: View, page: Page, there: Mapping[PageId, Page]) -> Page:
    """A page says of its prose what the reader has reached of it: it is safe as far as he sees it."""
    if page.safe_from is not None and (PageId(page.safe_from) not in there or not view.prose_seen(page)):
        return replace(page, reviewed=False, safe_from=None)
    return page if view.author or view.prose_seen(page) else replace(page, reviewed=False)


def _with_heading(view: View, redirect: Redirect) -> Redirect:
    """A redirect to a heading that the reader does not see leads to its page."""
    if view.author or not redirect.heading:
        return redirect
    headings = parse(view.readable_text(redirect.page)).headings
    seen = any(each.text.casefold() == redirect.heading.casefold() for each in headings)
    return redirect if seen else replace(redirect, heading="")


def _about(fact: Fact, by_id: Mapping[PageId, Page]) -> str:
    return next((by_id[page].title for page in fact.touches() if page in by_id), fact.noun)


_AMONG_THEMSELVES = frozenset(kind for kind in bundle.FACT_FILES if kind.__name__ == "Claim")
"""Kinds of which one may name another of the same kind."""

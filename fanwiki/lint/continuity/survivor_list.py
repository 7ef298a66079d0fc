"""Lists of survivors and of the dead that the status contradicts."""

import re
from collections.abc import Iterator
from typing import Final

from fanwiki.domain.entities import Page, State
from fanwiki.domain.ids import PageId
from fanwiki.domain.link_titles import of_link
from fanwiki.domain.points import Locks, latest
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.continuity.fates import is_character, is_dead, state_known
from fanwiki.lint.prose import line_with
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_LIVING: Final = re.compile(r"\b(?:survivors?|alive|living)\b", re.IGNORECASE)
_DEAD: Final = re.compile(r"\b(?:deceased|dead|deaths|casualties|fallen|killed)\b", re.IGNORECASE)
_SEASON: Final = re.compile(r"\b(?:S|season )(\d{1,3})\b", re.IGNORECASE)
_ITEM: Final = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\[\[([^\]|#\n]+)[^\]\n]*\]\][ \t]*$")
_QUICK: Final = re.compile(r"^#{1,6} [^\n]*(?:surviv|alive|living|deceased|dead|casualt|fallen|killed)", re.I | re.M)


def check(survey: Survey, page: Page) -> Iterator[Found]:
    yield from _in_sections(survey, page)
    yield from _in_categories(survey, page)


def _in_sections(survey: Survey, page: Page) -> Iterator[Found]:
    body = survey.body(page.id)
    if _QUICK.search(body) is None:
        return
    lines = body.split("\n")
    headings = survey.document(page.id).headings
    for number, heading in enumerate(headings):
        living = _side(heading.text)
        if living is None:
            continue
        locks = survey.passage_locks(page, heading.reveals)
        end = headings[number + 1].line if number + 1 < len(headings) else len(lines)
        for line in range(heading.line + 1, end):
            item = _ITEM.match(lines[line])
            listed = None if item is None else _linked(survey, page, of_link(item[1]))
            if listed is None:
                continue
            state = _state(survey, listed, _season_end(survey, listed, heading.text) or locks)
            if state is not None and is_dead(state) is living:
                said = f"“{heading.text}” lists {listed.title}, whose status is “{state.word}”"
                last = _state(survey, listed, None)
                known = " as far as readers of this text know" if last is not None and last.id != state.id else ""
                yield Found(said + known, line + 1)


def _in_categories(survey: Survey, page: Page) -> Iterator[Found]:
    if not is_character(page):
        return
    for link in survey.links_of(page.id):
        living = _side(link.title) if link.kind is LinkKind.CATEGORY else None
        if living is None:
            continue
        locks = _season_end(survey, page, link.title)
        state = _state(survey, page, locks)
        if state is not None and is_dead(state) is living:
            name = link.title.split(":", 1)[-1]
            line = line_with(survey.body(page.id), link.title, name)
            yield Found(f"is in the category “{name}”, and the status is “{state.word}”", line)


def _side(text: str) -> bool | None:
    """Whether a heading is over the living (True) or the dead (False)."""
    living, dead = _LIVING.search(text), _DEAD.search(text)
    return None if (living is None) is (dead is None) else living is not None


def _season_end(survey: Survey, page: Page, text: str) -> Locks | None:
    """What has been seen at the end of the season that a heading names, of the show that a character is in."""
    match = _SEASON.search(text)
    home = survey.home(page)
    order = None if home is None else survey.orders.of_show(home)
    if match is None or order is None:
        return None
    seen = [order.position(each.id) for each in order.episodes if each.season == int(match[1])]
    return {order.show: max(seen)} if seen else None


def _linked(survey: Survey, page: Page, title: str) -> Page | None:
    wanted = " ".join(title.split())
    target: PageId | None = next(
        (link.target for link in survey.links_of(page.id) if link.title == wanted and link.target is not None),
        None,
    )
    found = None if target is None else survey.pages.get(target)
    return found if is_character(found) else None


def _state(survey: Survey, page: Page, locks: Locks | None) -> State | None:
    """The state as of what a list is about; where nothing is known by then, what it is at last."""
    if locks is not None:
        locks = latest(locks, survey.locks_of(page.id))
        known = state_known(survey, page, locks)
        if known is not None:
            return known
    return state_known(survey, page, None)


RULE = PageRule(
    "survivor-list",
    Severity.WARNING,
    "A list or category of survivors, or of the dead, holds those that the status says.",
    check,
)

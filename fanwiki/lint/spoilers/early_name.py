"""Prose that names what its reader learns of later."""

from collections.abc import Iterator, Mapping
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.named import Mention
from fanwiki.domain.points import Locks, latest
from fanwiki.lint.prose import Saying, line_of
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.spoilers.wrapping import wrap
from fanwiki.lint.survey import Survey

Hidden = dict[str, int]

_MOST_NAMED: Final = 4


def check(survey: Survey, page: Page) -> Iterator[Found]:
    body = survey.body(page.id)
    if not survey.called.may_name_hidden(body) or not _may_tell(survey, page, body):
        return
    home = survey.home(page)
    for saying in survey.sayings(page.id):
        locks = survey.passage_locks(page, saying.reveals)
        if locks is None:
            continue
        told = _told(survey, saying, locks)
        if told:
            fix = wrap(survey, page, saying, latest(*told.values()))
            yield Found(_message(survey, home, told), line_of(body, saying, next(iter(told))), fix)


def _message(survey: Survey, home: PageId | None, told: Mapping[str, Hidden]) -> str:
    """One finding for all that a block names too early: one fix is for all of it."""
    named = [
        (name, " and ".join(survey.point(show, position, home) for show, position in hidden.items()))
        for name, hidden in told.items()
    ]
    if len(named) == 1:
        return f"names “{named[0][0]}”, which is revealed at {named[0][1]}, to readers who have not seen that"
    said = [f"“{name}” ({points})" for name, points in named[:_MOST_NAMED]]
    more = len(named) - len(said)
    listed = f"{', '.join(said)} and {more} more" if more else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"names {listed}, which are revealed there, to readers who have not seen that"


def hidden_in(survey: Survey, mention: Mention, locks: Locks) -> Hidden:
    """How far beyond some locks everything lies that a name can mean; empty where one of them is known."""
    each = [survey.beyond(need, locks) for _, need in mention.owners]
    return min(each, key=_furthest) if each and all(each) else {}


def _told(survey: Survey, saying: Saying, locks: Locks) -> dict[str, Hidden]:
    found: dict[str, Hidden] = {}
    for mention in survey.called.mentions(saying.text):
        hidden = hidden_in(survey, mention, locks)
        if hidden:
            found.setdefault(mention.name, hidden)
    return found


def _may_tell(survey: Survey, page: Page, body: str) -> bool:
    """Whether the source holds a name that is hidden from whoever reads the least of it: quicker than to parse."""
    if not page.reviewed and "reveal" not in body.casefold() and "||" not in body:
        return False
    least = survey.least_locks(page)
    return any(hidden_in(survey, mention, least) for mention in survey.called.mentions(body))


def _furthest(hidden: Hidden) -> int:
    return max(hidden.values(), default=0)


RULE = PageRule(
    "early-name",
    Severity.ERROR,
    "Prose names nothing that is revealed only after the point from which the prose is safe.",
    check,
)

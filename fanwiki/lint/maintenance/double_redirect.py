"""Redirects that lead to redirects."""

from collections.abc import Iterator
from dataclasses import replace

from fanwiki.domain.edits import ChangeFact
from fanwiki.domain.entities import Page, Redirect
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import latest
from fanwiki.lint.maintenance.redirects import end_of, redirecting_line, way
from fanwiki.lint.rule import Change, Found, PageRule, Put, Severity
from fanwiki.lint.survey import Survey
from fanwiki.wiki.covering import covers

_LABEL = "let redirect lead to the end"


def check(survey: Survey, page: Page) -> Iterator[Found]:
    place = end_of(survey, page.id)
    if place is None:
        return
    end, heading = place
    passed = way(survey, page.id)
    if len(passed) > 2:
        message = f"leads to “{survey.title(passed[1])}”, which leads on to “{survey.title(end)}”"
        yield Found(message, 1, _of_text(survey, page, end, heading))
    for redirect in survey.redirects.get(page.id, ()):
        message = f"the redirect “{redirect.title}” leads here, and this page leads on to “{survey.title(end)}”"
        yield Found(message, 1, _of_fact(survey, page, redirect, end, heading))


def _of_text(survey: Survey, page: Page, end: PageId, heading: str) -> Put | None:
    if not survey.may_say(page, survey.locks_of(end)):
        return None
    return redirecting_line(survey, page.id, survey.title(end), heading, _LABEL)


def _of_fact(survey: Survey, page: Page, redirect: Redirect, end: PageId, heading: str) -> Change | None:
    """None where a reader would hear of the redirect, or of what it leads to, sooner than now."""
    now = latest(survey.orders.locks(redirect.reveals()), survey.locks_of(end))
    told = survey.passage_locks(page, ()) or {}
    if not covers(now, latest(survey.locks_of(redirect.id), told)):
        return None
    led = replace(redirect, page=end, heading=heading)
    return Change((ChangeFact(led),), _LABEL, f"“{redirect.title}” will lead to “{survey.title(end)}” itself.")


RULE = PageRule(
    "double-redirect",
    Severity.WARNING,
    "A redirect to a redirect stops half way: let it lead to the last page.",
    check,
)

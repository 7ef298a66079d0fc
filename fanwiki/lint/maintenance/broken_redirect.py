"""Redirects to what is not there."""

from collections.abc import Iterator
from dataclasses import replace

from fanwiki.domain.edits import ChangeFact
from fanwiki.domain.entities import Page, Redirect
from fanwiki.lint.maintenance.redirects import leads_to, redirect_target
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    target = redirect_target(survey.bodies.get(page.id, ""))
    if target is not None:
        title, heading = target
        leads = leads_to(survey, page.id)
        if leads is None:
            yield Found(f"leads to “{title}”, which is not there", 1)
        elif heading and heading.casefold() not in survey.headings(leads):
            yield Found(f"leads to a heading “{heading}”, which “{title}” does not have", 1)
    for redirect in survey.redirects.get(page.id, ()):
        if redirect.heading and redirect.heading.casefold() not in survey.headings(page.id):
            fix = (ChangeFact(_to_top(redirect)),)
            message = f"the redirect “{redirect.title}” leads to a heading “{redirect.heading}”, which is not there"
            yield Found(message, fix=fix)


def _to_top(redirect: Redirect) -> Redirect:
    return replace(redirect, heading="")


RULE = PageRule(
    "broken-redirect",
    Severity.WARNING,
    "A redirect to a page or heading that is not there leads nowhere.",
    check,
)

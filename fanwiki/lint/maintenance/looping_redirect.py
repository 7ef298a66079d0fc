"""Redirects that lead back to themselves."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.lint.maintenance.redirects import way
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    passed = way(survey, page.id)
    if len(passed) == len(set(passed)):
        return
    round_trip = " → ".join(survey.title(each) for each in passed)
    yield Found(f"goes round in a circle and never arrives: {round_trip}", 1)


RULE = PageRule("looping-redirect", Severity.ERROR, "Redirects in a circle lead to no page at all.", check)

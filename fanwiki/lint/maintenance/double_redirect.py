"""Redirects that lead to redirects."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.lint.maintenance.redirects import leads_to, way
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    passed = way(survey, page)
    ends = len(set(passed)) == len(passed)
    if len(passed) > 2 and ends:
        yield Found(f"leads to “{survey.title(passed[1])}”, which leads on to “{survey.title(passed[-1])}”", 1)
    if leads_to(survey, page.id) is not None and ends:
        for redirect in survey.redirects.get(page.id, ()):
            yield Found(f"the redirect “{redirect.title}” leads here, and this page leads on", 1)


RULE = PageRule(
    "double-redirect",
    Severity.WARNING,
    "A redirect to a redirect stops half way: let it lead to the last page.",
    check,
)

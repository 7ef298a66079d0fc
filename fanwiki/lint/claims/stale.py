"""Claims and statements that time may have overtaken."""

from collections.abc import Iterator

from fanwiki.domain.claims import StaleWhy, staleness
from fanwiki.domain.entities import Page
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_WHY = {
    StaleWhy.REVIEW_DUE: "was to be looked at again by",
    StaleWhy.CHECKED_LONG_AGO: "was last checked on",
    StaleWhy.PUBLISHED_LONG_AGO: "was published on",
}


def check(survey: Survey, page: Page) -> Iterator[Found]:
    for claim in survey.claims.get(page.id, ()):
        stale = staleness(claim, survey.today)
        if stale is not None:
            yield Found(f"“{claim.property}: {claim.value}” {_WHY[stale.why]} {stale.since}")
    for statement in survey.statements(page.id):
        yield Found(
            f"says “{statement.phrase}”, and was last changed on {statement.written}: {statement.text}",
            statement.line + 1,
        )


RULE = PageRule(
    "stale-claim",
    Severity.NOTE,
    "What was open when it was written wants another look after a year, or on the day set for it.",
    check,
)

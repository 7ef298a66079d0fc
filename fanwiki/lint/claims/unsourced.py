"""Claims on nobody's word."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import Standing
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_OVER = frozenset({Standing.CONTRADICTED, Standing.SUPERSEDED})


def check(survey: Survey, page: Page) -> Iterator[Found]:
    for claim in survey.claims.get(page.id, ()):
        if claim.source is None and claim.standing not in _OVER:
            yield Found(f"“{claim.property}: {claim.value}” ({claim.standing}) has no source")


RULE = PageRule("unsourced-claim", Severity.WARNING, "A claim is worth as much as its source.", check)

"""Pages that nothing leads to."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_STAND_ALONE = frozenset({PageKind.SHOW, PageKind.SEASON, PageKind.EPISODE, PageKind.CATEGORY, PageKind.TEMPLATE})
"""Kinds that lists and the tree lead to by themselves."""


def check(survey: Survey, page: Page) -> Iterator[Found]:
    if (
        page.kind in _STAND_ALONE
        or page.id in survey.parents
        or survey.web.is_led_to(page.id)
        or page.id in survey.tied
    ):
        return
    yield Found("no page links here, and no cast list or relationship leads here: link to it from where it matters")


RULE = PageRule(
    "orphan",
    Severity.NOTE,
    "A page that no other page, cast list or relationship leads to is met by those alone who search or leaf for it.",
    check,
)

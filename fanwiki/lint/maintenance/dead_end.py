"""Pages that lead nowhere."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import LinkKind, PageKind
from fanwiki.lint.maintenance.redirects import redirect_target
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_EXEMPT = frozenset({PageKind.CATEGORY, PageKind.TEMPLATE, PageKind.SEASON, PageKind.EPISODE})
"""Kinds from which the lists that they stand in lead on."""

_LEADING = frozenset({LinkKind.LINK, LinkKind.EMBED, LinkKind.CATEGORY})


def check(survey: Survey, page: Page) -> Iterator[Found]:
    body = survey.body(page.id)
    if page.kind in _EXEMPT or not body.strip() or "{{" in body or redirect_target(body) is not None:
        return
    if not any(link.kind in _LEADING and link.target != page.id for link in survey.links_of(page.id)):
        yield Found("has text, and neither a category nor a link to any other page", 1)


RULE = PageRule(
    "dead-end",
    Severity.NOTE,
    "A text without a link, category or data block leaves its reader with nowhere to go on.",
    check,
)

"""Pages in no category."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import LinkKind, PageKind
from fanwiki.lint.maintenance.redirects import redirect_target
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_SORTED = frozenset({PageKind.ARTICLE, PageKind.CHARACTER, PageKind.GROUP})
"""Kinds that categories are for; the tree puts the others in order."""


def check(survey: Survey, page: Page) -> Iterator[Found]:
    body = survey.body(page.id)
    if page.kind not in _SORTED or not survey.has_categories or not body.strip() or redirect_target(body) is not None:
        return
    if page.id in survey.parents:
        return
    if not any(link.kind is LinkKind.CATEGORY for link in survey.links_of(page.id)):
        yield Found("is in no category: add one such as [[Category:…]]")


RULE = PageRule(
    "uncategorised",
    Severity.NOTE,
    "In a wiki with categories, an article, character or group in none of them is missed in every list.",
    check,
)

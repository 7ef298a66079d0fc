"""Prose that nobody vouches for."""

import re
from collections.abc import Iterator
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.maintenance.redirects import redirect_target
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_PROSE: Final = re.compile(r"^[^\W_]", re.MULTILINE)
_MARKS: Final = ("%%", ":::", "||")


def check(survey: Survey, page: Page) -> Iterator[Found]:
    body = survey.body(page.id)
    if page.reviewed or page.kind is PageKind.TEMPLATE or not survey.orders.orders:
        return
    if not body.strip() or redirect_target(body) is not None:
        return
    plain = _PROSE.search(body) is not None and not any(mark in body for mark in _MARKS)
    if plain or survey.document(page.id).passages[0].text.strip():
        yield Found("nobody has said from which episode on this text is safe, so bundles with a ceiling leave it out")


RULE = PageRule(
    "unreviewed",
    Severity.NOTE,
    "Prose is shown to a reader once somebody has marked from which point on it is safe.",
    check,
)

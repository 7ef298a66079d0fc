"""Titles that differ by next to nothing."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    for other in survey.alike(page):
        yield Found(f"is called almost as “{other.title}”: if they are one thing, merge them, or else tell them apart")


RULE = PageRule(
    "near-equal-titles",
    Severity.NOTE,
    "Two pages whose titles differ in case, marks, diacritics or one letter are mostly one thing written twice.",
    check,
)

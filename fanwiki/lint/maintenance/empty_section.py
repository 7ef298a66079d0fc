"""Headings with nothing under them."""

import re
from collections.abc import Iterator
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.rule import Found, PageRule, Put, Severity
from fanwiki.lint.survey import Survey
from fanwiki.markup import Heading

_MAY_BE: Final = re.compile(
    r"^[ >]*#{1,6} [^\n]*\n(?:[ \t>]*(?:%%.*?%%)?[ \t]*\n)*?[ \t>]*(?:#|:::|\Z)"
    r"|\n(?:=+|-+)[ \t]*\n\s*(?:\Z|#|:::|[^\n]+\n(?:=|-))",
    re.MULTILINE | re.DOTALL,
)
"""A quick look that misses none: most texts need not be parsed."""


def check(survey: Survey, page: Page) -> Iterator[Found]:
    if page.kind is PageKind.TEMPLATE or _MAY_BE.search(survey.body(page.id) + "\n") is None:
        return
    headings = survey.document(page.id).headings
    filled = _filled_lines(survey, page)
    for number, heading in enumerate(headings):
        following = headings[number + 1] if number + 1 < len(headings) else None
        if following is not None and following.level > heading.level:
            continue
        end = len(filled) if following is None else following.line
        if not any(filled[heading.line + 1 : end]):
            said = (
                f"the section “{heading.text}” is empty" if heading.text else "a heading has neither words nor a text"
            )
            yield Found(said, heading.line + 1, _cut(survey, page, heading))


def _cut(survey: Survey, page: Page, heading: Heading) -> Put | None:
    """Takes the heading away. None where something leads to it, or where it is no line of its own."""
    key = heading.text.casefold()
    links = (*survey.links_of(page.id), *survey.links_to(page.id))
    redirects = survey.redirects.get(page.id, ())
    line = survey.body(page.id).split("\n")[heading.line]
    if (
        not line.startswith("#")
        or any(link.heading.casefold() == key for link in links)
        or any(redirect.heading.casefold() == key for redirect in redirects)
    ):
        return None
    return Put(page.id, heading.line, heading.line + 1, line, (), "remove empty section")


def _filled_lines(survey: Survey, page: Page) -> list[bool]:
    """Which lines say anything beside their headings, comments and the marks of reveals."""
    source = re.sub(r"%%.*?(?:%%|\Z)", _blank_lines, survey.body(page.id), flags=re.DOTALL)
    lines = source.split("\n")
    filled = [bool(line.strip(" \t>")) and not line.lstrip(" >").startswith(":::") for line in lines]
    for number, line in enumerate(lines):
        if number and re.fullmatch(r"[ >]*(?:=+|-+)[ \t]*", line) and lines[number - 1].strip():
            filled[number] = False
    return filled


def _blank_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


RULE = PageRule("empty-section", Severity.NOTE, "A heading with nothing under it promises what is not there.", check)

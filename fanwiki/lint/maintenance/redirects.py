"""What the rules about redirects share: redirects of the wiki, and pages whose text is nothing but `#REDIRECT`."""

import re
from typing import Final

from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.rule import Put
from fanwiki.lint.survey import Survey
from fanwiki.wiki.moved_links import written

_REDIRECT: Final = re.compile(
    r"\s*(?:\d+\.|#)\s*REDIRECT\s*:?\s*\[\[([^\]|#\n]+)(?:#([^\]|\n]*))?[^\]\n]*\]\]", re.IGNORECASE
)


def redirect_target(body: str) -> tuple[str, str] | None:
    """The title and heading that a text leads to if it is a redirect as MediaWiki writes it."""
    if "REDIRECT" not in body[:40].upper():
        return None
    match = _REDIRECT.match(body)
    return None if match is None else (match[1].strip(), (match[2] or "").strip())


def whole(body: str) -> bool:
    """Whether a text says nothing but its redirect."""
    match = _REDIRECT.match(body)
    return match is not None and not body[match.end() :].strip()


def leads_to(survey: Survey, page: PageId) -> PageId | None:
    """The page that a redirecting page leads to; None for a page that is none, or leads nowhere."""
    if page not in survey.redirecting or redirect_target(survey.redirecting[page]) is None:
        return None
    links = survey.links_of(page)
    return next((link.target for link in links if link.kind is LinkKind.LINK), None)


def end_of(survey: Survey, page: PageId) -> tuple[PageId, str] | None:
    """The page, and the heading of it, at which one arrives from a redirecting page; None for a page that is none, and
    for a way that goes round in a circle.
    """
    passed = way(survey, page)
    if len(passed) < 2 or len(set(passed)) < len(passed):
        return None
    target = redirect_target(survey.body(passed[-2]))
    return passed[-1], "" if target is None else target[1]


def redirecting_line(survey: Survey, page: PageId, title: str, heading: str, label: str) -> Put | None:
    """The fix that has a redirecting page lead to another place. None where its redirect is more than a line."""
    lines = survey.body(page).split("\n")
    first = next(number for number, line in enumerate(lines) if line.strip())
    line = lines[first]
    if redirect_target(line) is None:
        return None
    led = line[: line.index("[[")] + written((title, heading), None, embedded=False) + line[line.index("]]") + 2 :]
    return Put(page, first, first + 1, line, (led,), label)


def way(survey: Survey, page: PageId) -> list[PageId]:
    """The pages that one comes by from a redirecting page, itself first, up to the end or to where it has been."""
    passed = [page]
    following = leads_to(survey, page)
    while following is not None:
        passed.append(following)
        if following in passed[:-1]:
            break
        following = leads_to(survey, following)
    return passed

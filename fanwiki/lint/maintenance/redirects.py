"""What the rules about redirects share: redirects of the wiki, and pages whose text is nothing but `#REDIRECT`."""

import re
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.survey import Survey

_REDIRECT: Final = re.compile(
    r"\s*(?:\d+\.|#)\s*REDIRECT\s*:?\s*\[\[([^\]|#\n]+)(?:#([^\]|\n]*))?[^\]\n]*\]\]", re.IGNORECASE
)


def redirect_target(body: str) -> tuple[str, str] | None:
    """The title and heading that a text leads to if it is a redirect as MediaWiki writes it."""
    if "REDIRECT" not in body[:40].upper():
        return None
    match = _REDIRECT.match(body)
    return None if match is None else (match[1].strip(), (match[2] or "").strip())


def leads_to(survey: Survey, page: PageId) -> PageId | None:
    """The page that a redirecting page leads to; None for a page that is none, or leads nowhere."""
    if redirect_target(survey.bodies.get(page, "")) is None:
        return None
    links = survey.links.get(page, ())
    return next((link.target for link in links if link.kind is LinkKind.LINK), None)


def way(survey: Survey, page: Page) -> list[PageId]:
    """The pages that one comes by from a redirecting page, itself first, up to the end or to where it has been."""
    passed = [page.id]
    following = leads_to(survey, page.id)
    while following is not None:
        passed.append(following)
        if following in passed[:-1]:
            break
        following = leads_to(survey, following)
    return passed

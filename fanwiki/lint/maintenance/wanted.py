"""Links to pages that are not there."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.link_titles import in_link
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.prose import ARGUMENT
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_TEMPLATE = "template:"


def check(survey: Survey, page: Page) -> Iterator[Found]:
    told: set[str] = set()
    for link in survey.links_of(page.id):
        key = title_key(link.title)
        if link.target is not None or link.kind not in (LinkKind.LINK, LinkKind.EMBED) or not key or key in told:
            continue
        if key.startswith(_TEMPLATE) or key in survey.media or ARGUMENT in key:
            continue
        told.add(key)
        line = survey.line_of_link(page.id, link.title, f"[[{in_link(link.title)}", f"[[ {in_link(link.title)}")
        message = f"links to “{link.title}”, which is not there: make the page, or link to another"
        yield Found(message, line, about=key)


RULE = PageRule(
    "wanted-page",
    Severity.WARNING,
    "A link whose title is no page, name or redirect of the wiki leads nowhere.",
    check,
)

"""Links to headings that are not there."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    told: set[tuple[str, str]] = set()
    for link in survey.links_of(page.id):
        target = page.id if not link.title else link.target
        place = (link.title, link.heading)
        if not link.heading or target is None or link.kind not in (LinkKind.LINK, LinkKind.EMBED) or place in told:
            continue
        told.add(place)
        if link.heading.casefold() not in survey.headings(target):
            line = survey.line_of_link(page.id, link.title, f"#{link.heading}")
            yield Found(f"links to the heading “{link.heading}” of “{survey.title(target)}”, which is not there", line)


RULE = PageRule(
    "broken-heading-link",
    Severity.WARNING,
    "A link to a heading that is not there leads to the top of the page.",
    check,
)

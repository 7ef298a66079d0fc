"""Templates that are used and not there."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.prose import ARGUMENT
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_PREFIX = "template:"


def check(survey: Survey, page: Page) -> Iterator[Found]:
    told: set[str] = set()
    for link in survey.links_of(page.id):
        key = title_key(link.title)
        if link.target is not None or link.kind is LinkKind.CATEGORY or not key.startswith(_PREFIX) or key in told:
            continue
        if ARGUMENT in key:
            continue
        told.add(key)
        name = link.title[len(_PREFIX) :].strip()
        line = survey.line_of_link(page.id, link.title, f"{{{{{name}", f"{{{{{link.title}", f"[[{link.title}")
        yield Found(f"uses the template “{name}”, which is not there", line, about=key)


RULE = PageRule("unknown-template", Severity.WARNING, "A template that is not there shows as it was typed.", check)

"""Pictures that are shown and not there."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    told: set[str] = set()
    for link in survey.links_of(page.id):
        key = title_key(link.title)
        if link.kind is LinkKind.IMAGE and key not in survey.media and key not in told:
            told.add(key)
            line = survey.line_of_link(page.id, link.title, link.title)
            yield Found(f"shows “{link.title}”, which is no file of the wiki", line, about=key)
    for value in survey.values.get(page.id, ()):
        if (page.kind, value.field) in survey.picture_fields and title_key(value.value) not in survey.media:
            yield Found(f"the profile shows “{value.value}” as {value.field}, which is no file of the wiki")


RULE = PageRule(
    "missing-media", Severity.WARNING, "A page that shows a file the wiki does not have shows a gap.", check
)

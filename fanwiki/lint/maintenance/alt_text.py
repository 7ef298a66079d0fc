"""Pictures that are not described."""

from collections.abc import Iterator

from fanwiki.domain.entities import Media
from fanwiki.lint.rule import Found, MediaRule, Severity
from fanwiki.lint.survey import Survey


def check(_survey: Survey, media: Media) -> Iterator[Found]:
    if media.mime.startswith("image/") and not media.alt.strip():
        yield Found("has no description: say in a few words what is to be seen")


RULE = MediaRule(
    "missing-alt", Severity.WARNING, "A picture without a description is nothing to whoever cannot see it.", check
)

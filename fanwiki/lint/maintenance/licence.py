"""Files of which nobody said whether they may be used."""

from collections.abc import Iterator

from fanwiki.domain.entities import Media
from fanwiki.lint.rule import Found, MediaRule, Severity
from fanwiki.lint.survey import Survey


def check(_survey: Survey, media: Media) -> Iterator[Found]:
    if not media.licence.strip() and not media.rationale.strip():
        yield Found("has no licence: say under which one it is used, or why it may be")


RULE = MediaRule(
    "missing-licence",
    Severity.WARNING,
    "A file without a licence or a reason for its use cannot be published with a clear conscience.",
    check,
)

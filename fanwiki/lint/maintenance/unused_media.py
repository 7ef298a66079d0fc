"""Files that nothing shows."""

from collections.abc import Iterator

from fanwiki.domain.edits import RemoveFact
from fanwiki.domain.entities import Media
from fanwiki.domain.names import title_key
from fanwiki.lint.rule import Change, Found, MediaRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, media: Media) -> Iterator[Found]:
    if title_key(media.name) not in survey.shown_on:
        yield Found("no page, portrait or profile shows this file", fix=_removal(media))


def _removal(media: Media) -> Change:
    return Change((RemoveFact("Media", media.id),), "remove file", f"“{media.name}” will be taken out of the wiki.")


RULE = MediaRule("unused-media", Severity.NOTE, "A file that nothing shows makes the wiki larger for nobody.", check)

"""Who appears after a death that is confirmed."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import AppearanceMode
from fanwiki.lint.continuity.fates import dead_as_of
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_PRESENT = frozenset({AppearanceMode.ON_SCREEN, AppearanceMode.VOICE})


def check(survey: Survey, page: Page) -> Iterator[Found]:
    home = survey.home(page)
    for appearance in survey.appearances.get(page.id, ()):
        died = dead_as_of(survey, page.id, appearance.episode) if appearance.mode in _PRESENT else None
        if died is not None:
            here, then = survey.orders.write(appearance.episode, home), survey.orders.write(died, home)
            yield Found(
                f"appears in {here} ({appearance.mode}), and is dead since {then}: if that is a flashback, or the body,"
                " say so of the appearance"
            )


RULE = PageRule(
    "appears-after-death",
    Severity.ERROR,
    "After a confirmed death a character is seen in flashback, as a body or not at all.",
    check,
)

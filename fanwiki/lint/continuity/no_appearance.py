"""Who is cast and never seen."""

from collections.abc import Iterator

from fanwiki.domain.casting import SPOKEN_OF
from fanwiki.domain.entities import Page, Portrayal
from fanwiki.domain.vocabulary import Standing
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    for line in survey.portrayals.get(page.id, ()):
        noted = line.standing is Standing.CONFIRMED and line.show in survey.shows_with_appearances
        if noted and not _is_seen(survey, line):
            person = survey.title(line.person)
            yield Found(f"is played by {person}, and appears in no episode of that range: note the appearances")


def _is_seen(survey: Survey, line: Portrayal) -> bool:
    order = survey.orders.of_show(line.show)
    if order is None:
        return True
    begin = order.position(line.first) if line.first is not None and line.first in order else 1
    end = order.position(line.last) if line.last is not None and line.last in order else len(order.episodes)
    return any(
        each.mode not in SPOKEN_OF and each.episode in order and begin <= order.position(each.episode) <= end
        for each in survey.appearances.get(line.character, ())
    )


RULE = PageRule(
    "portrayal-without-appearance",
    Severity.WARNING,
    "Where a show's appearances are noted, somebody who is cast appears in at least one episode.",
    check,
)

"""What begins after it has ended, and who is seen before being introduced."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page, Portrayal
from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.vocabulary import AppearanceMode
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_HERE = frozenset({AppearanceMode.ON_SCREEN, AppearanceMode.VOICE, AppearanceMode.BODY})


def check(survey: Survey, page: Page) -> Iterator[Found]:
    home = survey.home(page)
    ranges = [(f"the role of {survey.title(each.person)}", each.first, each.last) for each in _cast(survey, page)]
    ranges += [(f"“{each.kind}”", each.start, each.end) for each in survey.relationships.get(page.id, ())]
    ranges += [
        (f"the time in “{survey.title(each.group)}”", each.start, each.end)
        for each in survey.memberships.get(page.id, ())
    ]
    for what, first, last in ranges:
        if first is not None and last is not None and _is_before(survey, last, first):
            begins, ends = survey.orders.write(first, home), survey.orders.write(last, home)
            yield Found(f"{what} begins in {begins} and ends before, in {ends}")
    introduced = page.introduced_at
    for appearance in survey.appearances.get(page.id, ()) if introduced is not None else ():
        assert introduced is not None
        if appearance.mode in _HERE and _is_before(survey, appearance.episode, introduced):
            seen, known = survey.orders.write(appearance.episode, home), survey.orders.write(introduced, home)
            yield Found(f"appears in {seen}, and is introduced later, in {known}")


def _cast(survey: Survey, page: Page) -> list[Portrayal]:
    return survey.portrayals.get(page.id, [])


def _is_before(survey: Survey, one: EpisodeId, other: EpisodeId) -> bool:
    mine, theirs = survey.place(one), survey.place(other)
    return mine is not None and theirs is not None and mine[0] is theirs[0] and mine[1] < theirs[1]


RULE = PageRule(
    "first-after-last",
    Severity.ERROR,
    "Nothing ends before it begins, and nobody is seen before being introduced.",
    check,
)

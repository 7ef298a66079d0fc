"""Relationships that go on after the death of one who has part in them."""

from collections.abc import Iterator
from typing import Final

from fanwiki.domain.entities import Membership, Page, Relationship
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.lint.continuity.fates import died_for_good
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_LASTING: Final = (
    "mother", "father", "parent", "son", "daughter", "child", "sister", "brother", "sibling", "twin", "cousin",
    "aunt", "uncle", "niece", "nephew", "grand", "ancestor", "descendant", "relative", "kin", "namesake", "creator",
    "kill", "murder", "victim", "former", "ex-", "late ", "widow", "first ", "maker", "sire",
)  # fmt: skip
"""What is so for ever, or says itself that it is over."""


def check(survey: Survey, page: Page) -> Iterator[Found]:
    for tie in survey.relationships.get(page.id, ()):
        for party in (tie.subject, tie.object):
            yield from _after(survey, page, tie, party, f"{tie.kind} of {survey.title(tie.object)}")
    for membership in survey.memberships.get(page.id, ()):
        if membership.end is not None:
            yield from _after(survey, page, membership, page.id, f"member of {survey.title(membership.group)}")


def _after(survey: Survey, page: Page, tie: Relationship | Membership, party: PageId, said: str) -> Iterator[Found]:
    died = died_for_good(survey, party)
    if died is None or (tie.end is None and isinstance(tie, Relationship) and _lasts(tie)):
        return
    if tie.end is None or _is_later(survey, tie.end, died):
        point = survey.orders.write(died, survey.home(page))
        goes_on = "has no end" if tie.end is None else "ends only after that"
        yield Found(f"“{said}” {goes_on}, and {survey.title(party)} is dead since {point}")


def _lasts(tie: Relationship) -> bool:
    words = f"{tie.kind} | {tie.inverse}".casefold()
    return any(word in words for word in _LASTING)


def _is_later(survey: Survey, end: EpisodeId, died: EpisodeId) -> bool:
    one, other = survey.place(end), survey.place(died)
    return one is not None and other is not None and one[0] is other[0] and one[1] > other[1]


RULE = PageRule(
    "relationship-outlives-party",
    Severity.WARNING,
    "Friendship, love and command end with a death; kinship does not.",
    check,
)

"""Roles that two people have at one time."""

from collections.abc import Iterator
from itertools import combinations

from fanwiki.domain.entities import Page, Portrayal
from fanwiki.domain.vocabulary import RoleType, Standing
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_BESIDE = frozenset({RoleType.DUB, RoleType.STUNT, RoleType.YOUNGER, RoleType.VOICE})
"""Kinds of role that somebody has beside whoever plays the part."""
_HOLDS = frozenset({Standing.CONFIRMED, Standing.ANNOUNCED})


def check(survey: Survey, page: Page) -> Iterator[Found]:
    parts = [
        line for line in survey.portrayals.get(page.id, ()) if line.role not in _BESIDE and line.standing in _HOLDS
    ]
    for one, other in combinations(parts, 2):
        if one.person != other.person and one.show == other.show and _meet(survey, one, other):
            names = f"{survey.title(one.person)} and {survey.title(other.person)}"
            yield Found(f"is played by {names} at one time: end one of the two, or say that it is a younger self")


def _meet(survey: Survey, one: Portrayal, other: Portrayal) -> bool:
    """Whether the ranges of two lines of one show have an episode in common."""
    (begin, end), (start, stop) = _range(survey, one), _range(survey, other)
    return begin <= stop and start <= end


def _range(survey: Survey, line: Portrayal) -> tuple[int, int]:
    order = survey.orders.of_show(line.show)
    if order is None:
        return 1, 0
    first = order.position(line.first) if line.first is not None and line.first in order else 1
    last = order.position(line.last) if line.last is not None and line.last in order else len(order.episodes)
    return first, last


RULE = PageRule(
    "two-actors",
    Severity.WARNING,
    "One character has one actor at a time, unless as a voice, a double or a younger self.",
    check,
)

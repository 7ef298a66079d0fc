"""What is claimed, by whom, and whether it wants another look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from fanwiki.domain.dates import PartialDate, last_day
from fanwiki.domain.entities import Claim, Source
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import Standing

SETTLED: Final = frozenset({Standing.CONFIRMED, Standing.CONTRADICTED, Standing.SUPERSEDED})
"""Standings that time alone does not make doubtful."""

_A_YEAR: Final = 365


class StaleWhy(StrEnum):
    """Why a claim wants another look."""

    REVIEW_DUE = "review due"
    CHECKED_LONG_AGO = "checked long ago"
    PUBLISHED_LONG_AGO = "published long ago"


@dataclass(frozen=True)
class Staleness:
    """Why a claim is stale, and the date that makes it so: of the review, the last check or the publication."""

    why: StaleWhy
    since: PartialDate


@dataclass(frozen=True)
class LedgerEntry:
    """One line of the claim ledger as of a viewpoint and a day."""

    claim: Claim
    subject: str
    source: Source | None
    stale: bool


@dataclass(frozen=True)
class ClaimGroup:
    """What is claimed of one property of one subject, the settled claim first."""

    subject: PageId
    title: str
    property: str
    entries: tuple[LedgerEntry, ...]
    differs: bool
    """Whether the claims do not all say the same."""


@dataclass(frozen=True)
class StaleStatement:
    """A statement in a page's prose that time may have overtaken. `line` is the source line, from 0; `text` the
    sentence, `phrase` what gives it away, `written` the day of the page's newest revision.
    """

    page: PageId
    title: str
    line: int
    text: str
    phrase: str
    written: PartialDate


def staleness(claim: Claim, today: date) -> Staleness | None:
    """A claim is stale when its review date is past, or when it is unsettled and was last looked at over a year ago.
    None for one that is not.
    """
    if claim.review_by is not None:
        overdue = last_day(claim.review_by) < today
        return Staleness(StaleWhy.REVIEW_DUE, claim.review_by) if overdue else None
    looked_at = claim.checked_on or claim.published
    if claim.standing in SETTLED or looked_at is None or (today - last_day(looked_at)).days <= _A_YEAR:
        return None
    return Staleness(StaleWhy.CHECKED_LONG_AGO if claim.checked_on else StaleWhy.PUBLISHED_LONG_AGO, looked_at)


def is_stale(claim: Claim, today: date) -> bool:
    """Whether a claim wants another look; `staleness` says why."""
    return staleness(claim, today) is not None


def grouped(entries: Iterable[LedgerEntry]) -> tuple[ClaimGroup, ...]:
    """The ledger by subject and property: subjects by title, within a group the weightier standing first, then the
    newer claim. Case and blanks do not make another property.
    """
    groups: dict[tuple[PageId, str], list[LedgerEntry]] = {}
    for entry in entries:
        groups.setdefault((entry.claim.subject, _key(entry.claim.property)), []).append(entry)
    made = [
        ClaimGroup(
            subject, found[0].subject, found[0].claim.property.strip(), tuple(_settled_first(found)), _differ(found)
        )
        for (subject, _), found in groups.items()
    ]
    return tuple(sorted(made, key=lambda group: (_key(group.title), group.subject, _key(group.property))))


def _settled_first(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    newest_first = sorted(entries, key=lambda entry: entry.claim.published or "", reverse=True)
    return sorted(newest_first, key=lambda entry: list(Standing).index(entry.claim.standing))


def _differ(entries: Iterable[LedgerEntry]) -> bool:
    return len({_key(entry.claim.value) for entry in entries}) > 1


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()

"""What is claimed, by whom, and whether it wants another look."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from fanwiki.domain.dates import last_day
from fanwiki.domain.entities import Claim, Source
from fanwiki.domain.vocabulary import Standing

SETTLED: Final = frozenset({Standing.CONFIRMED, Standing.CONTRADICTED, Standing.SUPERSEDED})
"""Standings that time alone does not make doubtful."""


@dataclass(frozen=True)
class LedgerEntry:
    """One line of the claim ledger as of a viewpoint and a day."""

    claim: Claim
    subject: str
    source: Source | None
    stale: bool


def is_stale(claim: Claim, today: date) -> bool:
    """A claim is stale when its review date is past, or when it is unsettled and was last looked at over a year ago."""
    if claim.review_by is not None:
        return last_day(claim.review_by) < today
    looked_at = claim.checked_on or claim.published
    if claim.standing in SETTLED or looked_at is None:
        return False
    return (today - last_day(looked_at)).days > 365

"""What the claim ledger shows, read and cut to size: that of a whole wiki on a thread of its own."""

from dataclasses import dataclass
from datetime import date

from fanwiki.domain.claims import ClaimGroup, LedgerEntry, StaleStatement, grouped
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import Standing
from fanwiki.wiki import View


@dataclass(frozen=True)
class Asked:
    """Which claims are asked for: about a page, or (None) in the whole wiki with what the prose says; of a standing,
    and stale ones alone; at most so many groups and statements.
    """

    subject: PageId | None
    today: date
    standing: Standing | None
    stale_only: bool
    most: int

    def passes(self, entry: LedgerEntry) -> bool:
        right = self.standing is None or entry.claim.standing == self.standing
        return right and (entry.stale or not self.stale_only)


@dataclass(frozen=True)
class Found:
    """What there is to show, and how much there is: claims, stale ones, those that passed, statements in the prose, and
    how many groups and statements are left out for now.
    """

    groups: tuple[ClaimGroup, ...] = ()
    statements: tuple[StaleStatement, ...] = ()
    claims: int = 0
    stale: int = 0
    passed: int = 0
    said: int = 0
    left_out: int = 0


def read_ledger(view: View, asked: Asked) -> Found:
    """Reads the ledger; that of a whole wiki looks through all its claims and texts."""
    with view.together() as held:
        entries = held.claims(asked.subject, asked.today)
        in_text = asked.subject is None and asked.standing is None
        statements = held.stale_statements(asked.today) if in_text else ()
    passed = [entry for entry in entries if asked.passes(entry)]
    groups = grouped(passed)
    return Found(
        groups[: asked.most],
        statements[: asked.most],
        len(entries),
        sum(entry.stale for entry in entries),
        len(passed),
        len(statements),
        max(len(groups) - asked.most, 0) + max(len(statements) - asked.most, 0),
    )

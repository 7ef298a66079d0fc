"""What goes when pages leave the trash for good, and what has to stay.

A page takes with it its texts and revisions, its subject, and the facts that touch it. It stays while anything else
names it: a fact that is revealed at an episode would be open to everyone if that episode were forgotten.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fanwiki.domain.entities import Appearance, Fact, Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import WITH_TRASH
from fanwiki.store import gates, page_rows, references
from fanwiki.store.facts import facts_among
from fanwiki.store.store import Reading


@dataclass(frozen=True)
class Emptying:
    """`goes` are the pages, those that went along included; `facts` how many go with them; `stays` has each page that
    was put into the trash and is still named, with the title of a page that names it.
    """

    goes: tuple[Page, ...]
    facts: int
    stays: tuple[tuple[Page, str], ...]


def emptying(reading: Reading, tops: Iterable[PageId]) -> Emptying:
    """What would come of forgetting these pages, each of which was put into the trash by itself."""
    branches = {top: page_rows.trashed_branch(reading, top) for top in tops}
    wanted = {top: branch for top, branch in branches.items() if branch}
    stays: list[tuple[Page, str]] = []
    while True:
        ids = {page.id for branch in wanted.values() for page in branch}
        facts = resting(reading, ids)
        held = references.holders(reading, ids, {fact.id for fact in facts})
        kept = {top: holder for top, branch in wanted.items() for page in branch if (holder := held.get(page.id))}
        if not kept:
            break
        for top, holder in kept.items():
            (page,) = [page for page in wanted.pop(top) if page.id == top]
            stays.append((page, holder))
    goes = tuple(page for branch in wanted.values() for page in branch)
    return Emptying(goes, len(facts), tuple(stays))


def resting(reading: Reading, ids: Collection[PageId]) -> tuple[Fact, ...]:
    """The facts that touch any of these pages, and who is in those of them that are episodes."""
    found: dict[str, Fact] = {fact.id: fact for fact in gates.facts_touching(reading, ids)}
    found.update((each.id, each) for each in facts_among(reading, WITH_TRASH, Appearance, "episode", ids))
    return tuple(found.values())


def due(trash: Iterable[tuple[Page, str]], days: int, now: datetime | None = None) -> tuple[PageId, ...]:
    """The pages that have been in the trash for more than so many days; `trash` has each with when it went there."""
    latest = (now or datetime.now(UTC)) - timedelta(days=days)
    return tuple(page.id for page, time in trash if datetime.fromisoformat(time) < latest)

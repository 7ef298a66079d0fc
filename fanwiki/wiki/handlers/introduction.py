"""Since when a character is there: nobody can learn of its status before.

What happened to it may lie before its introduction, what is true from the start is learnt of with the character, and
points of another show cannot be compared.
"""

from fanwiki.domain.entities import Page, StatusEvent
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.points import ALL
from fanwiki.store.facts import facts
from fanwiki.wiki.transaction import Transaction


def check_known_after(character: Page, event: StatusEvent, transaction: Transaction) -> None:
    """Raises InvalidEdit for a status that is known before its character is introduced."""
    since, known = character.introduced_at, event.revealed_at or event.at
    if since is None or known is None or not _is_before(event, since, transaction):
        return
    orders = transaction.writing.orders
    what = "the point that reveals a status" if event.revealed_at is not None else "the moment of a status"
    raise InvalidEdit(
        f"{what} ({orders.write(known)}) is before “{character.title}” is there; "
        f"it can be known from {orders.write(since)} on, whenever it happened",
        field="at" if event.revealed_at is None else "revealed_at",
    )


def check_introduction(character: Page, at: EpisodeId | None, transaction: Transaction) -> None:
    """Raises InvalidEdit if a status of the character is known before the point at which it would be introduced."""
    if at is None:
        return
    for event in facts(transaction.writing, ALL, StatusEvent, character=character.id):
        known = event.revealed_at or event.at
        if known is not None and _is_before(event, at, transaction):
            orders = transaction.writing.orders
            raise InvalidEdit(
                f"“{character.title}” cannot be introduced at {orders.write(at)}: a status is known from "
                f"{orders.write(known)} on; move that status first",
                field="at",
            )


def _is_before(event: StatusEvent, since: EpisodeId, transaction: Transaction) -> bool:
    """Whether a status is known, and has come to pass, before a point of its show."""
    orders = transaction.writing.orders
    order = orders.of_episode(since)
    known = event.revealed_at or event.at
    if order is None or known is None or known not in order:
        return False
    latest = max(order.position(point) for point in (known, event.at) if point is not None and point in order)
    return latest < order.position(since)

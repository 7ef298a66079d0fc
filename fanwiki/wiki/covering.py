"""Whether something that moves to another page stays as hidden as it was, and which point keeps it so."""

from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EpisodeOrders, Locks


def covers(now: Locks, before: Locks) -> bool:
    """Whether nobody sees with the locks of now what they did not see with those of before."""
    return all(now.get(lock, 0) >= position for lock, position in before.items())


def missing_point(now: Locks, before: Locks, orders: EpisodeOrders, what: str) -> EpisodeId | None:
    """The point by which `now` covers `before`; None if it does already. Raises InvalidEdit, which says `what` would
    be seen too early, where one point is not enough.
    """
    missing = {lock: position for lock, position in before.items() if now.get(lock, 0) < position}
    if not missing:
        return None
    found = [order.at(missing[order.show]).id for order in orders.orders if order.show in missing]
    if len(found) != 1 or len(missing) != 1:
        raise InvalidEdit(f"{what} would be seen too early: one point alone cannot hide it as it is hidden now")
    return found[0]


def point_at(orders: EpisodeOrders, show: PageId) -> EpisodeId | None:
    """The last episode of a show: from there on, nothing of it can be told too early."""
    order = orders.of_show(show)
    return order.episodes[-1].id if order is not None and order.episodes else None

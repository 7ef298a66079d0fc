"""A reading for whoever reads most of a wiki, as an export does: what it asks for is read in groups and kept.

The functions of this room ask `gathered` whether they are given such a reading, and then answer from memory what they
would have asked the file for page by page. The answers are the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from fanwiki.domain.points import EpisodeOrders, Horizon
from fanwiki.store.store import Reading

Group = TypeVar("Group")


@dataclass(frozen=True)
class Gathered:
    """A reading that keeps what it has read. Its groups are as large as the wiki: it is not for a window."""

    connection: Connection
    orders: EpisodeOrders
    _kept: dict[tuple[int, object], tuple[Horizon, Any]] = field(default_factory=dict)

    def once(self, horizon: Horizon, key: object, read: Callable[[], Group]) -> Group:
        """What `read` answers for this horizon, asked once. The key says what it is."""
        place = (id(horizon), key)
        known = self._kept.get(place)
        if known is None:
            # The horizon is kept as well: no other can have its id while this one is there.
            known = self._kept[place] = (horizon, read())
        return cast("Group", known[1])


def gathering(reading: Reading) -> Gathered:
    """The same state of the file, for reading in groups."""
    return Gathered(reading.connection, reading.orders)


def gathered(reading: Reading) -> Gathered | None:
    """The reading, if it reads in groups."""
    return reading if isinstance(reading, Gathered) else None

"""How an element of a bundle says from where on it is seen, so that its reader can hide what he has not reached.

Written are the places of episodes: `0:7` is the seventh episode of the first show in the bundle, `0:7 1:2` needs both,
and `x` is seen by whoever has seen everything. Only a bundle without a ceiling says any of this: in one with a ceiling
what is not there needs no hiding.
"""

from collections.abc import Sequence
from typing import Final

from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Locks

BEYOND: Final = "x"


def written(locks: Locks, shows: Sequence[PageId]) -> str:
    """Locks as an element carries them; empty for what everyone may see. `shows` are those of the bundle."""
    places = {show: number for number, show in enumerate(shows)}
    if any(lock not in places for lock in locks):
        return BEYOND
    found = sorted((places[PageId(lock)], position) for lock, position in locks.items())
    return " ".join(f"{place}:{position}" for place, position in found)

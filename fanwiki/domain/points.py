"""Points, episode orders and viewpoints: when the audience learns a thing, and how far a reader has come.

This is the only place where the rule of the viewpoint is written. The store keeps each fact's *locks* in an
index so that the same rule can be a WHERE; a property test holds the two against each other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, PageId

_POINT = re.compile(r"(?:(?P<show>[\w-]+):)?S(?P<season>\d{1,4})(?:E(?P<episode>\d{1,4}))?", re.IGNORECASE | re.ASCII)

TRASH: Final = "trash"
"""The lock of what lies in the trash: closed to every viewpoint, the author's too."""

UNREVIEWED: Final = "unreviewed"
"""The lock of prose whose page has no `safe_from`: open to the author, and to a reader who asks for it."""

VEILED: Final = "veiled"
"""The lock of a veil without a point: open to the author, and to a reader who may know everything."""

UNPLACED: Final = "unplaced"
"""The lock of what is behind a point that no show has, and of a season without episodes that nothing introduces:
open to the author alone."""

NEVER: Final = 2**31
"""A position that no episode has: a horizon at NEVER has everything behind it."""


@dataclass(frozen=True)
class PointName:
    """A point as it is written: `S1E06`, `S2` (its first episode), `aouad:S1E06`. Not yet looked up."""

    season: int
    episode: int | None = None
    show_code: str | None = None

    def __str__(self) -> str:
        show = f"{self.show_code}:" if self.show_code else ""
        episode = "" if self.episode is None else f"E{self.episode:02d}"
        return f"{show}S{self.season}{episode}"


def parse_point(text: str) -> PointName:
    """Reads a point as people write it. Raises UnknownPoint for text that is none."""
    match = _POINT.fullmatch(text.strip())
    if match is None:
        raise UnknownPoint(f"“{text}” is not a point; write it like S1E06, S2 or aouad:S1E06")
    episode = match["episode"]
    return PointName(int(match["season"]), None if episode is None else int(episode), match["show"])


@dataclass(frozen=True)
class OrderedEpisode:
    """One episode in the order of its show; `season` 0 holds the specials."""

    id: EpisodeId
    season: int
    number: int

    @property
    def name(self) -> PointName:
        return PointName(self.season, self.number)


@dataclass(frozen=True)
class EpisodeOrder:
    """The order in which the audience of one show sees its episodes. Positions count from 1."""

    show: PageId
    show_code: str
    episodes: tuple[OrderedEpisode, ...]
    _positions: Mapping[EpisodeId, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        positions = {episode.id: number for number, episode in enumerate(self.episodes, 1)}
        object.__setattr__(self, "_positions", positions)

    def __contains__(self, episode: EpisodeId) -> bool:
        return episode in self._positions

    def position(self, episode: EpisodeId) -> int:
        """The place of an episode in this order, from 1. Raises KeyError for an episode of another show."""
        return self._positions[episode]

    def at(self, position: int) -> OrderedEpisode:
        """The episode at a position, from 1."""
        return self.episodes[position - 1]

    def find(self, name: PointName) -> EpisodeId:
        """The episode that a point of this show names. Raises UnknownPoint."""
        for episode in self.episodes:
            if episode.season == name.season and name.episode in (None, episode.number):
                return episode.id
        raise UnknownPoint(f"there is no episode {name}" + (f" in {self.show_code}" if not name.show_code else ""))


@dataclass(frozen=True)
class EpisodeOrders:
    """The chosen episode order of each show of a wiki, in the order of the shows."""

    orders: tuple[EpisodeOrder, ...] = ()
    _by_show: Mapping[PageId, EpisodeOrder] = field(init=False, repr=False, compare=False)
    _by_episode: Mapping[EpisodeId, EpisodeOrder] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_episode = {episode.id: order for order in self.orders for episode in order.episodes}
        object.__setattr__(self, "_by_show", {order.show: order for order in self.orders})
        object.__setattr__(self, "_by_episode", by_episode)

    def of_show(self, show: PageId) -> EpisodeOrder | None:
        return self._by_show.get(show)

    def of_episode(self, episode: EpisodeId) -> EpisodeOrder | None:
        return self._by_episode.get(episode)

    def locks(self, points: Iterable[EpisodeId | None]) -> "Locks":
        """The latest of some points, show by show. None locks nothing; an episode that
        lies in the trash is no longer a point, and what it would reveal is for the author."""
        latest: dict[str, int] = {}
        for point in points:
            if point is None:
                continue
            order = self.of_episode(point)
            if order is None:
                latest[UNPLACED] = 1
                continue
            latest[order.show] = max(latest.get(order.show, 0), order.position(point))
        return latest

    def find(self, text: str, home: PageId | None = None) -> EpisodeId:
        """The episode that a written point names. Without a show's code the point is one of `home`, or of the
        first show that has it. Raises UnknownPoint.
        """
        name = parse_point(text)
        if name.show_code is not None:
            return self._coded(name.show_code).find(name)
        if home is not None and (order := self.of_show(home)) is not None:
            return order.find(name)
        for order in self.orders:
            try:
                return order.find(name)
            except UnknownPoint:
                continue
        raise UnknownPoint(f"there is no episode {name} in this wiki")

    def write(self, episode: EpisodeId, home: PageId | None = None) -> str:
        """How a point is written: with the show's code where it is not a point of `home`, or of the only show."""
        order = self.of_episode(episode)
        if order is None:
            return "?"
        name = order.at(order.position(episode)).name
        plain = order.show == home or (home is None and len(self.orders) == 1)
        return str(name) if plain else str(PointName(name.season, name.episode, order.show_code))

    def _coded(self, code: str) -> EpisodeOrder:
        for order in self.orders:
            if order.show_code.casefold() == code.casefold():
                return order
        raise UnknownPoint(f"no show of this wiki has the code “{code}”")


Locks = Mapping[str, int]
"""What a fact is locked by: for each show it touches the position at which it is revealed, and TRASH, UNREVIEWED
or VEILED with 1. No locks: seen by everyone."""


@dataclass(frozen=True)
class Viewpoint:
    """How far a reader has come: for each show the last episode watched.

    A show that is not named has not been begun. `author` sees everything (but the trash); `unreviewed` also lets
    prose through that nobody has marked safe, and `veils` veils without a point: both are for a reader who may know
    all that there is, and yet is not the author.
    """

    seen: tuple[tuple[PageId, EpisodeId], ...] = ()
    author: bool = False
    unreviewed: bool = False
    veils: bool = False


EVERYTHING: Final = Viewpoint(author=True)
"""The author's viewpoint."""


@dataclass(frozen=True)
class Horizon:
    """A viewpoint measured in the episode orders of one moment: how far each lock may be and still be open."""

    reach: Mapping[str, int]
    default: int = 0

    def sees(self, locks: Locks) -> bool:
        """Rule 1: a thing is seen when every show it touches has reached its reveal."""
        return all(position <= self.reach.get(lock, self.default) for lock, position in locks.items())

    def reaches(self, point: EpisodeId | None, orders: EpisodeOrders) -> bool:
        """Whether a point lies within what has been seen; None does."""
        if point is None:
            return True
        order = orders.of_episode(point)
        if order is None:
            return self.sees(orders.locks([point]))
        return order.position(point) <= self.of_show(order.show)

    def of_show(self, show: PageId) -> int:
        """The position of the last episode seen: 0 for none, NEVER for everything."""
        return self.reach.get(show, self.default)


ALL: Final = Horizon({TRASH: 0}, default=NEVER)
"""The author's horizon, which no episode order can change."""

WITH_TRASH: Final = Horizon({}, default=NEVER)
"""Sees what lies in the trash too: for what keeps it in order there."""


def horizon(viewpoint: Viewpoint, orders: EpisodeOrders) -> Horizon:
    """Measures a viewpoint. An episode that is no longer in its show's order counts as none watched."""
    if viewpoint.author:
        return ALL
    reach = {
        TRASH: 0,
        UNREVIEWED: NEVER if viewpoint.unreviewed else 0,
        VEILED: NEVER if viewpoint.veils else 0,
    }
    for show, episode in viewpoint.seen:
        order = orders.of_show(show)
        reach[show] = order.position(episode) if order is not None and episode in order else 0
    return Horizon(reach)


def latest(*locks: Locks) -> dict[str, int]:
    """The locks of something that several things lock: for each show the latest."""
    together: dict[str, int] = {}
    for each in locks:
        for lock, position in each.items():
            together[lock] = max(together.get(lock, 0), position)
    return together

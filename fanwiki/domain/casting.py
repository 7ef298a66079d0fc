"""Who plays whom, and who is in which episode: portrayals as a cast list shows them, and the table of appearances."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import Appearance, Portrayal
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EpisodeOrders, Horizon
from fanwiki.domain.vocabulary import AppearanceMode

SPOKEN_OF: Final = frozenset({AppearanceMode.MENTIONED})
"""Modes in which a character is in an episode without anybody who plays it."""


@dataclass(frozen=True)
class Billing:
    """One line of a cast list as of a viewpoint. `last` is None while the end of the range is not yet seen.

    `episodes` counts those of the episodes seen in which the character appears within the range, in the cast of one
    season those of that season: 0 where no appearance is noted. There is no count of all episodes to hold it against,
    for that would tell of an end.
    """

    portrayal: Portrayal
    person: str
    character: str
    first: EpisodeId | None
    last: EpisodeId | None
    episodes: int = 0
    first_seen: EpisodeId | None = None
    """The first of these episodes, or else where the range begins or the character is introduced."""


@dataclass(frozen=True)
class AppearanceRow:
    """A character's appearances, episode by episode in the order of the table; mostly one each, or none."""

    character: PageId
    name: str
    cells: tuple[tuple[Appearance, ...], ...]


@dataclass(frozen=True)
class AppearanceTable:
    """The characters of a show by the episodes that the viewpoint has seen."""

    show: PageId
    episodes: tuple[EpisodeId, ...]
    rows: tuple[AppearanceRow, ...]


def billing(
    portrayal: Portrayal,
    person: str,
    character: str,
    orders: EpisodeOrders,
    horizon: Horizon,
    appearances: Iterable[Appearance] = (),
    introduced_at: EpisodeId | None = None,
    season: int | None = None,
) -> Billing:
    """A cast line, counted from what the viewpoint knows of the character's appearances, in one season if asked.
    Rule 2: an end that has not been seen reads as going on.
    """
    ended = portrayal.last is not None and horizon.sees(orders.locks([portrayal.last]))
    last = portrayal.last if ended else None
    played = _played(portrayal, last, appearances, orders, season)
    order = orders.of_show(portrayal.show)
    introduced = introduced_at if order is not None and introduced_at is not None and introduced_at in order else None
    first_seen = played[0] if played else portrayal.first or introduced
    return Billing(portrayal, person, character, portrayal.first, last, len(played), first_seen)


def in_story_order(appearances: Iterable[Appearance], orders: EpisodeOrders) -> list[Appearance]:
    """Appearances show by show, episode by episode; those in an episode that lies in the trash are left out."""
    ranks = {order.show: rank for rank, order in enumerate(orders.orders)}
    placed: list[tuple[int, int, int, Appearance]] = []
    modes = list(AppearanceMode)
    for each in appearances:
        order = orders.of_episode(each.episode)
        if order is not None:
            placed.append((ranks[order.show], order.position(each.episode), modes.index(each.mode), each))
    return [each for *_, each in sorted(placed, key=lambda entry: entry[:3])]


def _played(
    portrayal: Portrayal,
    last: EpisodeId | None,
    appearances: Iterable[Appearance],
    orders: EpisodeOrders,
    season: int | None,
) -> list[EpisodeId]:
    """The episodes of the portrayal's range, and of one season if asked, in which the character appears, in order."""
    order = orders.of_show(portrayal.show)
    if order is None:
        return []
    begin = order.position(portrayal.first) if portrayal.first is not None and portrayal.first in order else 1
    end = order.position(last) if last is not None and last in order else len(order.episodes)
    there = {each.episode for each in appearances if each.mode not in SPOKEN_OF and each.episode in order}
    if season is not None:
        there = {episode for episode in there if order.at(order.position(episode)).season == season}
    return sorted((each for each in there if begin <= order.position(each) <= end), key=order.position)

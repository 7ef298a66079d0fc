"""Who is alive: status events, folded to the state of a character as a viewpoint has it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import State, StatusEvent
from fanwiki.domain.ids import EpisodeId, PageId, StateId, fixed_id
from fanwiki.domain.points import EpisodeOrder, EpisodeOrders, Horizon
from fanwiki.domain.vocabulary import Certainty, Evidence


def _state(word: str, icon: str, colour: str, living: bool | None, position: int) -> State:
    return State(StateId(fixed_id(f"state/{word}")), word, icon, colour, living, position)


BUILT_IN_STATES: Final = (
    _state("alive", "heart", "#1a7f4b", True, 0),
    _state("dead", "cross", "#8a2b2b", False, 1),
    _state("undead", "skull", "#6b4fa0", False, 2),
    _state("half-zombie", "half", "#9a5b00", True, 3),
    _state("infected", "biohazard", "#b3470f", True, 4),
    _state("missing", "search", "#3a6ea5", None, 5),
    _state("unknown", "question", "#5c6670", None, 6),
)
"""The states that every wiki is born with; the user adds more."""


@dataclass(frozen=True)
class Status:
    """The state of a character as of a viewpoint.

    `since` is the point from which it is true in the story, None for "from the start" or nothing known.
    `event` is the fact behind it, None where nothing has been revealed: then `state` is None too.
    """

    character: PageId
    name: str
    show: PageId | None
    state: State | None
    certainty: Certainty | None = None
    evidence: Evidence | None = None
    since: EpisodeId | None = None
    cause: str = ""
    note: str = ""
    event: StatusEvent | None = None


@dataclass(frozen=True)
class BoardRow:
    """One character on the board: the state as of each episode of the show, None before anything is known; and
    the event behind each.
    """

    status: Status
    cells: tuple[State | None, ...]
    events: tuple[StatusEvent | None, ...] = ()


@dataclass(frozen=True)
class Board:
    """The survivor board of a show as of a viewpoint: `episodes` are those seen, in order."""

    show: PageId
    episodes: tuple[EpisodeId, ...]
    rows: tuple[BoardRow, ...]


def timeline(events: Iterable[StatusEvent], orders: EpisodeOrders) -> list[StatusEvent]:
    """Events in the order of the story; of two at one moment the one revealed later is the better knowledge, and of
    two revealed at one moment the one entered later. `events` come in the order in which they were entered.
    """
    listed = list(events)
    if len(listed) < 2:
        return listed
    return sorted(listed, key=lambda event: (_story_time(event, orders), _reveal_time(event, orders)))


def current_event(events: Iterable[StatusEvent], orders: EpisodeOrders, horizon: Horizon) -> StatusEvent | None:
    """The event that holds at the end of what the viewpoint has seen. `events` are those it may know of; one
    that lies ahead in the story (a flash-forward) is known but has not come to pass.
    """
    past = [event for event in events if horizon.reaches(event.at, orders)]
    ordered = timeline(past, orders)
    return ordered[-1] if ordered else None


def spans(
    events: Sequence[StatusEvent], orders: EpisodeOrders, order: EpisodeOrder, places: Sequence[int]
) -> list[tuple[StatusEvent | None, int]]:
    """The event that holds as of each of some places in a show's order, in hindsight: what the viewpoint now knows to
    have been true then. `places` ascend; given are the events one after the other, each with how many of the places
    it holds for, which is at least one.
    """
    found: list[tuple[StatusEvent | None, int]] = []
    held: StatusEvent | None = None
    begun = 0
    for event in timeline(events, orders):
        if event.at is None:
            held = event
            continue
        if event.at not in order:
            continue
        from_here = bisect_left(places, order.position(event.at))
        if from_here > begun:
            found.append((held, from_here - begun))
        held, begun = event, from_here
    if len(places) > begun:
        found.append((held, len(places) - begun))
    return found


def _story_time(event: StatusEvent, orders: EpisodeOrders) -> tuple[int, int]:
    return _moment(event.at, orders)


def _reveal_time(event: StatusEvent, orders: EpisodeOrders) -> tuple[int, int]:
    return _moment(event.revealed_at or event.at, orders)


def _moment(point: EpisodeId | None, orders: EpisodeOrders) -> tuple[int, int]:
    """Shows follow one another in the order the wiki lists them; None is before them all."""
    for rank, order in enumerate(orders.orders):
        if point is not None and point in order:
            return (rank, order.position(point))
    return (-1, 0)

"""Who is alive: status events, folded to the state of a character as a viewpoint has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import State, StatusEvent
from fanwiki.domain.ids import EpisodeId, PageId, StateId, fixed_id
from fanwiki.domain.points import EpisodeOrders, Horizon
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
    """One character on the board: the state as of each episode of the show, None before anything is known."""

    status: Status
    cells: tuple[State | None, ...]


@dataclass(frozen=True)
class Board:
    """The survivor board of a show as of a viewpoint: `episodes` are those seen, in order."""

    show: PageId
    episodes: tuple[EpisodeId, ...]
    rows: tuple[BoardRow, ...]


def timeline(events: Iterable[StatusEvent], orders: EpisodeOrders) -> list[StatusEvent]:
    """Events in the order of the story; of two at one moment the one revealed later is the better knowledge."""
    return sorted(events, key=lambda event: (_story_time(event, orders), _reveal_time(event, orders), event.id))


def current_event(events: Iterable[StatusEvent], orders: EpisodeOrders, horizon: Horizon) -> StatusEvent | None:
    """The event that holds at the end of what the viewpoint has seen. `events` are those it may know of; one
    that lies ahead in the story (a flash-forward) is known but has not come to pass.
    """
    past = [event for event in events if horizon.sees(orders.locks([event.at]))]
    ordered = timeline(past, orders)
    return ordered[-1] if ordered else None


def cells(
    events: Sequence[StatusEvent], orders: EpisodeOrders, episodes: Sequence[EpisodeId]
) -> tuple[StateId | None, ...]:
    """The state as of each episode, in hindsight: what the viewpoint now knows to have been true then."""
    ordered = timeline(events, orders)
    states: list[StateId | None] = []
    for episode in episodes:
        order = orders.of_episode(episode)
        assert order is not None
        reached = [
            event
            for event in ordered
            if event.at is None or (event.at in order and order.position(event.at) <= order.position(episode))
        ]
        states.append(reached[-1].state if reached else None)
    return tuple(states)


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

"""Who is alive, when: deaths, returns, false deaths, flash-forwards."""

from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, StateId
from fanwiki.domain.points import EpisodeOrder, EpisodeOrders, Horizon, OrderedEpisode
from fanwiki.domain.survival import BUILT_IN_STATES, current_event, spans, timeline

SHOW = PageId("show")
EPISODES = [EpisodeId(f"e{number}") for number in range(1, 6)]
ORDERS = EpisodeOrders(
    (EpisodeOrder(SHOW, "show", tuple(OrderedEpisode(id, 1, n) for n, id in enumerate(EPISODES, 1))),)
)


def event(name: str, state: str, at: int | None, revealed: int | None = None) -> StatusEvent:
    return StatusEvent(
        FactId(name),
        PageId("someone"),
        StateId(state),
        at=None if at is None else EPISODES[at - 1],
        revealed_at=None if revealed is None else EPISODES[revealed - 1],
    )


def as_of(position: int, events: list[StatusEvent]) -> str | None:
    """The state of someone who has seen so many episodes; the view leaves out what is not yet revealed."""
    reader = Horizon({SHOW: position})
    known = [each for each in events if reader.sees(ORDERS.locks(each.reveals()))]
    current = current_event(known, ORDERS, reader)
    return None if current is None else current.state


def cells(events: list[StatusEvent], orders: EpisodeOrders, episodes: list[EpisodeId]) -> tuple[str | None, ...]:
    """The state as of each episode."""
    order = orders.orders[0]
    found = spans(events, orders, order, [order.position(episode) for episode in episodes])
    assert all(length for _event, length in found)
    return tuple(None if each is None else each.state for each, length in found for _ in range(length))


def test_nothing_known_is_no_state() -> None:
    assert as_of(3, []) is None


def test_a_death_and_a_return() -> None:
    events = [event("a", "alive", None), event("b", "dead", 2), event("c", "alive", 4)]
    assert [as_of(position, events) for position in range(6)] == ["alive", "alive", "dead", "dead", "alive", "alive"]


def test_a_death_that_turns_out_false_does_not_rewrite_what_was_seen() -> None:
    events = [event("a", "alive", None), event("b", "dead", 2), event("c", "alive", 2, revealed=4)]
    assert [as_of(position, events) for position in range(6)] == ["alive", "alive", "dead", "dead", "alive", "alive"]


def test_a_death_learnt_of_later_counts_from_its_moment_in_the_story() -> None:
    events = [event("a", "alive", None), event("b", "dead", 1, revealed=3)]
    assert as_of(2, events) == "alive"
    assert as_of(3, events) == "dead"
    assert cells(events, ORDERS, EPISODES[:3]) == ("dead", "dead", "dead")


def test_a_flash_forward_is_known_but_has_not_come_to_pass() -> None:
    events = [event("a", "alive", None), event("b", "dead", 5, revealed=1)]
    assert as_of(1, events) == "alive"
    assert as_of(5, events) == "dead"


def test_the_board_has_a_state_for_each_episode() -> None:
    events = [event("a", "alive", 2), event("b", "dead", 4)]
    assert cells(events, ORDERS, EPISODES) == (None, "alive", "alive", "dead", "dead")


def test_built_in_states_are_the_same_in_every_wiki() -> None:
    assert [state.word for state in BUILT_IN_STATES] == [
        "alive", "dead", "undead", "half-zombie", "infected", "missing", "unknown"
    ]  # fmt: skip
    assert len({state.id for state in BUILT_IN_STATES}) == len(BUILT_IN_STATES)


def test_of_two_at_one_moment_the_one_entered_later_holds() -> None:
    first, second = event("z", "missing", 2), event("a", "alive", 2)
    assert timeline([first, second], ORDERS) == [first, second]
    assert as_of(3, [first, second]) == "alive"
    assert as_of(3, [second, first]) == "missing"

"""Who is alive, over random canons: against a definition too plain to be wrong, and how views follow one another."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, StateId
from fanwiki.domain.points import EpisodeOrder, EpisodeOrders, Horizon, OrderedEpisode
from fanwiki.domain.survival import current_event, spans

COUNT = 5
FIRST, SECOND = PageId("first"), PageId("second")


def _order(show: PageId) -> EpisodeOrder:
    return EpisodeOrder(
        show, show, tuple(OrderedEpisode(EpisodeId(f"{show}{number}"), 1, number) for number in range(1, COUNT + 1))
    )


ORDERS = EpisodeOrders((_order(FIRST), _order(SECOND)))
POINTS = [None, *(episode.id for order in ORDERS.orders for episode in order.episodes)]
"""Every point, in the order of the story: the start, then one show after the other."""

_pairs = st.tuples(st.sampled_from(POINTS), st.sampled_from(POINTS), st.sampled_from(["alive", "dead", "missing"]))
canons = st.lists(_pairs, max_size=7).map(
    lambda pairs: [
        StatusEvent(FactId(f"f{number}"), PageId("someone"), StateId(state), at=at, revealed_at=revealed)
        for number, (at, revealed, state) in enumerate(pairs)
    ]
)
reaches = st.tuples(st.integers(0, COUNT), st.integers(0, COUNT))


def horizon(reach: tuple[int, int]) -> Horizon:
    return Horizon({FIRST: reach[0], SECOND: reach[1]})


def known(events: Sequence[StatusEvent], reach: tuple[int, int]) -> list[StatusEvent]:
    """What the view lets through: rule 1."""
    reader = horizon(reach)
    return [event for event in events if reader.sees(ORDERS.locks(event.reveals()))]


def reached(point: EpisodeId | None, reach: tuple[int, int]) -> bool:
    place = POINTS.index(point)
    return place == 0 or (place <= reach[0] if place <= COUNT else place - COUNT <= reach[1])


def better(one: StatusEvent, other: StatusEvent) -> bool:
    """Whether one event says more of now than another: it is later in the story, or of the same moment and learnt of
    later, or, where nothing tells them apart, it has the greater id.
    """

    def weight(event: StatusEvent) -> tuple[int, int, str]:
        return POINTS.index(event.at), POINTS.index(event.revealed_at or event.at), event.id

    return weight(one) > weight(other)


def plainly(events: Sequence[StatusEvent], reach: tuple[int, int]) -> StatusEvent | None:
    """The event that no other which has come to pass says more than."""
    past = [event for event in events if reached(event.at, reach)]
    return next((each for each in past if not any(better(other, each) for other in past)), None)


@given(canons, reaches)
def test_the_event_that_holds_is_the_plain_one(events: list[StatusEvent], reach: tuple[int, int]) -> None:
    assert current_event(events, ORDERS, horizon(reach)) == plainly(events, reach)


@given(canons, reaches)
def test_the_cells_are_the_plain_ones(events: list[StatusEvent], reach: tuple[int, int]) -> None:
    """As of each episode seen of the first show: what holds there in hindsight, of what that show tells."""
    told = [event for event in known(events, reach) if event.at is None or event.at in ORDERS.orders[0]]
    found = spans(known(events, reach), ORDERS, ORDERS.orders[0], range(1, reach[0] + 1))
    cells = [event for event, length in found for _ in range(length)]
    assert cells == [plainly(told, (position, 0)) for position in range(1, reach[0] + 1)]
    assert all(length > 0 for _event, length in found)


@given(canons, st.integers(0, COUNT), st.integers(0, COUNT), st.booleans())
def test_going_forward_changes_only_by_what_is_revealed(
    events: list[StatusEvent], place: int, other: int, second: bool
) -> None:
    """One episode on, the state is as it was, or an event that this very episode revealed or brought to pass holds."""
    step = (other, place) if second else (place, other)
    after = (other, min(place + 1, COUNT)) if second else (min(place + 1, COUNT), other)
    before = current_event(known(events, step), ORDERS, horizon(step))
    now = current_event(known(events, after), ORDERS, horizon(after))
    if now != before:
        assert now is not None
        assert now not in known(events, step)
        assert now in known(events, after)
    assert {event.id for event in known(events, step)} <= {event.id for event in known(events, after)}


@given(canons, _pairs, reaches)
def test_a_later_reversal_leaves_every_earlier_view_as_it_was(
    events: list[StatusEvent], later: tuple[EpisodeId | None, EpisodeId | None, str], reach: tuple[int, int]
) -> None:
    at, revealed, state = later
    reversal = StatusEvent(FactId("reversal"), PageId("someone"), StateId(state), at=at, revealed_at=revealed)
    if reached(at, reach) and reached(revealed, reach):
        return
    more = [*events, reversal]
    assert known(more, reach) == known(events, reach)
    assert current_event(known(more, reach), ORDERS, horizon(reach)) == current_event(
        known(events, reach), ORDERS, horizon(reach)
    )
    places = range(1, reach[0] + 1)
    order = ORDERS.orders[0]
    assert spans(known(more, reach), ORDERS, order, places) == spans(known(events, reach), ORDERS, order, places)

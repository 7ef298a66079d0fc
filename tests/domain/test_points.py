"""Points as people write them, orders, and the rule of the viewpoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import (
    ALL,
    EVERYTHING,
    TRASH,
    UNREVIEWED,
    VEILED,
    EpisodeOrder,
    EpisodeOrders,
    OrderedEpisode,
    PointName,
    Viewpoint,
    horizon,
    latest,
    parse_point,
)


def order(code: str, *points: str) -> EpisodeOrder:
    names = [parse_point(point) for point in points]
    episodes = (OrderedEpisode(EpisodeId(f"{code}-{name}"), name.season, name.episode or 0) for name in names)
    return EpisodeOrder(PageId(code), code, tuple(episodes))


ORDERS = EpisodeOrders((order("first", "S1E01", "S1E02", "S0E01", "S2E01"), order("second", "S1E01", "S1E02")))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("S1E06", PointName(1, 6)),
        ("S01E06", PointName(1, 6)),
        ("s1e6", PointName(1, 6)),
        ("S0E1", PointName(0, 1)),
        ("S2", PointName(2)),
        (" aouad:S1E06 ", PointName(1, 6, "aouad")),
    ],
)
def test_points_are_read(written: str, name: PointName) -> None:
    assert parse_point(written) == name


@pytest.mark.parametrize("written", ["", "1x06", "S", "E6", "S1E", "S1E06x", "S1 E06", ":S1E06", "S99999E1"])
def test_what_is_no_point_is_refused_in_words(written: str) -> None:
    with pytest.raises(UnknownPoint, match="is not a point"):
        parse_point(written)


def test_a_season_is_its_first_episode() -> None:
    assert ORDERS.find("S2") == "first-S2E01"


def test_a_point_without_code_is_of_the_home_show() -> None:
    assert ORDERS.find("S1E01", PageId("second")) == "second-S1E01"
    assert ORDERS.find("first:S1E01", PageId("second")) == "first-S1E01"


@pytest.mark.parametrize("written", ["S9E99", "third:S1E01", "second:S2E01"])
def test_unknown_points_are_refused(written: str) -> None:
    with pytest.raises(UnknownPoint):
        ORDERS.find(written)


def test_a_point_is_written_with_its_code_where_another_show_is_meant() -> None:
    assert ORDERS.write(EpisodeId("first-S1E02"), PageId("first")) == "S1E02"
    assert ORDERS.write(EpisodeId("first-S1E02"), PageId("second")) == "first:S1E02"
    assert ORDERS.write(EpisodeId("first-S1E02")) == "first:S1E02"


@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from([None, "a", "some-show", "x_1"]))
def test_written_points_read_back(season: int, episode: int, code: str | None) -> None:
    name = PointName(season, episode, code)
    assert parse_point(str(name)) == name


def test_the_author_sees_all_but_the_trash() -> None:
    assert horizon(EVERYTHING, ORDERS) == ALL
    assert ALL.sees({"first": 4, VEILED: 1, UNREVIEWED: 1})
    assert not ALL.sees({TRASH: 1})


def test_shows_lock_separately() -> None:
    both = ORDERS.locks([EpisodeId("first-S1E02"), EpisodeId("second-S1E02")])
    first_only = horizon(Viewpoint(((PageId("first"), EpisodeId("first-S2E01")),)), ORDERS)
    assert not first_only.sees(both)
    reader = Viewpoint(((PageId("first"), EpisodeId("first-S1E02")), (PageId("second"), EpisodeId("second-S1E02"))))
    assert horizon(reader, ORDERS).sees(both)


def test_a_reader_sees_neither_veils_nor_unreviewed_prose() -> None:
    reader = Viewpoint(((PageId("first"), EpisodeId("first-S2E01")),))
    assert not horizon(reader, ORDERS).sees({VEILED: 1})
    assert not horizon(reader, ORDERS).sees({UNREVIEWED: 1})
    asking = Viewpoint(reader.seen, unreviewed=True)
    assert horizon(asking, ORDERS).sees({UNREVIEWED: 1})


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(1, 5)), max_size=4), st.integers(0, 5))
def test_what_several_things_lock_is_seen_when_each_is(locks: list[dict[str, int]], reach: int) -> None:
    reader = horizon(Viewpoint(), EpisodeOrders())
    reader = type(reader)(dict.fromkeys("abc", reach))
    assert reader.sees(latest(*locks)) == all(reader.sees(each) for each in locks)

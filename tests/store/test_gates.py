"""The rule of the viewpoint as a WHERE lets through what the rule itself does, however many shows have been begun."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from fanwiki.domain.points import ALL, NEVER, TRASH, UNREVIEWED, WITH_TRASH, Horizon
from fanwiki.store.gates import seen, write_locks
from fanwiki.store.store import Store

_SHOWS = [f"show {number}" for number in range(40)]
_LOCKS = st.dictionaries(st.sampled_from([*_SHOWS, TRASH, UNREVIEWED]), st.integers(1, 5), max_size=4)
_REACHES = st.dictionaries(st.sampled_from([*_SHOWS, UNREVIEWED]), st.integers(0, 6), max_size=40).map(
    lambda reaches: {TRASH: 0, **reaches}
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(Store.create(tmp_path_factory.mktemp("gates") / "gates.fanwiki")) as made:
        yield made


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), _LOCKS, min_size=1),
    st.one_of(st.builds(Horizon, _REACHES, st.sampled_from([0, 2, NEVER])), st.sampled_from([ALL, WITH_TRASH])),
)
def test_it_lets_through_what_the_rule_does(store: Store, locks: dict[str, dict[str, int]], horizon: Horizon) -> None:
    with store.writing() as writing:
        write_locks(writing, {key: locks.get(key, {}) for key in "abcdefgh"})
    asked = func.json_each('["a","b","c","d","e","f","g","h"]').table_valued("value").c.value
    with store.reading() as reading:
        found = set(reading.connection.execute(select(asked).where(seen(horizon, asked))).scalars())
    assert found == {key for key in "abcdefgh" if horizon.sees(locks.get(key, {}))}


def test_one_question_may_be_asked_of_two_horizons(store: Store) -> None:
    near, far = (Horizon(dict.fromkeys(_SHOWS, reach)) for reach in (1, 3))
    with store.writing() as writing:
        write_locks(writing, {"a": {"show 1": 1}, "b": {"show 1": 2}, "c": {"show 1": 4}})
    asked = func.json_each('["a","b","c"]').table_valued("value").c.value
    query = select(asked).where(seen(far, asked), ~seen(near, asked))
    with store.reading() as reading:
        assert list(reading.connection.execute(query).scalars()) == ["b"]

"""The episode orders are read once and then kept, for as long as they stay as they are and no longer."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import select

from fanwiki.domain.edits import DeletePage, SavePage
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import EpisodeOrders
from fanwiki.store import connection, schema
from fanwiki.store.store import Store
from fanwiki.wiki import Wiki
from tests.building import Builder


def _orders(store: Store) -> EpisodeOrders:
    with store.reading() as reading:
        return reading.orders


@pytest.fixture
def store(wiki: Wiki) -> Iterator[Store]:
    """A store that nobody else writes to, of a wiki with a show."""
    Builder(wiki).show()
    path = wiki.path
    wiki.close()
    with closing(Store(path, writable=True)) as made:
        yield made


def test_a_saved_text_leaves_them(wiki: Wiki) -> None:
    builder = Builder(wiki)
    show, _ = builder.show()
    page = builder.page("Article", "text")
    before = wiki.view().orders()
    wiki.apply(SavePage(page, "more text"))
    builder.character(show, "Somebody")
    wiki.apply(DeletePage(page))
    assert wiki.view().orders() is before


def test_a_change_of_them_is_known_at_once(wiki: Wiki) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show(episodes=3)
    before = wiki.view().orders()
    wiki.apply(DeletePage(PageId(episodes[1])))
    order = wiki.view().orders().of_show(show)
    assert order is not None
    assert [each.id for each in order.episodes] == [episodes[0], episodes[2]]
    wiki.undo()
    assert wiki.view().orders() == before


def test_all_readers_share_them(store: Store) -> None:
    with store.reading() as one, store.reading() as other:
        assert one.connection is not other.connection
        assert one.orders is other.orders


def test_a_reader_keeps_writers_from_ending_as_soon_as_it_knows_them(store: Store) -> None:
    with (
        store.reading(),
        closing(connection.driver().connect(store.path, timeout=0)) as other,
        pytest.raises(connection.driver().OperationalError, match="locked"),
    ):
        other.execute("BEGIN EXCLUSIVE")


def test_what_fails_changes_nothing(store: Store) -> None:
    before = _orders(store)
    with pytest.raises(InvalidEdit):
        _lose_an_episode_and_fail(store)
    assert _orders(store) == before


def _lose_an_episode_and_fail(store: Store) -> None:
    page = schema.page
    with store.writing() as writing:
        before = writing.orders
        episode = writing.connection.execute(select(page.c.id).where(page.c.kind == "episode").limit(1)).scalar_one()
        writing.change(page, episode, {"trashed_at": "2026-01-31", "parent": "nobody"})
        writing.forget_orders()
        assert writing.orders != before


def test_who_reads_alone_hears_of_what_others_write(wiki: Wiki) -> None:
    builder = Builder(wiki)
    builder.show()
    with closing(Wiki.open(wiki.path, read_only=True)) as reader:
        before = reader.view().orders()
        assert reader.view().orders() is before
        builder.show("Another", "another")
        assert len(reader.view().orders().orders) == 2

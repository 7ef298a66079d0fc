"""The viewpoint selector."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import DeletePage
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.ui.panels.viewpoint_selector import ViewpointSelector
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.ui.panel_desk import PanelDesk, desk_on

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


def _items(selector: ViewpointSelector) -> list[str]:
    return [selector.episode_list.itemText(row) for row in range(selector.episode_list.count())]


def test_steps_through_the_episodes_of_a_show(desk: PanelDesk) -> None:
    show, episodes = Builder(desk.wiki).show(episodes=3)
    selector = desk.shown(ViewpointSelector(desk.session))
    session = desk.session
    assert selector.episode_list.currentText() == "Everything (author)"
    assert selector.mark.text() == "Author’s view"
    assert "No reader" in selector.mark.accessibleName()
    assert not selector.show_list.isVisible()
    selector.step(1)
    assert session.viewpoint == EVERYTHING
    selector.step(-1)
    assert session.viewpoint == Viewpoint(((show, episodes[2]),))
    assert selector.mark.text() == "Reader’s view"
    selector.step(1)
    assert session.viewpoint == Viewpoint(((show, episodes[2]),))
    for expected in (episodes[1], episodes[0]):
        selector.step(-1)
        assert session.viewpoint == Viewpoint(((show, expected),))
    selector.step(-1)
    selector.step(-1)
    assert session.viewpoint == Viewpoint()
    assert selector.episode_list.currentText() == "Nothing seen yet"
    selector.step(1)
    assert session.viewpoint == Viewpoint(((show, episodes[0]),))


def test_titles_beyond_the_viewpoint_are_not_told(desk: PanelDesk) -> None:
    show, episodes = Builder(desk.wiki).show(episodes=3)
    selector = desk.shown(ViewpointSelector(desk.session))
    assert _items(selector)[2:] == [f"S1E0{n} · Show episode {n}" for n in (1, 2, 3)]
    desk.session.set_viewpoint(Viewpoint(((show, episodes[0]),)))
    assert _items(selector)[2:] == ["S1E01 · Show episode 1", "S1E02", "S1E03"]
    assert selector.episode_list.currentIndex() == 2


def test_choosing_by_keyboard(desk: PanelDesk) -> None:
    show, episodes = Builder(desk.wiki).show(episodes=3)
    selector = desk.shown(ViewpointSelector(desk.session))
    selector.setFocus()
    for _ in range(2):
        QTest.keyClick(selector.episode_list, Qt.Key.Key_Down)
    assert desk.session.viewpoint == Viewpoint(((show, episodes[0]),))
    QTest.keyClick(selector.episode_list, Qt.Key.Key_Home)
    assert desk.session.viewpoint == EVERYTHING


def test_each_show_has_its_own_ceiling(desk: PanelDesk) -> None:
    build = Builder(desk.wiki)
    first, first_episodes = build.show("First", "first", 2)
    second, second_episodes = build.show("Second", "second", 3)
    selector = desk.shown(ViewpointSelector(desk.session))
    assert selector.show_list.isVisible()
    selector.show_page(desk.page("Second episode 2"))
    assert selector.chosen_show == second
    selector.step(-1)
    selector.step(-1)
    selector.show_page(desk.page("First"))
    assert selector.episode_list.currentText() == "Nothing seen yet"
    selector.step(1)
    both = Viewpoint(((first, first_episodes[0]), (second, second_episodes[1])))
    assert desk.session.viewpoint == both
    selector.show_page(desk.page("Second"))
    assert selector.episode_list.currentText() == "S1E02 · Second episode 2"
    selector.show_page(None)
    assert selector.chosen_show == second
    desk.session.set_viewpoint(EVERYTHING)
    selector.show_page(desk.page("First"))
    selector.step(-1)
    assert dict(desk.session.viewpoint.seen)[second] == second_episodes[1]


def test_follows_the_wiki(desk: PanelDesk) -> None:
    selector = desk.shown(ViewpointSelector(desk.session))
    assert not selector.episode_list.isEnabled()
    selector.step(1)
    selector.step(-1)
    assert desk.session.viewpoint == EVERYTHING
    show, episodes = Builder(desk.wiki).show(episodes=2)
    selector.refresh()
    selector.step(-1)
    desk.apply(DeletePage(PageId(episodes[1])))
    assert len(_items(selector)) == 3
    assert selector.episode_list.currentText() == "Nothing seen yet"
    desk.undo()
    assert selector.episode_list.currentText() == "S1E02 · Show episode 2"
    assert desk.session.viewpoint == Viewpoint(((show, episodes[1]),))

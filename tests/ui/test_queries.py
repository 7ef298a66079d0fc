"""The tab of queries: asking, the four views, keeping under a name, and the viewpoint."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCommandLinkButton
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddFact
from fanwiki.domain.entities import SavedQuery
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.vocabulary import Certainty
from fanwiki.ui.queries.query_view import QueryView
from fanwiki.wiki import Wiki
from tests.building import Builder, seen
from tests.ui.driving import Driven
from tests.ui.panel_desk import PanelDesk, desk_on, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


def asked(desk: PanelDesk, view: QueryView, query: str) -> list[str]:
    view.query.setText(query)
    view.ask()
    desk.settle()
    return texts(view.sheets.tree)


def test_queries_are_asked_shown_and_kept(desk: PanelDesk) -> None:
    builder = Builder(desk.wiki)
    show, episodes = builder.show()
    one, two = (builder.character(show, title, episodes[0]) for title in ("One", "Two"))
    builder.character(show, "Late", episodes[3])
    builder.status(one, "dead", episodes[0], certainty=Certainty.PRESUMED)
    builder.status(two, "alive", episodes[0])
    view = desk.shown(QueryView(desk.session))
    assert "Write which pages" in view.said.text()
    assert asked(desk, view, "kind:character -status:dead columns:status") == ["Late", "Two"]
    assert texts(view.sheets.tree, 1) == ["", "alive"]
    assert asked(desk, view, "status:dead columns:status") == ["One"]
    assert texts(view.sheets.tree, 1) == ["dead (presumed)"]
    asked(desk, view, "kind:character view:board sort:status")
    assert view.sheets.board.words == ["not known (1)", "alive (1)", "dead (1)"]
    assert asked(desk, view, "kind:nobody") == []
    assert view.wrong.text().startswith("There is no kind “nobody”; there is article")
    assert asked(desk, view, "kind:character view:gallery") == ["Late", "One", "Two"]
    assert view.sheets.gallery.isVisible()
    view.names.setEditText("Everybody")
    view.query.textEdited.emit("")
    view.save.click()
    desk.settle()
    (saved,) = desk.author().facts(SavedQuery)
    assert (saved.name, saved.query) == ("Everybody", "kind:character view:gallery")
    desk.look_from("S1E02")
    desk.settle()
    assert texts(view.sheets.tree) == ["One", "Two"]
    with desk.qtbot.waitSignal(view.page_requested) as opened:
        view.sheets.gallery.activated.emit(view.sheets.model.index(0, 0))
    assert opened.args == [one]
    view.names.setCurrentIndex(0)
    view.remove.click()
    desk.settle()
    assert desk.author().facts(SavedQuery) == ()
    assert seen(show, episodes[1]) == desk.session.viewpoint


def test_whoever_has_not_asked_yet_is_shown_what_can_be_asked(desk: PanelDesk) -> None:
    builder = Builder(desk.wiki)
    show, episodes = builder.show()
    builder.status(builder.character(show, "One", episodes[0]), "dead", episodes[0])
    view = desk.shown(QueryView(desk.session))
    buttons = view.examples.findChildren(QCommandLinkButton)
    assert all(button.isVisible() for button in buttons)
    died = next(button for button in buttons if "status:dead" in button.description())
    died.click()
    desk.settle()
    assert view.query.text() == died.description()
    assert texts(view.sheets.tree) == ["One"]
    assert not view.examples.isVisible()
    assert asked(desk, view, "") == []
    assert view.examples.isVisible()


def people(desk: PanelDesk) -> QueryView:
    """A view of a wiki with One, dead in the third episode, Two, alive, and Late, who comes in the fourth."""
    builder = Builder(desk.wiki)
    show, episodes = builder.show()
    one, two = (builder.character(show, title, episodes[0]) for title in ("One", "Two"))
    builder.character(show, "Late", episodes[3])
    builder.status(one, "dead", episodes[2])
    builder.status(two, "alive", episodes[0])
    view = desk.shown(QueryView(desk.session))
    view.resize(690, 700)
    return view


def test_the_field_completes_filters_and_layouts(desk: PanelDesk) -> None:
    view = people(desk)
    QTest.keyClicks(view.query, "kind:character vi")
    assert view.query.offered == ["kind:character view:"]
    assert not view.query.list.currentIndex().isValid()
    QTest.keyClicks(view.query, "ew:bo")
    assert view.query.offered == ["kind:character view:board "]
    QTest.keyClick(view.query, Qt.Key.Key_Return)
    desk.settle()
    assert view.query.text() == "kind:character view:board "
    assert view.sheets.board.words == ["not known (1)", "dead (1)", "alive (1)"]
    assert not view.query.list.isVisible()
    assert view.query.width() > 500


def test_buttons_and_headings_change_the_query(desk: PanelDesk) -> None:
    view = people(desk)
    assert not any(button.isEnabled() for button in view.views.buttons())
    assert asked(desk, view, "kind:character columns:status,since") == ["Late", "One", "Two"]
    header = view.sheets.tree.header()
    for query, titles in (
        ("sort:since", ["Late", "Two", "One"]), ("sort:-since", ["One", "Two", "Late"])
    ):  # fmt: skip
        header.sectionClicked.emit(2)
        desk.settle()
        assert view.query.text() == f"kind:character columns:status,since {query}"
        assert texts(view.sheets.tree) == titles
        assert header.sortIndicatorSection() == 2
    view.views.button(2).click()
    desk.settle()
    assert view.query.text().endswith("sort:-since view:board")
    assert view.sheets.currentWidget() is view.sheets.board
    view.views.button(0).click()
    desk.settle()
    assert "view:" not in view.query.text()
    assert view.views.checkedId() == 0


def test_a_board_is_used_by_the_keyboard(desk: PanelDesk) -> None:
    view = people(desk)
    asked(desk, view, "kind:character view:board sort:status")
    first, second, third = view.sheets.board.columns
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is view)
    first.list.go_to(0)
    QTest.keyClick(first.list, Qt.Key.Key_Right)
    QTest.keyClick(second.list, Qt.Key.Key_Right)
    QTest.keyClick(third.list, Qt.Key.Key_Right)
    assert third.list.hasFocus()
    assert not second.list.selectedIndexes()
    assert third.list.accessibleName() == "dead (1)"
    with desk.qtbot.waitSignal(view.page_requested) as opened:
        QTest.keyClick(third.list, Qt.Key.Key_Return)
    assert opened.args == [desk.page("One").id]


def test_what_is_wrong_is_said_at_the_field_and_what_is_not_there_in_words(desk: PanelDesk) -> None:
    view = people(desk)
    asked(desk, view, "kind:nobody")
    assert view.wrong.isVisible()
    assert view.query.accessibleDescription() == view.wrong.text()
    asked(desk, view, "kind:character status:undead")
    assert not view.wrong.isVisible()
    assert view.sheets.nothing.text().startswith("No page is like this.")
    assert view.sheets.nothing.isVisible()
    asked(desk, view, "status:dead")
    assert view.said.text() == "One page"


def test_the_answer_of_another_view_goes_at_once(desk: PanelDesk) -> None:
    view = people(desk)
    assert asked(desk, view, "kind:character") == ["Late", "One", "Two"]
    QTest.keyClicks(view.query, " status:")
    assert "kind:character status:dead " in view.query.offered
    desk.look_from("S1E01")
    assert view.query.offered == []
    assert texts(view.sheets.tree) == []
    view.query.setText("kind:character")
    view.ask()
    desk.settle()
    assert texts(view.sheets.tree) == ["One", "Two"]
    assert asked(desk, view, "status:dead") == []
    assert "dead" not in view.wrong.text().removeprefix("There is no state “dead”")


def test_a_query_is_copied_for_a_page_by_its_name(desk: PanelDesk) -> None:
    view = people(desk)
    assert not view.copy.isEnabled()
    asked(desk, view, "kind:character view:list")
    view.copy.click()
    assert QGuiApplication.clipboard().text() == "{{query kind:character view:list}}"
    view.names.setEditText("Everybody")
    view.save.click()
    desk.settle()
    assert view.said.text() == "3 pages · saved as “Everybody”"
    view.copy.click()
    assert QGuiApplication.clipboard().text() == "{{query Everybody}}"
    asked(desk, view, "kind:character view:table")
    assert view.said.text() == "3 pages"
    view.names.setEditText("")
    field = view.names.lineEdit()
    assert field is not None
    QTest.keyClicks(field, "Every")
    assert view.names.currentText() == "Every"
    asked(desk, view, "status:dead")
    view.show_saved("Everybody")
    desk.settle()
    assert texts(view.sheets.tree) == ["Late", "One", "Two"]


def test_saved_queries_are_in_a_menu_as_far_as_the_viewpoint_knows_them(driven: Driven) -> None:
    episodes = driven.session.author_view().orders()
    for name, query, point in (("Episodes", "kind:episode", None), ("Fates", "status:dead", episodes.find("S1E05"))):
        driven.session.apply(AddFact(SavedQuery(FactId(new_id()), name, query, point)))
    driven.settle()
    menu = driven.window.actions_of_window.queries_menu

    def listed() -> list[str]:
        menu.aboutToShow.emit()
        return [action.text() for action in menu.actions()]

    assert listed() == ["Episodes", "Fates"]
    menu.actions()[0].trigger()
    driven.settle()
    view = driven.find(QueryView)
    assert view.query.text() == "kind:episode"
    assert view.said.text() == "12 pages · saved as “Episodes”"
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E04"))
    assert listed() == ["Episodes"]
    driven.settle()
    assert view.said.text() == "4 pages · saved as “Episodes”"

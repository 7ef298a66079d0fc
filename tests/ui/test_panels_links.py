"""The outline and the backlinks."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddPage, RenamePage, SavePage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup.document import Heading
from fanwiki.ui.panels.backlinks_panel import BacklinksPanel
from fanwiki.ui.panels.outline_panel import OutlinePanel
from fanwiki.wiki import Wiki
from tests.building import Builder, seen
from tests.ui.panel_desk import PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui

HEADINGS = (
    Heading(1, "남라", "a", 0),
    Heading(3, "Before", "b", 4),
    Heading(2, "After", "c", 9),
    Heading(3, "The roof", "d", 12),
)


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


def _group(panel: BacklinksPanel, number: int) -> list[str]:
    return texts(panel.tree, 0, panel.model.index(number, 0))


def test_outline_nests_and_jumps(desk: PanelDesk, qtbot: QtBot) -> None:
    panel = desk.shown(OutlinePanel(desk.session))
    assert panel.empty.isVisible()
    panel.show_headings(HEADINGS)
    top = panel.model.index(0, 0)
    assert texts(panel.tree) == ["남라"]
    assert texts(panel.tree, 0, top) == ["Before", "After"]
    roof = panel.model.index(0, 0, panel.model.index(1, 0, top))
    assert roof.data() == "The roof"
    place = panel.tree.visualRect(roof).center()
    with qtbot.waitSignal(panel.line_requested) as asked:
        QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [12]
    moved = tuple(Heading(each.level, each.text, each.anchor, each.line + 5) for each in HEADINGS)
    panel.tree.collapse(panel.model.index(1, 0, top))
    panel.show_headings(moved)
    assert not panel.tree.isExpanded(panel.model.index(1, 0, panel.model.index(0, 0)))
    panel.tree.select_key("c")
    with qtbot.waitSignal(panel.line_requested) as asked:
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert asked.args == [14]
    panel.show_headings(HEADINGS[:2])
    assert texts(panel.tree, 0, panel.model.index(0, 0)) == ["Before"]
    panel.show_page(None)
    assert panel.empty.isVisible()


def test_backlinks_and_wanted_pages(desk: PanelDesk, qtbot: QtBot) -> None:
    build = Builder(desk.wiki)
    here = build.page("Here", "[[There]] and [[Not yet]] and [[Not yet]]")
    there = build.page("There", "[[Here]]")
    panel = desk.shown(BacklinksPanel(desk.session))
    panel.show_page(desk.page("Here"))
    assert texts(panel.tree) == ["Linked from (1)", "Wanted pages (1)"]
    assert _group(panel, 0) == ["There"]
    assert _group(panel, 1) == ["Not yet"]
    link = panel.model.index(0, 0, panel.model.index(0, 0))
    with qtbot.waitSignal(panel.page_requested) as asked:
        QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=panel.tree.visualRect(link).center())
    assert asked.args == [there]
    wanted = panel.model.index(0, 0, panel.model.index(1, 0))
    place = panel.tree.visualRect(wanted).center()
    with qtbot.assertNotEmitted(panel.wanted_page_requested):
        QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(panel.wanted_page_requested) as asked:
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert asked.args == ["Not yet"]
    desk.apply(RenamePage(there, "Elsewhere"))
    assert _group(panel, 0) == ["Elsewhere"]
    desk.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "Not yet", body="[[Here]]"))
    assert texts(panel.tree) == ["Linked from (2)"]
    desk.apply(SavePage(here, "[[Nobody]]"))
    assert _group(panel, 1) == ["Nobody"]


def test_wanted_pages_are_in_the_colour_for_what_is_missing(desk: PanelDesk) -> None:
    Builder(desk.wiki).page("Here", "[[Not yet]]")
    panel = desk.shown(BacklinksPanel(desk.session))
    panel.show_page(desk.page("Here"))
    palette = QPalette(panel.palette())
    palette.setColor(QPalette.ColorRole.BrightText, Qt.GlobalColor.red)
    panel.setPalette(palette)
    wanted = panel.model.index(0, 0, panel.model.index(0, 0))
    image = panel.tree.viewport().grab(panel.tree.visualRect(wanted)).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert "#ff0000" in colours


def test_links_obey_the_viewpoint(desk: PanelDesk) -> None:
    build = Builder(desk.wiki)
    show, episodes = build.show()
    build.page("Here", "[[Not yet]]")
    build.character(show, "Late", episodes[3], body="[[Here]]")
    panel = desk.shown(BacklinksPanel(desk.session))
    panel.show_page(desk.page("Here"))
    assert "Late" in everything_said(panel.tree)
    desk.session.set_viewpoint(seen(show, episodes[2]))
    assert everything_said(panel.tree) == ""
    assert panel.empty.isVisible()
    panel.empty.button.click()
    assert QGuiApplication.clipboard().text() == "[[Here]]"
    desk.session.set_viewpoint(seen(show, episodes[3]))
    assert texts(panel.tree, 0, panel.model.index(0, 0, QModelIndex())) == ["Late"]
    panel.show_page(None)
    assert not panel.empty.button.isVisible()


def test_mentions_are_shown_and_linked_by_one_click(desk: PanelDesk) -> None:
    builder = Builder(desk.wiki)
    show, episodes = builder.show()
    builder.character(show, "남라", episodes[0])
    builder.page("Diary", "남라가 왔다. 남라는 갔다.")
    builder.page("Letter", "To [[남라|her]].\n\nAnd 남라의 answer.")
    panel = desk.shown(BacklinksPanel(desk.session))
    panel.show_page(desk.page("남라"))
    desk.settle()
    assert _group(panel, 0) == ["Letter"]
    assert texts(panel.tree, 0) == ["Linked from (1)", "Named without a link (3)"]
    assert "To her." in {panel.model.index(0, 0, panel.model.index(0, 0)).data(257)}
    row = panel.model.index(2, 0, panel.model.index(1, 0))
    with desk.qtbot.waitSignal(panel.line_requested) as asked:
        panel.tree.doubleClicked.emit(row)
    assert asked.args == [desk.page("Letter").id, 2]
    assert (panel.link_one.text(), panel.link_all.text()) == ("&Link the first", "Link &all 3")
    panel.tree.scrollTo(row)
    place = panel.tree.visualRect(row).center()
    with desk.qtbot.assertNotEmitted(panel.line_requested):
        QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.link_one.text() == "&Link this one"
    panel.link_one.click()
    desk.settle()
    desk.settle()
    assert desk.author().text(desk.page("Letter").id).body.endswith("And [[남라]]의 answer.")
    panel.link_all.click()
    desk.settle()
    desk.settle()
    assert desk.author().text(desk.page("Diary").id).body == "[[남라]]가 왔다. [[남라]]는 갔다."
    assert not panel.link_all.isVisible()
    desk.undo()
    assert desk.author().text(desk.page("Diary").id).body == "남라가 왔다. 남라는 갔다."
    desk.settle()
    assert "남라가" in everything_said(panel.tree)
    desk.session.set_viewpoint(seen(show, episodes[1]))
    assert "남라가" not in everything_said(panel.tree)
    desk.settle()
    assert not panel.link_all.isVisible()


def test_a_mention_is_linked_by_control_return(desk: PanelDesk) -> None:
    builder = Builder(desk.wiki)
    builder.page("Onjo")
    builder.page("Diary", "Onjo came. Onjo went.")
    panel = desk.shown(BacklinksPanel(desk.session))
    panel.show_page(desk.page("Onjo"))
    desk.settle()
    panel.tree.setCurrentIndex(panel.model.index(1, 0, panel.model.index(0, 0)))
    QTest.keyClick(panel.tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.author().text(desk.page("Diary").id).body == "Onjo came. [[Onjo]] went."

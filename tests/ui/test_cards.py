"""The cards of links: shown where the pointer rests or a key asks, as of the viewpoint, and put away."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fanwiki.domain.edits import RenamePage, SavePage
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.card_work import CardWork
from fanwiki.ui.cards.card import LinkCard
from fanwiki.ui.cards.rests import LinkedTitle, link_at
from fanwiki.ui.dialogs.settings import SettingsDialog
from fanwiki.ui.editor.spans import COMMENT
from fanwiki.ui.look import Looks
from fanwiki.ui.panels.backlinks_panel import BacklinksPanel
from fanwiki.ui.preview.addresses import page_address
from fanwiki.wiki.reading.cards import PageCard
from tests.ui.driving import PATIENCE_MS, Driven

pytestmark = pytest.mark.gui

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def work(driven: Driven) -> CardWork:
    return driven.find(CardWork)


def rest(widget: QWidget, place: QPoint) -> None:
    """The pointer has come to rest: Qt asks for a tip."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))


def put_cursor(driven: Driven, before: str) -> QPoint:
    """Puts the cursor behind some text, and says where in the viewport that is."""
    editor = driven.tab.editor
    editor.setFocus()
    cursor = QTextCursor(editor.document())
    cursor.setPosition(editor.toPlainText().index(before) + len(before))
    editor.setTextCursor(cursor)
    return editor.cursorRect().center()


def shown(driven: Driven) -> LinkCard:
    driven.qtbot.waitUntil(lambda: work(driven).card is not None, timeout=PATIENCE_MS)
    card = work(driven).card
    assert card is not None
    return card


def asked_for(driven: Driven) -> LinkCard:
    """By its key, again where something has put the card away: a window may be told late that it is active."""

    def there() -> bool:
        driven.do("show_card")
        driven.settle()
        return work(driven).card is not None

    driven.qtbot.waitUntil(there, timeout=PATIENCE_MS)
    return shown(driven)


def activate(driven: Driven) -> None:
    driven.window.activateWindow()
    driven.qtbot.waitUntil(driven.window.isActiveWindow, timeout=PATIENCE_MS)


def write_links(driven: Driven) -> None:
    """A page with links, open."""
    text = "See [[Choi Nam-ra|her]] and [[Half-zombies]], [[Nobody]] or [[Hyosan outbreak]]."
    driven.session.apply(SavePage(driven.page("Hyosan outbreak"), text))
    driven.settle()
    driven.go("Hyosan outbreak")
    activate(driven)


def look_from(driven: Driven, point: str) -> None:
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at(point))


def test_links_are_found_in_a_line() -> None:
    text = "See [[Nam-ra#Life|her]], ![[Roof]] and `[[code]]` [[#Here]]"
    assert link_at(text, 0, 8) == LinkedTitle(4, 23, "Nam-ra")
    assert link_at(text, 0, 2) is None
    assert link_at(text, 0, text.index("Roof")) is None
    assert link_at(text, 0, text.index("code")) is None
    assert link_at(text, 0, text.index("Here")) is None
    assert link_at("see [[A]]", COMMENT, 6) is None


def test_resting_on_a_link_shows_its_card(driven: Driven) -> None:
    write_links(driven)
    viewport = driven.tab.editor.viewport()
    rest(viewport, put_cursor(driven, "[[Choi"))
    card = shown(driven)
    assert card.title.text() == "Choi Nam-ra"
    assert card.kind.text() == "최남라 · character"
    assert card.status.text().startswith("half-zombie")
    assert card.text.text()
    assert not card.text.text().startswith("#")
    assert not card.grab().isNull()
    QTest.mouseMove(viewport, QPoint(5, viewport.height() - 5))
    driven.qtbot.waitUntil(lambda: work(driven).card is None, timeout=PATIENCE_MS)


def test_a_card_knows_no_more_than_the_viewpoint(driven: Driven) -> None:
    write_links(driven)
    look_from(driven, "S1E02")
    put_cursor(driven, "[[Choi")
    assert asked_for(driven).status.text() == "alive"
    driven.do("show_everything")
    assert work(driven).card is None
    look_from(driven, "S1E02")
    for hidden in ("[[Half", "[[Nobody", "[[Hyosan out", "See"):
        rest(driven.tab.editor.viewport(), put_cursor(driven, hidden))
        driven.do("show_card")
        driven.settle()
        assert work(driven).card is None, hidden
        assert "no card" in driven.window.notice.text
        driven.window.notice.clear()


def test_a_key_shows_the_card_and_escape_hides_it(driven: Driven) -> None:
    write_links(driven)
    put_cursor(driven, "[[Half")
    editor = driven.tab.editor
    QTest.keyClick(editor, Qt.Key.Key_K, CONTROL_SHIFT)
    assert shown(driven).title.text() == "Half-zombies"
    before = editor.toPlainText()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert work(driven).card is None
    asked_for(driven)
    QTest.keyClick(editor, Qt.Key.Key_Right)
    assert work(driven).card is None
    assert editor.toPlainText() == before


def test_the_preview_and_the_links_pane_show_cards(driven: Driven) -> None:
    write_links(driven)
    tab = driven.tab
    driven.qtbot.waitUntil(lambda: tab.preview is not None and tab.preview.is_ready, timeout=PATIENCE_MS)
    assert tab.preview is not None
    address = page_address(driven.page("Choi Nam-ra"))
    tab.preview.page().linkHovered.emit(address)
    assert shown(driven).title.text() == "Choi Nam-ra"
    tab.preview.page().linkHovered.emit("")
    assert work(driven).card is None

    driven.go("Choi Nam-ra")
    panel = driven.find(BacklinksPanel)
    driven.window.raise_pane("backlinks")
    driven.settle()
    row = panel.model.index(0, 0, panel.model.index(0, 0))
    rest(panel.tree.viewport(), panel.tree.visualRect(row).center())
    assert shown(driven).title.text() == row.data()
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Escape)
    assert work(driven).card is None
    assert panel.tree.hasFocus()
    panel.tree.setCurrentIndex(row)
    assert asked_for(driven).title.text() == row.data()


def test_cards_can_be_switched_off(driven: Driven) -> None:
    write_links(driven)
    driven.do("show_settings")
    dialog = driven.dialog(SettingsDialog)
    dialog.cards.setChecked(False)
    dialog.reject()
    activate(driven)
    place = put_cursor(driven, "[[Choi")
    rest(driven.tab.editor.viewport(), place)
    driven.settle()
    assert work(driven).card is None
    asked_for(driven)
    assert not driven.find(Looks).look.cards


def test_a_title_like_markup_is_shown_as_it_is(driven: Driven) -> None:
    driven.session.apply(RenamePage(driven.page("Half-zombies"), "<b>Half</b>-zombies"))
    driven.settle()
    write_links(driven)
    put_cursor(driven, "[[Half")
    card = asked_for(driven)
    assert card.title.text() == "<b>Half</b>-zombies"
    assert card.title.textFormat() is Qt.TextFormat.PlainText


def test_words_without_a_status_have_the_whole_card(driven: Driven) -> None:
    card = LinkCard(driven.window)
    text = "Hyosan High School is where the outbreak begins. " * 3
    card.show_card(PageCard("Hyosan High School", PageKind.ARTICLE, "", None, "", text, ""), None, QRect(0, 0, 9, 9))
    assert card.text.width() > card.width() * 0.8
    assert card.height() < card.width()

"""The history of a page: its revisions, what they differ in, and the way back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddFact, RemoveFact, SavePage
from fanwiki.domain.entities import Name
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.points import EVERYTHING
from fanwiki.ui.dialogs.diff import DiffDialog
from fanwiki.ui.panels.history.diff_html import DARK, LIGHT
from fanwiki.ui.panels.history.panel import HistoryPanel
from fanwiki.ui.theme import palette
from fanwiki.wiki import Wiki
from tests.building import NOTHING_SEEN, Builder
from tests.ui.driving import PATIENCE_MS, Driven
from tests.ui.panel_desk import PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui

FIRST = "The roof is cold.\n\n남온조는 옥상에 있다.\n\nOne\n\nTwo\n\nThree\n\nFour"


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


@pytest.fixture
def page(wiki: Wiki) -> PageId:
    """A page with three revisions, by two people."""
    page = Builder(wiki).page("Diary", FIRST)
    wiki.apply(SavePage(page, FIRST.replace("is cold", "was cold"), summary="tense"))
    wiki.author = "Mira"
    wiki.apply(SavePage(page, FIRST.replace("온조는", "온조가"), summary="a particle"))
    return page


def _shown(desk: PanelDesk, page: PageId) -> HistoryPanel:
    panel = desk.shown(HistoryPanel(desk.session))
    panel.show_page(desk.author().page(page))
    desk.settle()
    return panel


def _choose(panel: HistoryPanel, desk: PanelDesk, *rows: int) -> None:
    panel.tree.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        panel.tree.selectionModel().select(panel.model.index(row, 0), flags)
    desk.settle()


def test_revisions_are_listed_with_who_and_why(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    details = [str(panel.model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)) for row in range(3)]
    assert ["Mira – a particle" in details[0], "tester – tense" in details[1]] == [True, True]
    assert texts(panel.tree, 1)[2] == f"{len(FIRST.encode())} B"
    sizes = [str(panel.model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole)).split("\n")[1] for row in range(3)]
    assert sizes == ["−1", "+1", f"+{len(FIRST.encode())}"]


def test_one_is_compared_with_the_one_before_it_and_two_with_each_other(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    said = panel.diff.text.toPlainText()
    assert "남온조는남온조가" in said
    _choose(panel, desk, 1)
    assert "iswas" in panel.diff.text.toPlainText()
    assert "남온조" in panel.diff.text.toPlainText()
    _choose(panel, desk, 0, 2)
    comparison = panel.diff.comparison
    assert comparison is not None
    history = desk.author().history(page)
    assert (comparison.older, comparison.newer) == (history[2], history[0])
    _choose(panel, desk, 2)
    assert panel.diff.comparison is not None
    assert panel.diff.comparison.older is None
    assert panel.diff.heading.text().startswith("The first revision")


def test_what_is_the_same_is_folded_until_the_whole_page_is_wanted(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    assert "Four" not in panel.diff.text.toPlainText()
    assert "lines are the same" in panel.diff.text.toPlainText()
    panel.diff.whole.click()
    assert "Four" in panel.diff.text.toPlainText()
    assert "lines are the same" not in panel.diff.text.toPlainText()


def test_signs_tell_what_colour_tells(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    html = panel.diff.text.toHtml()
    assert "underline" in html
    assert "line-through" in html
    assert "±" in panel.diff.text.toPlainText()
    assert "2 added, 2 removed" in panel.diff.text.accessibleDescription()


def test_the_diff_follows_light_and_dark(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    panel.setPalette(palette(dark=False))
    assert LIGHT.added[0] in panel.diff.text.toHtml()
    panel.setPalette(palette(dark=True))
    assert DARK.added[0] in panel.diff.text.toHtml()
    for colours, dark in ((LIGHT, False), (DARK, True)):
        for ground, letters in (colours.added, colours.removed):
            assert _contrast(letters, ground) >= 4.5
        assert _contrast(colours.quiet, palette(dark=dark).color(QPalette.ColorRole.Base).name()) >= 4.5


def _contrast(one: str, other: str) -> float:
    lights = sorted(_luminance(colour) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_facts_are_shown_and_what_is_written_is_never_markup(desk: PanelDesk, page: PageId) -> None:
    name = Name(FactId(new_id()), page, "<b>반장</b>")
    desk.apply(AddFact(name), SavePage(page, "<i>x</i>"))
    panel = _shown(desk, page)
    said = panel.diff.text.toPlainText()
    assert "<b>반장</b>" in said
    assert "<i>x</i>" in said
    desk.apply(RemoveFact("Name", name.id))
    assert "The text is the same." in panel.diff.text.toPlainText()
    assert "−" in panel.diff.text.toPlainText()


def test_the_list_follows_what_is_saved(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    _choose(panel, desk, 0)
    desk.apply(SavePage(page, "Something else entirely", summary="anew", closing=False))
    assert panel.model.rowCount() == 4
    assert panel.tree.current_key() == desk.author().history(page)[0].id
    desk.apply(SavePage(page, "Something else entirely", summary="told later"))
    assert "told later" in everything_said(panel.tree)
    other = Builder(desk.wiki).page("Other", "quiet")
    panel.show_page(desk.author().page(other))
    desk.settle()
    assert panel.model.rowCount() == 1
    assert "Something" not in panel.diff.text.toPlainText()


def test_a_reader_is_told_that_the_history_is_the_authors(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    desk.session.set_viewpoint(NOTHING_SEEN)
    desk.settle()
    assert panel.model.rowCount() == 0
    assert panel.diff.text.toPlainText() == ""
    assert "for the author" in panel.empty.text()
    panel.empty.button.click()
    desk.settle()
    assert desk.session.viewpoint == EVERYTHING
    assert panel.model.rowCount() == 3


def test_what_was_asked_for_by_the_author_is_not_told_to_a_reader(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    panel.tree.select_key(desk.author().history(page)[1].id)
    desk.session.set_viewpoint(NOTHING_SEEN)
    desk.settle()
    assert panel.diff.comparison is None


def test_the_newest_is_not_restored(desk: PanelDesk, page: PageId) -> None:
    panel = _shown(desk, page)
    assert not panel.restore_action.isEnabled()
    _choose(panel, desk, 1)
    assert panel.restore_action.isEnabled()
    _choose(panel, desk, 1, 2)
    assert not panel.restore_action.isEnabled()


# --- in the window -------------------------------------------------------------------------------------------


def _panel(driven: Driven) -> HistoryPanel:
    driven.do("show_history")
    panel = driven.find(HistoryPanel)
    driven.qtbot.waitUntil(lambda: panel.model.rowCount() > 0, timeout=PATIENCE_MS)
    driven.settle()
    return panel


def test_a_revision_is_restored_from_the_pane_and_that_is_undone(driven: Driven) -> None:
    tab = driven.go("Class 2-5")
    before = tab.editor.toPlainText()
    driven.type("Spoilt. ")
    driven.do("save_page")
    driven.settle()
    driven.type("And unsaved. ")
    panel = _panel(driven)
    panel.tree.clearSelection()
    panel.tree.setCurrentIndex(panel.model.index(1, 0))
    panel.restore_action.trigger()
    driven.settle()
    assert tab.editor.toPlainText() == before
    assert "again as of" in driven.window.notice.text
    history = driven.session.author_view().history(tab.page_id)
    assert "And unsaved. " in driven.session.author_view().revision_text(history[1].id)
    driven.window.notice.undo_requested.emit()
    driven.settle()
    assert "And unsaved. " in tab.editor.toPlainText()


def test_a_comparison_is_enlarged(driven: Driven) -> None:
    driven.go("Class 2-5")
    driven.type("Changed. ")
    driven.do("save_page")
    driven.settle()
    panel = _panel(driven)
    panel.enlarge_action.trigger()
    dialog = driven.find(DiffDialog)
    assert "Changed." in dialog.diff.text.toPlainText()
    dialog.reject()

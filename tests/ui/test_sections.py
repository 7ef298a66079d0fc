"""Pages are split and merged in the window, and undone."""

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel

from fanwiki.domain.edits import AddPage, SavePage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.dialogs.merge_page import MergePageDialog
from fanwiki.ui.dialogs.split_section import SplitSectionDialog
from tests.ui.driving import PATIENCE_MS, Driven

pytestmark = pytest.mark.gui

TEXT = "Lead.\n\n## Fate of the town\n\nIt burns. Then rain.\n\n## After\n\nNothing.\n"


def open_text(driven: Driven, line: int) -> None:
    id = PageId(new_id())
    driven.session.apply(AddPage(id, PageKind.ARTICLE, "Town", body=TEXT, reviewed=True))
    driven.session.apply(SavePage(driven.page("Class 2-5"), "See [[Town#Fate of the town]].\n"))
    driven.settle()
    driven.go("Town")
    editor = driven.tab.editor
    editor.setTextCursor(QTextCursor(editor.document().findBlockByNumber(line)))


def test_a_section_becomes_a_page_and_undo_takes_it_back(driven: Driven) -> None:
    open_text(driven, 4)
    driven.do("split_section")
    dialog = driven.dialog(SplitSectionDialog)
    assert dialog.title.text() == "Fate of the town"
    dialog.lead.setChecked(True)
    dialog.title.setText("Town")
    dialog.go.click()
    error = dialog.findChild(QLabel, "formError")
    assert isinstance(error, QLabel)
    driven.qtbot.waitUntil(lambda: "another title" in error.text(), timeout=PATIENCE_MS)
    dialog.title.setText("Fate of the town")
    dialog.go.click()
    driven.qtbot.waitUntil(lambda: driven.tab.title == "Fate of the town", timeout=PATIENCE_MS)
    view = driven.session.author_view()
    assert view.text(driven.page("Fate of the town")).body == "It burns. Then rain.\n"
    assert "## Fate of the town\n\nIt burns. → [[Fate of the town]]\n\n## After" in view.text(driven.page("Town")).body
    assert "[[Fate of the town|Town#Fate of the town]]" in view.text(driven.page("Class 2-5")).body
    driven.desk.work.undo()
    driven.settle()
    assert driven.session.author_view().text(driven.page("Town")).body == TEXT


def test_above_the_first_heading_there_is_no_section(driven: Driven) -> None:
    open_text(driven, 0)
    driven.do("split_section")
    driven.qtbot.waitUntil(lambda: "under no heading" in driven.window.notice.text, timeout=PATIENCE_MS)


def test_a_page_is_merged_into_another_and_undo_takes_it_back(driven: Driven) -> None:
    open_text(driven, 0)
    driven.do("merge_page")
    dialog = driven.dialog(MergePageDialog)
    dialog.go.click()
    error = dialog.findChild(QLabel, "formError")
    assert isinstance(error, QLabel)
    assert "page that is kept" in error.text()
    dialog.kept.setText("Class 2-5")
    dialog.go.click()
    driven.qtbot.waitUntil(lambda: driven.tab.title == "Class 2-5", timeout=PATIENCE_MS)
    kept = driven.page("Class 2-5")
    assert driven.page("Town") == kept
    assert driven.session.author_view().text(kept).body == f"See [[Town#Fate of the town]].\n\n## Town\n\n{TEXT}"
    driven.desk.work.undo()
    driven.settle()
    assert driven.page("Town") != kept
    assert driven.session.author_view().text(driven.page("Town")).body == TEXT

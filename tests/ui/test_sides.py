"""Pages beside each other: two sides of tabs, a page open twice as one text, and undo that outlives tabs."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QMenu

from fanwiki.domain.edits import RenamePage, SavePage
from fanwiki.ui.editor import page_text
from fanwiki.ui.editor.page_tab import Mode, PageTab
from fanwiki.ui.editor.save_state import SaveState
from tests.ui.driving import PATIENCE_MS, Driven, Driver
from tests.ui.writing import press, write

pytestmark = pytest.mark.gui

PAGE = "Class 2-5"
OTHER = "Nam On-jo"


def twice(driven: Driven, *, stacked: bool = False) -> tuple[PageTab, PageTab]:
    """One page on both sides; the second is the one that is worked in."""
    first = driven.go(PAGE)
    driven.do("split_below" if stacked else "split_beside")
    second = driven.tab
    assert second is not first
    for tab in (first, second):
        tab.set_mode(Mode.EDIT)
    driven.qtbot.waitUntil(lambda: first.editor.isVisible() and second.editor.isVisible(), timeout=PATIENCE_MS)
    return first, second


def wait_saved(driven: Driven, tab: PageTab) -> None:
    driven.qtbot.waitUntil(lambda: tab.save_state == SaveState.SAVED and not tab.has_unsaved, timeout=PATIENCE_MS)


def test_a_page_open_twice_is_one_text(driven: Driven) -> None:
    first, second = twice(driven)
    before = first.editor.text()
    write(first.editor, "One, ")
    assert second.editor.text() == f"One, {before}"
    second.editor.moveCursor(QTextCursor.MoveOperation.Start)
    write(second.editor, "two, ")
    assert first.editor.text() == f"two, One, {before}"
    wait_saved(driven, first)
    assert driven.session.author_view().text(first.page_id).body == f"two, One, {before}"
    second.editor.undo()
    first.editor.undo()
    assert second.editor.text() == before


def test_one_revision_is_saved_for_both(driven: Driven) -> None:
    first, second = twice(driven)
    saves: list[object] = []
    driven.session.changed.connect(saves.append)
    write(second.editor, "Typed. ")
    second.save_now()
    first.save_now()
    wait_saved(driven, first)
    assert len(saves) == 1
    assert driven.window.save_state.text() == "Saved"


def test_closing_one_leaves_the_other_alive(driven: Driven) -> None:
    first, second = twice(driven)
    write(second.editor, "Kept. ")
    driven.do("close_tab")
    driven.settle()
    assert len(driven.window.tabs.sides) == 1
    assert driven.tab is first
    write(first.editor, "And on. ")
    assert first.editor.text().startswith("Kept. And on. ")
    wait_saved(driven, first)


def test_what_is_done_elsewhere_comes_into_both(driven: Driven) -> None:
    first, second = twice(driven)
    driven.session.apply(RenamePage(driven.page(OTHER), "On-jo of the class"))
    driven.qtbot.waitUntil(lambda: "[[On-jo of the class" in first.editor.text(), timeout=PATIENCE_MS)
    assert second.editor.text() == first.editor.text()
    assert not first.has_unsaved


def test_a_conflict_is_told_on_both_sides_and_ended_on_one(driven: Driven) -> None:
    first, second = twice(driven)
    write(first.editor, "Mine. ")
    driven.session.wiki.apply(SavePage(first.page_id, "Theirs.", None))
    first.save_now()
    driven.qtbot.waitUntil(lambda: first.notice.isVisible() and second.notice.isVisible(), timeout=PATIENCE_MS)
    second.notice.chosen.emit("take_theirs")
    assert first.editor.text() == second.editor.text() == "Theirs."
    assert not first.notice.isVisible()


@pytest.mark.parametrize("mode", [Mode.EDIT, Mode.SPLIT])
def test_lines_break_for_the_narrower_side(driven: Driven, mode: Mode) -> None:
    first, second = twice(driven)
    first.set_mode(mode)
    driven.window.tabs.set_sizes([250, 700])

    def agree() -> bool:
        widths = {tab.editor.viewport().width() for tab in (first, second)}
        return len(widths) == 1 and all(tab.editor.horizontalScrollBar().maximum() == 0 for tab in (first, second))

    driven.qtbot.waitUntil(agree, timeout=PATIENCE_MS)
    narrow = first.editor.viewport().width()
    second.setFocus()
    driven.window.tabs.setCurrentWidget(first)
    driven.do("close_tab")
    driven.qtbot.waitUntil(lambda: second.editor.viewport().width() > narrow, timeout=PATIENCE_MS)
    assert second.editor.document().documentLayout().documentSize().width() <= second.editor.viewport().width()


def test_an_editor_out_of_sight_does_not_hold_the_lines_wide(driven: Driven) -> None:
    wide = driven.go(PAGE)
    wide.set_mode(Mode.EDIT)
    driven.qtbot.waitUntil(lambda: wide.editor.viewport().width() > 300, timeout=PATIENCE_MS)
    driven.do("split_beside")
    driven.window.tabs.setCurrentWidget(wide)
    driven.go(OTHER, new_tab=True)
    narrow = next(tab for tab in driven.window.tabs if tab.page_id == wide.page_id and tab is not wide)
    narrow.set_mode(Mode.EDIT)
    driven.window.tabs.set_sizes([800, 200])
    driven.qtbot.waitUntil(lambda: narrow.editor.horizontalScrollBar().maximum() == 0, timeout=PATIENCE_MS)
    assert narrow.editor.document().documentLayout().documentSize().width() <= narrow.editor.viewport().width()


def test_a_tab_that_comes_up_narrow_breaks_its_lines_where_it_ends(driven: Driven) -> None:
    twice(driven)
    driven.window.tabs.set_sizes([700, 250])
    editor = driven.go(OTHER, new_tab=True).editor
    layout = editor.document().documentLayout()
    driven.qtbot.waitUntil(
        lambda: editor.viewport().width() - int(layout.documentSize().width()) in range(-2, 40), timeout=PATIENCE_MS
    )


def test_what_is_opened_comes_to_the_side_one_works_in(driven: Driven) -> None:
    first, second = twice(driven)
    tabs = driven.window.tabs
    first.editor.setFocus()
    assert tabs.active_side == 0
    left = driven.go(OTHER)
    assert tabs.side_of(left) == 0
    assert second in list(tabs)
    second.editor.setFocus()
    assert driven.tab is second
    again = driven.go(OTHER)
    assert again is not left
    assert tabs.side_of(again) == 1


def test_a_tab_moves_to_the_other_side_and_back(driven: Driven) -> None:
    tabs = driven.window.tabs
    driven.go(PAGE)
    moved = driven.go(OTHER, new_tab=True)
    write(moved.editor, "Moved. ")
    driven.do("move_tab")
    assert len(tabs.sides) == 2
    assert driven.tab is moved
    assert tabs.side_of(moved) == 1
    assert tabs.tabText(tabs.indexOf(moved)) == OTHER
    driven.do("move_tab")
    assert len(tabs.sides) == 1
    assert driven.tab is moved
    moved.editor.undo()
    assert not moved.editor.text().startswith("Moved.")


def test_a_side_is_closed_with_its_tabs(driven: Driven) -> None:
    first, second = twice(driven)
    driven.go(OTHER, new_tab=True)
    assert driven.window.tabs.count() == 3
    driven.do("close_side")
    assert list(driven.window.tabs) == [first]
    assert not driven.window.actions_of_window["close_side"].isEnabled()
    del second


def test_the_board_can_stand_beside_a_page(driven: Driven) -> None:
    driven.go(PAGE)
    driven.do("show_board")
    driven.do("move_tab")
    tabs = driven.window.tabs
    assert tabs.active_side == 1
    assert tabs.current is None
    page = driven.go(OTHER)
    assert tabs.side_of(page) == 1
    driven.do("close_tab")
    driven.do("close_tab")
    assert len(tabs.sides) == 1


def test_sides_come_back_at_the_next_start(driver: Driver, driven: Driven, file: Path) -> None:
    twice(driven, stacked=True)
    driven.go(OTHER, new_tab=True)
    driven.window.tabs.setCurrentWidget(next(iter(driven.window.tabs)))
    driven.window.tabs.set_sizes([400, 200])
    sizes = driven.window.tabs.sizes()
    driver.close(driven)
    again = driver.open(file).window.tabs
    assert again.stacked
    assert [(tab.title, again.side_of(tab), again.is_in_front(tab)) for tab in again] == [
        (PAGE, 0, True), (PAGE, 1, False), (OTHER, 1, True),
    ]  # fmt: skip
    assert again.active_side == 0
    assert abs(again.sizes()[0] / sum(again.sizes()) - sizes[0] / sum(sizes)) < 0.1


def test_typing_is_undone_after_other_pages(driven: Driven) -> None:
    tab = driven.go(PAGE)
    before = tab.editor.text()
    write(tab.editor, "Undone. ")
    driven.go(OTHER)
    driven.settle()
    assert [each.title for each in driven.window.tabs] == [OTHER]
    again = driven.go(PAGE)
    assert again.editor.text() == f"Undone. {before}"
    assert again.editor.textCursor().position() == len("Undone. ")
    again.editor.undo()
    assert again.editor.text() == before
    wait_saved(driven, again)


def test_only_so_many_texts_are_kept(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_text, "_KEPT", 2)
    for title in (PAGE, OTHER, "Choi Nam-ra", "Episode 1", "Episode 2"):
        driven.go(title)
    driven.settle()
    assert [text.title for text in driven.desk.texts] == ["Choi Nam-ra", "Episode 1", "Episode 2"]


def test_a_text_that_was_left_and_cannot_be_saved_comes_back(driven: Driven) -> None:
    tab = driven.go(PAGE)
    write(tab.editor, "Mine. ")
    # Somebody else, who does not say so, has saved the page meanwhile.
    driven.session.wiki.apply(SavePage(tab.page_id, "Theirs.", None))
    driven.go(OTHER)
    driven.qtbot.waitUntil(lambda: driven.window.tabs.count() == 2, timeout=PATIENCE_MS)
    assert driven.tab.title == PAGE
    assert driven.tab.editor.text().startswith("Mine. ")
    assert driven.tab.notice.isVisible()
    driven.tab.notice.chosen.emit("take_theirs")


def test_f6_goes_over_both_sides(driven: Driven) -> None:
    first, second = twice(driven)
    driven.window.tree.setFocus()
    seen = []
    for _ in range(2):
        driven.do("focus_next")
        seen.append(driven.window.focusWidget())
    assert seen == [first.editor, second.editor]


def test_a_tab_offers_what_can_be_done_with_it(driven: Driven) -> None:
    driven.go(PAGE)
    side = driven.window.tabs.sides[0]
    side.tabBar().customContextMenuRequested.emit(QPoint(20, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert driven.window.actions_of_window["split_beside"] in menu.actions()
    press(menu, Qt.Key.Key_Escape)

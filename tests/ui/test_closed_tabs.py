"""Tabs that were closed come back: in their place, with theirs, and as far as the viewpoint sees."""

import pytest
from PySide6.QtGui import QAction

from fanwiki.domain.edits import DeletePage
from fanwiki.ui.board.board_view import BoardView
from fanwiki.ui.editor.page_tab import Mode
from tests.ui.driving import Driven

pytestmark = pytest.mark.gui

ON_JO = "Nam On-jo"
NAM_RA = "Choi Nam-ra"
EPISODE = "Episode 9"


def titles(driven: Driven) -> list[str]:
    return [tab.title for tab in driven.window.tabs]


def open_three(driven: Driven) -> None:
    driven.go(ON_JO)
    driven.go(NAM_RA, new_tab=True)
    driven.go(EPISODE, new_tab=True)


def test_a_closed_tab_comes_back_where_it_stood_and_as_it_was(driven: Driven) -> None:
    open_three(driven)
    tab = driven.go(NAM_RA)
    tab.set_mode(Mode.EDIT)
    cursor = tab.editor.textCursor()
    cursor.setPosition(40)
    tab.editor.setTextCursor(cursor)
    driven.do("close_tab")
    assert titles(driven) == [ON_JO, EPISODE]
    driven.do("reopen_tab")
    assert titles(driven) == [ON_JO, NAM_RA, EPISODE]
    assert (driven.tab.title, driven.tab.mode) == (NAM_RA, Mode.EDIT)
    assert driven.tab.editor.textCursor().position() == 40


def test_the_tab_closed_last_comes_first_and_the_keys_do_it(driven: Driven) -> None:
    open_three(driven)
    for _ in range(3):
        driven.do("close_tab")
    assert driven.window.tabs.count() == 0
    action = driven.find(QAction, "action_reopen_tab")
    assert action.shortcut().toString() == "Ctrl+Shift+T"
    for shown in (ON_JO, NAM_RA, EPISODE):
        action.trigger()
        assert driven.tab.title == shown
        assert driven.window.tabs.isVisible()
    assert titles(driven) == [ON_JO, NAM_RA, EPISODE]
    action.trigger()
    assert driven.window.notice.text == "There is no closed tab to open again."


def test_what_the_viewpoint_does_not_see_waits(driven: Driven) -> None:
    open_three(driven)
    driven.go(NAM_RA)
    driven.do("close_tab")
    driven.go(EPISODE)
    driven.do("close_tab")
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E06"))
    driven.do("reopen_tab")
    assert titles(driven) == [ON_JO, NAM_RA]
    driven.do("reopen_tab")
    assert titles(driven) == [ON_JO, NAM_RA]
    driven.do("show_everything")
    driven.do("reopen_tab")
    assert titles(driven) == [ON_JO, EPISODE, NAM_RA]


def test_a_page_that_is_gone_or_open_again_is_passed_over(driven: Driven) -> None:
    open_three(driven)
    for _ in range(2):
        driven.do("close_tab")
    driven.go(NAM_RA)
    driven.session.apply(DeletePage(driven.page(EPISODE)))
    driven.settle()
    driven.do("reopen_tab")
    assert titles(driven) == [NAM_RA]


def test_the_board_comes_back_and_so_do_the_tabs_of_a_side(driven: Driven) -> None:
    driven.go(ON_JO)
    driven.do("show_board")
    board = driven.find(BoardView)
    driven.do("close_tab")
    driven.do("reopen_tab")
    assert driven.window.tabs.currentWidget() is board
    driven.window.tabs.setCurrentIndex(0)
    driven.do("split_beside")
    driven.go(NAM_RA, new_tab=True)
    driven.do("close_side")
    assert titles(driven) == [ON_JO]
    driven.do("reopen_tab")
    assert (driven.tab.title, sorted(titles(driven))) == (NAM_RA, [NAM_RA, ON_JO])

"""The list of what an episode unlocks, in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fanwiki.domain.edits import AddPage
from fanwiki.domain.entities import Episode, Season, Show
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.dialogs.unlocked import UnlockedDialog
from tests.ui.driving import Driven
from tests.ui.panel_desk import everything_said, texts

pytestmark = pytest.mark.gui


def look_from(driven: Driven, point: str) -> None:
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at(point))


def opened(driven: Driven) -> UnlockedDialog:
    driven.do("show_unlocked")
    return driven.find(UnlockedDialog)


def test_it_follows_the_viewpoint_and_opens_pages_by_keyboard(driven: Driven) -> None:
    assert not driven.window.actions_of_window["show_unlocked"].isEnabled()
    assert not driven.find(QWidget, "viewpointUnlocks").isEnabled()
    look_from(driven, "S1E06")
    dialog = opened(driven)
    assert dialog.windowTitle() == "What S1E06 unlocks"
    assert "Episode 6" in texts(dialog.tree)
    assert "Episode 5" not in texts(dialog.tree)
    driven.do("go_next")
    assert dialog.windowTitle() == "What S1E07 unlocks"
    assert "Episode 7" in texts(dialog.tree)
    assert "Episode 8" not in everything_said(dialog.tree)
    dialog.tree.setCurrentIndex(dialog.model.index(texts(dialog.tree).index("Episode 7"), 0))
    driven.press(dialog.tree, Qt.Key.Key_Return)
    assert driven.tab.title == "Episode 7"
    driven.do("show_everything")
    assert dialog.model.rows == ()
    assert "author" in dialog.empty.text()
    dialog.activateWindow()
    driven.qtbot.waitUntil(dialog.isActiveWindow)
    driven.press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_is_of_the_show_whose_viewpoint_is_chosen(driven: Driven) -> None:
    show, season, first = PageId(new_id()), PageId(new_id()), PageId(new_id())
    driven.session.apply(
        AddPage(show, PageKind.SHOW, "Kingdom", subject=Show(show, "kingdom")),
        AddPage(season, PageKind.SEASON, "Kingdom, season 1", show, subject=Season(season, show, 1)),
        AddPage(first, PageKind.EPISODE, "The king", season, subject=Episode(first, season, 1)),
    )
    driven.settle()
    look_from(driven, "aouad:S1E06,kingdom:S1E01")
    driven.go("Episode 6")
    dialog = opened(driven)
    assert dialog.windowTitle() == "What aouad:S1E06 unlocks"
    assert "The king" not in texts(dialog.tree)
    driven.go("The king")
    assert dialog.windowTitle() == "What kingdom:S1E01 unlocks"
    assert texts(dialog.tree) == ["Kingdom, season 1", "The king"]
    driven.do("go_previous")
    assert "Nothing has been seen" in dialog.empty.text()
    driven.do("close_wiki")
    driven.qtbot.waitUntil(lambda: driven.window.findChild(UnlockedDialog) is None)

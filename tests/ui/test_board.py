"""The survivor board: what it shows as of a viewpoint, what can be set, moved and removed on it, and the way there."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from fanwiki.domain.colours import AA, contrast
from fanwiki.domain.edits import AddFact, AddPage
from fanwiki.domain.entities import Group, Membership, StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.points import EVERYTHING
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.domain.vocabulary import Certainty, PageKind
from fanwiki.ui import theme
from fanwiki.ui.board.board_view import BoardView
from fanwiki.ui.board.look import readable, tint
from fanwiki.ui.board.table import split_point
from fanwiki.wiki import Wiki
from tests.building import Builder, seen
from tests.ui.driving import Driven
from tests.ui.panel_desk import PanelDesk, desk_on

pytestmark = pytest.mark.gui

_ALT = Qt.KeyboardModifier.AltModifier


class Small:
    """A show of six episodes: Ann dies in the third, Bo is presumed dead in the fifth, of Cy nothing is known."""

    def __init__(self, wiki: Wiki) -> None:
        self.build = Builder(wiki)
        self.show, self.episodes = self.build.show()
        self.ann, self.bo, self.cy = (self.build.character(self.show, name) for name in ("Ann", "Bo", "Cy"))
        self.build.status(self.ann, "alive")
        self.death = self.build.status(self.ann, "dead", self.episodes[2])
        self.build.status(self.bo, "alive", self.episodes[0])
        self.build.status(self.bo, "dead", self.episodes[4], certainty=Certainty.PRESUMED)


@pytest.fixture
def small(wiki: Wiki) -> Small:
    return Small(wiki)


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki, small: Small) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


@pytest.fixture
def board(desk: PanelDesk) -> BoardView:
    made = desk.shown(BoardView(desk.session))
    made.resize(1000, 700)
    made.show_page(None)
    return made


def _words(board: BoardView, row: int) -> list[str]:
    return [board.model.index(row, column).data() for column in range(board.model.columnCount())]


def _go(board: BoardView, row: int, column: int) -> None:
    board.table.setFocus()
    board.table.setCurrentIndex(board.model.index(row, column))


def _names(board: BoardView) -> list[str]:
    return [row.status.name for row in board.model.rows]


def _choose(combo: QComboBox, text: str) -> None:
    place = combo.findText(text)
    assert place >= 0, text
    combo.setCurrentIndex(place)


def _events(desk: PanelDesk, character: PageId) -> list[tuple[EpisodeId | None, str]]:
    states = {state.id: state.word for state in desk.author().states()}
    return [(event.at, states[event.state]) for event in desk.author().status_events(character)]


def test_each_cell_is_the_state_as_of_its_episode(board: BoardView) -> None:
    horizontal = Qt.Orientation.Horizontal
    headings = [board.model.headerData(column, horizontal) for column in range(board.model.columnCount())]
    assert headings == ["S1E01", "S1E02", "S1E03", "S1E04", "S1E05", "S1E06", "Now"]
    assert _names(board) == ["Ann", "Bo", "Cy"]
    assert _words(board, 0) == ["alive", "alive", "dead", "dead", "dead", "dead", "dead"]
    assert _words(board, 1) == ["alive"] * 4 + ["dead (presumed)"] * 3
    assert _words(board, 2) == [""] * 7
    said = board.model.index(1, 4).data(Qt.ItemDataRole.ToolTipRole)
    assert said == "Bo, S1E05: dead (presumed)"
    assert board.model.index(1, 4).data(Qt.ItemDataRole.AccessibleTextRole) == said
    assert board.counts.text() == "2 dead · 1 not known"


def test_the_viewpoint_scrubs_it(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _go(board, 1, 1)
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    assert _words(board, 0) == ["alive", "alive", "alive"]
    assert board.counts.text() == "2 alive · 1 not known"
    assert board.current_character() == small.bo
    assert len(board.strip.events) == 1
    assert board.filters.state_field.findText("dead") == -1
    desk.session.set_viewpoint(seen(small.show, small.episodes[2]))
    assert _words(board, 0) == ["alive", "alive", "dead", "dead"]
    desk.session.set_viewpoint(EVERYTHING)
    assert board.model.columnCount() == 7


def test_out_of_sight_it_reads_when_it_comes_back(desk: PanelDesk, board: BoardView, small: Small) -> None:
    board.hide()
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    assert board.model.columnCount() == 7
    board.show()
    assert board.model.columnCount() == 3


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_a_key_sets_the_status_at_a_cell(desk: PanelDesk, board: BoardView, small: Small, key: Qt.Key) -> None:
    _go(board, 2, 3)
    QTest.keyClick(board.table, key)
    assert board.form.is_open
    assert board.form.title() == "New status of Cy"
    assert board.form.at_field.point() == small.episodes[3]
    _choose(board.form.state_field, "missing")
    board.form.submitted.emit()
    desk.settle()
    assert not board.form.is_open
    assert _events(desk, small.cy) == [(small.episodes[3], "missing")]
    assert _words(board, 2)[2:4] == ["", "missing"]
    desk.undo()
    assert _words(board, 2) == [""] * 7


def test_a_cell_with_an_event_edits_that_event(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _go(board, 0, 2)
    QTest.keyClick(board.table, Qt.Key.Key_Return)
    assert board.form.title() == "Status of Ann"
    board.form.cause_field.setText("a fall")
    board.form.submitted.emit()
    desk.settle()
    assert desk.author().status_events(small.ann)[1].cause == "a fall"
    assert len(_events(desk, small.ann)) == 2


def test_delete_removes_the_event_of_the_cell_alone(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _go(board, 0, 4)
    QTest.keyClick(board.table, Qt.Key.Key_Delete)
    desk.settle()
    assert len(_events(desk, small.ann)) == 2
    _go(board, 0, 2)
    QTest.keyClick(board.table, Qt.Key.Key_Delete)
    desk.settle()
    assert _events(desk, small.ann) == [(None, "alive")]
    assert _words(board, 0) == ["alive"] * 7
    desk.undo()
    assert _words(board, 0)[2] == "dead"


def test_one_status_for_several_characters_is_one_step(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _go(board, 0, 2)
    QTest.keyClick(board.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(board.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    board.set_action.trigger()
    assert board.form.title() == "New status of 3 characters"
    assert board.form.at_field.point() == small.episodes[2]
    _choose(board.form.state_field, "infected")
    board.form.submitted.emit()
    desk.settle()
    for row in range(3):
        assert _words(board, row)[2] == "infected"
    # Ann's death at that very moment is changed; nothing stands there twice.
    assert _events(desk, small.ann) == [(None, "alive"), (small.episodes[2], "infected")]
    desk.undo()
    assert [_words(board, row)[2] for row in range(3)] == ["dead", "alive", ""]


def test_after_many_one_is_one_again(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _go(board, 0, 3)
    QTest.keyClick(board.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    board.set_action.trigger()
    board.form.cancel_button.click()
    _go(board, 2, 3)
    QTest.keyClick(board.table, Qt.Key.Key_Return)
    _choose(board.form.state_field, "alive")
    board.form.submitted.emit()
    desk.settle()
    assert len(_events(desk, small.ann)) == 2
    assert len(_events(desk, small.bo)) == 2


def test_a_bad_point_is_refused_at_its_field(desk: PanelDesk, board: BoardView) -> None:
    _go(board, 2, 3)
    QTest.keyClick(board.table, Qt.Key.Key_Return)
    board.form.at_field.setEditText("S9E99")
    board.form.submitted.emit()
    assert board.form.is_open
    assert "S9E99" in board.form.rows.complaint(board.form.at_field)


def test_filters(desk: PanelDesk, board: BoardView, small: Small) -> None:
    group = PageId(new_id())
    desk.apply(
        AddPage(group, PageKind.GROUP, "Roof", subject=Group(group)),
        AddFact(Membership(FactId(new_id()), group, small.bo, start=small.episodes[3])),
    )
    _choose(board.filters.state_field, "dead")
    assert _names(board) == ["Ann", "Bo"]
    assert board.counts.text() == "2 dead · 1 not known — 2 of 3 shown"
    _choose(board.filters.certainty_field, "presumed")
    assert _names(board) == ["Bo"]
    board.filters.clear()
    _choose(board.filters.state_field, "not known")
    assert _names(board) == ["Cy"]
    board.filters.clear()
    _choose(board.filters.group_field, "Roof")
    assert _names(board) == ["Bo"]
    board.filters.clear()
    QTest.keyClicks(board.filters.text_field, "an")
    assert _names(board) == ["Ann"]
    board.filters.clear()
    desk.session.set_viewpoint(seen(small.show, small.episodes[2]))
    assert board.filters.group_field.findText("Roof") == -1
    assert board.filters.group_field.isHidden()


@pytest.mark.parametrize("word", ["alive", "dead", "undead", "missing", "infected"])
def test_the_filter_of_each_state_obeys_the_viewpoint(
    desk: PanelDesk, board: BoardView, small: Small, word: str
) -> None:
    """Cy enters the state in the fourth episode; before it nobody can ask for it, unless somebody is in it by then."""
    small.build.status(small.cy, word, small.episodes[3])
    desk.session.set_viewpoint(seen(small.show, small.episodes[3]))
    _choose(board.filters.state_field, word)
    assert "Cy" in _names(board)
    assert board.counts.text().endswith("of 3 shown")
    counted = dict(part.split(" ", 1)[::-1] for part in board.counts.text().split(" — ")[0].split(" · "))
    assert int(counted[word]) == len(_names(board))
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    met = word == "alive"
    assert (board.filters.state_field.findText(word) >= 0) == met
    assert _names(board) == (["Ann", "Bo"] if met else ["Ann", "Bo", "Cy"])
    assert board.counts.text().startswith("2 alive · 1 not known")


def test_the_filter_by_certainty_obeys_the_viewpoint(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _choose(board.filters.certainty_field, "presumed")
    assert _names(board) == ["Bo"]
    desk.session.set_viewpoint(seen(small.show, small.episodes[3]))
    assert _names(board) == []
    assert board.counts.text() == "1 alive · 1 dead · 1 not known — 0 of 3 shown"


def test_the_filter_by_group_obeys_the_viewpoint(desk: PanelDesk, board: BoardView, small: Small) -> None:
    group = PageId(new_id())
    desk.apply(
        AddPage(group, PageKind.GROUP, "Roof", subject=Group(group)),
        AddFact(Membership(FactId(new_id()), group, small.ann)),
        AddFact(Membership(FactId(new_id()), group, small.bo, start=small.episodes[3])),
    )
    _choose(board.filters.group_field, "Roof")
    assert _names(board) == ["Ann", "Bo"]
    desk.session.set_viewpoint(seen(small.show, small.episodes[2]))
    assert _names(board) == ["Ann"]
    assert board.counts.text() == "1 alive · 1 dead · 1 not known — 1 of 3 shown"


def test_a_name_opens_the_page(qtbot: QtBot, board: BoardView, small: Small) -> None:
    header = board.table.verticalHeader()
    at = QPoint(20, header.sectionViewportPosition(1) + 5)
    with qtbot.waitSignal(board.page_requested) as told:
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [small.bo]
    _go(board, 0, 3)
    with qtbot.waitSignal(board.page_requested) as told:
        QTest.keyClick(board.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [small.ann]


def test_the_timeline_by_keyboard(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _go(board, 0, 3)
    strip = board.strip
    strip.setFocus()
    assert strip.current_event is not None
    assert strip.current_event.id == small.death.id
    assert "S1E03: dead" in strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert "from the start: alive" in strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Right, _ALT)
    desk.settle()
    assert _events(desk, small.ann)[1] == (small.episodes[3], "dead")
    assert _words(board, 0)[2:4] == ["alive", "dead"]
    assert strip.current_event is not None
    assert strip.current_event.id == small.death.id
    desk.undo()
    assert _words(board, 0)[2] == "dead"
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert board.form.title() == "Status of Ann"


def test_the_event_of_a_cell_is_moved_by_keyboard(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _go(board, 0, 2)
    QTest.keyClick(board.table, Qt.Key.Key_Right, _ALT)
    desk.settle()
    assert _events(desk, small.ann)[1] == (small.episodes[3], "dead")
    assert board.table.currentIndex().column() == 3
    board.earlier_action.trigger()
    desk.settle()
    assert _events(desk, small.ann)[1] == (small.episodes[2], "dead")
    assert board.table.currentIndex().column() == 2
    desk.undo()
    assert _events(desk, small.ann)[1] == (small.episodes[3], "dead")
    _go(board, 0, 1)
    assert not board.later_action.isEnabled()


def test_a_mark_is_dragged(desk: PanelDesk, board: BoardView, small: Small) -> None:
    _go(board, 0, 3)
    strip = board.strip
    begin = strip.mark_centre(1)
    end = next(QPoint(x, begin.y()) for x in range(strip.width()) if strip.slot_at(x) == 5)
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(strip, end)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=end)
    desk.settle()
    assert _events(desk, small.ann)[1] == (small.episodes[4], "dead")
    desk.undo()
    assert _events(desk, small.ann)[1] == (small.episodes[2], "dead")


def test_a_reader_moves_an_event_without_losing_what_he_does_not_see(
    desk: PanelDesk, board: BoardView, small: Small
) -> None:
    killer = small.build.character(small.show, "Zed", small.episodes[5])
    whole = StatusEvent(FactId(new_id()), small.cy, small.build.state("dead").id, at=small.episodes[1], by_whom=killer)
    desk.apply(AddFact(whole))
    desk.session.set_viewpoint(seen(small.show, small.episodes[3]))
    _go(board, 2, 2)
    QTest.keyClick(board.strip, Qt.Key.Key_Right, _ALT)
    desk.settle()
    event = desk.author().status_events(small.cy)[0]
    assert (event.at, event.by_whom) == (small.episodes[2], killer)


@pytest.mark.parametrize("dark", [False, True])
def test_states_are_read_well_on_their_ground(dark: bool) -> None:
    base = theme.palette(dark=dark).color(QPalette.ColorRole.Base)
    for state in BUILT_IN_STATES:
        ground = tint(state.colour, base)
        assert contrast(readable(state.colour, ground).name(), ground.name()) >= AA
    assert contrast(readable("no colour", base).name(), base.name()) >= AA


def test_points_in_two_lines() -> None:
    assert split_point("S1E06") == ("S1", "06")
    assert split_point("S2") == ("S2", "")


def test_the_board_is_a_tab_beside_the_pages(driven: Driven) -> None:
    window = driven.window
    driven.go("Choi Nam-ra")
    pages = window.tabs.count()
    driven.do("show_board")
    board = driven.find(BoardView)
    assert window.tabs.currentWidget() is board
    assert window.tabs.current is None
    assert board.isVisible()
    assert board.table.hasFocus()
    assert board.current_character() == driven.page("Choi Nam-ra")
    assert not window.actions_of_window["rename_page"].isEnabled() or window.tree.currentIndex().isValid()
    board.page_requested.emit(driven.page("Nam On-jo"))
    assert driven.tab.page_id == driven.page("Nam On-jo")
    driven.do("show_board")
    assert window.tabs.count() == pages + 2
    driven.do("close_tab")
    assert window.tabs.indexOf(board) == -1
    driven.do("show_board")
    assert driven.find(BoardView) is board
    assert board.isVisible()


def test_the_board_alone_and_nothing(driven: Driven) -> None:
    window = driven.window
    driven.do("show_board")
    board = driven.find(BoardView)
    while window.tabs.current is None or window.tabs.count() > 1:
        window.tabs.setCurrentIndex(0)
        if window.tabs.current is None:
            break
        driven.do("close_tab")
    assert board.isVisible()
    driven.do("close_tab")
    assert window.tabs.count() == 0
    assert not board.isVisible()
    assert not window.actions_of_window["close_tab"].isEnabled()
    driven.do("show_board")
    assert board.isVisible()


def test_every_control_of_the_board_says_what_it_is(board: BoardView) -> None:
    for widget in (board.table, board.strip, board.filters.text_field, board.filters.state_field, board.counts):
        assert widget.accessibleName()
    for action in board.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly):
        assert action.text()
        assert action.toolTip()

"""The matrix of appearances: what it shows as of a viewpoint, and how its cells are edited."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from fanwiki.cli.program import run
from fanwiki.domain.edits import AddFact, AddPage
from fanwiki.domain.entities import Appearance, Episode, Group, Membership, Name, Season
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.domain.vocabulary import AppearanceMode, PageKind
from fanwiki.ui.appearances.editing import MatrixCell, next_mode, set_mode, toggle_mode
from fanwiki.ui.appearances.matrix import AppearancesMatrix
from fanwiki.wiki import Wiki
from tests import thrones
from tests.building import Builder, seen
from tests.ui.driving import Driven
from tests.ui.panel_desk import PanelDesk, desk_on

pytestmark = pytest.mark.gui

_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Small:
    """A show of six episodes: Ann is in the first three, Bo speaks in the second and is seen in flashback there."""

    def __init__(self, wiki: Wiki) -> None:
        self.build = Builder(wiki)
        self.show, self.episodes = self.build.show()
        self.ann, self.bo, self.cy = (self.build.character(self.show, name) for name in ("Ann", "Bo", "Cy"))
        for episode in self.episodes[:3]:
            self.put(self.ann, episode)
        self.put(self.bo, self.episodes[1], AppearanceMode.VOICE)
        self.put(self.bo, self.episodes[1], AppearanceMode.FLASHBACK)
        self.put(self.bo, self.episodes[4], AppearanceMode.MENTIONED)

    def put(self, who: PageId, episode: EpisodeId, mode: AppearanceMode = AppearanceMode.ON_SCREEN) -> None:
        self.build.fact(Appearance(FactId(new_id()), who, episode, mode))


@pytest.fixture
def small(wiki: Wiki) -> Small:
    return Small(wiki)


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki, small: Small) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


@pytest.fixture
def matrix(desk: PanelDesk) -> AppearancesMatrix:
    made = desk.shown(AppearancesMatrix(desk.session))
    made.resize(1000, 700)
    made.show_page(None)
    return made


def _words(matrix: AppearancesMatrix, row: int) -> list[str]:
    return [matrix.model.index(row, column).data() for column in range(matrix.model.columnCount())]


def _go(matrix: AppearancesMatrix, row: int, column: int) -> None:
    matrix.table.setFocus()
    matrix.table.setCurrentIndex(matrix.model.index(row, column))


def _select(matrix: AppearancesMatrix, *places: tuple[int, int]) -> None:
    _go(matrix, *places[0])
    for place in places[1:]:
        matrix.table.selectionModel().select(matrix.model.index(*place), QItemSelectionModel.SelectionFlag.Select)


def test_it_says_how_each_character_is_in_each_episode(matrix: AppearancesMatrix) -> None:
    assert matrix.model.names == ("Ann", "Bo", "Cy")
    headings = [matrix.model.headerData(column, Qt.Orientation.Horizontal) for column in range(7)]
    assert headings == ["S1E01", "S1E02", "S1E03", "S1E04", "S1E05", "S1E06", "Episodes"]
    assert _words(matrix, 0) == ["on-screen"] * 3 + [""] * 3 + ["3"]
    assert _words(matrix, 1) == ["", "voice, flashback", "", "", "mentioned", "", "1"]
    assert _words(matrix, 2) == [""] * 7
    said = matrix.model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == matrix.model.index(1, 1).data(Qt.ItemDataRole.ToolTipRole) == "Bo, S1E02: voice, flashback"
    assert matrix.counts.text() == "3 characters"


def test_the_viewpoint_hides_what_lies_ahead(desk: PanelDesk, matrix: AppearancesMatrix, small: Small) -> None:
    _go(matrix, 0, 1)
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    assert _words(matrix, 0) == ["on-screen", "on-screen", "2"]
    assert matrix.table.current == (0, 1)
    assert matrix.said.text() == "Ann, S1E02: on-screen"
    desk.session.set_viewpoint(Viewpoint())
    assert matrix.empty.isVisible()
    desk.session.set_viewpoint(EVERYTHING)
    assert matrix.model.columnCount() == 7
    assert matrix.table.isVisible()


@pytest.mark.parametrize(
    ("key", "word"),
    [
        (Qt.Key.Key_O, "on-screen"),
        (Qt.Key.Key_V, "voice"),
        (Qt.Key.Key_F, "flashback"),
        (Qt.Key.Key_M, "mentioned"),
        (Qt.Key.Key_B, "body"),
    ],
)
def test_a_letter_sets_a_cell(desk: PanelDesk, matrix: AppearancesMatrix, key: Qt.Key, word: str) -> None:
    _go(matrix, 2, 3)
    QTest.keyClick(matrix.table, key)
    desk.settle()
    assert _words(matrix, 2)[3] == word
    assert matrix.table.current == (2, 3)
    _go(matrix, 1, 1)
    QTest.keyClick(matrix.table, key)
    desk.settle()
    assert _words(matrix, 1)[1] == word
    desk.undo()
    assert _words(matrix, 1)[1] == "voice, flashback"
    desk.undo()
    assert _words(matrix, 2)[3] == ""


def test_shift_and_a_letter_adds_and_takes_away(desk: PanelDesk, matrix: AppearancesMatrix) -> None:
    _go(matrix, 0, 0)
    QTest.keyClick(matrix.table, Qt.Key.Key_F, _SHIFT)
    desk.settle()
    assert _words(matrix, 0)[0] == "on-screen, flashback"
    QTest.keyClick(matrix.table, Qt.Key.Key_F, _SHIFT)
    desk.settle()
    assert _words(matrix, 0)[0] == "on-screen"


def test_the_space_bar_goes_round(desk: PanelDesk, matrix: AppearancesMatrix) -> None:
    _go(matrix, 2, 0)
    met = []
    for _ in range(6):
        QTest.keyClick(matrix.table, Qt.Key.Key_Space)
        desk.settle()
        met.append(_words(matrix, 2)[0])
    assert met == ["on-screen", "voice", "flashback", "mentioned", "body", ""]


def test_several_cells_are_one_step(desk: PanelDesk, matrix: AppearancesMatrix) -> None:
    before = [_words(matrix, row) for row in range(3)]
    _select(matrix, (0, 4), (1, 1), (2, 2), (2, 6))
    assert "3 cells selected" in matrix.said.text()
    matrix.mode_actions[AppearanceMode.BODY].trigger()
    desk.settle()
    assert (_words(matrix, 0)[4], _words(matrix, 1)[1], _words(matrix, 2)[2]) == ("body", "body", "body")
    assert desk.wiki.undo_label() == "set 3 appearances"
    assert len(matrix.table.cells()) == 3
    QTest.keyClick(matrix.table, Qt.Key.Key_Delete)
    desk.settle()
    assert (_words(matrix, 0)[4], _words(matrix, 1)[1], _words(matrix, 2)[2]) == ("", "", "")
    desk.undo()
    desk.undo()
    assert [_words(matrix, row) for row in range(3)] == before


def test_a_menu_by_mouse_and_by_keyboard(desk: PanelDesk, matrix: AppearancesMatrix) -> None:
    _go(matrix, 2, 0)
    place = matrix.table.visualRect(matrix.model.index(2, 0)).center()
    QTest.mouseClick(matrix.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(matrix.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert matrix.menu.isVisible()
    matrix.menu.close()
    QTest.keyClick(matrix.table, Qt.Key.Key_Return)
    assert matrix.menu.isVisible()
    QTest.keyClick(matrix.menu, Qt.Key.Key_Down)
    QTest.keyClick(matrix.menu, Qt.Key.Key_Return)
    desk.settle()
    assert _words(matrix, 2)[0] == "on-screen"


def test_what_is_revealed_later_stays_when_a_reader_edits(
    desk: PanelDesk, matrix: AppearancesMatrix, small: Small
) -> None:
    secret = Appearance(FactId(new_id()), small.cy, small.episodes[0], revealed_at=small.episodes[4])
    desk.apply(AddFact(secret))
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    assert _words(matrix, 2)[0] == ""
    _go(matrix, 2, 0)
    QTest.keyClick(matrix.table, Qt.Key.Key_V)
    desk.settle()
    assert _words(matrix, 2)[0] == "voice"
    QTest.keyClick(matrix.table, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.author().facts(Appearance, character=small.cy) == (secret,)


def test_filters(desk: PanelDesk, matrix: AppearancesMatrix, small: Small) -> None:
    group, season = PageId(new_id()), PageId(new_id())
    late = PageId(new_id())
    desk.apply(
        AddPage(group, PageKind.GROUP, "Roof", subject=Group(group)),
        AddFact(Membership(FactId(new_id()), group, small.bo, start=small.episodes[3])),
        AddFact(Name(FactId(new_id()), small.cy, "씨이")),
        AddPage(season, PageKind.SEASON, "Second season", small.show, subject=Season(season, small.show, 2)),
        AddPage(late, PageKind.EPISODE, "Late", season, subject=Episode(late, season, 1)),
    )
    small.put(small.ann, EpisodeId(late))
    QTest.keyClicks(matrix.filters.text_field, "an")
    assert matrix.model.names == ("Ann",)
    assert matrix.counts.text() == "1 of 3 characters shown"
    matrix.filters.text_field.setText("씨이")
    assert matrix.model.names == ("Cy",)
    matrix.filters.clear()
    matrix.filters.group_field.setCurrentIndex(matrix.filters.group_field.findText("Roof"))
    assert matrix.model.names == ("Bo",)
    matrix.filters.clear()
    matrix.season_field.setCurrentIndex(matrix.season_field.findText("Second season"))
    assert list(matrix.model.points) == ["S2E01"]
    assert _words(matrix, 0) == ["on-screen", "1"]
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    assert matrix.season_field.findText("Second season") == -1
    assert matrix.filters.group_field.isHidden()
    assert list(matrix.model.points) == ["S1E01", "S1E02"]


def test_out_of_sight_it_reads_when_it_comes_back(desk: PanelDesk, matrix: AppearancesMatrix, small: Small) -> None:
    matrix.hide()
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    assert matrix.model.columnCount() == 7
    matrix.show()
    assert matrix.model.columnCount() == 3


def test_a_name_and_a_key_open_the_page(qtbot: QtBot, matrix: AppearancesMatrix, small: Small) -> None:
    _go(matrix, 1, 3)
    with qtbot.waitSignal(matrix.page_requested) as told:
        QTest.keyClick(matrix.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [small.bo]


def test_it_shows_in_the_command_line_at_once(
    desk: PanelDesk, matrix: AppearancesMatrix, capsys: pytest.CaptureFixture[str]
) -> None:
    _go(matrix, 2, 5)
    QTest.keyClick(matrix.table, Qt.Key.Key_M)
    desk.settle()
    capsys.readouterr()
    assert run(["appearances", str(desk.wiki.path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"character": "Cy", "episode": "S1E06", "mode": "mentioned"} in rows


def test_every_control_says_what_it_is(matrix: AppearancesMatrix) -> None:
    for action in matrix.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly):
        assert action.text()
        assert action.toolTip()
        assert action.objectName().startswith("action_")
    buttons = [each for each in matrix.findChildren(QToolButton) if not isinstance(each.parent(), QLineEdit)]
    for widget in (matrix, matrix.table, matrix.season_field, matrix.filters.text_field, *buttons):
        assert widget.accessibleName()


def test_what_a_mode_makes_of_cells() -> None:
    who, episode = PageId("who"), EpisodeId("episode")
    voice = Appearance(FactId("a"), who, episode, AppearanceMode.VOICE)
    empty, spoken = MatrixCell(who, episode), MatrixCell(who, episode, (voice,))
    assert set_mode([spoken], AppearanceMode.VOICE) == []
    assert set_mode([empty], None) == []
    assert next_mode(empty) is AppearanceMode.ON_SCREEN
    assert next_mode(spoken) is AppearanceMode.FLASHBACK
    assert len(toggle_mode([empty, spoken], AppearanceMode.VOICE)) == 1
    assert len(toggle_mode([spoken], AppearanceMode.VOICE)) == 1


def test_it_is_a_tab_beside_the_pages(driven: Driven) -> None:
    driven.go("Choi Nam-ra")
    driven.do("show_appearances")
    matrix = driven.find(AppearancesMatrix, "appearancesMatrix")
    assert driven.window.tabs.currentWidget() is matrix
    assert matrix.table.hasFocus()
    assert matrix.table.current[0] == matrix.model.row_of(driven.page("Choi Nam-ra"))
    driven.do("show_board")
    assert not matrix.isVisible()
    driven.do("show_appearances")
    assert driven.window.tabs.currentWidget() is matrix


def test_a_whole_show(qtbot: QtBot, wiki: Wiki, shared: Path) -> None:
    """Game of Thrones: as many characters, episodes and appearances as the data have."""
    loaded = thrones.load(wiki, shared / "data/tv")
    count = thrones.load_cast(wiki, loaded, shared / "data/tv")
    with desk_on(qtbot, wiki) as desk:
        matrix = desk.shown(AppearancesMatrix(desk.session))
        matrix.resize(1280, 800)
        matrix.show_page(None)
        assert (len(matrix.model.rows), len(matrix.model.episodes)) == (389, 73)
        assert sum(len(cell) for row in matrix.model.rows for cell in row.cells) == count
        row = matrix.model.row_of(loaded.characters["Hodor"])
        assert row is not None
        desk.session.set_viewpoint(Viewpoint(((loaded.show, loaded.episodes["S1E03"]),)))
        before = {name: matrix.model.count(number) for number, name in enumerate(matrix.model.names)}
        assert all(number <= 3 for number in before.values())
        cast = desk.session.view().cast(loaded.show)
        assert all(line.episodes <= 3 for line in cast)
        assert max(line.episodes for line in cast) == 3

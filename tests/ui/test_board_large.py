"""The survivor board over a whole real show: Game of Thrones, 389 characters by 73 episodes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fanwiki.domain.points import Viewpoint
from fanwiki.ui.board.board_view import BoardView
from fanwiki.wiki import Wiki
from tests import thrones
from tests.ui.panel_desk import PanelDesk, desk_on

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


@pytest.fixture
def loaded(wiki: Wiki, shared: Path) -> thrones.Thrones:
    folder = shared / "data" / "tv"
    if not (folder / "got-characters.json").is_file():
        pytest.skip("the data of Game of Thrones is not in the shared folder")
    return thrones.load(wiki, folder)


FATES = {
    # What the scenes of the data say: first seen, dead from, alive again from, dead again from.
    "Eddard Stark": (("S1E01", "alive"), ("S1E09", "dead")),
    "Robb Stark": (("S1E01", "alive"), ("S3E09", "dead")),
    "Jon Snow": (("S1E01", "alive"), ("S5E10", "dead"), ("S6E02", "alive")),
    "Beric Dondarrion": (("S1E06", "alive"), ("S8E03", "dead")),
    "Sansa Stark": (("S1E01", "alive"),),
    "Hodor": (("S1E01", "alive"), ("S6E05", "dead")),
    "Joffrey Baratheon": (("S1E01", "alive"), ("S4E02", "dead")),
    "Gregor Clegane": (("S1E04", "alive"), ("S8E05", "dead")),
    "Benjen Stark": (("S1E01", "alive"), ("S7E06", "dead")),
    "Khal Drogo": (("S1E01", "alive"), ("S1E10", "dead")),
}


def test_the_fates_read_right(desk: PanelDesk, loaded: thrones.Thrones) -> None:
    board = desk.shown(BoardView(desk.session))
    board.resize(1280, 800)
    board.show_page(None)
    assert (len(board.model.rows), len(board.model.episodes)) == (389, 73)
    for name, fate in FATES.items():
        row = board.model.row_of(loaded.characters[name])
        assert row is not None
        expected, held = [], ""
        turns = dict(fate)
        for point in board.model.points:
            held = turns.get(point, held)
            expected.append(held)
        read = [board.model.index(row, column).data() for column in range(74)]
        assert read == [*expected, held], name


def test_it_keeps_what_lies_ahead(desk: PanelDesk, loaded: thrones.Thrones) -> None:
    board = desk.shown(BoardView(desk.session))
    desk.session.set_viewpoint(Viewpoint(((loaded.show, loaded.episodes["S6E01"]),)))
    board.show_page(None)
    assert len(board.model.episodes) == 51
    row = board.model.row_of(loaded.characters["Jon Snow"])
    assert row is not None
    assert board.model.index(row, 51).data() == "dead"
    assert board.model.row_of(loaded.characters["Sansa Stark"]) is not None
    hodor = board.model.row_of(loaded.characters["Hodor"])
    assert hodor is not None
    assert board.model.index(hodor, 51).data() == "alive"

"""The survivor board of a whole real show: reading it, its first paint, and a step of the viewpoint in the window."""

import os
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from PySide6.QtWidgets import QApplication

from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.ui.board.board_view import BoardView
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import Wiki
from tests import thrones
from tests.benchmarks.report import Line, line, timed

_DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "tv"
_SIZE = "389 × 73"


def measure() -> Iterator[Line]:
    if not (_DATA / "got-characters.json").is_file():
        return
    with tempfile.TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "thrones.fanwiki")
        loaded = thrones.load(wiki, _DATA)
        view = wiki.view()
        yield line("survivor board, reading", _SIZE, timed(lambda: view.board(loaded.show), 20))
        yield from _window(wiki, loaded)
        wiki.close()


def _window(wiki: Wiki, loaded: thrones.Thrones) -> Iterator[Line]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    lane = WikiLane()
    session = WikiSession(wiki, lane)
    board = BoardView(session)
    board.resize(1280, 800)
    begun = time.perf_counter()
    board.show()
    application.processEvents()
    yield line("survivor board, first paint with reading", _SIZE, [(time.perf_counter() - begun) * 1000])
    yield line("survivor board, painting the table", _SIZE, timed(board.table.viewport().repaint, 20))
    steps = cycle(list(loaded.episodes.values())[30:60])

    def step() -> None:
        session.set_viewpoint(Viewpoint(((loaded.show, next(steps)),)))

    yield line("survivor board, a step of the viewpoint", _SIZE, timed(step, 25))

    def painted_step() -> None:
        step()
        application.processEvents()

    yield line("survivor board, a step and its paint", _SIZE, timed(painted_step, 25))
    session.set_viewpoint(EVERYTHING)
    board.close()
    lane.shut_down()

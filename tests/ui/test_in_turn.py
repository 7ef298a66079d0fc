"""Steps that are taken one in each turn of the event loop."""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from fanwiki.ui.in_turn import InTurn
from tests.ui.driving import PATIENCE_MS


def test_something_else_comes_between(qtbot: QtBot) -> None:
    parent, done = QObject(), list[str]()
    between = QTimer(parent, interval=0)
    between.timeout.connect(partial(done.append, "between"))
    between.start()
    turns = InTurn(parent)
    turns.begin(partial(done.append, step) for step in ("one", "two", "three"))
    assert turns.busy
    assert not done
    qtbot.waitUntil(lambda: not turns.busy, timeout=PATIENCE_MS)
    assert [step for step in done if step != "between"] == ["one", "two", "three"]
    assert "between" in done[done.index("one") : done.index("two")]
    assert "between" in done[done.index("two") : done.index("three")]


def test_other_steps_take_the_place_of_those_left(qtbot: QtBot) -> None:
    parent, done = QObject(), list[str]()
    turns = InTurn(parent)
    turns.begin([partial(done.append, "old")])
    turns.begin(partial(done.append, step) for step in ("new", "newer"))
    turns.finish()
    assert done == ["new", "newer"]
    assert not turns.busy

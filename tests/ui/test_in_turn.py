"""Steps that are taken one in each turn of the event loop."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer
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


def test_steps_wait_for_a_word_and_no_longer_than_their_patience(qtbot: QtBot) -> None:
    parent, done = QObject(), list[str]()
    turns = InTurn(parent)
    turns.begin([partial(done.append, "one")], patience_ms=PATIENCE_MS * 10)
    QCoreApplication.processEvents()
    assert turns.busy
    turns.go_on()
    qtbot.waitUntil(lambda: not turns.busy, timeout=PATIENCE_MS)
    turns.begin([partial(done.append, "two"), partial(done.append, "three")], patience_ms=1)
    qtbot.waitUntil(lambda: not turns.busy, timeout=PATIENCE_MS)
    assert done == ["one", "two", "three"]

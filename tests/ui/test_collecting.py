"""Garbage among everything there is is looked for while nobody types, and not in between."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fanwiki.ui.collecting import CollectionAtRest

_NO_REST_MS = 3_600_000


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thresholds() -> Iterator[None]:
    """As before afterwards; and what other tests have left behind is no matter of these, or each search of everything
    would take seconds.
    """
    before = gc.get_threshold()
    gc.freeze()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def _old_garbage() -> "weakref.ref[_Cycle]":
    """A cycle that has outlived the younger generations, and is held no more; a search of everything is due."""
    cycle = _Cycle()
    gc.collect()
    for _ in range(12):
        gc.collect(1)
    return weakref.ref(cycle)


def test_old_garbage_goes_at_a_rest(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    CollectionAtRest(field, rest_ms=10)
    garbage = _old_garbage()
    qtbot.waitUntil(lambda: garbage() is None)


def test_it_is_not_looked_for_before(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    CollectionAtRest(field, rest_ms=_NO_REST_MS)
    garbage = _old_garbage()
    made: list[list[object]] = [[] for _ in range(400_000)]
    assert garbage() is not None
    assert len(made) == 400_000


def test_typing_is_no_rest(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(QGuiApplication.inputMethod().cursorRectangleChanged):
        QTest.keyClicks(field, "a")


def test_what_stands_when_a_wiki_has_come_is_not_looked_through_until_the_next(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    collection = CollectionAtRest(field, rest_ms=_NO_REST_MS)
    of_the_wiki = _Cycle()
    known = weakref.ref(of_the_wiki)
    collection.settle()
    del of_the_wiki
    gc.collect()
    assert known() is not None
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10
    collection.settle()
    assert known() is None

"""When Python looks for garbage among everything there is: while nobody types.

It does so whenever enough has been made, wherever the program just is; with a long page open that takes longer than a
key may wait. Young garbage is still found at any time, for that is quick.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

_REST_MS: Final = 3000
"""Since the cursor of a text has moved, anywhere in the program."""
_DUE: Final = 10
"""Searches of the middle generation until one of everything is worth while: what Python has of itself."""
_OVERDUE: Final = 1000
"""The same until it is done even though nobody rests, so that memory is bounded: some millions of objects."""


class CollectionAtRest(QObject):
    """Puts off the search of everything until a rest, for as long as it lives."""

    def __init__(self, parent: QObject, rest_ms: int = _REST_MS) -> None:
        super().__init__(parent)
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, _OVERDUE)
        self._settled = False
        self._timer = QTimer(self)
        self._timer.setInterval(rest_ms)
        self._timer.timeout.connect(self._on_rest)
        self._timer.start()
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._timer.start)

    def settle(self) -> None:
        """A wiki stands in the window. What there is by now stays as long as it does, and is not looked through any
        more: that is nearly everything, and takes longer than a frame. What the wiki before has left goes first.
        """
        if self._settled:
            gc.unfreeze()
            gc.collect()
        self._settled = True
        gc.freeze()

    def _on_rest(self) -> None:
        if gc.get_count()[2] >= _DUE:
            gc.collect()

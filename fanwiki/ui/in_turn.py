"""Doing several things without holding up the window: each in a turn of the event loop of its own, so that between them
it paints and takes keys.
"""

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

Step = Callable[[], None]


class InTurn(QObject):
    """Takes some steps one after the other, unless others are to be taken in their place before they are all done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: deque[Step] = deque()
        self._soon = QTimer(self, interval=0)
        self._soon.timeout.connect(self._on_time)

    @property
    def busy(self) -> bool:
        """Whether there are steps left."""
        return bool(self._steps)

    def begin(self, steps: Iterable[Step], *, patience_ms: int = 0) -> None:
        """Takes these steps soon: when `go_on` says that it is time for them, or the patience is over. What was left of
        others is not taken any more.
        """
        self._steps = deque(steps)
        self._soon.start(patience_ms)

    def go_on(self) -> None:
        """What the steps have waited for is there."""
        if self._steps:
            self._soon.start(0)

    def finish(self) -> None:
        """Takes what steps are left, now."""
        while self._steps:
            self._steps.popleft()()

    def _on_time(self) -> None:
        if self._steps:
            self._steps.popleft()()
        if self._steps:
            self._soon.setInterval(0)
        else:
            self._soon.stop()

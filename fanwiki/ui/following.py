"""The texts that follow a rename: a few at a time on the lane, so that whatever else is asked for comes in between."""

from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from fanwiki.domain.changes import Change, together
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import Wiki

_TOLD_EVERY_MS: Final = 500
"""The panes read anew what they show as often, and not with every few texts."""


class Following(QObject):
    """`changed` carries the `Change` of several transactions at once; `ended` all of one rename, when it is done;
    `failed` what has come in the way.
    """

    changed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, wiki: Wiki, lane: WikiLane, parent: QObject) -> None:
        super().__init__(parent)
        self._wiki = wiki
        self._lane = lane
        self._renames: deque[Change] = deque()
        self._steps: Iterator[Change] | None = None
        self._untold: Change | None = None
        self._whole: Change | None = None
        self._since = QElapsedTimer()

    def follow(self, change: Change) -> None:
        """Has the texts follow what a change has renamed, after those of the renames before it."""
        if not change.renamed:
            return
        self._renames.append(change)
        if self._steps is None:
            self._begin()

    def finish(self) -> None:
        """Gives the lane all that is left, before the wiki is closed."""
        if self._steps is not None:
            rest = chain(self._steps, *map(self._wiki.following, self._renames))
            self._forget()
            self._lane.submit(partial(deque, rest, maxlen=0))

    def _begin(self) -> None:
        self._steps = self._wiki.following(self._renames.popleft())
        self._whole = None
        self._since.start()
        self._go_on()

    def _go_on(self) -> None:
        if self._steps is not None and not self._lane.ended:
            self._lane.submit(partial(next, self._steps, None), self._on_step, self._on_failed)

    def _on_step(self, change: Change | None) -> None:
        if self._steps is None:
            return
        if change is not None:
            self._untold = change if self._untold is None else together(self._untold, change)
            self._whole = change if self._whole is None else together(self._whole, change)
            if self._since.hasExpired(_TOLD_EVERY_MS):
                self._tell()
            self._go_on()
            return
        self._tell()
        self._steps = None
        if self._whole is not None:
            self.ended.emit(self._whole)
        if self._renames:
            self._begin()

    def _tell(self) -> None:
        told, self._untold = self._untold, None
        self._since.restart()
        if told is not None:
            self.changed.emit(told)

    def _on_failed(self, error: Exception) -> None:
        """What cannot be written now is not tried again: the old titles lead on."""
        self._forget()
        self._tell()
        self.failed.emit(error)

    def _forget(self) -> None:
        self._steps = None
        self._renames.clear()

"""Looking for what needs care while the window goes on: step by step on the wiki lane, so that a save never waits
long, and after a text was saved for what that text concerns alone.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from fanwiki.domain.changes import Change
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import PageId
from fanwiki.lint.linting import Linting, Step
from fanwiki.lint.rule import Finding
from fanwiki.ui.session import WikiSession

_REST_MS = 400
"""How long nothing but texts must have changed before the whole wiki is looked at again."""


class FindingsSearch(QObject):
    """`progressed` carries pages done and pages in all, `changed` comes when there are other findings."""

    progressed = Signal(int, int)
    changed = Signal()

    def __init__(self, session: WikiSession, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._linting = Linting(today)
        self._found: dict[PageId | None, tuple[Finding, ...]] = {}
        self._fresh: dict[PageId | None, tuple[Finding, ...]] = {}
        self._run = 0
        self._waiting: list[Change] = []
        self.running = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.begin)

    @property
    def findings(self) -> list[Finding]:
        return [finding for each in self._found.values() for finding in each]

    def begin(self) -> None:
        """Looks at the whole wiki; a run that is under way is left."""
        self._rest.stop()
        self._run += 1
        self._waiting.clear()
        self._fresh = {}
        self.running = True
        self._step(self._run, self._linting.run(self._session.author_view()))

    def take_in(self, change: Change) -> None:
        """Brings the findings up to date after a change."""
        if change.pages or change.facts or change.subjects or change.wiki:
            self._rest.start()
        elif self.running:
            self._waiting.append(change)
        elif change.texts and not self._session.lane.ended:
            job = partial(self._linting.after, self._session.author_view(), change)
            self._session.read(job, partial(self._on_looked_after, self._run))

    def _step(self, run: int, steps: Iterator[Step]) -> None:
        if self._session.lane.ended:
            return
        job = partial(next, steps, None)
        self._session.lane.submit(job, partial(self._on_step, run, steps), partial(self._on_step_failed, run))

    def _on_step(self, run: int, steps: Iterator[Step], step: Step | None) -> None:
        if run != self._run:
            return
        if step is not None:
            self._fresh.update(step.found)
            self.progressed.emit(step.done, step.total)
            self._step(run, steps)
            return
        self.running = False
        self._found = self._fresh
        waiting, self._waiting = self._waiting, []
        for change in waiting:
            self.take_in(change)
        self.changed.emit()

    def _on_step_failed(self, run: int, error: Exception) -> None:
        """What was found before stands; the next change begins anew."""
        if run == self._run:
            self.running = False
            self._waiting.clear()
            self.changed.emit()
        if not isinstance(error, WikiError):
            raise error
        self._session.failed.emit(str(error))

    def _on_looked_after(self, run: int, step: Step | None) -> None:
        if run != self._run:
            return
        if step is None:
            self._rest.start()
            return
        self._found.update(step.found)
        self.changed.emit()

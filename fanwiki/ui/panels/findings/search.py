"""Looking for what needs care while the window goes on: beside the lane that saves, a piece at a time. What is changed
is told with the next piece, so that nothing is lost and nothing found before stays wrong.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from fanwiki.domain.changes import Change
from fanwiki.domain.errors import WikiBusy, WikiError
from fanwiki.lint.beside import Linter, LinterEnded, linter
from fanwiki.lint.linting import ALL_AGAIN, Step, Touched, touched
from fanwiki.lint.listed import Listed
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import Wiki

_REST_MS: Final = 400
"""How long nothing but texts must have changed before the whole wiki is looked at again."""


class FindingsSearch(QObject):
    """`progressed` carries pages done and pages in all, of which there are 0 while the wiki is still being read;
    `changed` comes when there are other findings, or when the last has been found.
    """

    progressed = Signal(int, int)
    changed = Signal()

    def __init__(self, session: WikiSession, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._looking = _Looking(session.wiki, today)
        self._lane: WikiLane | None = None
        self._told: list[Touched] = []
        self._asked = False
        self._wanted = False
        self._ended = False
        self.listed = Listed()
        self.running = False
        """Whether there may be more to find than has been found."""
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        session.closing.connect(self.end)

    @property
    def begun(self) -> bool:
        """Whether anything has ever been looked for."""
        return self._lane is not None

    def want(self, wanted: bool) -> None:
        """Looks on as long as somebody wants to see what is found; where it has stopped it goes on again."""
        self._wanted = wanted
        if not wanted or self._ended:
            return
        if self._lane is None:
            self._lane = WikiLane(self, "findings-lane")
            self.running = True
        self._ask()

    def begin_anew(self) -> None:
        """Looks at the whole wiki again. What was found before stands until it is looked at."""
        if self.begun:
            self._tell(ALL_AGAIN)
            self._ask()

    def take_in(self, change: Change) -> None:
        """Brings the findings up to date after a change."""
        said = touched(change)
        if not self.begun or not (said.texts or said.deep):
            return
        self._tell(said)
        if said.deep:
            self._rest.start()
        else:
            self._ask()

    def end(self) -> None:
        """Lets go of the wiki, whatever is being looked at."""
        self._ended = True
        self.running = False
        self._rest.stop()
        self._looking.close()
        if self._lane is not None:
            self._lane.shut_down()

    def _tell(self, said: Touched) -> None:
        self._told.append(said)
        self.running = True

    def _ask(self) -> None:
        if self._asked or not self.running or not self._wanted or self._lane is None or self._ended:
            return
        if self._rest.isActive():
            return
        self._asked = True
        told, self._told = self._told, []
        self._lane.submit(partial(self._looking.step, told), self._on_step, partial(self._on_failed, told))

    def _on_step(self, step: Step | None) -> None:
        self._asked = False
        if self._ended:
            return
        if step is None:
            self.running = bool(self._told)
            self.changed.emit()
        else:
            self.progressed.emit(step.done, step.total)
            if self.listed.put(step.found):
                self.changed.emit()
        self._ask()

    def _on_failed(self, told: Sequence[Touched], error: Exception) -> None:
        """What was found before stands; the next change begins anew."""
        self._asked = False
        if self._ended:
            return
        self._told = [*told, *self._told]
        if isinstance(error, WikiBusy):
            self._rest.start()
            return
        self.running = False
        self.changed.emit()
        if not isinstance(error, WikiError):
            raise error
        self._session.failed.emit(str(error))


class _Looking:
    """Who looks, begun with the first question: by a thread that may wait for it."""

    def __init__(self, wiki: Wiki, today: date) -> None:
        self._wiki = wiki
        self._today = today
        self._linter: Linter | None = None
        self._closed = False

    def step(self, told: Sequence[Touched]) -> Step | None:
        """Raises WikiError. What is gone is begun anew with the next question."""
        if self._linter is None:
            self._linter = linter(self._wiki, self._today)
        if self._closed:
            self._linter.close()
            return None
        try:
            return self._linter.step(told)
        except LinterEnded:
            self._linter.close()
            self._linter = None
            raise

    def close(self) -> None:
        self._closed = True
        if self._linter is not None:
            self._linter.close()

"""An open wiki as the window shares it: the viewpoint everybody reads from, the lane everybody writes through, and
the word that something has changed.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import Edit
from fanwiki.domain.errors import WikiError
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.wiki import follow_ups

Outcome = TypeVar("Outcome")
Told = Callable[[Change], None]
Refused = Callable[[WikiError], None]


class WikiSession(QObject):
    """`changed` carries the `Change` of each transaction, `viewpoint_changed` the new viewpoint, `failed` an error
    in words that nobody else has taken. `closing` comes while the wiki is still held, for what must end before it.
    """

    changed = Signal(object)
    viewpoint_changed = Signal(object)
    failed = Signal(str)
    closing = Signal()
    _applied = Signal(object, object)
    """A change that more may follow, and whom to tell of it who asked for it."""

    def __init__(self, wiki: Wiki, lane: WikiLane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wiki = wiki
        self._lane = lane
        self._reader: WikiLane | None = None
        self._viewpoint = EVERYTHING
        self._applied.connect(self._on_applied, Qt.ConnectionType.QueuedConnection)

    @property
    def wiki(self) -> Wiki:
        return self._wiki

    @property
    def lane(self) -> WikiLane:
        return self._lane

    @property
    def viewpoint(self) -> Viewpoint:
        return self._viewpoint

    @property
    def read_only(self) -> bool:
        return self._wiki.read_only

    def set_viewpoint(self, viewpoint: Viewpoint) -> None:
        if viewpoint == self._viewpoint:
            return
        self._viewpoint = viewpoint
        self.viewpoint_changed.emit(viewpoint)

    def view(self) -> View:
        """The wiki from the chosen viewpoint: what every widget shows."""
        return self._wiki.view(self._viewpoint)

    def author_view(self) -> View:
        """The wiki as its author knows it: for what is edited, never for what is shown."""
        return self._wiki.view(EVERYTHING)

    def reading(self) -> AbstractContextManager[View]:
        """The chosen view, held still over several reads. Inside it read through that view alone (`seen_from` gives
        the author's): another one would wait for a writer who waits for this one.
        """
        return self.view().together()

    def apply(
        self,
        *edits: Edit,
        label: str = "",
        initiator: object = None,
        done: Told | None = None,
        refused: Refused | None = None,
    ) -> None:
        """Gives edits to the lane, as one step of undo. `done` and `refused` are called in the GUI thread;
        without `refused`, an error goes to `failed`. What follows from a rename is told of when it is done, and
        the rename itself before.
        """

        def job() -> list[Change]:
            first = self._wiki.apply(*edits, label=label, initiator=initiator)
            self._applied.emit(first, done)
            following = follow_ups(first)
            return [self._wiki.apply(*following, group=first.group, label=first.label)] if following else []

        self._lane.submit(job, _Tell(self), _Refuse(self, refused))

    def read(self, job: Callable[[], Outcome], done: Callable[[Outcome], None]) -> None:
        """Has the lane read something; `done` is called with it in the GUI thread. An error goes to `failed`."""
        self._lane.submit(job, done, _Refuse(self, None))

    def look_up(
        self, job: Callable[[], Outcome], done: Callable[[Outcome], None], refused: Refused | None = None
    ) -> None:
        """Has a thread of its own read something, for somebody who types or has opened something: a save does not wait
        for it, nor it for a save. Otherwise as `read`; nothing is read any more once the wiki is being closed.
        """
        if self._reader is None:
            self._reader = WikiLane(self, "reader")
            self.closing.connect(self._reader.shut_down)
        if not self._reader.ended:
            self._reader.submit(job, done, _Refuse(self, refused))

    @property
    def looking_up(self) -> bool:
        """Whether something that was asked of `look_up` has not been told yet."""
        return self._reader is not None and self._reader.busy

    def undo(self) -> None:
        """Undoes the newest structural step."""
        self._lane.submit(self._undo, _Tell(self), _Refuse(self, None))

    def redo(self) -> None:
        self._lane.submit(self._redo, _Tell(self), _Refuse(self, None))

    def close(self) -> None:
        """Finishes what is waiting and lets go of the file, on the thread that opened it: its lock is that thread's."""
        self.closing.emit()
        self._lane.submit(self._wiki.close)
        self._lane.shut_down()

    def _on_applied(self, change: Change, done: Told | None) -> None:
        self.changed.emit(change)
        if done is not None:
            done(change)

    def _undo(self) -> list[Change]:
        change = self._wiki.undo()
        return [] if change is None else [change]

    def _redo(self) -> list[Change]:
        change = self._wiki.redo()
        return [] if change is None else [change]


class _Tell:
    """Tells everyone of the changes a job has made."""

    def __init__(self, session: WikiSession) -> None:
        self._session = session

    def __call__(self, changes: list[Change]) -> None:
        for change in changes:
            self._session.changed.emit(change)


class _Refuse:
    """Tells whoever asked that it could not be done; what is no WikiError is a bug and goes on up."""

    def __init__(self, session: WikiSession, refused: Refused | None) -> None:
        self._session = session
        self._refused = refused

    def __call__(self, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        if self._refused is not None:
            self._refused(error)
            return
        self._session.failed.emit(str(error))

"""An open wiki as the window shares it: the viewpoint everybody reads from, the lane everybody writes through, and
the word that something has changed.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import Edit
from fanwiki.domain.errors import WikiError
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.ui.following import Following
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import View, Wiki

Outcome = TypeVar("Outcome")
Told = Callable[[Change], None]
Refused = Callable[[WikiError], None]


class WikiSession(QObject):
    """`changed` carries the `Change` of each transaction, or of several; `followed` all that a rename has brought along
    in texts, at its end; `viewpoint_changed` the new viewpoint, `failed` an error in words that nobody else has taken.
    `closing` comes while the wiki is still held, for what must end before it.
    """

    changed = Signal(object)
    followed = Signal(object)
    viewpoint_changed = Signal(object)
    failed = Signal(str)
    closing = Signal()

    def __init__(self, wiki: Wiki, lane: WikiLane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wiki = wiki
        self._lane = lane
        self._reader: WikiLane | None = None
        self._viewpoint = EVERYTHING
        self._following = Following(wiki, lane, self)
        self._following.changed.connect(self.changed)
        self._following.ended.connect(self.followed)
        self._following.failed.connect(self._on_following_failed)

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
        without `refused`, an error goes to `failed`. Texts follow a rename afterwards, while other edits are made.
        """
        job = partial(self._wiki.apply, *edits, label=label, initiator=initiator)
        self._lane.submit(job, _Tell(self, done), _Refuse(self, refused))

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
        self._lane.submit(self._wiki.undo, _Tell(self), _Refuse(self, None))

    def redo(self) -> None:
        self._lane.submit(self._wiki.redo, _Tell(self), _Refuse(self, None))

    def close(self) -> None:
        """Finishes what is waiting and lets go of the file, on the thread that opened it: its lock is that thread's."""
        self.closing.emit()
        self._following.finish()
        self._lane.submit(self._wiki.close)
        self._lane.shut_down()

    def follow(self, change: Change) -> None:
        """Has the texts follow what a change has renamed."""
        self._following.follow(change)

    def _on_following_failed(self, error: Exception) -> None:
        _Refuse(self, None)(error)


class _Tell:
    """Tells everyone of the change that a job has made, if it has made one, and then whoever asked for it."""

    def __init__(self, session: WikiSession, done: Told | None = None) -> None:
        self._session = session
        self._done = done

    def __call__(self, change: Change | None) -> None:
        if change is None:
            return
        self._session.changed.emit(change)
        if self._done is not None:
            self._done(change)
        self._session.follow(change)


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

"""The titles that a link may lead to, kept ready for all pages that are open.

To read and prepare those of 100,000 pages takes seconds: that is done once for them all, beside the lane that saves.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from fanwiki.domain.changes import Change
from fanwiki.ui.editor.offers import TitleShelves, shelves_of
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import View

_CONCERNS: Final = frozenset({"Name", "Redirect"})


class OfferedTitles(QObject):
    """Read as the chosen viewpoint sees them when they are first asked for, and again when a page or a name has changed
    or the viewpoint has moved. `ready` when they have come.
    """

    ready = Signal()

    def __init__(self, session: WikiSession) -> None:
        super().__init__(session)
        self._session = session
        self._lane: WikiLane | None = None
        self._kept: TitleShelves | None = None
        self._asked = False
        self._state = 0
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._forget)

    @property
    def reading(self) -> bool:
        """Whether they have been asked for and not come yet."""
        return self._asked and self._kept is None

    def shelves(self) -> TitleShelves | None:
        """All titles; None while they are being read, until `ready`."""
        if self._kept is None and not self._asked and not self._session.lane.ended:
            self._asked = True
            if self._lane is None:
                self._lane = WikiLane(self, "offers")
                self._session.closing.connect(self._lane.shut_down)
            self._lane.submit(partial(self._read, self._session.view()), partial(self._arrived, self._state))
        return self._kept

    def _read(self, view: View) -> TitleShelves | None:
        """None where the wiki is being closed, which must not wait longer than it has to."""
        found = view.titles()
        return None if self._lane is None or self._lane.ended else shelves_of(found)

    def _arrived(self, state: int, found: TitleShelves | None) -> None:
        """Takes in what was read, unless it is no longer what the viewpoint sees."""
        if state != self._state or found is None:
            return
        self._kept = found
        self.ready.emit()

    def _on_changed(self, change: Change) -> None:
        if change.pages or _CONCERNS & change.facts:
            self._forget()

    def _forget(self) -> None:
        self._state += 1
        self._asked = False
        self._kept = None

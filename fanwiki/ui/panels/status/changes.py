"""What can be done to a status wherever it is listed: set, edit, move, remove. The panel and the board share it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import ChangeFact, RemoveFact
from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.ids import EpisodeId, PageId, StateId
from fanwiki.ui.panels.status.form import StatusForm
from fanwiki.ui.session import WikiSession


class StatusChanges(QObject):
    """Opens the form, and gives to the session what comes out of it. `form_closed` comes when that is done or given
    up. In a wiki that is open for reading alone nothing happens.
    """

    form_closed = Signal()

    def __init__(self, session: WikiSession, form: StatusForm, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._form = form
        form.submitted.connect(self._on_submitted)
        form.cancelled.connect(self.form_closed)

    def set_status(self, characters: Sequence[PageId], at: EpisodeId | None, state: StateId | None) -> None:
        """Asks for a new status of some characters, at least one; moment and state are to begin with."""
        if not self._session.read_only:
            self._form.begin_new(self._session.author_view(), characters, at, state)

    def edit(self, event: StatusEvent) -> None:
        if not self._session.read_only:
            self._form.begin_change(self._session.author_view(), event)

    def remove(self, event: StatusEvent) -> None:
        if not self._session.read_only:
            self._session.apply(RemoveFact("StatusEvent", event.id), label="remove status", initiator=self)

    def move(self, event: StatusEvent, at: EpisodeId | None) -> None:
        """Puts an event to another episode. It is changed as its author knows it: the viewpoint may hide a part."""
        if self._session.read_only:
            return
        known = self._session.author_view().status_events(event.character)
        whole = next((each for each in known if each.id == event.id), None)
        if whole is None:
            return
        revealed = None if whole.revealed_at == at else whole.revealed_at
        moved = replace(whole, at=at, revealed_at=revealed)
        self._session.apply(ChangeFact(moved), label="move status", initiator=self)

    def move_by(self, event: StatusEvent, steps: int, episodes: Sequence[EpisodeId]) -> None:
        """Moves an event so many of some episodes on, or back; before the first of them is the start. Where there is
        no such place it stays.
        """
        places = (None, *episodes)
        if event.at not in places:
            return
        place = places.index(event.at) + steps
        if 0 <= place < len(places):
            self.move(event, places[place])

    def _on_submitted(self) -> None:
        edits = self._form.edits()
        if edits:
            self._form.set_waiting(True)
            label = self._form.label
            self._session.apply(*edits, label=label, initiator=self, done=self._on_saved, refused=self._form.refuse)

    def _on_saved(self, _change: Change) -> None:
        self._form.close_form()
        self.form_closed.emit()

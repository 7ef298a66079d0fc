"""Brings what is typed to the wiki by itself, and notices when somebody else has changed the same text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import SavePage
from fanwiki.domain.errors import EditConflict, NotFound, WikiError
from fanwiki.domain.ids import PageId, RevisionId
from fanwiki.ui.editor.save_state import SaveState
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.merging import merged

IDLE_MS: Final = 800
"""Rest after typing, before the text is saved."""
LATEST_MS: Final = 5_000
"""How long typing without a rest may go unsaved."""


@dataclass(frozen=True)
class _Stored:
    """The text that the wiki has, and its revision."""

    text: str
    revision: RevisionId | None


class Autosave(QObject):
    """Saves one page. `text` gives what is in the editor; `typed` is to be called whenever that has changed.

    `changed_elsewhere` carries a text that the editor should take over: it has in it what is unsaved; `conflicted`
    one that differs from what it has. `vanished` when the page has gone, `restored` when it is there again.
    """

    state_changed = Signal(object)
    changed_elsewhere = Signal(str)
    conflicted = Signal(str)
    settled = Signal()
    vanished = Signal()
    restored = Signal()

    def __init__(self, session: WikiSession, page: PageId, text: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._text = text
        self._stored = _Stored("", None)
        self._state = SaveState.SAVED
        self._typed = self._sent = self._saved = 0
        self._flying: list[str] = []
        self._again = False
        self._open = False
        self._ending = False
        self._summary = ""
        self._conflict = False
        self._gone = False
        self._idle = self._timer(IDLE_MS)
        self._latest = self._timer(LATEST_MS)
        session.changed.connect(self._on_changed)

    @property
    def state(self) -> SaveState:
        return self._state

    @property
    def unsaved(self) -> bool:
        """Whether the wiki has not said yet that it has everything that was typed."""
        return self._typed != self._saved or bool(self._flying)

    @property
    def stored_text(self) -> str:
        """The text that the wiki has, as far as is known here."""
        return self._stored.text

    def load(self) -> str:
        """The text that the wiki has; saving goes on from it. Raises NotFound."""
        self._stored = self._read()
        self._settle()
        return self._stored.text

    def typed(self) -> None:
        """Notes that the text has changed."""
        self._typed += 1
        if self._conflict or self._gone:
            return
        self._set_state(SaveState.SAVING if self._flying else SaveState.UNSAVED)
        self._idle.start()
        if not self._latest.isActive():
            self._latest.start()

    def save(self) -> None:
        """Saves now what is unsaved; while a save is under way, right after it."""
        self._submit(closing=False)

    def end_revision(self, summary: str = "") -> bool:
        """Saves what is unsaved, says of all that was written since the last revision what it was, and begins another
        one with what comes next. False if nothing was written since.
        """
        if self._conflict or self._gone or not (self.unsaved or self._open):
            return False
        self._summary = summary or self._summary
        if self._flying:
            self._ending = True
        else:
            self._submit(closing=True)
        return True

    def flush(self) -> None:
        """Gives everything unsaved to the lane before this returns, and ends the revision."""
        if self._flying and self._typed != self._sent:
            self._session.lane.wait()
            self._adopt_flown()
        self._submit(closing=True)

    def overwrite(self) -> None:
        """Ends a conflict: what is in the editor replaces what the wiki has."""
        self._stored = _Stored("", None)
        self._conflict = False
        self.settled.emit()
        self._submit(closing=True)

    def give_way(self) -> str:
        """Ends a conflict: the text that the wiki has, for the editor to take over."""
        self._stored = self._read()
        self._conflict = False
        self._settle()
        self.settled.emit()
        return self._stored.text

    def _submit(self, *, closing: bool) -> None:
        self._idle.stop()
        self._latest.stop()
        pending = self._typed != (self._sent if self._flying else self._saved)
        if self._conflict or self._gone:
            return
        if not pending:
            if closing:
                self._end_written()
            return
        if self._flying and not closing:
            self._again = True
            return
        text = self._text()
        if text == self._stored.text and self._stored.revision is not None and not self._flying:
            self._settle()
            if closing:
                self._end_written()
            return
        self._again = False
        self._sent = self._typed
        self._flying.append(text)
        self._set_state(SaveState.SAVING)
        edit = SavePage(self._page, text, self._stored.revision, self._told(closing=closing), closing)
        flight = _Flight(self, text, self._typed)
        self._session.apply(edit, initiator=self, done=flight.landed, refused=flight.refused)

    def _told(self, *, closing: bool) -> str:
        """The summary of what is saved now; noted is whether the revision goes on after it."""
        summary = self._summary if closing else ""
        self._open = not closing
        if closing:
            self._ending = False
            self._summary = ""
        return summary

    def _end_written(self) -> None:
        """Ends the revision of what the wiki has already. If somebody has made another meanwhile, it has ended."""
        if self._flying:
            self._ending = True
            return
        if not self._open:
            self._ending = False
            return
        edit = SavePage(self._page, self._stored.text, self._stored.revision, self._told(closing=True))
        self._session.apply(edit, initiator=self, refused=_has_ended)

    def landed(self, text: str, typed: int) -> None:
        """The text is in the wiki, and with it all that `typed` had counted."""
        self._flying.remove(text)
        found = self._try_read()
        if found is not None and found.text == text:
            self._stored = found
        self._saved = max(self._saved, typed)
        self._after_save()

    def refused(self, text: str, error: WikiError) -> None:
        """The text is not in the wiki; nothing of it is lost."""
        self._flying.remove(text)
        if isinstance(error, EditConflict) and self._resolved():
            return
        if not self._conflict:
            self._set_state(SaveState.failed(str(error)))

    def _after_save(self) -> None:
        if self._flying:
            return
        if self._typed == self._saved:
            self._settle()
            if self._ending:
                self._submit(closing=True)
        elif self._again or self._ending:
            self._submit(closing=self._ending)
        else:
            self._set_state(SaveState.UNSAVED)

    def _resolved(self) -> bool:
        """Whether the conflict was none, or has been told. A fact about the page that was changed meanwhile makes
        a new revision with the same text.
        """
        found = self._try_read()
        if found is None:
            return False
        if found.text == self._stored.text or found.text == self._text():
            self._stored = found
            self._submit(closing=False)
            return True
        self._merge(found)
        return True

    def _adopt_flown(self) -> None:
        """After the lane has run: goes on from what the save that was under way has left."""
        found = self._try_read()
        if found is not None and found.text in self._flying:
            self._stored = found

    def _on_changed(self, change: Change) -> None:
        concerned = self._page in change.texts | change.pages | change.subjects
        if change.initiator is self or not concerned:
            return
        found = self._try_read()
        if found is None:
            self._go()
            return
        if self._gone:
            self._gone = False
            self.restored.emit()
        if found.text == self._stored.text or found.text in self._flying:
            self._stored = found if found.text == self._stored.text else self._stored
            self._retry()
        elif self._typed == self._saved and not self._flying:
            self._stored = found
            self.changed_elsewhere.emit(found.text)
            self._settle()
        elif not self._flying:
            self._merge(found)

    def _retry(self) -> None:
        if self._typed != self._saved and not self._conflict:
            self._idle.start()

    def _merge(self, found: _Stored) -> None:
        """Both sides have changed the text: where that was in different lines, saving goes on from both."""
        together = merged(self._stored.text, self._text(), found.text)
        if together is None:
            self._begin_conflict(found.text)
            return
        self._stored = found
        self.changed_elsewhere.emit(together)
        self._set_state(SaveState.UNSAVED)
        self._idle.start()

    def _begin_conflict(self, theirs: str) -> None:
        self._idle.stop()
        self._latest.stop()
        self._conflict = True
        self._set_state(SaveState.failed(self.tr("the page was changed elsewhere too; choose which text to keep")))
        self.conflicted.emit(theirs)

    def _go(self) -> None:
        if self._gone:
            return
        self._gone = True
        self._idle.stop()
        self._latest.stop()
        if self._typed != self._saved:
            self._set_state(SaveState.failed(self.tr("the page is in the trash; restore it to go on")))
        self.vanished.emit()

    def _read(self) -> _Stored:
        found = self._session.author_view().text(self._page)
        return _Stored(found.body, None if found.revision is None else found.revision.id)

    def _try_read(self) -> _Stored | None:
        try:
            return self._read()
        except NotFound:
            return None

    def _settle(self) -> None:
        self._saved = self._typed
        self._set_state(SaveState.SAVED)

    def _set_state(self, state: SaveState) -> None:
        if state == self._state:
            return
        self._state = state
        self.state_changed.emit(state)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.save)
        return timer


def _has_ended(_error: WikiError) -> None:
    """Nothing was to be saved, and nothing is lost."""


class _Flight:
    """A save under way. Its outcome may come when the tab has gone; then there is nobody to tell."""

    def __init__(self, autosave: Autosave, text: str, typed: int) -> None:
        self._autosave = autosave
        self._text = text
        self._typed = typed

    def landed(self, _change: Change) -> None:
        if isValid(self._autosave):
            self._autosave.landed(self._text, self._typed)

    def refused(self, error: WikiError) -> None:
        if isValid(self._autosave):
            self._autosave.refused(self._text, error)

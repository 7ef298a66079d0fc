"""Sees to it that what is typed is written down beside the wiki within a second, whether it can be saved or not."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from fanwiki.domain.errors import WikiError
from fanwiki.ui.editor.page_text import PageText, PageTexts
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki.keystrokes import KeystrokeJournal, TypedText

_REST_MS: Final = 400
"""Between two times of writing down: with the writing itself it stays below the second that is promised."""


class KeystrokeNotes(QObject):
    """Writes down the texts of a wiki, on a thread of its own: a save may take longer. `failed` says, once, that it
    cannot be done.
    """

    failed = Signal(str)

    def __init__(self, texts: PageTexts) -> None:
        super().__init__(texts)
        self._journal = KeystrokeJournal(texts.session.wiki.path)
        self._lane = WikiLane(self, "keystrokes")
        self._moved: list[PageText] = []
        self._said = False
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._note)
        texts.moved_on.connect(self._on_moved_on)
        texts.session.closing.connect(self._on_closing)

    def _on_moved_on(self, text: PageText) -> None:
        if text not in self._moved:
            self._moved.append(text)
        if not self._timer.isActive():
            self._timer.start()

    def _note(self) -> None:
        typed = [TypedText(text.page_id, text.stored_text, text.document.text()) for text in self._moved]
        self._moved = []
        self._lane.submit(partial(self._journal.note, typed), failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        if not self._said:
            self._said = True
            self.failed.emit(str(error))

    def _on_closing(self) -> None:
        """Everything is saved, or given up."""
        self._timer.stop()
        self._lane.submit(self._journal.close)
        self._lane.shut_down()

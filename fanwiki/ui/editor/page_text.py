"""The text of a page while it is written: one document and one writer, in however many tabs the page is open. Texts
that have been left stay for a while, with what can be undone in them.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from fanwiki.domain.edits import RestorePage
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.ui.editor.autosave import Autosave
from fanwiki.ui.editor.offered_titles import OfferedTitles
from fanwiki.ui.editor.save_state import SaveState
from fanwiki.ui.editor.text_document import TextDocument
from fanwiki.ui.session import WikiSession

_KEPT: Final = 24
"""Texts that are kept though no tab shows them."""
_KEPT_CHARACTERS: Final = 2_000_000
"""How long those may be together."""


class PageText(QObject):
    """`state_changed` carries a SaveState. `conflicted` when the wiki has another text, `settled` when no more;
    `vanished` when the page has gone to the trash, `restored` when it is there again. Raises NotFound.
    """

    state_changed = Signal(object)
    conflicted = Signal()
    settled = Signal()
    vanished = Signal()
    restored = Signal()

    def __init__(self, session: WikiSession, page: PageId, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._title = session.author_view().page(page).title
        self.document = TextDocument()
        self.shown = 0
        """How many tabs show it."""
        self.place: dict[str, Any] = {}
        """Where the last tab to leave it stood."""
        self.in_conflict = False
        self.gone = False
        self.taking_over = False
        """Whether the text is just changed by what was done elsewhere."""
        self._autosave = Autosave(session, page, self.document.text, self)
        self.document.load(self._autosave.load())
        self.document.typed.connect(self._on_typed)
        self._autosave.state_changed.connect(self.state_changed)
        self._autosave.changed_elsewhere.connect(self._take_over)
        self._autosave.conflicted.connect(self._on_conflicted)
        self._autosave.settled.connect(self._on_settled)
        self._autosave.vanished.connect(self._on_vanished)
        self._autosave.restored.connect(self._on_restored)

    @property
    def page_id(self) -> PageId:
        return self._page

    @property
    def title(self) -> str:
        """The page's title; of one in the trash, the last that was known."""
        try:
            self._title = self._session.author_view().page(self._page).title
        except NotFound:
            return self._title
        return self._title

    @property
    def has_unsaved(self) -> bool:
        return self._autosave.unsaved

    @property
    def stored_text(self) -> str:
        """The text that the wiki has, as far as is known here."""
        return self._autosave.stored_text

    @property
    def save_state(self) -> SaveState:
        return self._autosave.state

    def save(self) -> None:
        self._autosave.save()

    def end_revision(self, summary: str = "") -> bool:
        """Saves, and begins another revision with what is written next. False if nothing was written since the last."""
        return self._autosave.end_revision(summary)

    def flush(self) -> None:
        """Gives what is unsaved to the lane before this returns. What is in conflict stays, and `has_unsaved`."""
        self._autosave.flush()

    def keep_mine(self) -> None:
        """Ends a conflict: this text replaces the wiki's."""
        self._autosave.overwrite()

    def take_theirs(self) -> None:
        """Ends a conflict: the wiki's text replaces this one, which can be undone."""
        self._take_over(self._autosave.give_way())

    def restore(self) -> None:
        """Brings the page back from the trash."""
        self._session.apply(RestorePage(self._page))

    def _on_typed(self) -> None:
        if not self.taking_over:
            self._autosave.typed()

    def _take_over(self, text: str) -> None:
        self.taking_over = True
        self.document.take_over(text)
        self.taking_over = False

    def _on_conflicted(self, _theirs: str) -> None:
        self.in_conflict = True
        self.conflicted.emit()

    def _on_settled(self) -> None:
        self.in_conflict = False
        self.settled.emit()

    def _on_vanished(self) -> None:
        self.gone = True
        self.vanished.emit()

    def _on_restored(self) -> None:
        self.gone = False
        self.restored.emit()


class PageTexts(QObject):
    """The texts of one wiki that are open, or were lately. `stranded` carries one that no tab shows any more, and
    that cannot be saved; `moved_on` one that was typed in, or whose save state has changed.
    """

    stranded = Signal(object)
    moved_on = Signal(object)

    def __init__(self, session: WikiSession, parent: QObject | None = None) -> None:
        super().__init__(parent or session)
        self._session = session
        self._texts: dict[PageId, PageText] = {}
        self.titles = OfferedTitles(session)
        """What links in them may be led to."""

    @property
    def session(self) -> WikiSession:
        return self._session

    def __iter__(self) -> Iterator[PageText]:
        return iter(tuple(self._texts.values()))

    def show(self, page: PageId) -> PageText:
        """The text of a page, for one tab more; `leave` gives it back. Raises NotFound."""
        text = self._texts.pop(page, None)
        if text is None:
            text = PageText(self._session, page, self)
            text.state_changed.connect(partial(self._on_state_changed, text))
            text.document.typed.connect(partial(self.moved_on.emit, text))
        self._texts[page] = text
        text.shown += 1
        return text

    def leave(self, text: PageText) -> None:
        """One tab fewer shows a text. What is unsaved of it goes to the lane."""
        text.shown -= 1
        text.flush()
        self._forget_oldest()

    def _forget_oldest(self) -> None:
        """Lets go of what was left longest ago, as far as it is safe."""
        left = [text for text in reversed(self._texts.values()) if not text.shown and not text.has_unsaved]
        characters = 0
        for place, text in enumerate(left):
            characters += text.document.characterCount()
            if text.gone or place >= _KEPT or (place and characters > _KEPT_CHARACTERS):
                del self._texts[text.page_id]
                text.deleteLater()

    def _on_state_changed(self, text: PageText, state: SaveState) -> None:
        self.moved_on.emit(text)
        if text.shown:
            return
        if state.why:
            self.stranded.emit(text)
        else:
            self._forget_oldest()

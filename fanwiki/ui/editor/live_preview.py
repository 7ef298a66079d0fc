"""Renders the text as it is typed, the viewpoint as it moves and the facts as they change."""

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from fanwiki import markup
from fanwiki.domain.changes import Change
from fanwiki.domain.ids import PageId
from fanwiki.markup import Document
from fanwiki.ui.preview.memory import Memory
from fanwiki.ui.preview.rendering import render
from fanwiki.ui.session import WikiSession

if TYPE_CHECKING:
    from fanwiki.ui.preview.view import PreviewView

_AT_ONCE_MS: Final = 70
"""A page that renders faster than this follows each keystroke; a longer one waits for a rest."""
_LONGEST_WAIT_MS: Final = 800
_OUTLINE_ALONE_MS: Final = 300


class LivePreview(QObject):
    """Parses the text of one page, and shows it in `view` once there is one. `outline_changed` carries the
    headings.
    """

    outline_changed = Signal(object)

    def __init__(self, session: WikiSession, page: PageId, text: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._text = text
        self._view: PreviewView | None = None
        self._watched = False
        self._stale = True
        self._document: Document | None = None
        self._headings: tuple[markup.Heading, ...] | None = None
        self._memory = Memory()
        self._cost_ms = 0.0
        self._cursor_line: int | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.update_now)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)

    @property
    def headings(self) -> tuple[markup.Heading, ...]:
        return self._headings or ()

    def set_view(self, view: "PreviewView") -> None:
        self._view = view
        self.set_watched(True)

    def set_watched(self, watched: bool) -> None:
        """Whether anybody sees the view; nothing is rendered for nobody."""
        self._watched = watched and self._view is not None
        if self._watched and self._stale:
            self._soon.start(0)

    def typed(self, cursor_line: int | None = None) -> None:
        """The text has changed; the block of `cursor_line` should be in view."""
        self._document = None
        self._cursor_line = cursor_line
        self._later()

    def update_now(self) -> None:
        """Renders what is stale, at once."""
        self._soon.stop()
        began = perf_counter()
        document = self._document
        if document is None:
            document = self._document = markup.parse(self._text())
            self._tell_outline(document)
        self._stale = not self._watched
        if self._view is not None and self._watched:
            shown = render(self._session, self._page, document, self._memory)
            self._view.show_page(shown.title, shown.notice, shown.blocks, self._cursor_line)
            self._cursor_line = None
        self._cost_ms = (perf_counter() - began) * 1000

    def _later(self) -> None:
        self._stale = True
        if not self._watched:
            self._soon.start(_OUTLINE_ALONE_MS)
        elif self._cost_ms < _AT_ONCE_MS:
            if not self._soon.isActive():
                self._soon.start(0)
        else:
            self._soon.start(min(int(2 * self._cost_ms), _LONGEST_WAIT_MS))

    def _tell_outline(self, document: Document) -> None:
        if document.headings != self._headings:
            self._headings = document.headings
            self.outline_changed.emit(self._headings)

    def _on_changed(self, change: Change) -> None:
        """Facts stand in data blocks, titles in links, texts in embeds; what differs in the end is all that is sent.
        The page's own text comes through the editor.
        """
        if change.facts or change.pages or change.texts - {self._page}:
            self._refresh()

    def _on_viewpoint_changed(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        self._memory = Memory()
        self._stale = True
        if self._watched:
            self._soon.start(0)

"""Keeps editor and preview at the same place of the page.

Whichever of the two a hand used last leads, and the other follows; what follows never leads back. So there is no
loop to break. After a jump to a place both stand where it is best seen, and nobody leads until a hand moves one.
"""

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.preview.view import PreviewView

_HANDS = frozenset({QEvent.Type.Wheel, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.TouchBegin})


class _Leader(Enum):
    EDITOR = auto()
    PREVIEW = auto()
    NOBODY = auto()


class ScrollSync(QObject):
    """Joins one editor and one preview, while `active`."""

    def __init__(self, editor: TextEditor, preview: PreviewView) -> None:
        super().__init__(preview)
        self._editor = editor
        self._preview = preview
        self._leader = _Leader.EDITOR
        self.active = True
        editor.verticalScrollBar().valueChanged.connect(self._on_editor_scrolled)
        preview.scrolled.connect(self._on_preview_scrolled)
        for widget in (editor, editor.viewport(), editor.verticalScrollBar(), preview):
            widget.installEventFilter(self)
        self._watch_engine()
        preview.ready.connect(self._watch_engine)

    def rest(self) -> None:
        """Lets both stand where they are until a hand moves one of them."""
        self._leader = _Leader.NOBODY

    def part(self) -> None:
        """The two go ways of their own from now on."""
        self.active = False
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _HANDS:
            self._leader = _Leader.PREVIEW if self._of_preview(watched) else _Leader.EDITOR
        return False

    def _of_preview(self, watched: QObject) -> bool:
        return watched is self._preview or (isinstance(watched, QWidget) and self._preview.isAncestorOf(watched))

    def _watch_engine(self) -> None:
        """The engine takes its events with a widget of its own."""
        proxy = self._preview.focusProxy()
        if proxy is not None:
            proxy.removeEventFilter(self)
            proxy.installEventFilter(self)

    def _on_editor_scrolled(self) -> None:
        if self.active and self._leader is _Leader.EDITOR:
            self._preview.scroll_to_line(self._editor.line_in_view())

    def _on_preview_scrolled(self, line: float) -> None:
        if self.active and self._leader is _Leader.PREVIEW:
            self._editor.scroll_to_line(line)

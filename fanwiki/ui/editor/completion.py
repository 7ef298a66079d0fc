"""Offers titles while a link is being typed, but never while an input method is composing."""

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QListView

from fanwiki.domain.changes import Change
from fanwiki.ui.editor.completing import open_link, rank
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.session import WikiSession

_CLOSING = "]]"
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class TitleCompleter(QObject):
    """The popup behind `[[`. Titles are read when it opens, and again when a page or a name has changed."""

    def __init__(self, editor: TextEditor, session: WikiSession) -> None:
        super().__init__(editor)
        self._editor = editor
        self._session = session
        self._titles: list[str] | None = None
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setWidget(editor)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._completer.activated.connect(self._on_activated)
        self.popup = QListView(editor)
        self.popup.setObjectName("titlePopup")
        self.popup.setAccessibleName(self.tr("Titles to link to"))
        self._completer.setPopup(self.popup)
        self.popup.setFrameStyle(QFrame.Shape.Box.value | QFrame.Shadow.Plain.value)
        self.popup.installEventFilter(self)
        editor.typed.connect(self._on_typed)
        editor.cursorPositionChanged.connect(self._on_cursor_moved)
        editor.composing_changed.connect(self._on_composing_changed)
        editor.link_opened.connect(self.offer)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._forget)

    @property
    def offered(self) -> list[str]:
        """The titles on offer; none while the popup is closed."""
        return self._model.stringList() if self.popup.isVisible() else []

    def offer(self) -> None:
        """Opens, narrows or closes the popup, by what stands before the cursor."""
        link = None if self._editor.composing or self._editor.isReadOnly() else open_link(self._editor.before_cursor())
        found = [] if link is None else rank(link.typed, self._known())
        popup = self.popup
        if link is None or not found or found == [link.typed]:
            popup.hide()
            return
        self._model.setStringList(found)
        place = self._editor.cursorRect()
        place.translate(self._editor.viewport().pos())
        wide = popup.sizeHintForColumn(0) + popup.verticalScrollBar().sizeHint().width() + 8
        place.setWidth(max(240, wide))
        self._completer.complete(place)
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Tab takes a title as Return does; the popup itself knows Return alone."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TAKES:
            chosen = self.popup.currentIndex()
            if chosen.isValid():
                self.popup.hide()
                self._on_activated(str(chosen.data()))
                return True
        return False

    def _known(self) -> list[str]:
        if self._titles is None:
            self._titles = list(dict.fromkeys(text for text, _, _, _ in self._session.view().titles()))
        return self._titles

    def _on_activated(self, title: str) -> None:
        link = open_link(self._editor.before_cursor())
        if link is None:
            return
        block = self._editor.textCursor().block()
        end = link.start + len(link.typed)
        closed = block.text()[end:].startswith(_CLOSING)
        self._editor.put_in_place(block, link.start, end + (len(_CLOSING) if closed else 0), title + _CLOSING)

    def _on_typed(self) -> None:
        if self._editor.hasFocus():
            self.offer()

    def _on_cursor_moved(self) -> None:
        if self.popup.isVisible() and open_link(self._editor.before_cursor()) is None:
            self.popup.hide()

    def _on_composing_changed(self, composing: bool) -> None:
        if composing:
            self.popup.hide()

    def _on_changed(self, change: Change) -> None:
        if change.pages or change.facts:
            self._forget()

    def _forget(self) -> None:
        self._titles = None

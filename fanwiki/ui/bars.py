"""Small things that speak to the user inside the window: the banner over the tabs, the notice with its Undo at the
bottom, and the sentence with a button in an empty pane.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from fanwiki.domain.entities import Page
from fanwiki.ui.plain import PlainLabel

_NOTICE_LASTS = 10_000
_CHOICE_LASTS = 60_000
"""Milliseconds."""

_LISTED = 20


class Banner(QFrame):
    """Says something that holds for all that is seen below, with one button to end it. Hidden while it says nothing."""

    def __init__(self, name: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Midlight)
        self._label = PlainLabel(parent=self)
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(button, self)
        self.button.setVisible(bool(button))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self._label)
        layout.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, text: str) -> None:
        """Shows a text; an empty one hides the banner."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class Notice(QWidget):
    """What was just done, for a few seconds, with a way to take it back or to see the pages it speaks of.
    `page_requested` carries the PageId of the one chosen.
    """

    undo_requested = Signal()
    page_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = PlainLabel(parent=self)
        self._undo = QToolButton(self)
        self._undo.setObjectName("noticeUndo")
        self._undo.setText(self.tr("Undo"))
        self._undo.clicked.connect(self._on_undo)
        self._pages = QMenu(self)
        self._pages.setAccessibleName(self.tr("Pages this is about"))
        self._pages.triggered.connect(self._on_page)
        self._show = QToolButton(self)
        self._show.setObjectName("noticeShow")
        self._show.setText(self.tr("Show"))
        self._show.setAccessibleName(self.tr("Show the pages this is about"))
        self._show.setMenu(self._pages)
        self._show.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._show)
        layout.addWidget(self._undo)
        layout.addStretch()
        self._timer = QTimer(self, singleShot=True, interval=_NOTICE_LASTS)
        self._timer.timeout.connect(self._on_time)
        self.clear()

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, text: str, *, undo: bool = False, pages: Sequence[Page] = ()) -> None:
        """Shows a text; with `pages`, for as long as it takes to choose one of them."""
        self._label.setText(text)
        self._undo.setVisible(undo)
        self._pages.clear()
        for page in pages[:_LISTED]:
            self._pages.addAction(page.title.replace("&", "&&")).setData(page.id)
        if len(pages) > _LISTED:
            more = self._pages.addAction(self.tr("and {count} more").format(count=f"{len(pages) - _LISTED:,}"))
            more.setEnabled(False)
        self._show.setVisible(bool(pages))
        self._timer.start(_CHOICE_LASTS if pages else _NOTICE_LASTS)

    def clear(self) -> None:
        self._timer.stop()
        self._label.clear()
        self._undo.hide()
        self._show.hide()

    def _on_time(self) -> None:
        if self._pages.isVisible():
            self._timer.start()
        else:
            self.clear()

    def _on_page(self, chosen: QAction) -> None:
        self.page_requested.emit(chosen.data())

    def _on_undo(self) -> None:
        self.clear()
        self.undo_requested.emit()


class EmptyHint(QWidget):
    """What an empty pane is for, and the one thing to do about it."""

    def __init__(self, text: str, action: QAction | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = PlainLabel(text, self)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addStretch()
        layout.addWidget(self._label)
        self._action = action
        self.button = QPushButton(self)
        self.button.clicked.connect(self._on_clicked)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self.offer(text, action)

    @property
    def text(self) -> str:
        return self._label.text()

    def offer(self, text: str, action: QAction | None) -> None:
        """Says something else, and offers something else to do about it."""
        self.say(text)
        self._action = action
        self.button.setText("" if action is None else action.text().replace("&", ""))
        self.button.setVisible(action is not None)

    def _on_clicked(self) -> None:
        if self._action is not None:
            self._action.trigger()

    def say(self, text: str) -> None:
        self._label.setText(text)

"""Where a preview comes to be, without anything of the engine."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fanwiki.ui.plain import PlainLabel

_NARROWEST = 160
_MARGIN = 24


class PreviewPlace(QWidget):
    """Says when it has been painted for the first time: before that, the engine would only hold up the window."""

    painted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("previewPlace")
        self.setMinimumWidth(_NARROWEST)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._told = False

    def hold(self, preview: QWidget) -> None:
        """Shows the preview here from now on."""
        self._layout.addWidget(preview)
        preview.show()
        self.setFocusProxy(preview)

    def say(self, why: str) -> None:
        """Says in the place of the preview why there is none."""
        sentence = PlainLabel(why, self)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sentence.setWordWrap(True)
        sentence.setMargin(_MARGIN)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._layout.addWidget(sentence)
        self.setFocusProxy(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        self.painted.emit()

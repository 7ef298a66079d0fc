"""A field for a colour, which says whether it is seen well on the light and on the dark theme."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from fanwiki.domain.colours import contrast
from fanwiki.ui.theme import DARK, LIGHT

_LEAST: Final = 3.0
"""The contrast that an icon needs (WCAG 1.4.11)."""


class ColourField(QWidget):
    """A line that holds `#rrggbb`, and a button that opens the colours. `changed` after either."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("#1a7f4b")
        self.line.setAccessibleName(self.tr("Colour"))
        self.button = QPushButton(self.tr("Choose…"), self)
        self.button.setAccessibleName(self.tr("Choose a colour"))
        self.button.setAutoDefault(False)
        self.button.setIconSize(QSize(16, 16))
        self.dialog: QColorDialog | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_text_changed)
        self.button.clicked.connect(self._on_clicked)

    def set_colour(self, colour: str) -> None:
        self.line.setText(colour)

    def colour(self) -> str | None:
        """The colour as `#rrggbb`; None for what is none."""
        found = QColor(self.line.text().strip())
        return found.name() if found.isValid() else None

    def verdict(self) -> str:
        """How well the colour is seen, in a sentence; empty for no colour."""
        colour = self.colour()
        if colour is None:
            return ""
        light = contrast(colour, LIGHT[QPalette.ColorRole.Base])
        dark = contrast(colour, DARK[QPalette.ColorRole.Base])
        if light < _LEAST:
            message = self.tr("Hard to see on the light theme: its contrast is {measured}:1, and an icon needs 3:1.")
            return message.format(measured=_rounded(light))
        if dark < _LEAST:
            message = self.tr("Hard to see on the dark theme: its contrast is {measured}:1, and an icon needs 3:1.")
            return message.format(measured=_rounded(dark))
        message = self.tr("Seen well on both themes: {light}:1 on light, {dark}:1 on dark.")
        return message.format(light=_rounded(light), dark=_rounded(dark))

    def is_seen_well(self) -> bool:
        """Whether the colour stands out from both themes."""
        colour = self.colour()
        grounds = (LIGHT[QPalette.ColorRole.Base], DARK[QPalette.ColorRole.Base])
        return colour is not None and all(contrast(colour, ground) >= _LEAST for ground in grounds)

    def _on_text_changed(self) -> None:
        colour = self.colour()
        swatch = QPixmap(16, 16)
        swatch.fill(QColor(colour or "transparent"))
        self.button.setIcon(QIcon(swatch))
        self.changed.emit()

    def _on_clicked(self) -> None:
        self.dialog = QColorDialog(QColor(self.colour() or "#808080"), self)
        self.dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        self.dialog.colorSelected.connect(self._on_selected)
        self.dialog.open()

    def _on_selected(self, colour: QColor) -> None:
        self.line.setText(colour.name())


def _rounded(measured: float) -> str:
    """Rounded down, so that no colour seems to reach what it does not."""
    return f"{int(measured * 10) / 10:.1f}"

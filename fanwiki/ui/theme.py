"""The look of the window: Fusion with a light and a dark palette of our own, following the system or set.

Every pair of text and ground has a contrast of at least 4.5 (WCAG AA); a test measures it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

_Role = QPalette.ColorRole
_Colours = Mapping[QPalette.ColorRole, str]

LIGHT: Final[_Colours] = {
    _Role.Window: "#f3f4f6",
    _Role.WindowText: "#1d2129",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f7f8fa",
    _Role.Text: "#1d2129",
    _Role.Button: "#eceef2",
    _Role.ButtonText: "#1d2129",
    _Role.BrightText: "#b3261e",
    _Role.ToolTipBase: "#1f2530",
    _Role.ToolTipText: "#f4f6fa",
    _Role.PlaceholderText: "#646c79",
    _Role.Highlight: "#245fb8",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#245fb8",
    _Role.Link: "#1b57ad",
    _Role.LinkVisited: "#6a3d9a",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e6e8ed",
    _Role.Mid: "#c3c8d1",
    _Role.Dark: "#9aa1ad",
    _Role.Shadow: "#6a707b",
}

DARK: Final[_Colours] = {
    _Role.Window: "#1e2128",
    _Role.WindowText: "#e5e8ee",
    _Role.Base: "#171a20",
    _Role.AlternateBase: "#1c2027",
    _Role.Text: "#e5e8ee",
    _Role.Button: "#2a2e37",
    _Role.ButtonText: "#e5e8ee",
    _Role.BrightText: "#ff9b93",
    _Role.ToolTipBase: "#333945",
    _Role.ToolTipText: "#eef1f6",
    _Role.PlaceholderText: "#98a1b0",
    _Role.Highlight: "#2f6bc4",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#6ea8ff",
    _Role.Link: "#82b4ff",
    _Role.LinkVisited: "#c3a1f0",
    _Role.Light: "#3b414d",
    _Role.Midlight: "#323742",
    _Role.Mid: "#3c424e",
    _Role.Dark: "#12151a",
    _Role.Shadow: "#0b0d10",
}

_DISABLED: Final = {False: "#858c98", True: "#78808d"}

_EDGE: Final = {False: "#b0b7c4", True: "#98a1b1"}
_EDGED: Final = ("QCheckBox", "QRadioButton", "QLineEdit", "QComboBox", "QAbstractSpinBox", "QTreeView")
"""What one ticks or types in. Fusion draws the edge of these in a darker shade of the window's colour, in which they
would be lost on a dark window; so they are told of a lighter one, which they use for nothing else.
"""


class Theme(StrEnum):
    """What the user has chosen."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def palette(*, dark: bool) -> QPalette:
    """The palette of one of the two looks."""
    made = QPalette()
    for role, colour in (DARK if dark else LIGHT).items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[dark]))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, QColor((DARK if dark else LIGHT)[_Role.Mid]))
    return made


class Themer(QObject):
    """Dresses the application, and dresses it anew when the system turns dark or the user chooses."""

    def __init__(self, application: QApplication, theme: Theme = Theme.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._theme = theme
        if application.style().name() != "fusion":
            application.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._dress()

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def dark(self) -> bool:
        """Whether the window is dark now."""
        if self._theme is Theme.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._theme is Theme.DARK

    def choose(self, theme: Theme) -> None:
        """Wears a theme from now on."""
        self._theme = theme
        self._dress()

    def _on_system_changed(self) -> None:
        if self._theme is Theme.SYSTEM:
            self._dress()

    def _dress(self) -> None:
        worn = palette(dark=self.dark)
        self._application.setPalette(worn)
        worn.setColor(_Role.Window, QColor(_EDGE[self.dark]))
        for kind in _EDGED:
            self._application.setPalette(worn, kind)  # type: ignore[arg-type]  # PySide's stubs ask for bytes, PySide for str

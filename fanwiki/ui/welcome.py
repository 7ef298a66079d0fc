"""The page one sees while no wiki is open: the sample, open, new, and the wikis opened lately."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCommandLinkButton, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fanwiki.ui.actions import Actions
from fanwiki.ui.icons import icon, program_icon
from fanwiki.ui.plain import PlainLabel, plain_tip

_WIDTH = 760
_SIGN = 64


class WelcomePage(QScrollArea):
    """`recent_requested` carries the path of a wiki."""

    recent_requested = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcomePage")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        inner = QWidget(self)
        inner.setMaximumWidth(_WIDTH)
        self._title = QLabel("fanwiki", inner)
        self._title.setFont(_larger(self._title, 2.4))
        self._sign = PlainLabel(parent=inner)
        self._sign.setFixedSize(_SIGN + 10, _SIGN)
        self._sign.setContentsMargins(10, 0, 0, 0)
        subtitle = QLabel(
            self.tr("A wiki for the series you follow. Every fact knows when the audience learns it."), inner
        )
        for line in (self._title, subtitle):
            line.setContentsMargins(10, 0, 0, 0)
        subtitle.setWordWrap(True)
        subtitle.setFont(_larger(subtitle, 1.15))
        self._sample = self._button(
            actions, "open_sample", self.tr("Look at the sample wiki"), self.tr("All of Us Are Dead, ready to explore")
        )
        self._open = self._button(actions, "open_wiki", self.tr("Open a wiki"), self.tr("A file ending in .fanwiki"))
        self._new = self._button(actions, "create_wiki", self.tr("Make a new wiki"), self.tr("Empty, in one file"))
        start = self._column(self.tr("Start"), inner)
        for button in (self._sample, self._open, self._new):
            start.addWidget(button)
        start.addStretch()
        self._recent = self._column(self.tr("Opened lately"), inner)
        self._recent_buttons: list[QCommandLinkButton] = []
        self._none = QLabel(self.tr("The wikis that you open are listed here."), inner)
        self._none.setWordWrap(True)
        self._none.setContentsMargins(10, 8, 0, 0)
        self._recent.addWidget(self._none)
        self._recent.addStretch()
        columns = QHBoxLayout()
        columns.setSpacing(32)
        columns.addLayout(start, 1)
        columns.addLayout(self._recent, 1)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self._sign)
        layout.addWidget(self._title)
        layout.addWidget(subtitle)
        layout.addSpacing(24)
        layout.addLayout(columns)
        layout.addStretch(2)
        outer = QWidget(self)
        centred = QHBoxLayout(outer)
        centred.addStretch(1)
        centred.addWidget(inner, 20)
        centred.addStretch(1)
        self.setWidget(outer)

    def set_icons(self) -> None:
        """After the first paint, as for the actions."""
        self._sign.setPixmap(program_icon().pixmap(_SIGN, _SIGN))
        for button, name in ((self._sample, "sample"), (self._open, "open"), (self._new, "new-wiki")):
            button.setIcon(icon(name))
        for recent in self._recent_buttons:
            recent.setIcon(icon("recent"))

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Lists the wikis opened lately, newest first."""
        for old in self._recent_buttons:
            self._recent.removeWidget(old)
            old.deleteLater()
        self._recent_buttons = [self._recent_button(path) for path in paths[:6]]
        for place, button in enumerate(self._recent_buttons, 1):
            self._recent.insertWidget(place, button)
        self._none.setVisible(not self._recent_buttons)

    def _recent_button(self, path: Path) -> QCommandLinkButton:
        button = QCommandLinkButton(path.stem, _short(path.parent), self)
        button.setToolTip(plain_tip(str(path)))
        button.clicked.connect(partial(self.recent_requested.emit, path))
        return button

    def _button(self, actions: Actions, name: str, text: str, detail: str) -> QCommandLinkButton:
        button = QCommandLinkButton(text, detail, self)
        button.setObjectName(f"welcome_{name}")
        button.setIconSize(QSize(22, 22))
        button.clicked.connect(actions[name].trigger)
        return button

    def _column(self, title: str, parent: QWidget) -> QVBoxLayout:
        heading = PlainLabel(title, parent)
        heading.setFont(_larger(heading, 1.15, bold=True))
        heading.setContentsMargins(10, 0, 0, 4)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(heading, alignment=Qt.AlignmentFlag.AlignTop)
        return column


def _larger(label: QLabel, factor: float, *, bold: bool = False) -> QFont:
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setBold(bold)
    return font


def _short(folder: Path) -> str:
    """A folder as one says it: below one's home with a tilde."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)

"""The answer to a query as a board: a column for each state, beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QScrollArea, QVBoxLayout, QWidget

from fanwiki.domain.listing import QueryLine
from fanwiki.ui.icons import icon
from fanwiki.ui.panels.list_view import KEY_ROLE
from fanwiki.ui.plain import PlainLabel, plain_tip

_WIDTH: Final = 190
"""Of a column, in pixels."""
_ICON: Final = 16
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True)
class BoardColumn:
    """What stands in a column under a word; `icon` and `colour` are those of the state, empty for none."""

    word: str
    lines: tuple[QueryLine, ...]
    icon: str = ""
    colour: str = ""


class QueryBoard(QScrollArea):
    """`chosen` carries the id of the page that was opened, by double click or Return. Left and Right go from column to
    column.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queryBoard")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.columns: list[_Column] = []

    @property
    def words(self) -> list[str]:
        """What stands above the columns."""
        return [column.head.text() for column in self.columns]

    def show_columns(self, columns: Iterable[BoardColumn]) -> None:
        inside = QWidget()
        layout = QHBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.columns = []
        for place, each in enumerate(columns):
            column = _Column(each, inside)
            column.list.stepped.connect(partial(self._step, place))
            column.list.opened.connect(self.chosen)
            self.columns.append(column)
            layout.addWidget(column)
        layout.addStretch()
        self.setWidget(inside)

    def _step(self, here: int, by: int) -> None:
        if 0 <= here + by < len(self.columns):
            row = self.columns[here].list.currentIndex().row()
            there = self.columns[here + by]
            there.list.go_to(row)
            self.ensureWidgetVisible(there, 0, 0)


class _Column(QFrame):
    def __init__(self, column: BoardColumn, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.head = PlainLabel(f"{column.word} ({len(column.lines)})", self)
        bold = QFont(self.head.font())
        bold.setBold(True)
        self.head.setFont(bold)
        sign = PlainLabel(parent=self)
        sign.setVisible(bool(column.icon))
        if column.icon:
            sign.setPixmap(icon(column.icon, column.colour).pixmap(_ICON, _ICON))
        self.list = _Lines(column, self)
        self.list.setAccessibleName(self.head.text())
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(sign)
        above.addWidget(self.head, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self.list, 1)


class _Lines(QListView):
    stepped = Signal(int)
    opened = Signal(object)

    def __init__(self, column: BoardColumn, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(2)
        made = QStandardItemModel(self)
        for line in column.lines:
            item = QStandardItem(icon(line.kind.value), line.title)
            item.setData(line.page, KEY_ROLE)
            item.setToolTip(plain_tip(line.title))
            made.appendRow(item)
        self.setModel(made)
        self.activated.connect(self._on_activated)

    def go_to(self, row: int) -> None:
        """Takes the keyboard, at a line or the last there is."""
        self.setCurrentIndex(self.model().index(max(0, min(row, self.model().rowCount() - 1)), 0))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is chosen on a board is in one column."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.clearSelection()

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(KEY_ROLE))

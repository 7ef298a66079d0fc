"""The lists of the panels: a small model of rows, and a view that keeps its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTreeView, QWidget

from fanwiki.ui import icons
from fanwiki.ui.panels.list_delegate import DETAIL_ROLE, GAP, WIDEST, AnyIndex, DetailDelegate
from fanwiki.ui.plain import plain_tip

NOWHERE: Final = QModelIndex()

KEY_ROLE: Final = Qt.ItemDataRole.UserRole
"""What a row is about, as text: the id of a page or fact."""

_HEADER_MARGIN: Final = QStyle.PixelMetric.PM_HeaderMargin


@dataclass(frozen=True)
class Cell:
    """One place of a row. `icon` is a name of `icons.py`, drawn in `colour` (`#rrggbb`) or in that of the text;
    `picture` stands in its place; `more` is said and in the tooltip, too long to be shown.
    """

    text: str
    detail: str = ""
    icon: str = ""
    colour: str = ""
    picture: QIcon | None = None
    more: str = ""

    def data(self, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text
            case Qt.ItemDataRole.DecorationRole:
                return icons.icon(self.icon, self.colour) if self.icon else self.picture
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._said()
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._said())
            case _:
                return self.detail if role == DETAIL_ROLE else None

    def _said(self) -> str:
        return "\n".join(part for part in (self.text, self.detail, self.more) if part)


@dataclass(frozen=True)
class Row:
    key: str
    cells: tuple[Cell, ...]

    def data(self, column: int, role: int) -> Any:
        return self.key if role == KEY_ROLE else self.cells[column].data(role)


class RowsModel(QAbstractTableModel):
    """Rows under headings."""

    # Set on the class too, for Qt may still ask while Python takes the object apart.
    _headings: tuple[str, ...] = ()
    _rows: tuple[Row, ...] = ()

    def __init__(self, headings: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._rows[index.row()].data(index.column(), role) if index.isValid() else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        known = orientation is Qt.Orientation.Horizontal and section < len(self._headings)
        return self._headings[section] if known and role == Qt.ItemDataRole.DisplayRole else None


@dataclass(frozen=True)
class Place:
    """Where a view stood: the keys of the current row and of the unfolded ones, and the scroll position."""

    current: str | None
    unfolded: frozenset[str]
    scroll: int


class PanelTree(QTreeView):
    """A list that is used by keyboard as by mouse. It takes its keys before the window's shortcuts do.

    `chosen` is a double click or Enter, `clicked_once` a plain click, `opened` Ctrl+Enter, `removal_requested` Delete,
    `move_requested` Alt+Up (-1) or Alt+Down (+1).
    """

    chosen = Signal(QModelIndex)
    opened = Signal(QModelIndex)
    removal_requested = Signal()
    move_requested = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None, *, takes: frozenset[Qt.Key] = frozenset()) -> None:
        super().__init__(parent)
        self._takes = takes
        self.setAccessibleName(name)
        self.setItemDelegate(DetailDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setRootIsDecorated(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.header().setStretchLastSection(True)
        self.header().sectionResized.connect(self._on_section_resized)
        self.doubleClicked.connect(self.chosen)

    def current_key(self) -> str | None:
        """The key of the current row."""
        index = self.currentIndex()
        return index.data(KEY_ROLE) if index.isValid() else None

    def place(self) -> Place:
        """Where the view stands, to come back to after its rows have been read again."""
        model = self.model()
        unfolded = frozenset(
            index.data(KEY_ROLE)
            for index in (model.index(row, 0) for row in range(model.rowCount()))
            if self.isExpanded(index)
        )
        return Place(self.current_key(), unfolded, self.verticalScrollBar().value())

    def return_to(self, place: Place) -> None:
        """Comes back to where the view stood, as far as those rows are still there."""
        model = self.model()
        for row in range(model.rowCount() if place.unfolded else 0):
            index = model.index(row, 0)
            if index.data(KEY_ROLE) in place.unfolded:
                if model.canFetchMore(index):
                    model.fetchMore(index)
                self.expand(index)
        if place.current is not None:
            self.select_key(place.current)
        self.verticalScrollBar().setValue(place.scroll)

    def select_key(self, key: str) -> bool:
        """Makes the row of this key the current one, if it is there."""
        index = _find(self.model(), key, QModelIndex())
        if index is None:
            return False
        self.setCurrentIndex(index)
        return True

    def stretch_first_column(self) -> None:
        """Gives the first column what the others, which `fit_column` sets, leave."""
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def fit_column(self, column: int, cells: Iterable[Cell]) -> None:
        """Makes a column as wide as its heading and the widest of some cells: a long list repeats few of them."""
        model = self.model()
        heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        widths = [self.fontMetrics().horizontalAdvance(heading) + 2 * self.header().style().pixelMetric(_HEADER_MARGIN)]
        for cell in cells:
            beside = 16 + GAP if cell.icon else 0
            widths += [beside + self.fontMetrics().horizontalAdvance(text) for text in (cell.text, cell.detail)]
        widest = WIDEST * self.fontMetrics().averageCharWidth()
        self.header().resizeSection(column, min(max(widths), widest) + 2 * GAP + 1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_taken(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_taken(event):
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Delete:
                self.removal_requested.emit()
            case Qt.Key.Key_Up:
                self.move_requested.emit(-1)
            case Qt.Key.Key_Down:
                self.move_requested.emit(1)
            case _ if not self.currentIndex().isValid():
                pass
            case _ if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.opened.emit(self.currentIndex())
            case _:
                self.chosen.emit(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A form that opens below does not push the row that it is about out of sight."""
        super().resizeEvent(event)
        keep_in_sight(self, event)

    def _is_taken(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return not alt
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return alt and key in self._takes
        return key in self._takes and event.modifiers() == Qt.KeyboardModifier.NoModifier

    def _on_section_resized(self, _section: int, _before: int, _after: int) -> None:
        self.scheduleDelayedItemsLayout()


def keep_in_sight(view: QAbstractItemView, event: QResizeEvent) -> None:
    """Scrolls to the current item where a view has become smaller and the item was seen before."""
    place = view.visualRect(view.currentIndex())
    if not place.isEmpty() and QRect(QPoint(), event.oldSize()).intersects(place):
        view.scrollTo(view.currentIndex())


def _find(model: QAbstractItemModel, key: str, parent: QModelIndex) -> QModelIndex | None:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data(KEY_ROLE) == key:
            return index
        below = _find(model, key, index)
        if below is not None:
            return below
    return None

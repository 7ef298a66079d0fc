"""The lists of the panels: a small model of rows, a view that keeps its place, and a delegate that wraps instead of
cutting off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from fanwiki.ui import icons

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE: Final = QModelIndex()

KEY_ROLE: Final = Qt.ItemDataRole.UserRole
"""What a row is about, as text: the id of a page or fact."""
DETAIL_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""A second, quieter line below the text."""
WANTED_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""What a row lacks, as text: such a row is drawn in the palette's colour for what is missing."""

_HEADER_MARGIN: Final = QStyle.PixelMetric.PM_HeaderMargin
_GAP: Final = 4
_WIDEST: Final = 18
"""As many letters a column that fits its contents grows to; then its texts wrap."""
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


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
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return "\n".join(part for part in (self.text, self.detail, self.more) if part)
            case _:
                return self.detail if role == DETAIL_ROLE else None


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

    def fit_column(self, column: int, cells: Iterable[Cell]) -> None:
        """Makes a column as wide as its heading and the widest of some cells: a long list repeats few of them."""
        model = self.model()
        heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        widths = [self.fontMetrics().horizontalAdvance(heading) + 2 * self.header().style().pixelMetric(_HEADER_MARGIN)]
        for cell in cells:
            beside = 16 + _GAP if cell.icon else 0
            widths += [beside + self.fontMetrics().horizontalAdvance(text) for text in (cell.text, cell.detail)]
        widest = _WIDEST * self.fontMetrics().averageCharWidth()
        self.header().resizeSection(column, min(max(widths), widest) + 2 * _GAP + 1)

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


class DetailDelegate(QStyledItemDelegate):
    """Draws an icon, a text and a quieter second line, both wrapped to the width of their column."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        item, text, icon = self._stripped(option, index)
        style = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, item, painter, self._view)
        area = self._text_area(item.rect, icon)
        painter.save()
        painter.setFont(item.font)
        if not icon.isNull():
            size = self._icon_size()
            line = painter.fontMetrics().height()
            drawn = size.height() <= 2 * line
            top = area.top() + ((line - size.height()) // 2 if drawn else 0)
            place = QRect(area.left() - size.width() - _GAP, top, size.width(), size.height())
            icon.paint(painter, place, mode=QIcon.Mode.Selected if drawn and _is_selected(item) else QIcon.Mode.Normal)
        colour = _text_colour(item, wanted=index.data(WANTED_ROLE) is not None)
        painter.setPen(colour)
        painter.drawText(area, _WRAP, text)
        detail = index.data(DETAIL_ROLE)
        if detail:
            used = painter.fontMetrics().boundingRect(area, _WRAP, text).height() if text else 0
            painter.setPen(_quieter(colour, _ground_colour(item)))
            painter.drawText(area.adjusted(0, used, 0, 0), _WRAP, detail)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Asked for every row of a long list, so it looks at no more of the option than the font."""
        width = max(self._width(index), 40)
        icon = index.data(Qt.ItemDataRole.DecorationRole) or QIcon()
        area = self._text_area(QRect(0, 0, width, 10_000), icon)
        metrics = QFontMetrics(index.data(Qt.ItemDataRole.FontRole) or option.font)
        natural = height = 0
        for part in (index.data() or "", index.data(DETAIL_ROLE) or ""):
            if part:
                height += metrics.boundingRect(area, _WRAP, part).height()
                natural = max(natural, metrics.horizontalAdvance(part))
        natural = min(natural, _WIDEST * metrics.averageCharWidth())
        drawn = icon.isNull() or self._icon_size().height() <= 2 * metrics.height()
        pictured = 0 if drawn else self._icon_size().height()
        return QSize(natural + width - area.width() + 1, max(height, metrics.height(), pictured) + 2 * _GAP)

    def _stripped(self, option: QStyleOptionViewItem, index: AnyIndex) -> tuple[QStyleOptionViewItem, str, QIcon]:
        """The option with everything but what is drawn here, and what is drawn here."""
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        text, icon = item.text, QIcon(item.icon)
        item.text = ""
        item.icon = QIcon()
        item.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration
        return item, text, icon

    def _text_area(self, rect: QRect, icon: QIcon) -> QRect:
        beside = 0 if icon.isNull() else self._icon_size().width() + _GAP
        return rect.adjusted(_GAP + beside, _GAP, -_GAP, 0)

    def _icon_size(self) -> QSize:
        return self._view.iconSize() if self._view.iconSize().isValid() else QSize(16, 16)

    def _width(self, index: AnyIndex) -> int:
        """The width that a cell has: its column's, or for a row that spans them all the view's."""
        if index.column():
            return self._view.columnWidth(index.column())
        if self._view.isFirstColumnSpanned(index.row(), index.parent()):
            return self._view.viewport().width() - self._indent(index)
        return self._view.columnWidth(0) - self._indent(index)

    def _indent(self, index: AnyIndex) -> int:
        depth = int(self._view.rootIsDecorated())
        above = index.parent()
        while above.isValid():
            depth += 1
            above = above.parent()
        return depth * self._view.indentation()


def _find(model: QAbstractItemModel, key: str, parent: QModelIndex) -> QModelIndex | None:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data(KEY_ROLE) == key:
            return index
        below = _find(model, key, index)
        if below is not None:
            return below
    return None


def _is_selected(item: QStyleOptionViewItem) -> bool:
    return bool(item.state & QStyle.StateFlag.State_Selected)


def _text_colour(item: QStyleOptionViewItem, *, wanted: bool) -> QColor:
    palette: QPalette = item.palette
    if _is_selected(item):
        return palette.color(QPalette.ColorRole.HighlightedText)
    return palette.color(QPalette.ColorRole.BrightText if wanted else QPalette.ColorRole.Text)


def _ground_colour(item: QStyleOptionViewItem) -> QColor:
    palette: QPalette = item.palette
    return palette.color(QPalette.ColorRole.Highlight if _is_selected(item) else QPalette.ColorRole.Base)


def _quieter(colour: QColor, ground: QColor) -> QColor:
    """A colour a third of the way to the ground, still read well."""
    return QColor(
        round(0.7 * colour.red() + 0.3 * ground.red()),
        round(0.7 * colour.green() + 0.3 * ground.green()),
        round(0.7 * colour.blue() + 0.3 * ground.blue()),
    )

"""Tables of characters by episodes: names stay at the left, points at the top, and each cell is a picture. As it
is, the table of the survivor board.
"""

from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fanwiki.ui import icons
from fanwiki.ui.board.look import Faces, readable
from fanwiki.ui.board.model import BoardModel, EpisodeModel
from fanwiki.ui.panels.list_delegate import AnyIndex
from fanwiki.ui.panels.list_view import keep_in_sight

ROW: Final = 26
COLUMN: Final = 30
_NOW: Final = 176
_WIDEST_NAME: Final = 230
_MARGIN: Final = 8
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_SELECTED: Final = QStyle.StateFlag.State_Selected


class BoardTable(QTableView):
    """`chosen` is Enter, F2 or a double click on a cell, `opened` (row) Ctrl+Enter or a click on a name,
    `removal_requested` Delete, `move_requested` Alt+Left (-1) or Alt+Right (1). It takes its keys before the window's
    shortcuts do.
    """

    chosen = Signal()
    opened = Signal(int)
    removal_requested = Signal()
    move_requested = Signal(int)

    sum_width: ClassVar[int] = _NOW
    """How wide the last column is, in pixels."""

    def __init__(self, model: EpisodeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = model
        self.selected: frozenset[tuple[int, int]] = frozenset()
        """The selected cells, kept at hand for painting: by row and column."""
        self.current = (-1, -1)
        self.setObjectName("boardTable")
        self.setAccessibleName(self.tr("Characters by episodes"))
        self.setModel(model)
        self.setItemDelegate(self.make_delegate())
        self.setHorizontalHeader(PointHeader(model, self))
        self.setVerticalHeader(NameHeader(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().sectionClicked.connect(self.opened)
        self.doubleClicked.connect(self._on_double_clicked)
        model.modelReset.connect(self.fit)
        self.fit()

    def make_delegate(self) -> QStyledItemDelegate:
        """What draws the cells."""
        assert isinstance(self.board, BoardModel)
        return CellDelegate(self, self.board)

    def fit(self) -> None:
        """Widths for what the model has now."""
        header = self.horizontalHeader()
        last = self.board.now
        for column in range(last):
            if header.sectionSize(column) != COLUMN:
                header.resizeSection(column, COLUMN)
        header.resizeSection(last, self.sum_width)
        metrics = self.fontMetrics()
        names = (metrics.horizontalAdvance(name) for name in self.board.names)
        self.verticalHeader().setFixedWidth(min(max(names, default=80), _WIDEST_NAME) + 3 * _MARGIN)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selected = frozenset((index.row(), index.column()) for index in self.selectedIndexes())

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.current = (current.row(), current.column())

    def reset(self) -> None:
        super().reset()
        self.selected, self.current = frozenset(), (-1, -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        keep_in_sight(self, event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            # The first point that is seen says its season.
            self.horizontalHeader().viewport().update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_taken(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_taken(event):
            super().keyPressEvent(event)
            return
        if not self.currentIndex().isValid():
            return
        if event.key() == Qt.Key.Key_Delete:
            self.removal_requested.emit()
        elif event.key() in _STEPS:
            self.move_requested.emit(_STEPS[Qt.Key(event.key())])
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit(self.currentIndex().row())
        else:
            self.chosen.emit()

    def _is_taken(self, event: QKeyEvent) -> bool:
        alone = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in _ENTER:
            return not event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in _STEPS:
            # Some keyboards' arrows are part of the keypad.
            return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
        return alone and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2)

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.chosen.emit()


class CellDelegate(QStyledItemDelegate):
    """Draws a cell's picture, and the state now in words."""

    def __init__(self, view: BoardTable, board: BoardModel) -> None:
        super().__init__(view)
        self._view = view
        self._board = board
        self._faces = Faces()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect = option.rect
        column = index.column()
        board = self._board
        if column >= board.now:
            self._paint_now(painter, option, rect, index)
            return
        row = index.row()
        if (row, column) in self._view.selected:
            painter.fillRect(rect, option.palette.highlight())
        face = board.face(row, column)
        if face is not None:
            view = self._view
            picture = self._faces.picture(face, rect.size(), view.palette(), view.devicePixelRatioF())
            painter.drawPixmap(rect.topLeft(), picture)
        if (row, column) == self._view.current:
            mark_current(painter, rect, self._view)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(COLUMN, ROW)

    def _paint_now(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: AnyIndex) -> None:
        palette = option.palette
        selected = bool(option.state & _SELECTED)
        if selected:
            painter.fillRect(rect, palette.highlight())
        state = self._board.rows[index.row()].status.state
        ground = palette.color(QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base)
        if state is not None:
            place = QRect(rect.left() + _MARGIN, rect.center().y() - 7, 16, 16)
            ink = readable(state.colour, ground)
            mode = QIcon.Mode.Selected if selected else QIcon.Mode.Normal
            icons.icon(state.icon, ink.name()).paint(painter, place, mode=mode)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(palette.color(role if state is not None or selected else QPalette.ColorRole.PlaceholderText))
        area = rect.adjusted(3 * _MARGIN + 8, 0, -2, 0)
        text = index.data() or "—"
        text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if index == self._view.currentIndex():
            mark_current(painter, rect, self._view)


class PointHeader(QHeaderView):
    """The points, in two lines so that they are narrow: the season where it begins, below it the episode."""

    def __init__(self, model: EpisodeModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._board = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(COLUMN)
        self.setMinimumSectionSize(COLUMN)
        self.setHighlightSections(True)
        self.setAccessibleName(self.tr("Episodes"))

    def sizeHint(self) -> QSize:
        # Qt would measure a hundred sections.
        return QSize(COLUMN, 2 * self.fontMetrics().height() + 10)

    def paintSection(self, painter: QPainter, rect: QRect, place: int) -> None:
        palette = self.palette()
        current = self.selectionModel().currentIndex().column() == place
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Midlight if current else QPalette.ColorRole.Window))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        points = self._board.points
        if place >= len(points):
            area = rect.adjusted(_MARGIN, 0, 0, -4)
            painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self._board.sum_heading)
            return
        season, episode = split_point(points[place])
        half = rect.height() // 2
        below = QRect(rect.left(), rect.top() + half, rect.width(), half - 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, episode)
        first = self.sectionViewportPosition(place) <= 0
        if first or split_point(points[place - 1])[0] != season:
            painter.save()
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            above = QRect(rect.left() + 4, rect.top() + 2, COLUMN - 4, half)
            painter.drawText(above, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, season)
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
            painter.restore()


class NameHeader(QHeaderView):
    """The characters' names; a click opens the page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(ROW)
        self.setMinimumSectionSize(ROW)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setAccessibleName(self.tr("Characters"))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        # Qt would measure two hundred sections; the table has set the width.
        return QSize(self.width(), ROW)

    def paintSection(self, painter: QPainter, rect: QRect, place: int) -> None:
        palette = self.palette()
        current = self.selectionModel().currentIndex().row() == place
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Midlight if current else QPalette.ColorRole.Window))
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        area = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        name = str(self.model().headerData(place, Qt.Orientation.Vertical) or "")
        name = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)


def split_point(point: str) -> tuple[str, str]:
    """A written point in two: `S1E06` is `S1` and `06`, `show:S1E06` `show:S1` and `06`."""
    season, _, episode = point.rpartition("E")
    return (season, episode) if season else (point, "")


def mark_current(painter: QPainter, rect: QRect, view: QWidget) -> None:
    """Marks the current cell of a table: plainly where the keyboard is, thinly while it is elsewhere."""
    painter.save()
    if view.hasFocus():
        painter.setPen(QPen(view.palette().color(QPalette.ColorRole.Accent), 2))
    else:
        painter.setPen(QPen(view.palette().color(QPalette.ColorRole.PlaceholderText), 1))
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.restore()

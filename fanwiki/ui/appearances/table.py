"""The table of appearances: a picture in each cell, and keys that say how a character is in an episode."""

from typing import ClassVar, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fanwiki.domain.vocabulary import AppearanceMode
from fanwiki.ui.appearances.editing import MatrixCell
from fanwiki.ui.appearances.model import FACES, AppearanceModel
from fanwiki.ui.board.look import Faces
from fanwiki.ui.board.table import COLUMN, ROW, BoardTable, mark_current
from fanwiki.ui.panels.list_delegate import AnyIndex

KEYS: Final = {
    Qt.Key.Key_O: AppearanceMode.ON_SCREEN,
    Qt.Key.Key_V: AppearanceMode.VOICE,
    Qt.Key.Key_F: AppearanceMode.FLASHBACK,
    Qt.Key.Key_M: AppearanceMode.MENTIONED,
    Qt.Key.Key_B: AppearanceMode.BODY,
}
_SET: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class AppearancesTable(BoardTable):
    """`mode_requested` (a mode) is its letter, `also_requested` (a mode) Shift and its letter, `cycle_requested` the
    space bar: they are meant for all selected cells.
    """

    sum_width: ClassVar[int] = 84

    mode_requested = Signal(object)
    also_requested = Signal(object)
    cycle_requested = Signal()

    def __init__(self, model: AppearanceModel, parent: QWidget | None = None) -> None:
        self.matrix = model
        super().__init__(model, parent)
        self.setObjectName("appearancesTable")

    def make_delegate(self) -> QStyledItemDelegate:
        return AppearanceDelegate(self, self.matrix)

    def cells(self) -> list[MatrixCell]:
        """The selected cells, row by row; those of the last column are none."""
        places = sorted(self.selected)
        return [self.matrix.cell(row, column) for row, column in places if column < self.matrix.now]

    def current_cell(self) -> MatrixCell | None:
        row, column = self.current
        return self.matrix.cell(row, column) if row >= 0 and column < self.matrix.now else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mode = _mode(event)
        if mode is not None and self.currentIndex().isValid():
            also = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.also_requested if also else self.mode_requested).emit(mode)
        elif event.key() == Qt.Key.Key_Space and event.modifiers() in _SET:
            self.cycle_requested.emit()
        else:
            super().keyPressEvent(event)

    def _is_taken(self, event: QKeyEvent) -> bool:
        if _mode(event) is not None or (event.key() == Qt.Key.Key_Space and event.modifiers() in _SET):
            return True
        return super()._is_taken(event)


class AppearanceDelegate(QStyledItemDelegate):
    """Draws how a character is in an episode; a cross beside the first picture stands for more."""

    def __init__(self, view: AppearancesTable, matrix: AppearanceModel) -> None:
        super().__init__(view)
        self._view = view
        self._matrix = matrix
        self._faces = Faces()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        view, rect, palette = self._view, option.rect, option.palette
        row, column = index.row(), index.column()
        selected = (row, column) in view.selected
        if selected:
            painter.fillRect(rect, palette.highlight())
        painter.setPen(palette.color(QPalette.ColorRole.AlternateBase))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if column >= self._matrix.now:
            role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
            painter.setPen(palette.color(role))
            area = rect.adjusted(8, 0, -8, 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data())
        else:
            self._paint_modes(painter, option, row, column)
        if (row, column) == view.current:
            mark_current(painter, rect, view)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(COLUMN, ROW)

    def _paint_modes(self, painter: QPainter, option: QStyleOptionViewItem, row: int, column: int) -> None:
        appearances = self._matrix.rows[row].cells[column]
        if not appearances:
            return
        rect = option.rect
        # What is rare tells more than that a character is also on screen.
        face = FACES[appearances[-1].mode]
        picture = self._faces.picture(face, rect.size(), self._view.palette(), self._view.devicePixelRatioF())
        painter.drawPixmap(rect.topLeft(), picture)
        if len(appearances) > 1:
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            painter.drawText(rect.adjusted(0, -1, -2, 0), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, "+")


def _mode(event: QKeyEvent) -> AppearanceMode | None:
    """The mode that a letter stands for, alone or with Shift."""
    if event.modifiers() not in (*_SET, Qt.KeyboardModifier.ShiftModifier):
        return None
    return KEYS.get(Qt.Key(event.key()))

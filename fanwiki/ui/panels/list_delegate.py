"""How the lists of the panels are drawn: an icon, a text and a quieter second line, wrapped instead of cut off."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

AnyIndex = QModelIndex | QPersistentModelIndex

DETAIL_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""A second, quieter line below the text."""
WANTED_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""What a row lacks, as text: such a row is drawn in the palette's colour for what is missing."""

GAP: Final = 4
"""Pixels around a text and beside an icon."""
WIDEST: Final = 18
"""As many letters a column that fits its contents grows to; then its texts wrap."""
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


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
            place = QRect(area.left() - size.width() - GAP, top, size.width(), size.height())
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
        natural = min(natural, WIDEST * metrics.averageCharWidth())
        drawn = icon.isNull() or self._icon_size().height() <= 2 * metrics.height()
        pictured = 0 if drawn else self._icon_size().height()
        return QSize(natural + width - area.width() + 1, max(height, metrics.height(), pictured) + 2 * GAP)

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
        beside = 0 if icon.isNull() else self._icon_size().width() + GAP
        return rect.adjusted(GAP + beside, GAP, -GAP, 0)

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

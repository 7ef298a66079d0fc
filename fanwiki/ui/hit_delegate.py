"""How a hit of the search is drawn: its title, and below it some of the text in which the words found stand out."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

SNIPPET: Final = Qt.ItemDataRole.UserRole + 2
MARKS: Final = Qt.ItemDataRole.UserRole + 3
"""Where in the snippet the words stand: pairs of the first character and the one after the last."""
ASIDE: Final = Qt.ItemDataRole.UserRole + 5
"""What stands quietly at the right."""

_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
_AnyIndex = QModelIndex | QPersistentModelIndex


class HitDelegate(QStyledItemDelegate):
    """Two lines for a row with a snippet, one for others; what cannot be chosen is wrapped."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        line, width = option.fontMetrics.height(), self._view.viewport().width()
        if not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            room = QRect(0, 0, width - 16, 10 * line)
            return QSize(width, option.fontMetrics.boundingRect(room, _WRAP, str(index.data())).height() + 8)
        return QSize(width, line * 2 + 12 if index.data(SNIPPET) else line + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        self.initStyleOption(option, index)
        title, glyph = option.text, QIcon(option.icon)
        option.text, option.icon = "", QIcon()
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        roles = option.palette.ColorRole
        clear = option.palette.color(roles.HighlightedText if chosen else roles.Text)
        quiet = option.palette.color(roles.HighlightedText if chosen else roles.PlaceholderText)
        line = option.fontMetrics.height()
        left = option.rect.adjusted(8, 4, -8, -4)
        if not glyph.isNull():
            mode = QIcon.Mode.Selected if chosen else QIcon.Mode.Normal
            glyph.paint(painter, QRect(left.left(), left.top(), 16, line), Qt.AlignmentFlag.AlignCenter, mode)
        if not enabled:
            painter.setPen(quiet)
            painter.drawText(left, _WRAP, title)
            return
        words = left.adjusted(24, 0, 0, 0)
        upper = QRect(words.left(), words.top(), words.width(), line)
        aside = str(index.data(ASIDE) or "")
        if aside:
            painter.setPen(quiet)
            painter.drawText(upper, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), aside)
            upper.setWidth(upper.width() - option.fontMetrics.horizontalAdvance(aside) - 12)
        painter.setPen(clear)
        align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        shown = option.fontMetrics.elidedText(title, Qt.TextElideMode.ElideRight, upper.width())
        painter.drawText(upper, align, shown)
        snippet = str(index.data(SNIPPET) or "")
        if snippet:
            lower = QRect(words.left(), words.top() + line + 2, words.width(), line)
            text = option.fontMetrics.elidedText(snippet, Qt.TextElideMode.ElideRight, words.width() - 12)
            _draw_marked(painter, option.font, lower, text, index.data(MARKS) or (), (quiet, clear))


def _draw_marked(
    painter: QPainter,
    font: QFont,
    place: QRect,
    text: str,
    marks: tuple[tuple[int, int], ...],
    colours: tuple[QColor, QColor],
) -> None:
    """One line of text; what is marked is bold and in the second colour."""
    layout = QTextLayout(text, font)
    whole = QTextCharFormat()
    whole.setForeground(colours[0])
    ranges = [_range(0, len(text), whole)]
    for start, end in marks:
        if start < len(text):
            standing = QTextCharFormat()
            standing.setForeground(colours[1])
            standing.setFontWeight(QFont.Weight.Bold)
            ranges.append(_range(start, min(end, len(text)) - start, standing))
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(place.width())
    layout.endLayout()
    layout.draw(painter, QPointF(place.topLeft()))


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, length, form
    return found

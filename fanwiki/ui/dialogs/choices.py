"""One line of a list to choose from, as the pickers and the editor's completion show it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QStandardItem
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fanwiki.ui.icons import icon

ASIDE: Final = Qt.ItemDataRole.UserRole + 1
PLACE: Final = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Choice:
    """One line: its text, its icon's name or icon, and what stands quietly at its right."""

    text: str
    icon: str | QIcon
    aside: str = ""


def choice_item(choice: Choice, place: int) -> QStandardItem:
    """The item of a model for a line, with its place among all there is under `PLACE`."""
    item = QStandardItem(icon(choice.icon) if isinstance(choice.icon, str) else choice.icon, choice.text)
    item.setData(choice.aside, ASIDE)
    item.setData(place, PLACE)
    item.setData(f"{choice.text} {choice.aside}".strip(), Qt.ItemDataRole.AccessibleTextRole)
    return item


class ChoiceDelegate(QStyledItemDelegate):
    """One line, with what stands aside at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        aside = str(index.data(ASIDE) or "")
        self.initStyleOption(option, index)
        room = option.fontMetrics.horizontalAdvance(aside) + 20 if aside else 0
        rest = option.rect
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = option.palette.ColorRole
        align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        mode = QIcon.Mode.Selected if chosen else QIcon.Mode.Normal
        glyph = QRect(rest.left() + 8, rest.top(), 16, rest.height())
        option.icon.paint(painter, glyph, Qt.AlignmentFlag.AlignCenter, mode)
        words = rest.adjusted(34, 0, -room - 8, 0)
        there = roles.Text if option.state & QStyle.StateFlag.State_Enabled else roles.PlaceholderText
        painter.setPen(option.palette.color(roles.HighlightedText if chosen else there))
        text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, align, text)
        painter.setPen(option.palette.color(roles.HighlightedText if chosen else roles.PlaceholderText))
        painter.drawText(
            rest.adjusted(0, 0, -10, 0), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), aside
        )

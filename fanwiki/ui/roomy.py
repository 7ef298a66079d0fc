"""Rows of a list with air above and below their texts, as the lists of the panels have it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

_AIR: Final = 8
"""Pixels."""


class RoomyDelegate(QStyledItemDelegate):
    """Draws items as Qt does, each a little higher."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(0, _AIR)

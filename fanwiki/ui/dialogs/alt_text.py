"""Asks what images show, once for all that came together: the text that stands for them where they are not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fanwiki.ui.dialogs.form import FormDialog
from fanwiki.ui.plain import PlainLabel

_TALLEST = 420


@dataclass(frozen=True)
class Picture:
    """An image by its name, with a small PNG of it."""

    name: str
    thumbnail: bytes


class AltTextDialog(FormDialog):
    """`answered` carries the texts, in the order of the pictures; an empty one is for an image that says nothing."""

    answered = Signal(object)

    def __init__(self, parent: QWidget, pictures: Sequence[Picture]) -> None:
        one = len(pictures) == 1
        title = self.tr("Add image") if one else self.tr("Add {0} images").format(len(pictures))
        super().__init__(parent, title, self.tr("&Add"))
        self.setObjectName("altTextDialog")
        words = QLabel(self.tr("What is to be seen? This stands in place of the image for those who do not see it."))
        words.setWordWrap(True)
        self.form.addRow(words)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._fields = [self._add(picture, inside, column) for picture in pictures]
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setMinimumHeight(min(inside.sizeHint().height() + 4, _TALLEST))
        self.form.addRow(area)
        self._fields[0].setFocus()

    def submit(self) -> None:
        self.answered.emit([field.text().strip() for field in self._fields])
        self.accept()

    def _add(self, picture: Picture, inside: QWidget, column: QVBoxLayout) -> QLineEdit:
        pixmap = QPixmap()
        pixmap.loadFromData(picture.thumbnail)
        image = PlainLabel(parent=inside)
        image.setPixmap(pixmap)
        image.setAccessibleName(picture.name)
        name = PlainLabel(picture.name, inside)
        field = QLineEdit(inside)
        field.setAccessibleName(self.tr("Alt text of {0}").format(picture.name))
        field.setPlaceholderText(self.tr("Alt text"))
        for widget in (image, name, field):
            column.addWidget(widget)
        column.addSpacing(8)
        return field

"""Labelled rows of texts, of which some lead to a page."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from fanwiki.domain.ids import PageId
from fanwiki.domain.listing import Field
from fanwiki.ui.plain import PlainLabel


class LinkRows(QWidget):
    """`page_requested` carries the page (PageId) of the text that was chosen."""

    page_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[Field, ...] = ()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self.label_width = 0
        """The least width of the labels in pixels, so that they stand under others."""
        self.hide()

    def load(self, fields: Sequence[Field]) -> None:
        """Shows other rows; nothing happens if they are the same."""
        if tuple(fields) == self._fields:
            return
        self._fields = tuple(fields)
        if self._inside is not None:
            self._outer.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, self.label_width)
        row = 0
        for field in self._fields:
            grid.addWidget(PlainLabel(field.label), row, 0)
            for text, page in field.values:
                self._add_value(grid, row, field.label, text, page)
                row += 1
        self._outer.addWidget(self._inside)
        self.setVisible(bool(self._fields))

    def _add_value(self, grid: QGridLayout, row: int, label: str, text: str, page: PageId | None) -> None:
        if page is None:
            plain = PlainLabel(text)
            plain.setWordWrap(True)
            plain.setIndent(4)
            grid.addWidget(plain, row, 1)
            return
        link = LinkButton(text)
        link.setAccessibleName(f"{label}: {text}")
        link.clicked.connect(partial(self._on_link_clicked, page))
        grid.addWidget(link, row, 1, Qt.AlignmentFlag.AlignLeft)

    def _on_link_clicked(self, page: PageId, _checked: bool = False) -> None:
        self.page_requested.emit(page)


class LinkButton(QToolButton):
    """A button that looks like a link, in the palette's colour for links."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text.replace("&", "&&"))
        self.setAutoRaise(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        """Sets the one colour, so that the others go on following the application's."""
        link = QGuiApplication.palette().color(QPalette.ColorRole.Link)
        if self.palette().color(QPalette.ColorRole.ButtonText) == link:
            return
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.ButtonText, link)
        self.setPalette(palette)

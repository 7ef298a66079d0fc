"""Labelled fields with what is wrong about each right below it, in two columns where there is room.

A field is added with the names of the record's fields that it stands for, and so each refusal finds its place: the
wiki's errors name the field that they are about.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from fanwiki.domain.errors import WikiError
from fanwiki.ui.plain import PlainLabel

WARNING: Final = QPalette.ColorRole.BrightText
"""The palette's colour for what is wrong or missing, read well on light and dark."""

_WIDE: Final = 600
"""From this width, in pixels, there are two columns."""
_GAP: Final = 24
"""Between the columns, in pixels."""


@dataclass
class _Row:
    """A label beside a cell, in which the field stands, and below it what belongs to it."""

    label: QLabel
    cell: QWidget
    complaint: QLabel
    shown: bool = True


class FormRows(QWidget):
    """Rows of label and field. A complaint about a field stands below it, and is its accessible description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._rows: dict[QWidget, _Row] = {}
        self._by_name: dict[str, QWidget] = {}
        self._columns = 1
        self.label_width = 0
        """The least width of the labels in pixels, so that they stand under others."""

    def add_field(self, label: str, field: QWidget, *names: str) -> None:
        """Adds a row; the label names the field for a screen reader too. `names` are the fields of the record that it
        stands for, such as "revealed_at"; those of another record than the form's own with that one's class name
        before it, such as "Source.title".
        """
        self._by_name.update(dict.fromkeys(names, field))
        field.setAccessibleName(label)
        heading = PlainLabel(label, self)
        heading.setMinimumWidth(self.label_width)
        heading.setMinimumHeight(min(field.sizeHint().height(), field.maximumHeight()))
        heading.setBuddy(field)
        cell = QWidget(self)
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(field)
        complaint = PlainLabel(parent=cell)
        complaint.setWordWrap(True)
        complaint.setObjectName("complaint")
        complaint.setForegroundRole(WARNING)
        complaint.hide()
        layout.addWidget(complaint)
        self._rows[field] = _Row(heading, cell, complaint)
        self._arrange()

    def add_widget(self, widget: QWidget) -> None:
        """Adds a widget without a label below the field added last, to which it belongs."""
        layout = list(self._rows.values())[-1].cell.layout()
        assert layout is not None
        layout.addWidget(widget)

    def set_row_visible(self, field: QWidget, visible: bool) -> None:
        """Shows or hides a field with its label, or a widget without one."""
        row = self._rows.get(field)
        if row is None:
            field.setVisible(visible)
        elif row.shown != visible:
            row.shown = visible
            row.label.setVisible(visible)
            row.cell.setVisible(visible)
            self._arrange()

    def clear(self) -> None:
        """Takes out every row."""
        for row in self._rows.values():
            for widget in row.cell.findChildren(QWidget):
                # A line that has the focus loses it, and must not take that for being left by its user.
                widget.blockSignals(True)
            for part in (row.label, row.cell):
                part.hide()
                part.deleteLater()
        self._rows = {}
        self._by_name = {}

    def field_of(self, error: WikiError) -> QWidget | None:
        """The field that an error is about; None if it is about none that is shown."""
        named = self._by_name.get(f"{error.record}.{error.field}") or self._by_name.get(error.field)
        return named if named is not None and named.isVisibleTo(self) else None

    def complain(self, field: QWidget, message: str) -> None:
        """Says below a field what is wrong with it."""
        label = self._rows[field].complaint
        label.setText(message)
        field.setAccessibleDescription(message)
        label.show()

    def clear_complaint(self, field: QWidget) -> None:
        label = self._rows[field].complaint
        label.clear()
        field.setAccessibleDescription("")
        label.hide()

    def clear_complaints(self) -> None:
        for field in self._rows:
            self.clear_complaint(field)

    def complaint(self, field: QWidget) -> str:
        """What is said to be wrong with a field; empty for nothing."""
        return self._rows[field].complaint.text()

    def first_bad(self) -> QWidget | None:
        """The first field with a complaint."""
        return next((field for field, row in self._rows.items() if row.complaint.text()), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if event.size().width() >= _WIDE else 1
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _arrange(self) -> None:
        """Puts the rows that are shown into the columns, one after the other as they are read."""
        while self._grid.count():
            self._grid.takeAt(0)
        shown = [row for row in self._rows.values() if row.shown]
        for number, row in enumerate(shown):
            line, column = divmod(number, self._columns)
            self._grid.addWidget(row.label, line, 3 * column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(row.cell, line, 3 * column + 1, Qt.AlignmentFlag.AlignTop)
        beside = self._columns > 1
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(4, int(beside))
        self._grid.setColumnMinimumWidth(2, _GAP if beside else 0)
        self._grid.setHorizontalSpacing(8 if beside else 12)

"""Asks for a line of text, such as a new name."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from fanwiki.ui.dialogs.form import FormDialog
from fanwiki.ui.plain import PlainLabel


class LineDialog(FormDialog):
    """`answered` is called with what was written."""

    def __init__(self, parent: QWidget, title: str, label: str, text: str, answered: Callable[[str], None]) -> None:
        super().__init__(parent, title, self.tr("OK"))
        self.setObjectName("textQuestion")
        self._answered = answered
        self.line = QLineEdit(text, self)
        self.line.setAccessibleName(label.rstrip(":"))
        self.line.selectAll()
        said = PlainLabel(label, self)
        said.setBuddy(self.line)
        self.form.addRow(said)
        self.form.addRow(self.line)

    def submit(self) -> None:
        self.accept()
        self._answered(self.line.text())

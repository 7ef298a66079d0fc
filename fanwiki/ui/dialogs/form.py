"""What the dialogs with fields have in common: a form, a line for what is wrong, and two buttons. It closes only
when what was asked for has been done, so that nothing typed is lost to an error.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from fanwiki.domain.errors import WikiError
from fanwiki.ui.plain import PlainLabel


class FormDialog(QDialog):
    """Fill `form`, and say in `submit` what is to be done; then call `accept` or `refuse`."""

    def __init__(self, parent: QWidget, title: str, button: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(440)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setVerticalSpacing(8)
        self._wrong = PlainLabel(parent=self)
        self._wrong.setObjectName("formError")
        self._wrong.setWordWrap(True)
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setForegroundRole(self.foregroundRole().BrightText)
        self._wrong.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = self.buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        without_icons(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(self.form)
        layout.addWidget(self._wrong)
        layout.addStretch()
        layout.addWidget(self.buttons)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def submit(self) -> None:
        """Does what the form asks for. May raise WikiError, which is then shown."""
        raise NotImplementedError

    def refuse(self, error: WikiError) -> None:
        """Says what is wrong; what was typed stays."""
        text = str(error)
        self._wrong.setText(text[:1].upper() + text[1:] + ("" if text.endswith(".") else "."))
        self._wrong.show()
        self.go.setEnabled(True)

    def row(self, label: str, field: QWidget) -> None:
        """Adds a labelled field. The label is its accessible name too."""
        self.form.addRow(label, field)
        field.setAccessibleName(label.replace("&", "").rstrip(":"))

    def _on_accepted(self) -> None:
        self._wrong.hide()
        self.go.setEnabled(False)
        try:
            self.submit()
        except WikiError as error:
            self.refuse(error)


def without_icons(buttons: QDialogButtonBox) -> QDialogButtonBox:
    """Takes away the desktop's own icons, which some desktops put on buttons and which go with neither theme."""
    for button in buttons.buttons():
        button.setIcon(QIcon())
    return buttons

"""What two revisions differ in, with room to read it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from fanwiki.domain.history import Comparison
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.panels.history.diff_view import DiffView


class DiffDialog(QDialog):
    """Several may be open beside the window."""

    def __init__(self, title: str, comparison: Comparison, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("diffDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(900, 680)
        self.diff = DiffView(self)
        self.diff.show_comparison(comparison)
        buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.diff, 1)
        layout.addWidget(buttons)

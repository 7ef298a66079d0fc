"""All shortcuts at a glance."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from fanwiki.ui.actions import plain_text
from fanwiki.ui.dialogs.form import without_icons


class ShortcutsDialog(QDialog):
    """What can be done by keys, by name."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(520, 560)
        table = QTreeWidget(self)
        table.setAccessibleName(self.tr("Keyboard shortcuts"))
        table.setHeaderLabels([self.tr("What it does"), self.tr("Keys")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAlternatingRowColors(True)
        for action in sorted(actions, key=plain_text):
            keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
            if keys:
                item = QTreeWidgetItem([plain_text(action), keys])
                item.setIcon(0, action.icon())
                table.addTopLevelItem(item)
        table.resizeColumnToContents(0)
        buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(table)
        layout.addWidget(buttons)

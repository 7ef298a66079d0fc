"""The backups of a wiki: when each was made, and what it holds. One is opened as a copy beside the wiki, which stays
as it is.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from fanwiki.domain.errors import WikiError
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.icons import icon
from fanwiki.ui.plain import plain_tip
from fanwiki.ui.roomy import RoomyDelegate
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki.backups import Backup, Held, backups_of, held_by

_BACKUP = Qt.ItemDataRole.UserRole + 1


class BackupsDialog(QDialog):
    """`copy_requested` carries the Backup of which a copy shall be opened. Reads what each holds on a lane."""

    copy_requested = Signal(object)

    def __init__(self, wiki: Path, lane: WikiLane, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("backupsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Restore from backup"))
        self.resize(680, 400)
        self.list = QTreeWidget(self)
        self.list.setItemDelegate(RoomyDelegate(self.list))
        self.list.setAccessibleName(self.tr("Backups, newest first"))
        self.list.setHeaderLabels(
            [self.tr("Made"), self.tr("Pages"), self.tr("Revisions"), self.tr("Size"), self.tr("Changed last")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        empty = QLabel(self.tr("There is no backup yet. One is made every ten minutes while you work."), self)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sheets = QStackedWidget(self)
        sheets.addWidget(self.list)
        sheets.addWidget(empty)
        safe = QLabel(
            self.tr("A copy of the backup is opened. The wiki as it is now stays beside it, unchanged."), self
        )
        safe.setWordWrap(True)
        buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        self.open_copy = buttons.addButton(self.tr("Open a copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.open_copy.setIcon(icon("open"))
        layout = QVBoxLayout(self)
        layout.addWidget(sheets)
        layout.addWidget(safe)
        layout.addWidget(buttons)
        buttons.rejected.connect(self.reject)
        self.open_copy.clicked.connect(self._on_open)
        self.list.itemActivated.connect(self._on_open)
        for backup in backups_of(wiki):
            item = self._add(backup)
            lane.submit(partial(held_by, backup), partial(self._show, item), partial(self._show_trouble, item))
        there = self.list.topLevelItemCount() > 0
        sheets.setCurrentIndex(0 if there else 1)
        safe.setVisible(there)
        self.open_copy.setEnabled(there)

    def _add(self, backup: Backup) -> QTreeWidgetItem:
        made = QDateTime.fromSecsSinceEpoch(int(backup.made.timestamp()))
        size = QLocale().formattedDataSize(backup.path.stat().st_size)
        when = QLocale().toString(made, QLocale.FormatType.ShortFormat)
        item = QTreeWidgetItem([when, "…", "…", size, "…"])
        item.setData(0, _BACKUP, backup)
        self.list.addTopLevelItem(item)
        if self.list.currentItem() is None:
            self.list.setCurrentItem(item)
        self.list.resizeColumnToContents(0)
        return item

    def _show(self, item: QTreeWidgetItem, held: Held) -> None:
        if not isValid(self):
            return
        item.setText(1, QLocale().toString(held.counts["pages"]))
        item.setText(2, QLocale().toString(held.counts["revisions"]))
        item.setText(4, ", ".join(held.changed_last))
        item.setToolTip(4, plain_tip("\n".join(held.changed_last)))

    def _show_trouble(self, item: QTreeWidgetItem, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        if isValid(self):
            item.setText(4, str(error))

    def _on_open(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.copy_requested.emit(item.data(0, _BACKUP))
            self.accept()

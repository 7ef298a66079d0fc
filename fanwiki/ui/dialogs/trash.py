"""What lies in the trash, to be taken out again."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import Page
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.icons import icon
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.roomy import RoomyDelegate
from fanwiki.ui.session import WikiSession
from fanwiki.ui.times import when

_PAGE = Qt.ItemDataRole.UserRole + 1


class TrashDialog(QDialog):
    """Stays open while pages are restored; what is restored leaves the list. `restore_requested` has the PageId,
    `empty_requested` asks for all of it to be forgotten.
    """

    restore_requested = Signal(object)
    empty_requested = Signal()

    def __init__(self, session: WikiSession, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trashDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Trash"))
        self.resize(520, 360)
        self._session = session
        self.list = QTreeWidget(self)
        self.list.setItemDelegate(RoomyDelegate(self.list))
        self.list.setAccessibleName(self.tr("Pages in the trash"))
        self.list.setHeaderLabels([self.tr("Page"), self.tr("Deleted")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.nothing = PlainLabel(parent=self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self._sheets = QStackedWidget(self)
        self._sheets.addWidget(self.list)
        self._sheets.addWidget(self.nothing)
        buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        self.restore = buttons.addButton(self.tr("Restore"), QDialogButtonBox.ButtonRole.ActionRole)
        self.restore.setIcon(icon("restore"))
        self.empty = buttons.addButton(self.tr("Empty trash…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.empty.setToolTip(self.tr("Forget for good what lies here; you are asked first"))
        layout = QVBoxLayout(self)
        layout.addWidget(self._sheets)
        layout.addWidget(buttons)
        buttons.rejected.connect(self.reject)
        self.empty.clicked.connect(self.empty_requested)
        self.restore.clicked.connect(self._on_restore)
        self.list.itemActivated.connect(self._on_restore)
        session.changed.connect(self._on_changed)
        self._fill(())
        self.nothing.setText(
            self.tr("The trash is empty. Pages that you delete wait here.")
            if session.viewpoint.author
            else self.tr(
                "In the trash lie titles that you may not know yet: it is for the author, who sees everything."
            )
        )
        self._read()

    def _read(self) -> None:
        if not self._session.viewpoint.author:
            return
        self._session.look_up(self._session.author_view().trash, self._arrived)

    def _arrived(self, found: Sequence[tuple[Page, str]]) -> None:
        if isValid(self):
            self._fill(found)

    def _fill(self, found: Sequence[tuple[Page, str]]) -> None:
        self.list.clear()
        for page, time in found:
            item = QTreeWidgetItem([page.title, when(time)])
            item.setIcon(0, icon(page.kind.value))
            item.setData(0, _PAGE, page.id)
            self.list.addTopLevelItem(item)
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        self._sheets.setCurrentIndex(0 if self.list.topLevelItemCount() else 1)
        self.restore.setEnabled(self.list.topLevelItemCount() > 0)
        self.empty.setEnabled(self.list.topLevelItemCount() > 0)

    def _on_restore(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.restore_requested.emit(item.data(0, _PAGE))

    def _on_changed(self, change: Change) -> None:
        if change.pages:
            self._read()

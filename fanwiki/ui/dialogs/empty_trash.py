"""Asks before the trash is emptied: what goes, what stays, and that nothing brings it back."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fanwiki.domain.ids import PageId
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.icons import icon
from fanwiki.ui.plain import PlainLabel
from fanwiki.wiki.emptying import Emptying


class EmptyTrashDialog(QDialog):
    """`confirmed` carries what shall be forgotten, a tuple of PageIds."""

    confirmed = Signal(object)

    def __init__(self, found: Emptying, tops: tuple[PageId, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("emptyTrashDialog")
        self.setModal(True)
        self.setWindowTitle(self.tr("Empty the trash"))
        self.resize(520, 420)
        self._tops = tops
        warning = PlainLabel(
            self.tr(
                "This cannot be undone. These pages go for good, with their texts, their history and {facts} facts "
                "about them. A backup is made first; it and older ones hold them until they go in their turn."
            ).format(facts=f"{found.facts:,}")
        )
        warning.setObjectName("emptyWarning")
        warning.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Pages that go for good"))
        self.list.setIconSize(QSize(16, 16))
        for page in found.goes:
            self.list.addItem(QListWidgetItem(icon(page.kind.value), page.title))
        self.list.setCurrentRow(0)
        self.stays = PlainLabel()
        self.stays.setWordWrap(True)
        self.stays.setVisible(bool(found.stays))
        held = (self.tr("“{title}” (named by “{by}”)").format(title=page.title, by=by) for page, by in found.stays)
        self.stays.setText(
            self.tr("These stay, since something else names them: {titles}").format(titles=", ".join(held))
        )
        buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self))
        self.go = buttons.addButton(self.tr("Forget them for good"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.go.setEnabled(bool(found.goes))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        buttons.rejected.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        layout = QVBoxLayout(self)
        for widget in (warning, self.list, self.stays, buttons):
            layout.addWidget(widget)

    def _on_go(self) -> None:
        self.confirmed.emit(self._tops)
        self.accept()

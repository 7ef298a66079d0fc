"""All that can be done, with its keys; and other keys for it, for those who want them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fanwiki.ui.actions import Actions, plain_text
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.keys import Keys, words
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.roomy import RoomyDelegate

_NAME = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """Lists the actions by what they do. What is changed holds at once."""

    def __init__(self, actions: Actions, keys: Keys, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(560, 600)
        self._actions = actions
        self._keys = keys
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter by name or key"))
        self.filter.setAccessibleName(self.tr("Filter by name or key"))
        self.filter.setClearButtonEnabled(True)
        self.table = QTreeWidget(self)
        self.table.setItemDelegate(RoomyDelegate(self.table))
        self.table.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.table.setHeaderLabels([self.tr("What it does"), self.tr("Keys")])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAlternatingRowColors(True)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setStretchLastSection(False)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.field = QKeySequenceEdit(self)
        self.field.setMaximumSequenceLength(1)
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(self.tr("New keys"))
        self.set_button = QPushButton(self.tr("&Use these keys"), self)
        self.none_button = QPushButton(self.tr("&No keys"), self)
        self.usual_button = QPushButton(self.tr("Us&ual keys"), self)
        self.verdict = PlainLabel(parent=self)
        self.verdict.setWordWrap(True)
        self._buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        self.reset_all = self._buttons.addButton(self.tr("All as &usual"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_all.setToolTip(self.tr("Gives every action its usual keys again"))
        for button in (self.set_button, self.none_button, self.usual_button, self.reset_all):
            button.setAutoDefault(False)
        self._lay_out()
        self._fill()
        self._connect()
        self._on_chosen()

    def choose(self, name: str) -> None:
        """Goes to an action, by its name."""
        for item in self._items():
            if item.data(0, _NAME) == name:
                self.table.setCurrentItem(item)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        label = QLabel(self.tr("N&ew keys:"), self)
        label.setBuddy(self.field)
        row.addWidget(label)
        row.addWidget(self.field, 1)
        row.addWidget(self.set_button)
        row.addWidget(self.none_button)
        row.addWidget(self.usual_button)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        layout.addWidget(self.verdict)
        layout.addWidget(self._buttons)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_filter_changed)
        self.table.currentItemChanged.connect(self._on_chosen)
        self.field.keySequenceChanged.connect(self._on_typed)
        self.set_button.clicked.connect(self._on_set)
        self.none_button.clicked.connect(self._on_none)
        self.usual_button.clicked.connect(self._on_usual)
        self.reset_all.clicked.connect(self._on_reset_all)
        self._buttons.rejected.connect(self.reject)

    def _fill(self) -> None:
        # Something as wide as an icon, so that all names begin at one line.
        none = QPixmap(16, 16)
        none.fill(Qt.GlobalColor.transparent)
        blank = QIcon(none)
        for name in sorted(self._actions.names(), key=self._text):
            item = QTreeWidgetItem([self._text(name), ""])
            item.setData(0, _NAME, name)
            drawn = self._actions[name].icon()
            item.setIcon(0, blank if drawn.isNull() else drawn)
            self.table.addTopLevelItem(item)
        self._show_keys()

    def _show_keys(self) -> None:
        for item in self._items():
            name = str(item.data(0, _NAME))
            item.setText(1, words(self._actions[name].shortcuts()))
            font = item.font(1)
            font.setBold(self._keys.is_changed(name))
            item.setFont(1, font)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.table.topLevelItem(row) for row in range(self.table.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _text(self, name: str) -> str:
        return plain_text(self._actions[name])

    def _chosen(self) -> str:
        item = self.table.currentItem()
        return "" if item is None else str(item.data(0, _NAME))

    def _on_filter_changed(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        for item in self._items():
            item.setHidden(wanted not in f"{item.text(0)}\n{item.text(1)}".casefold())

    def _on_chosen(self) -> None:
        name = self._chosen()
        for widget in (self.field, self.none_button, self.usual_button):
            widget.setEnabled(bool(name))
        self.usual_button.setEnabled(bool(name) and self._keys.is_changed(name))
        self.none_button.setEnabled(bool(name) and bool(self._actions[name].shortcuts()))
        self.field.clear()
        self._on_typed(QKeySequence())

    def _on_typed(self, typed: QKeySequence) -> None:
        """Says what the keys do already, before they are given away."""
        name = self._chosen()
        self.set_button.setEnabled(False)
        self.set_button.setText(self.tr("&Use these keys"))
        if not name:
            self.verdict.setText(self.tr("Choose what you would like other keys for."))
            return
        if typed.isEmpty():
            self.verdict.setText(f"{self._standing(name)} {self.tr('Press the keys that are to do it.')}")
            return
        if self._keys.is_typing(typed):
            self.verdict.setText(
                self.tr("{keys} is for typing. Hold Ctrl or Alt with it, or take a function key.").format(
                    keys=words([typed])
                )
            )
            return
        other = self._keys.holder(typed, besides=name)
        self.set_button.setEnabled(True)
        if other:
            self.set_button.setText(self.tr("&Take these keys"))
            self.verdict.setText(
                self.tr("{keys} already does: {what}, which would lose these keys.").format(
                    keys=words([typed]), what=self._text(other)
                )
            )
        else:
            self.verdict.setText(self.tr("{keys} is free.").format(keys=words([typed])))

    def _standing(self, name: str) -> str:
        """Which keys an action has, and which it would have as usual."""
        now, usual = words(self._actions[name].shortcuts()), words(self._keys.usual(name))
        said = (
            self.tr("{what} has the keys {now}").format(what=self._text(name), now=now)
            if now
            else self.tr("{what} has no keys").format(what=self._text(name))
        )
        if not self._keys.is_changed(name):
            return f"{said}."
        return f"{said}; {self.tr('usually {usual}').format(usual=usual) if usual else self.tr('usually none')}."

    def _on_set(self) -> None:
        self._keys.give(self._chosen(), [self.field.keySequence()])
        self._after_change()

    def _on_none(self) -> None:
        self._keys.give(self._chosen(), [])
        self._after_change()

    def _on_usual(self) -> None:
        self._keys.give_usual(self._chosen())
        self._after_change()

    def _on_reset_all(self) -> None:
        self._keys.give_all_usual()
        self._after_change()

    def _after_change(self) -> None:
        self._show_keys()
        self._on_chosen()

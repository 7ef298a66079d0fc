"""What the dialogs of the wiki's vocabularies have in common: an ordered list, a form below it, and the keys of the
panels: Enter edits, Delete removes, Alt+Up and Alt+Down move. Each step is saved at once and can be undone.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import ChangeFact, Edit, FactType, RemoveFact
from fanwiki.domain.entities import ProfileField, State
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId
from fanwiki.ui import icons
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.panels.form import InlineForm
from fanwiki.ui.panels.form_rows import WARNING
from fanwiki.ui.panels.list_view import PanelTree, Row, RowsModel
from fanwiki.ui.panels.tools import tool_button
from fanwiki.ui.panels.words import sentence
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession

Entry = State | ProfileField

_TAKEN = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Up, Qt.Key.Key_Down})


class EntryForm(InlineForm):
    """The form of one entry. A vocabulary says what its fields are."""

    def begin(self, entry: Entry | None, entries: Sequence[Entry]) -> None:
        """Opens for an entry to be changed, or (None) for a new one at the end of `entries`."""
        raise NotImplementedError

    def edits(self) -> Sequence[Edit]:
        """What the form asks for; nothing, with complaints at the fields, for what cannot be meant."""
        raise NotImplementedError


class VocabularyDialog(QDialog):
    """Stays open while entries are changed. It does not close over a form that is open, so nothing typed is lost."""

    fact_type: FactType
    noun: str
    """What an entry is called in the Undo menu."""

    def __init__(self, session: WikiSession, form: EntryForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.title())
        self.resize(560, 600)
        self.session = session
        self.entries: tuple[Entry, ...] = ()
        self._chosen: str | None = None
        self.form = form
        self.model = RowsModel(self.headings(), self)
        self.tree = PanelTree(self.title(), takes=_TAKEN)
        self.tree.setModel(self.model)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.wrong = PlainLabel(parent=self)
        self.wrong.setObjectName("formError")
        self.wrong.setWordWrap(True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setForegroundRole(WARNING)
        self.wrong.hide()
        self.add_action = self._action(self.tr("Add…"), self._on_add, "add")
        self.edit_action = self._action(self.tr("Edit"), self._on_edit)
        self.edit_action.setToolTip(self.tr("Edit the selected line (Enter)"))
        self.remove_action = self._action(self.tr("Remove"), self._on_remove)
        self.remove_action.setToolTip(self.tr("Remove the selected line; undo brings it back (Delete)"))
        self.up_action = self._action(self.tr("Move up"), self._on_up, "up")
        self.up_action.setToolTip(self.tr("Move up (Alt+Up)"))
        self.down_action = self._action(self.tr("Move down"), self._on_down, "down")
        self.down_action.setToolTip(self.tr("Move down (Alt+Down)"))
        self._lay_out()
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.removal_requested.connect(self._on_remove)
        self.tree.move_requested.connect(self._on_move)
        self.form.submitted.connect(self._on_submitted)
        self.form.cancelled.connect(self._on_form_closed)
        session.changed.connect(self._on_changed)

    def title(self) -> str:
        """The title of the dialog, which names the list too."""
        raise NotImplementedError

    def headings(self) -> Sequence[str]:
        """The headings of the list's columns."""
        raise NotImplementedError

    def read(self) -> tuple[Entry, ...]:
        """The entries in their order."""
        raise NotImplementedError

    def row(self, entry: Entry) -> Row:
        """How an entry is listed."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Reads the entries again, keeping the place in the list."""
        place = self.tree.place()
        self.entries = self.read()
        self.model.set_rows([self.row(entry) for entry in self.entries])
        self.tree.return_to(place)
        if self._chosen is not None and self.tree.select_key(self._chosen):
            self._chosen = None
        self.update_actions()

    def update_actions(self) -> None:
        """Enables what can be done now; while the form is open, only what is in it."""
        row = self.tree.currentIndex().row()
        free = not self.form.is_open and not self.session.read_only
        self.add_action.setEnabled(free)
        self.edit_action.setEnabled(free and row >= 0)
        self.remove_action.setEnabled(free and row >= 0)
        self.up_action.setEnabled(free and row > 0)
        self.down_action.setEnabled(free and 0 <= row < len(self.entries) - 1)
        self.close_button.setEnabled(not self.form.is_open)

    def reject(self) -> None:
        """Closes, unless a form is open: that is saved or cancelled first."""
        if self.form.is_open:
            self.form.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().reject()

    def top(self) -> QWidget | None:
        """What stands above the list."""
        return None

    def _action(self, text: str, slot: object, icon: str = "") -> QAction:
        action = QAction(text, self)
        action.setIconText(text)
        if icon:
            action.setIcon(icons.icon(icon))
        action.triggered.connect(slot)
        return action

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for action in (self.add_action, self.edit_action, self.remove_action, self.up_action, self.down_action):
            row.addWidget(tool_button(action, small=action in (self.up_action, self.down_action)))
        row.addStretch(1)
        box = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        self.close_button = box.button(QDialogButtonBox.StandardButton.Close)
        self.close_button.setAutoDefault(False)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        top = self.top()
        if top is not None:
            layout.addWidget(top)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.wrong)
        layout.addLayout(row)
        layout.addWidget(self.form)
        layout.addWidget(box)
        self.form.save_button.setAutoDefault(False)
        self.form.cancel_button.setAutoDefault(False)

    def _current(self) -> Entry | None:
        index = self.tree.currentIndex()
        return self.entries[index.row()] if index.isValid() else None

    def _begin(self, entry: Entry | None) -> None:
        self.wrong.hide()
        self.form.begin(entry, self.entries)
        self.update_actions()

    def _on_add(self) -> None:
        if self.add_action.isEnabled():
            self._begin(None)

    def _on_edit(self) -> None:
        entry = self._current()
        if entry is not None and self.edit_action.isEnabled():
            self._begin(entry)

    def _on_chosen(self, _index: QModelIndex) -> None:
        self._on_edit()

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.wrong.hide()
        self.update_actions()

    def _on_remove(self) -> None:
        entry = self._current()
        if entry is None or not self.remove_action.isEnabled():
            return
        self.wrong.hide()
        self.session.apply(
            RemoveFact(self.fact_type, FactId(entry.id)),
            label=f"remove {self.noun}",
            initiator=self,
            refused=self._refuse,
        )

    def _on_up(self) -> None:
        self._on_move(-1)

    def _on_down(self) -> None:
        self._on_move(1)

    def _on_move(self, by: int) -> None:
        entry = self._current()
        if entry is None or self.form.is_open or self.session.read_only:
            return
        order = list(self.entries)
        place = order.index(entry) + by
        if not 0 <= place < len(order):
            return
        order.remove(entry)
        order.insert(place, entry)
        moved = [
            ChangeFact(replace(each, position=position))
            for position, each in enumerate(order)
            if each.position != position
        ]
        self.session.apply(*moved, label=f"move {self.noun}", initiator=self, refused=self._refuse)

    def _refuse(self, error: WikiError) -> None:
        self.wrong.setText(sentence(error))
        self.wrong.show()

    def _on_submitted(self) -> None:
        edits = self.form.edits()
        if not edits:
            return
        self.form.set_waiting(True)
        label = f"change {self.noun}" if len(edits) > 1 else ""
        self.session.apply(*edits, label=label, initiator=self, done=self._on_saved, refused=self._on_refused)
        first = edits[0]
        self._chosen = getattr(getattr(first, "fact", None), "id", None)

    def _on_saved(self, _change: Change) -> None:
        self.form.close_form()
        self._on_form_closed()

    def _on_refused(self, error: WikiError) -> None:
        self._chosen = None
        self.form.refuse(error)

    def _on_form_closed(self) -> None:
        self.update_actions()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, change: Change) -> None:
        if self.fact_type in change.facts:
            self.refresh()

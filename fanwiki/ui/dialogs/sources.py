"""The sources of the wiki: what the claims rest on, in falling order of weight; to add, edit and remove."""

from collections import Counter
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import RemoveFact
from fanwiki.domain.entities import Claim, Source
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, SourceId
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.panels.claims.source_fields import SourceForm
from fanwiki.ui.panels.form_rows import WARNING
from fanwiki.ui.panels.list_view import Cell, PanelTree, Row, RowsModel
from fanwiki.ui.panels.tools import new_action, tool_button
from fanwiki.ui.panels.words import sentence, word
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


class SourcesDialog(QDialog):
    """Lists every source with how many claims rest on it. `external_requested` asks for an address."""

    external_requested = Signal(str)

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sourcesDialog")
        self.setWindowTitle(self.tr("Sources"))
        self.resize(620, 560)
        self._session = session
        self._sources: tuple[Source, ...] = ()
        self.model = RowsModel((self.tr("Source"), self.tr("Kind"), self.tr("Claims")), self)
        self.tree = PanelTree(self.tr("Sources"), takes=frozenset({Qt.Key.Key_Delete}))
        self.tree.setObjectName("sourcesList")
        self.tree.setModel(self.model)
        self.tree.stretch_first_column()
        self.refusal = PlainLabel()
        self.refusal.setObjectName("sourcesRefusal")
        self.refusal.setWordWrap(True)
        self.refusal.setForegroundRole(WARNING)
        self.refusal.hide()
        self.form = SourceForm()
        self.form.setObjectName("sourceForm")
        self.add_action = new_action(self, "action_add_source", self.tr("Add…"), self._on_add, icon="add")
        self.edit_action = new_action(self, "action_edit_source", self.tr("Edit"), self._on_edit)
        self.remove_action = new_action(self, "action_remove_source", self.tr("Remove"), self._on_remove)
        self.open_action = new_action(
            self, "action_open_address", self.tr("Open in the browser"), self._on_open, icon="external"
        )
        self.tree.addActions([self.edit_action, self.remove_action, self.open_action])
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._lay_out()
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.removal_requested.connect(self._on_remove)
        self.form.submitted.connect(self._on_submitted)
        self.form.cancelled.connect(self._on_form_closed)
        session.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Has the sources read again."""
        self._session.look_up(partial(_read, self._session.view()), self._show)

    def _show(self, found: tuple[tuple[Source, ...], Counter[SourceId | None]]) -> None:
        """Shows what was read, keeping the place."""
        if not isValid(self):
            return
        place = self.tree.place()
        self._sources, uses = found
        self.model.set_rows([self._row(source, uses[source.id]) for source in self._sources])
        for column in (1, 2):
            self.tree.fit_column(column, [row.cells[column] for row in self.model.rows])
        self.tree.return_to(place)
        self._update_actions()

    def _row(self, source: Source, uses: int) -> Row:
        about = " · ".join(part for part in (source.publisher, source.published, _readable(source.url)) if part)
        tier = self.tr("tier {tier}").format(tier=source.kind.tier)
        return Row(source.id, (Cell(source.title, about), Cell(word(source.kind), tier), Cell(str(uses))))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for action in (self.add_action, self.edit_action, self.remove_action, self.open_action):
            buttons.addWidget(tool_button(action))
        buttons.addStretch(1)
        close = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
        close.rejected.connect(self.reject)
        # Enter belongs to the list and the form.
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self.form.save_button.setAutoDefault(False)
        self.form.cancel_button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.refusal)
        layout.addLayout(buttons)
        layout.addWidget(self.form)
        layout.addWidget(close)

    def _current(self) -> Source | None:
        index = self.tree.currentIndex()
        return self._sources[index.row()] if index.isValid() else None

    def _update_actions(self) -> None:
        writable, source = not self._session.read_only, self._current()
        self.add_action.setEnabled(writable)
        self.edit_action.setEnabled(writable and source is not None)
        self.remove_action.setEnabled(writable and source is not None)
        self.open_action.setEnabled(source is not None and bool(source.url))

    def _refuse(self, why: str) -> None:
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        self.tree.setAccessibleDescription(why)

    def _on_changed(self, change: Change) -> None:
        if {"Source", "Claim"} & change.facts:
            self.refresh()

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._refuse("")
        self._update_actions()

    def _on_chosen(self, _index: QModelIndex) -> None:
        self._on_edit()

    def _on_add(self) -> None:
        if not self._session.read_only:
            self.form.begin(None)

    def _on_edit(self) -> None:
        source = self._current()
        if source is not None and not self._session.read_only:
            self.form.begin(source)

    def _on_remove(self) -> None:
        source = self._current()
        if source is None or self._session.read_only:
            return
        uses = len(self._session.author_view().facts(Claim, source=source.id))
        if uses:
            words = self.tr("This source is in use (claims: {count}). Give those claims another source first.")
            self._refuse(words.format(count=uses))
        else:
            edit = RemoveFact("Source", FactId(source.id))
            self._session.apply(edit, label="remove source", initiator=self, refused=self._on_removal_refused)

    def _on_removal_refused(self, error: WikiError) -> None:
        self._refuse(sentence(error))

    def _on_open(self) -> None:
        source = self._current()
        if source is not None and source.url:
            self.external_requested.emit(source.url)

    def _on_submitted(self) -> None:
        edit = self.form.edit()
        if edit is None:
            return
        self.form.set_waiting(True)
        self._session.apply(edit, initiator=self, done=self._on_saved, refused=self.form.refuse)

    def _on_saved(self, _change: Change) -> None:
        self.form.close_form()
        self._on_form_closed()

    def _on_form_closed(self) -> None:
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(view: View) -> tuple[tuple[Source, ...], Counter[SourceId | None]]:
    """The sources, the weightiest first, and how many claims name each."""
    with view.together() as held:
        uses = Counter(claim.source for claim in held.facts(Claim))
        sources = sorted(held.sources(), key=lambda source: (source.kind.tier, source.title.casefold()))
    return tuple(sources), uses


def _readable(address: str) -> str:
    """An address as people read it: `%EC%A7%80` as the letter that it stands for."""
    return QUrl(address).toDisplayString()

"""The claim ledger: what is claimed about the current page or in the whole wiki, on whose word, and what wants
another look.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fanwiki.domain.changes import Change
from fanwiki.domain.claims import LedgerEntry, StaleStatement
from fanwiki.domain.edits import ChangeFact, Edit, RemoveFact
from fanwiki.domain.entities import Claim, Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import Standing
from fanwiki.ui import icons
from fanwiki.ui.dialogs.sources import SourcesDialog
from fanwiki.ui.panels.claims.form import ClaimForm
from fanwiki.ui.panels.claims.model import ClaimsModel
from fanwiki.ui.panels.claims.reading import Asked, Found, read_ledger
from fanwiki.ui.panels.list_view import PanelTree
from fanwiki.ui.panels.panel import EmptyState, LazyPanel
from fanwiki.ui.panels.tools import new_action, tool_button
from fanwiki.ui.panels.words import word
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession

_WIDE: Final = 420
"""From this width, in pixels, the date has a column of its own; below, it stands under the standing."""

_MOST: Final = 300
"""Groups of claims, and statements in the prose, that are shown at a time."""


class ClaimsPanel(LazyPanel):
    """Claims by property, those that contradict each other side by side, the settled one first.

    `external_requested` asks for the address of a source, `statement_requested` for a page (PageId) and a line.
    """

    external_requested = Signal(str)
    statement_requested = Signal(object, int)

    concerns: ClassVar[frozenset[str]] = frozenset({"Claim", "Source", "AlternativeOrder"})

    def __init__(
        self, session: WikiSession, parent: QWidget | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(session, parent)
        self.setObjectName("claimsPanel")
        self.setAccessibleName(self.tr("Claims"))
        self._today = today
        self._narrow = True
        self._asked = 0
        self._most = _MOST
        self._made = ""
        self._shown_to = session.viewpoint
        self.page_button = self._scope_button(self.tr("This page"), "claimsOfPage")
        self.wiki_button = self._scope_button(self.tr("Whole wiki"), "claimsOfWiki")
        self._scope = QButtonGroup(self)
        self._scope.addButton(self.page_button)
        self._scope.addButton(self.wiki_button)
        self.page_button.setChecked(True)
        self.standing_filter = QComboBox()
        self.standing_filter.setObjectName("claimsFilter")
        self.standing_filter.setAccessibleName(self.tr("Show claims of a standing"))
        self.standing_filter.addItem(self.tr("Any standing"), None)
        for standing in Standing:
            self.standing_filter.addItem(icons.icon(standing), word(standing), standing)
        self.stale_filter = QCheckBox(self.tr("Stale only"))
        self.stale_filter.setObjectName("claimsStaleOnly")
        self.stale_filter.setToolTip(self.tr("Those alone that want another look"))
        self.counts = PlainLabel()
        self.counts.setObjectName("claimsCounts")
        self.counts.setWordWrap(True)
        self.counts.setAccessibleName(self.tr("How many claims there are"))
        self.model = ClaimsModel(self)
        self.tree = PanelTree(self.tr("Claims"), takes=frozenset({Qt.Key.Key_Delete}))
        self.tree.setObjectName("claimsList")
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(10)
        self.tree.setModel(self.model)
        self.tree.stretch_first_column()
        self.more_button = QPushButton()
        self.more_button.setObjectName("moreClaims")
        self.more_button.hide()
        self.form = ClaimForm(session)
        self.form.setObjectName("claimForm")
        self.empty = EmptyState()
        self._build_actions()
        self._lay_out()
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.page_button.toggled.connect(self._on_filtered)
        self.more_button.clicked.connect(self._on_more)
        self.standing_filter.currentIndexChanged.connect(self._on_filtered)
        self.stale_filter.toggled.connect(self._on_filtered)
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.opened.connect(self._on_opened)
        self.tree.removal_requested.connect(self._on_remove)
        self.form.submitted.connect(self._on_submitted)
        self.form.cancelled.connect(self._on_form_closed)
        self.empty.button.clicked.connect(self._on_add)

    @property
    def whole_wiki(self) -> bool:
        return self.wiki_button.isChecked()

    def show_page(self, page: Page | None) -> None:
        turned = self.turns_to(page)
        self.page = page
        if not self.whole_wiki and turned:
            self.refresh()
        self._update_actions()

    def read(self) -> None:
        self._asked += 1
        view = self.session.view()
        if not self.whole_wiki:
            found = Found() if self.page is None else read_ledger(view, self._wanted(self.page.id))
            self._show(self._asked, found)
            return
        if self._shown_to != view.viewpoint:
            # Until the answer comes, nothing may stand there that is not seen.
            self._show(self._asked, Found())
        self.session.look_up(partial(read_ledger, view, self._wanted(None)), partial(self._show, self._asked))

    def _wanted(self, subject: PageId | None) -> Asked:
        standing = self.standing_filter.currentData()
        return Asked(subject, self._today(), standing, self.stale_filter.isChecked(), self._most)

    def _show(self, number: int, found: Found) -> None:
        """Shows what was read, unless something else has been asked for since."""
        if number != self._asked:
            return
        place = self.tree.place()
        self._shown_to = self.session.viewpoint
        self.model.load(found.groups, found.statements, self._today(), named=self.whole_wiki, narrow=self._narrow)
        self.tree.setColumnHidden(2, self._narrow)
        for row in range(self.model.rowCount()):
            self.tree.setFirstColumnSpanned(row, QModelIndex(), True)
        self.tree.expandAll()
        for column in (1, 2):
            self.tree.fit_column(column, self.model.distinct_cells(column))
        self.tree.return_to(place)
        if self._made and self.tree.select_key(self._made):
            self._made = ""
        self.counts.setText(self._counts_line(found))
        self.more_button.setText(self.tr("Show more ({count})").format(count=f"{found.left_out:,}"))
        self._show_empty(bool(found.claims or found.said))
        self.more_button.setVisible(found.left_out > 0)
        self._update_actions()

    def _on_more(self) -> None:
        self._most += _MOST
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _WIDE
        if narrow != self._narrow:
            self._narrow = narrow
            self.refresh()

    def is_concerned(self, change: Change) -> bool:
        # Text that is changed anew is not stale, and a statement may have gone from it.
        return super().is_concerned(change) or (self.whole_wiki and bool(change.texts))

    def _counts_line(self, found: Found) -> str:
        claims = self.tr("1 claim") if found.claims == 1 else self.tr("{count} claims").format(count=found.claims)
        parts = [claims, self.tr("{count} stale").format(count=found.stale)]
        if found.passed != found.claims:
            parts.append(self.tr("{count} shown").format(count=found.passed))
        if found.said:
            parts.append(self.tr("{count} in the text").format(count=found.said))
        return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)

    def _scope_button(self, text: str, name: str) -> QRadioButton:
        button = QRadioButton(text)
        button.setObjectName(name)
        button.setAccessibleName(self.tr("Claims: {scope}").format(scope=text))
        return button

    def _build_actions(self) -> None:
        self.add_action = new_action(
            self, "action_add_claim", self.tr("Add…"), self._on_add, self.tr("Add a claim"), "add"
        )
        self.edit_action = new_action(
            self, "action_edit_claim", self.tr("Edit"), self._on_edit, self.tr("Edit the selected claim (Enter)")
        )
        self.remove_action = new_action(
            self,
            "action_remove_claim",
            self.tr("Remove"),
            self._on_remove,
            self.tr("Remove the selected claim; undo brings it back (Delete)"),
        )
        self.source_action = new_action(
            self,
            "action_open_source",
            self.tr("Open source"),
            self._on_open_source,
            self.tr("Open the source of the selected claim in the browser; its address is shown first"),
            "external",
        )
        self.open_action = new_action(
            self,
            "action_open_claim_subject",
            self.tr("Open page"),
            self._on_open,
            self.tr("Open the page that the selected claim is about, at the line if it stands there (Ctrl+Enter)"),
        )
        self.sources_action = new_action(
            self, "action_edit_sources", self.tr("Sources…"), self._on_sources, self.tr("Add, edit and remove sources")
        )
        self.tree.addActions([self.edit_action, self.remove_action, self.source_action, self.open_action])
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.page_button)
        top.addWidget(self.wiki_button)
        top.addStretch(1)
        top.addWidget(tool_button(self.sources_action))
        self._filters = QWidget()
        filters = QHBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 0)
        filters.addWidget(self.standing_filter, 1)
        filters.addWidget(self.stale_filter)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for action in (self.add_action, self.edit_action, self.remove_action, self.source_action):
            row.addWidget(tool_button(action))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(top)
        layout.addWidget(self._filters)
        layout.addWidget(self.counts)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.more_button)
        layout.addWidget(self._buttons)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.form)

    def _show_empty(self, filled: bool) -> None:
        for widget in (self._filters, self.counts, self.tree, self._buttons):
            widget.setVisible(filled)
        self.more_button.hide()
        self.empty.setVisible(not filled)
        if filled:
            return
        sentence = self.tr("Here stands what is claimed about the page, who says so, and what wants another look.")
        if self.whole_wiki:
            sentence = self.tr("Here stands what is claimed anywhere in the wiki, who says so, and what is stale.")
        self.empty.say(sentence, self.tr("Add a claim…"), enabled=not self.session.read_only)

    def _entry(self) -> LedgerEntry | None:
        item = self.model.item_at(self.tree.currentIndex())
        return item if isinstance(item, LedgerEntry) else None

    def _update_actions(self) -> None:
        writable, entry = not self.session.read_only, self._entry()
        self.add_action.setEnabled(writable)
        self.edit_action.setEnabled(writable and entry is not None)
        self.remove_action.setEnabled(writable and entry is not None)
        has_address = entry is not None and entry.source is not None and bool(entry.source.url)
        self.source_action.setEnabled(has_address)
        self.open_action.setEnabled(self.model.subject_at(self.tree.currentIndex()) is not None)

    def _on_filtered(self) -> None:
        self._most = _MOST
        self.refresh()

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._update_actions()

    def _on_chosen(self, index: QModelIndex) -> None:
        if isinstance(self.model.item_at(index), LedgerEntry):
            self._on_edit()
        else:
            self._on_opened(index)

    def _on_open(self) -> None:
        self._on_opened(self.tree.currentIndex())

    def _on_opened(self, index: QModelIndex) -> None:
        item, subject = self.model.item_at(index), self.model.subject_at(index)
        if isinstance(item, StaleStatement):
            self.statement_requested.emit(item.page, item.line)
        elif subject is not None:
            self.page_requested.emit(subject)

    def _on_open_source(self) -> None:
        entry = self._entry()
        if entry is not None and entry.source is not None and entry.source.url:
            self.external_requested.emit(entry.source.url)

    def _on_sources(self) -> None:
        dialog = SourcesDialog(self.session, self.window())
        dialog.external_requested.connect(self.external_requested)
        dialog.open()

    def _on_add(self) -> None:
        if self.session.read_only:
            return
        subject = self.model.subject_at(self.tree.currentIndex()) if self.whole_wiki else None
        if subject is None and self.page is not None:
            subject = self.page.id
        self.form.begin_new(self.session.author_view(), subject, self._today())

    def _on_edit(self) -> None:
        entry = self._entry()
        if entry is not None and not self.session.read_only:
            self.form.begin_change(self.session.author_view(), entry.claim.id, self._today())

    def _on_remove(self) -> None:
        """Claims that superseded the removed one supersede nothing any more; undo brings that back too."""
        entry = self._entry()
        if entry is None or self.session.read_only:
            return
        after = self.session.author_view().facts(Claim, supersedes=entry.claim.id)
        edits: list[Edit] = [ChangeFact(replace(claim, supersedes=None)) for claim in after]
        edits.append(RemoveFact("Claim", entry.claim.id))
        self.session.apply(*edits, label="remove claim", initiator=self)

    def _on_submitted(self) -> None:
        edits = self.form.edits()
        if not edits:
            return
        self.form.set_waiting(True)
        label = "" if len(edits) == 1 else self.form.label
        self.session.apply(*edits, label=label, initiator=self, done=self._on_saved, refused=self.form.refuse)

    def _on_saved(self, _change: Change) -> None:
        self.form.close_form()
        if not self.tree.select_key(self.form.claim_id):
            self._made = self.form.claim_id
        self._on_form_closed()

    def _on_form_closed(self) -> None:
        target = self.tree if self.tree.isVisibleTo(self) else self.empty.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

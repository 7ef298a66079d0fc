"""The history of the current page: who saved what and when, what was changed by it, and the way back.

It is the author's: a revision holds the whole text and all facts, whatever a reader has seen. At a reader's viewpoint
the panel says so and no more.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import Page, Revision
from fanwiki.domain.errors import WikiError
from fanwiki.domain.history import Comparison
from fanwiki.domain.ids import RevisionId
from fanwiki.domain.points import EVERYTHING
from fanwiki.ui import icons
from fanwiki.ui.panels.history.diff_view import DiffView
from fanwiki.ui.panels.list_view import Cell, PanelTree, Row, RowsModel
from fanwiki.ui.panels.panel import EmptyState, LazyPanel
from fanwiki.ui.plain import plain_tip
from fanwiki.ui.session import WikiSession
from fanwiki.ui.times import when

Pair = tuple[RevisionId | None, RevisionId]


class HistoryPanel(LazyPanel):
    """`restore_requested` carries a revision (Revision) and whether its facts are wanted too, `enlarged` the Comparison
    that is to be shown in a window of its own.
    """

    restore_requested = Signal(object, bool)
    enlarged = Signal(object)

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("historyPanel")
        self.setAccessibleName(self.tr("History"))
        self._revisions: tuple[Revision, ...] = ()
        self._wanted: Pair | None = None
        self._filling = False
        self.model = RowsModel((self.tr("Revision"), self.tr("Size")), self)
        self.tree = PanelTree(self.tr("Revisions of this page, newest first; choose two to compare them"))
        self.tree.setObjectName("historyList")
        self.tree.setModel(self.model)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setToolTip(self.tr("One is compared with the one before it; with Ctrl, choose any two"))
        self.tree.stretch_first_column()
        self.diff = DiffView()
        self.empty = EmptyState()
        self._build_actions()
        self._lay_out()
        self.tree.selectionModel().selectionChanged.connect(self._on_selected)
        self.empty.button.clicked.connect(self._on_show_everything)
        self.refresh()

    def show_page(self, page: Page | None) -> None:
        if self.turns_to(page):
            self._revisions = ()
            self.model.set_rows(())
            self.diff.show_comparison(None)
        super().show_page(page)

    def is_concerned(self, change: Change) -> bool:
        touched = change.texts | change.pages | change.subjects | change.revisions
        return self.page is not None and self.page.id in touched

    def read(self) -> None:
        revisions = () if self.page is None else self.session.view().history(self.page.id)
        if revisions != self._revisions:
            self._fill(revisions)
        self._show_empty()
        self._on_selected()

    @property
    def chosen(self) -> tuple[Revision, ...]:
        """The revisions that are selected, newest first; of many, the newest and the oldest."""
        rows = sorted(index.row() for index in self.tree.selectionModel().selectedRows())
        return tuple(self._revisions[row] for row in dict.fromkeys((*rows[:1], *rows[-1:])))

    def _fill(self, revisions: Sequence[Revision]) -> None:
        """The newest comes to be selected with all that is new; otherwise the selection stays."""
        place, newest = self.tree.place(), {each.id for each in self._revisions[:1]}
        self._revisions = tuple(revisions)
        rows = [self._row(each, older) for each, older in zip(revisions, (*revisions[1:], None), strict=False)]
        self._filling = True
        self.model.set_rows(rows)
        self.tree.fit_column(1, [row.cells[1] for row in rows])
        if rows:
            kept = place if place.current is not None and place.current not in newest else None
            if kept is not None:
                self.tree.return_to(kept)
            if not self.tree.selectionModel().hasSelection():
                self.tree.select_key(rows[0].key)
        self._filling = False

    def _row(self, revision: Revision, older: Revision | None) -> Row:
        told = (revision.author or self.tr("without a name"), revision.summary)
        grown = revision.size - (0 if older is None else older.size)
        return Row(
            revision.id,
            (
                Cell(when(revision.time), " – ".join(part for part in told if part), more=revision.time),
                Cell(
                    self.tr("{size} B").format(size=f"{revision.size:,}"),
                    f"{grown:+,}".replace("-", "−") if grown else "±0",
                    more=self.tr("bytes, and by how many more than before"),
                ),
            ),
        )

    # --- comparing ------------------------------------------------------------------------------------------

    def _on_selected(self, _now: QItemSelection | None = None, _before: QItemSelection | None = None) -> None:
        if self._filling:
            return
        self._update_actions()
        pair = self._pair()
        self._wanted = pair
        if pair is None:
            self.diff.show_comparison(None)
            return
        job = partial(self.session.author_view().compare, *pair)
        self.session.lane.submit(job, partial(self._on_compared, pair), partial(self._on_failed, pair))

    def _pair(self) -> Pair | None:
        """What is to be compared: the two that are selected, or one with the revision before it."""
        chosen = self.chosen
        if not chosen:
            return None
        if len(chosen) > 1:
            return chosen[-1].id, chosen[0].id
        place = self._revisions.index(chosen[0])
        older = self._revisions[place + 1].id if place + 1 < len(self._revisions) else None
        return older, chosen[0].id

    def _on_compared(self, pair: Pair, comparison: Comparison) -> None:
        if isValid(self) and pair == self._wanted and self.session.viewpoint.author:
            self.diff.show_comparison(comparison)
            self._update_actions()

    def _on_failed(self, pair: Pair, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        if isValid(self) and pair == self._wanted:
            self.diff.show_comparison(None)
            self.diff.heading.setText(str(error))

    # --- actions --------------------------------------------------------------------------------------------

    def _build_actions(self) -> None:
        self.restore_action = self._action(
            "action_restore_revision",
            self.tr("Restore text"),
            self.tr("Give the page this text again; what it has now stays in the history"),
            self._on_restore,
            "restore",
        )
        self.restore_facts_action = self._action(
            "action_restore_facts",
            self.tr("Restore with facts"),
            self.tr("Give the page this text and the facts of that time again, as one step that can be undone"),
            self._on_restore_facts,
            "history",
        )
        self.enlarge_action = self._action(
            "action_enlarge_diff",
            self.tr("Enlarge"),
            self.tr("Show what has changed in a window of its own (Enter)"),
            self._on_enlarge,
            "zoom-in",
        )
        self.tree.addActions([self.restore_action, self.restore_facts_action, self.enlarge_action])
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.tree.chosen.connect(self._on_enlarge)

    def _action(self, name: str, text: str, tip: str, slot: Callable[[], None], icon: str) -> QAction:
        action = QAction(icons.icon(icon), text, self)
        action.setObjectName(name)
        action.setToolTip(plain_tip(tip))
        action.triggered.connect(slot)
        return action

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.tree)
        self._splitter.addWidget(self.diff)
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for action in (self.restore_action, self.restore_facts_action, self.enlarge_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._buttons)
        layout.addWidget(self.empty, 1)

    def _show_empty(self) -> None:
        filled = bool(self._revisions)
        self._splitter.setVisible(filled)
        self._buttons.setVisible(filled)
        self.empty.setVisible(not filled)
        if filled:
            return
        if not self.session.viewpoint.author:
            sentence = self.tr("The history holds what is revealed later: it is for the author, who sees everything.")
            self.empty.say(sentence, self.tr("Show everything"))
            return
        self.empty.say(self.tr("Here stands who changed the current page, when and how, with the way back."))

    def _update_actions(self) -> None:
        chosen = self.chosen
        older = len(chosen) == 1 and chosen[0] != self._revisions[0] and not self.session.read_only
        self.restore_action.setEnabled(older)
        self.restore_facts_action.setEnabled(older)
        self.enlarge_action.setEnabled(self.diff.comparison is not None)

    def _on_restore(self) -> None:
        self.restore_requested.emit(self.chosen[0], False)

    def _on_restore_facts(self) -> None:
        self.restore_requested.emit(self.chosen[0], True)

    def _on_enlarge(self) -> None:
        if self.diff.comparison is not None:
            self.enlarged.emit(self.diff.comparison)

    def _on_show_everything(self) -> None:
        self.session.set_viewpoint(EVERYTHING)

"""Recent changes of the whole wiki: who saved what, of which page, with what was changed by it."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.errors import WikiError
from fanwiki.domain.history import Comparison, WikiChange
from fanwiki.domain.ids import RevisionId
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.panels.history.diff_view import DiffView
from fanwiki.ui.panels.list_view import Cell, PanelTree, Row, RowsModel
from fanwiki.ui.panels.words import word
from fanwiki.ui.plain import PlainLabel, plain_tip
from fanwiki.ui.session import WikiSession
from fanwiki.ui.times import when

_MOST: Final = 1_000
"""Revisions that are listed, the newest ones."""


class ChangesDialog(QDialog):
    """Stays beside the window. `page_requested` carries the page (PageId) of a line. For the author alone: at a
    reader's viewpoint it is empty and says why.
    """

    page_requested = Signal(object)

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changesDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Recent changes"))
        self.resize(980, 700)
        self._session = session
        self._changes: tuple[WikiChange, ...] = ()
        self._shown: tuple[WikiChange, ...] = ()
        self._wanted: RevisionId | None = None
        self.kind_filter = self._filter(self.tr("Show changes of a kind of page"))
        self.author_filter = self._filter(self.tr("Show changes by an author"))
        self.show_filter = self._filter(self.tr("Show changes of a show"))
        self.model = RowsModel((self.tr("Page"), self.tr("When, by whom")), self)
        self.tree = PanelTree(self.tr("Revisions of all pages, newest first"))
        self.tree.setObjectName("changesList")
        self.tree.setModel(self.model)
        self.tree.stretch_first_column()
        self.diff = DiffView()
        self.empty = PlainLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        for box in (self.kind_filter, self.author_filter, self.show_filter):
            box.currentIndexChanged.connect(self._on_filtered)
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.tree.chosen.connect(self._on_open)
        self.open_button.clicked.connect(self._on_open)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)
        session.closing.connect(self.close)
        self.refresh()

    def refresh(self) -> None:
        """Reads again what was changed."""
        self._session.lane.submit(partial(self._session.view().changes, _MOST), self._on_read, self._on_failed)

    def _on_read(self, changes: tuple[WikiChange, ...]) -> None:
        if not isValid(self):
            return
        self._changes = changes if self._session.viewpoint.author else ()
        self._offer(self.kind_filter, self.tr("Every kind"), ((word(each.kind), each.kind) for each in self._changes))
        authors = ((each.revision.author or self.tr("without a name"), each.revision.author) for each in self._changes)
        self._offer(self.author_filter, self.tr("Every author"), authors)
        shows = ((each.show or self.tr("no show"), each.show) for each in self._changes)
        self._offer(self.show_filter, self.tr("Every show"), shows)
        self._fill()

    def _fill(self) -> None:
        place = self.tree.place()
        self._shown = tuple(each for each in self._changes if self._passes(each))
        rows = [self._row(each) for each in self._shown]
        self.model.set_rows(rows)
        self.tree.fit_column(1, [row.cells[1] for row in rows[:50]])
        self.tree.return_to(place)
        if rows and not self.tree.currentIndex().isValid():
            self.tree.select_key(rows[0].key)
        self._split.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(self._why_empty())
        self._compare()

    def _why_empty(self) -> str:
        if not self._session.viewpoint.author:
            return self.tr("What was changed tells what is revealed later: it is for the author, who sees everything.")
        return self.tr("Nothing was changed that these filters let through.")

    def _passes(self, each: WikiChange) -> bool:
        return (
            self.kind_filter.currentData() in (None, each.kind)
            and self.author_filter.currentData() in (None, each.revision.author)
            and self.show_filter.currentData() in (None, each.show)
        )

    def _row(self, each: WikiChange) -> Row:
        title = self.tr("{title} (in the trash)").format(title=each.title) if each.in_trash else each.title
        return Row(
            each.revision.id,
            (
                Cell(title, each.revision.summary, icon=each.kind.value),
                Cell(when(each.revision.time), each.revision.author),
            ),
        )

    # --- comparing ------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        each = self._current()
        self.open_button.setEnabled(each is not None and not each.in_trash)
        wanted = None if each is None else each.revision.id
        if each is not None and wanted == self._wanted and self.diff.comparison is not None:
            return
        self._wanted = wanted
        if each is None:
            self.diff.show_comparison(None)
            return
        job = partial(self._session.author_view().compare, each.revision.parent, each.revision.id)
        self._session.lane.submit(job, partial(self._on_compared, each.revision.id), self._on_failed)

    def _on_compared(self, wanted: RevisionId, comparison: Comparison) -> None:
        if isValid(self) and wanted == self._wanted and self._session.viewpoint.author:
            self.diff.show_comparison(comparison)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        if isValid(self):
            self.diff.show_comparison(None)
            self.diff.heading.setText(str(error))

    def _current(self) -> WikiChange | None:
        index = self.tree.currentIndex()
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    # --- filters, layout ------------------------------------------------------------------------------------

    def _filter(self, said: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(said)
        box.setToolTip(plain_tip(said))
        box.setMinimumContentsLength(12)
        return box

    def _offer(self, box: QComboBox, every: str, found: Iterable[tuple[str, str]]) -> None:
        """What there is to choose from; what was chosen stays."""
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(every, None)
        for text, value in sorted(dict.fromkeys((text, str(value)) for text, value in found)):
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        for box in (self.kind_filter, self.author_filter, self.show_filter):
            filters.addWidget(box)
        filters.addStretch(1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.tree)
        self._split.addWidget(self.diff)
        self._split.setSizes([420, 560])
        buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        self.open_button = buttons.addButton(self.tr("Open page"), QDialogButtonBox.ButtonRole.ActionRole)
        # Enter opens the line that the keyboard is on.
        self.open_button.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(filters)
        layout.addWidget(self._split, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(buttons)

    def _on_filtered(self, _place: int) -> None:
        self._fill()

    def _on_current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._compare()

    def _on_open(self, _index: object = None) -> None:
        each = self._current()
        if each is not None and not each.in_trash:
            self.page_requested.emit(each.revision.page)

    def _on_changed(self, change: Change) -> None:
        if change.texts | change.pages | change.subjects | change.revisions:
            self.refresh()

    def _on_viewpoint_changed(self, _viewpoint: object) -> None:
        self._changes, self._wanted = (), None
        self._fill()
        self.refresh()

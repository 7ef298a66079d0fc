"""Who is alive: the characters of a show with their status as of the viewpoint, and the form that changes it."""

from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EpisodeOrders
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.panels.characters import names_of_characters
from fanwiki.ui.panels.list_view import PanelTree
from fanwiki.ui.panels.panel import EmptyState, ShowPanel, show_around
from fanwiki.ui.panels.status.changes import StatusChanges
from fanwiki.ui.panels.status.form import StatusForm
from fanwiki.ui.panels.status.model import StatusModel, counted
from fanwiki.ui.panels.tools import Heading, new_action, tool_button
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_TAKEN: Final = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Up, Qt.Key.Key_Down})


class StatusPanel(ShowPanel):
    """Each character of the current page's show: state, certainty and since when, with its events below."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"StatusEvent", "State", "Name", "Show", "Season", "Episode", "AlternativeOrder"}
    )

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("statusPanel")
        self.setAccessibleName(self.tr("Survivor status"))
        self._orders = EpisodeOrders()
        self.heading = Heading()
        self.counts = PlainLabel()
        self.counts.setObjectName("statusCounts")
        self.counts.setWordWrap(True)
        self.counts.setAccessibleName(self.tr("How many are in each state"))
        self.filter = QLineEdit()
        self.filter.setObjectName("statusFilter")
        self.filter.setPlaceholderText(self.tr("Filter by name or state"))
        self.filter.setAccessibleName(self.tr("Filter by name or state"))
        self.filter.setClearButtonEnabled(True)
        self.model = StatusModel(self._read_events, self._title_of, self)
        self.tree = PanelTree(self.tr("Characters and their status"), takes=_TAKEN)
        self.tree.setObjectName("statusList")
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(16)
        self.tree.setModel(self.model)
        self.tree.stretch_first_column()
        self.form = StatusForm(session)
        self.form.setObjectName("statusForm")
        self._changes = StatusChanges(session, self.form, self)
        self.empty = EmptyState()
        self._build_actions()
        self._lay_out()
        self.filter.textChanged.connect(self._on_filter_changed)
        self.model.rowsInserted.connect(self._on_events_shown)
        selection = self.tree.selectionModel()
        selection.currentChanged.connect(self._on_current_changed)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.opened.connect(self._on_opened)
        self.tree.removal_requested.connect(self._on_remove)
        self.tree.move_requested.connect(self._move)
        self._changes.form_closed.connect(self._on_form_closed)
        self.empty.button.clicked.connect(self._on_empty_clicked)
        self.refresh()

    def read(self) -> None:
        place = self.tree.place()
        with self.session.reading() as view:
            self._show = show_around(view, self.page, self._show)
            self._orders = view.orders()
            characters = () if self._show is None else view.characters(self._show)
            statuses = view.statuses(characters)
            states = view.states()
            title = "" if self._show is None else view.page(self._show).title
            names = names_of_characters(view, [page.id for page in characters])
        self.model.load(statuses, names, states, self._write)
        for column in (1, 2):
            self.tree.fit_column(column, self.model.distinct_cells(column))
        self.tree.return_to(place)
        self.heading.setText(title)
        self.counts.setText(self._counts_line(statuses))
        self._show_empty(bool(statuses))
        self._update_actions()

    def is_concerned(self, change: Change) -> bool:
        if not super().is_concerned(change):
            return False
        if change.pages or change.facts != {"StatusEvent"}:
            return True
        shown = {status.character for status in self.model.statuses}
        return bool(shown & change.subjects)

    def _build_actions(self) -> None:
        self.change_action = new_action(
            self,
            "action_change_status",
            self.tr("Change status…"),
            self._on_change,
            self.tr("Set what the selected character becomes, and when (Enter)"),
            "edit",
        )
        self.edit_action = new_action(
            self,
            "action_edit_status",
            self.tr("Edit"),
            self._on_edit,
            self.tr("Edit the selected event (Enter)"),
        )
        self.remove_action = new_action(
            self,
            "action_remove_status",
            self.tr("Remove"),
            self._on_remove,
            self.tr("Remove the selected event; undo brings it back (Delete)"),
        )
        self.earlier_action = new_action(
            self,
            "action_move_status_earlier",
            self.tr("Move to the episode before"),
            self._on_earlier,
            self.tr("Move the selected event to the episode before (Alt+Up)"),
            "up",
        )
        self.later_action = new_action(
            self,
            "action_move_status_later",
            self.tr("Move to the next episode"),
            self._on_later,
            self.tr("Move the selected event to the next episode (Alt+Down)"),
            "down",
        )
        self.open_action = new_action(
            self,
            "action_open_character",
            self.tr("Open page"),
            self._on_open,
            self.tr("Open the page of the selected character (Ctrl+Enter)"),
        )
        self.tree.addActions([self.change_action, *self._of_events(), self.open_action])
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _of_events(self) -> tuple[QAction, ...]:
        """The actions that are about the selected event."""
        return (self.edit_action, self.earlier_action, self.later_action, self.remove_action)

    def _lay_out(self) -> None:
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for action in (self.change_action, *self._of_events()):
            row.addWidget(tool_button(action, small=action in (self.earlier_action, self.later_action)))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.heading)
        layout.addWidget(self.counts)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._buttons)
        layout.addWidget(self.form)
        layout.addWidget(self.empty, 1)

    def _show_empty(self, filled: bool) -> None:
        for widget in (self.heading, self.counts, self.filter, self.tree, self._buttons):
            widget.setVisible(filled)
        self.empty.setVisible(not filled)
        if filled:
            return
        writable = not self.session.read_only
        if self._show is None:
            self.empty.say(
                self.tr("Here stands who of a show is alive, dead or missing."), self.tr("New show…"), enabled=writable
            )
            return
        self.empty.say(
            self.tr("Here stands who of the show is alive, dead or missing, as soon as it has characters."),
            self.tr("New character…"),
            enabled=writable,
        )

    def _counts_line(self, statuses: tuple[Status, ...]) -> str:
        parts = [
            f"{count} {self.tr('not known') if state is None else state.word}" for state, count in counted(statuses)
        ]
        return " · ".join(part.replace(" ", NO_BREAK) for part in parts)

    def select_page(self) -> None:
        if self.page is None or self.page.kind is not PageKind.CHARACTER:
            return
        index = self.model.index_of(self.page.id)
        if index.isValid() and self.tree.current_key() != self.page.id:
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)

    def _write(self, point: EpisodeId) -> str:
        return self._orders.write(point, self._show)

    def _read_events(self, character: PageId) -> tuple[StatusEvent, ...]:
        return self.session.view().status_events(character)

    def _title_of(self, page: PageId) -> str:
        return self.session.view().page(page).title

    def _update_actions(self) -> None:
        index = self.tree.currentIndex()
        writable = not self.session.read_only
        event = self.model.event_at(index)
        self.change_action.setEnabled(writable and index.isValid())
        for action in self._of_events():
            action.setEnabled(writable and event is not None)
        self.open_action.setEnabled(index.isValid())

    def _now(self) -> EpisodeId | None:
        """The moment at which a new status most likely is: the episode of the page, the last one seen, or for the
        author the last of which any status is known.
        """
        if self._show is None:
            return None
        order = self._orders.of_show(self._show)
        if order is None:
            return None
        if self.page is not None and EpisodeId(self.page.id) in order:
            return EpisodeId(self.page.id)
        viewpoint = self.session.viewpoint
        if not viewpoint.author:
            return dict(viewpoint.seen).get(self._show)
        known = [status.since for status in self.model.statuses if status.since is not None and status.since in order]
        return max(known, key=order.position, default=None)

    def _on_events_shown(self, character: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            self.tree.setFirstColumnSpanned(row, character, True)

    def _on_filter_changed(self, typed: str) -> None:
        place = self.tree.place()
        self.model.set_filter(typed)
        self.tree.return_to(place)
        self._update_actions()

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._update_actions()

    def _on_chosen(self, index: QModelIndex) -> None:
        if self.model.event_at(index) is not None:
            self._on_edit()
        else:
            self._on_change()

    def _on_change(self) -> None:
        status = self.model.status_at(self.tree.currentIndex())
        if status is None:
            return
        state = None if status.state is None else status.state.id
        self._changes.set_status([status.character], self._now(), state)

    def _on_edit(self) -> None:
        event = self.model.event_at(self.tree.currentIndex())
        if event is not None:
            self._changes.edit(event)

    def _on_remove(self) -> None:
        event = self.model.event_at(self.tree.currentIndex())
        if event is not None:
            self._changes.remove(event)

    def _on_earlier(self) -> None:
        self._move(-1)

    def _on_later(self) -> None:
        self._move(1)

    def _move(self, steps: int) -> None:
        """Moves the selected event to an episode before or after, among those seen."""
        event = self.model.event_at(self.tree.currentIndex())
        if event is not None and self._show is not None:
            lines = self.session.view().episodes(self._show)
            self._changes.move_by(event, steps, [line.id for line in lines])

    def _on_open(self) -> None:
        self._on_opened(self.tree.currentIndex())

    def _on_opened(self, index: QModelIndex) -> None:
        status = self.model.status_at(index)
        if status is not None:
            self.page_requested.emit(status.character)

    def _on_form_closed(self) -> None:
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_empty_clicked(self) -> None:
        if self._show is None:
            self.new_page_requested.emit(PageKind.SHOW, None)
        else:
            self.new_page_requested.emit(PageKind.CHARACTER, self._show)

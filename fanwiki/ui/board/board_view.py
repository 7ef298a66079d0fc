"""The survivor board of a show: characters by episodes as of the viewpoint, with filters, a timeline, and the form in
which a status is set for one character or for many.
"""

from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fanwiki.domain.entities import Page, State, StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, StateId
from fanwiki.domain.points import EpisodeOrders
from fanwiki.domain.survival import Board
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.board.filters import FilterBar
from fanwiki.ui.board.groups import groups_of_characters
from fanwiki.ui.board.model import BoardModel, selected_rows
from fanwiki.ui.board.strip import TimelineStrip
from fanwiki.ui.board.table import BoardTable
from fanwiki.ui.panels.characters import names_of_characters
from fanwiki.ui.panels.panel import EmptyState, LazyPanel, show_around
from fanwiki.ui.panels.status.changes import StatusChanges
from fanwiki.ui.panels.status.form import StatusForm
from fanwiki.ui.panels.status.model import counted
from fanwiki.ui.panels.tools import Heading, new_action, tool_button
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


class BoardView(LazyPanel):
    """Who is alive in a show, episode by episode; the form in which that is changed opens below."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"StatusEvent", "State", "Name", "Show", "Season", "Episode", "AlternativeOrder", "Membership", "Group"}
    )

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("survivorBoard")
        self.setAccessibleName(self.tr("Survivor board"))
        self._show: PageId | None = None
        self._board: Board | None = None
        self._orders = EpisodeOrders()
        self._names: dict[PageId, str] = {}
        self._states: dict[StateId, State] = {}
        self._wanted: FactId | None = None
        self.heading = Heading(scale=1.25)
        self.heading.setObjectName("boardHeading")
        self.counts = PlainLabel()
        self.counts.setObjectName("boardCounts")
        self.counts.setWordWrap(True)
        self.counts.setAccessibleName(self.tr("How many are in each state"))
        self.filters = FilterBar()
        self.model = BoardModel(self)
        self.table = BoardTable(self.model)
        self.strip = TimelineStrip()
        self.form = StatusForm(session)
        self.form.setObjectName("boardForm")
        self._changes = StatusChanges(session, self.form, self)
        self.empty = EmptyState()
        self._build_actions()
        self._lay_out()
        self.filters.changed.connect(self._on_filter_changed)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.table.removal_requested.connect(self._on_remove)
        self.table.move_requested.connect(self._move_by)
        selection = self.table.selectionModel()
        selection.currentChanged.connect(self._on_current_changed)
        selection.selectionChanged.connect(self._update_actions)
        self.strip.edit_requested.connect(self._changes.edit)
        self.strip.removal_requested.connect(self._changes.remove)
        self.strip.move_requested.connect(self._move)
        self._changes.form_closed.connect(self._on_form_closed)
        self.empty.button.clicked.connect(self._on_empty_clicked)

    def show_page(self, page: Page | None) -> None:
        """Shows the board of the show that a page has to do with; a character's row becomes the current one."""
        self.page = page
        with self.session.reading() as view:
            self._show = show_around(view, page, self._show)
        self.refresh()
        if page is not None and page.kind is PageKind.CHARACTER:
            row = self.model.row_of(page.id)
            if row is not None:
                self._go_to(row, max(self.model.now - 1, 0))

    def read(self) -> None:
        with self.session.reading() as view:
            self._show = show_around(view, self.page, self._show)
            self._orders = view.orders()
            self._board = None if self._show is None else view.board(self._show)
            states = view.states()
            title = "" if self._show is None else view.page(self._show).title
            rows = () if self._board is None else self._board.rows
            self.filters.load(states, groups_of_characters(view, [row.status.character for row in rows]))
            self._names = self._read_names(view) if self.filters.text_field.text() else {}
        self._states = {state.id: state for state in states}
        self.heading.setText(title)
        self._fill()
        self._show_empty()

    def current_character(self) -> PageId | None:
        """The character of the current row."""
        row = self.table.currentIndex().row()
        return self.model.rows[row].status.character if 0 <= row < len(self.model.rows) else None

    def _build_actions(self) -> None:
        self.set_action = new_action(
            self,
            "action_set_status",
            self.tr("Set status…"),
            self._on_set,
            self.tr("Set what the selected characters become, and when, in one step (Enter for one, or for several)"),
            "edit",
        )
        self.edit_action = new_action(
            self,
            "action_edit_event",
            self.tr("Edit event"),
            self._on_edit,
            self.tr("Edit the event of the current cell (F2)"),
        )
        self.remove_action = new_action(
            self,
            "action_remove_event",
            self.tr("Remove event"),
            self._on_remove,
            self.tr("Remove the event of the current cell; undo brings it back (Delete)"),
            "delete",
        )
        self.earlier_action = new_action(
            self,
            "action_move_event_earlier",
            self.tr("Move to the episode before"),
            self._on_earlier,
            self.tr("Move the event of the current cell to the episode before (Alt+Left)"),
            "back",
        )
        self.later_action = new_action(
            self,
            "action_move_event_later",
            self.tr("Move to the next episode"),
            self._on_later,
            self.tr("Move the event of the current cell to the next episode (Alt+Right)"),
            "forward",
        )
        self.open_action = new_action(
            self,
            "action_open_row",
            self.tr("Open page"),
            self._on_open,
            self.tr("Open the page of the current character (Ctrl+Enter)"),
        )
        self.table.addActions([self.set_action, *self._of_events(), self.open_action])
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _of_events(self) -> tuple[QAction, ...]:
        """The actions that are about the event of the current cell."""
        return (self.edit_action, self.earlier_action, self.later_action, self.remove_action)

    def _lay_out(self) -> None:
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.heading, 1)
        for action in (self.set_action, self.edit_action, self.remove_action):
            row.addWidget(tool_button(action))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addWidget(self._top)
        layout.addWidget(self.counts)
        layout.addWidget(self.filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.strip)
        layout.addWidget(self.form)
        layout.addWidget(self.empty, 1)

    def _show_empty(self) -> None:
        filled = bool(self.model.statuses)
        for widget in (self._top, self.counts, self.filters, self.table, self.strip):
            widget.setVisible(filled)
        self.empty.setVisible(not filled)
        if filled:
            return
        sentence, button = self.tr("Here stands who of a show is alive at which episode."), self.tr("New show…")
        if self._show is not None:
            sentence = self.tr("Here stands who is alive at which episode, as soon as the show has characters.")
            button = self.tr("New character…")
        self.empty.say(sentence, button, enabled=not self.session.read_only)

    def _fill(self) -> None:
        """Gives the model what was read, and returns to the same character and column."""
        character, column = self.current_character(), self.table.currentIndex().column()
        across, down = self.table.horizontalScrollBar().value(), self.table.verticalScrollBar().value()
        was_now = column >= self.model.now
        self.model.load(self._board, self._write, self.filters.chosen(self._names))
        row = None if character is None else self.model.row_of(character)
        if row is not None and not self.table.currentIndex().isValid():
            self._go_to(row, self.model.now if was_now else min(column, self.model.now))
        self.table.horizontalScrollBar().setValue(across)
        self.table.verticalScrollBar().setValue(down)
        self.counts.setText(self._counts_line())
        self._show_timeline()
        self._update_actions()

    def _counts_line(self) -> str:
        statuses = self.model.statuses
        parts = [
            f"{count} {self.tr('not known') if state is None else state.word}" for state, count in counted(statuses)
        ]
        line = " · ".join(parts)
        if len(self.model.rows) == len(statuses):
            return line
        return self.tr("{line} — {count} of {all} shown").format(
            line=line, count=len(self.model.rows), all=len(statuses)
        )

    def _write(self, point: EpisodeId) -> str:
        return self._orders.write(point, self._show)

    def _go_to(self, row: int, column: int) -> None:
        self.table.setCurrentIndex(self.model.index(row, column))

    def _show_timeline(self) -> None:
        character = self.current_character()
        if character is None:
            self.strip.show_events(self.tr("Choose a character"), (), (), (), {})
            return
        events = self.session.view().status_events(character)
        name = self.model.rows[self.table.currentIndex().row()].status.name
        self.strip.show_events(name, self.model.episodes, self.model.points, events, self._states)
        wanted = next((event for event in events if event.id == self._wanted), None)
        self._wanted = None
        self.strip.choose(wanted)
        if wanted is not None and self.table.currentIndex().column() < self.model.now:
            self._go_to(self.table.currentIndex().row(), self.model.column_of(wanted))

    def _update_actions(self) -> None:
        index = self.table.currentIndex()
        writable = not self.session.read_only and index.isValid()
        event = self.model.begins_at(index.row(), index.column()) if index.isValid() else None
        self.set_action.setEnabled(writable)
        for action in self._of_events():
            action.setEnabled(writable and event is not None)
        self.open_action.setEnabled(index.isValid())

    def _read_names(self, view: View) -> dict[PageId, str]:
        characters = () if self._show is None else view.characters(self._show)
        return names_of_characters(view, [character.id for character in characters])

    def _on_filter_changed(self) -> None:
        if self.filters.text_field.text() and not self._names:
            with self.session.reading() as view:
                self._names = self._read_names(view)
        self._fill()

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.row() != previous.row() or not previous.isValid():
            self._show_timeline()
        if current.isValid():
            self.strip.choose(self.model.event_at(current.row(), current.column()))
        self._update_actions()

    def _on_chosen(self) -> None:
        """Several rows get one status; one cell's own event is edited, or a new one set there."""
        index = self.table.currentIndex()
        several = len(selected_rows(self.table.selectedIndexes())) > 1
        event = self.model.begins_at(index.row(), index.column()) if index.isValid() else None
        if event is not None and not several:
            self._changes.edit(event)
        else:
            self._on_set()

    def _on_set(self) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            return
        rows = selected_rows(self.table.selectedIndexes()) or [index.row()]
        characters = [self.model.rows[row].status.character for row in rows]
        event = self.model.event_at(index.row(), index.column())
        state = None if event is None else event.state
        at = self.model.episode_at(index.column())
        self._changes.set_status(characters, at, state)

    def _on_edit(self) -> None:
        index = self.table.currentIndex()
        event = self.model.begins_at(index.row(), index.column()) if index.isValid() else None
        if event is not None:
            self._changes.edit(event)

    def _on_remove(self) -> None:
        index = self.table.currentIndex()
        event = self.model.begins_at(index.row(), index.column()) if index.isValid() else None
        if event is not None:
            self._changes.remove(event)

    def _on_earlier(self) -> None:
        self._move_by(-1)

    def _on_later(self) -> None:
        self._move_by(1)

    def _move_by(self, steps: int) -> None:
        """Moves the event of the current cell, and goes along with it."""
        index = self.table.currentIndex()
        event = self.model.begins_at(index.row(), index.column()) if index.isValid() else None
        if event is not None:
            self._wanted = event.id
            self._changes.move_by(event, steps, self.model.episodes)

    def _move(self, event: StatusEvent, at: EpisodeId | None) -> None:
        self._wanted = event.id
        self._changes.move(event, at)

    def _on_open(self) -> None:
        self._on_opened(self.table.currentIndex().row())

    def _on_opened(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            self.page_requested.emit(self.model.rows[row].status.character)

    def _on_form_closed(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_empty_clicked(self) -> None:
        if self._show is None:
            self.new_page_requested.emit(PageKind.SHOW, None)
        else:
            self.new_page_requested.emit(PageKind.CHARACTER, self._show)

"""Who plays whom: the cast list of a show as of the viewpoint, and the form that adds to it and changes it."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fanwiki.domain.casting import Billing
from fanwiki.domain.changes import Change
from fanwiki.domain.edits import RemoveFact, ReorderCast
from fanwiki.domain.entities import Page, Portrayal, Source
from fanwiki.domain.ids import EpisodeId, FactId, SourceId
from fanwiki.domain.points import EpisodeOrders
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.tables import markdown_table, tab_separated
from fanwiki.ui import icons
from fanwiki.ui.panels.cast.choices import CastChoices
from fanwiki.ui.panels.cast.copying import cast_table
from fanwiki.ui.panels.cast.form import CastForm
from fanwiki.ui.panels.cast.model import CastModel
from fanwiki.ui.panels.cast.order import CastOrder, in_order
from fanwiki.ui.panels.list_view import PanelTree
from fanwiki.ui.panels.panel import EmptyState, ShowPanel, show_around
from fanwiki.ui.panels.tools import Heading, new_action, tool_button
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import Settings

_TAKEN: Final = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Up, Qt.Key.Key_Down})


class CastPanel(ShowPanel):
    """The cast of the current page's show, by billing, name or first appearance. A double click on a name opens its
    page. `settings` keep the order from one start to the next.
    """

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"Portrayal", "Appearance", "Source", "Show", "Season", "Episode", "AlternativeOrder"}
    )

    def __init__(
        self, session: WikiSession, parent: QWidget | None = None, *, settings: Settings | None = None
    ) -> None:
        super().__init__(session, parent)
        self.setObjectName("castPanel")
        self.setAccessibleName(self.tr("Cast"))
        self._orders = EpisodeOrders()
        self._sources: dict[SourceId, str] = {}
        self._lines: Sequence[Billing] = ()
        self._idle_of: object = None
        self.heading = Heading()
        self.choices = CastChoices(settings)
        self.model = CastModel(self)
        self.tree = PanelTree(self.tr("Who plays whom"), takes=_TAKEN)
        self.tree.setObjectName("castList")
        self.tree.setModel(self.model)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.tree.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.tree.setDropIndicatorShown(True)
        self.form = CastForm(session)
        self.form.setObjectName("castForm")
        self.empty = EmptyState()
        self._build_actions()
        self._lay_out()
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.choices.changed.connect(self.refresh)
        self.tree.doubleClicked.disconnect(self.tree.chosen)
        self.tree.doubleClicked.connect(self._on_double_clicked)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.opened.connect(self._on_double_clicked)
        self.tree.removal_requested.connect(self._on_remove)
        self.tree.move_requested.connect(self._on_move)
        self.model.dropped.connect(self._on_dropped)
        self.form.submitted.connect(self._on_submitted)
        self.form.cancelled.connect(self._on_form_closed)
        self.empty.button.clicked.connect(self._on_empty_clicked)
        self.refresh()

    def read(self) -> None:
        place = self.tree.place()
        with self.session.reading() as view:
            self._show = show_around(view, self.page, self._show)
            self._orders = view.orders()
            lines = () if self._show is None else view.cast(self._show)
            title = "" if self._show is None else view.page(self._show).title
            cited = {line.portrayal.source for line in lines if line.portrayal.source is not None}
            self._sources = {source.id: source.title for source in view.facts_among(Source, "id", cited)}
        self.model.movable = not self.session.read_only and self.choices.order is CastOrder.BILLING
        self._lines = in_order(lines, self.choices.order, self._orders)
        self._load(self._kept_idle())
        self.tree.return_to(place)
        self.heading.setText(title)
        self._show_empty(bool(lines) or self.choices.idle)
        self._update_actions()

    def _load(self, idle: Sequence[Page]) -> None:
        self.model.load(self._lines, idle, self._write, self._sources)

    def _kept_idle(self) -> Sequence[Page]:
        """Has those without a part read anew; until they have come, those stay that were there for this viewpoint."""
        asked = (self._show, self.session.viewpoint) if self.choices.idle and self._show is not None else None
        same, self._idle_of = asked == self._idle_of, asked
        if self._show is not None and asked is not None:
            reading = partial(self.session.view().without_part, self._show)
            self.session.look_up(reading, partial(self._show_idle, asked))
        return self.model.idle if same else ()

    def _show_idle(self, asked: object, idle: Sequence[Page]) -> None:
        if asked == self._idle_of and tuple(idle) != self.model.idle:
            place = self.tree.place()
            self._load(idle)
            self.tree.return_to(place)
            self._update_actions()

    def _build_actions(self) -> None:
        self.add_action = new_action(
            self, "action_add_portrayal", self.tr("Add…"), self._on_add, self.tr("Add a person to the cast"), "add"
        )
        self.edit_action = new_action(
            self, "action_edit_portrayal", self.tr("Edit"), self._on_edit, self.tr("Edit the selected line (Enter)")
        )
        self.remove_action = new_action(
            self,
            "action_remove_portrayal",
            self.tr("Remove"),
            self._on_remove,
            self.tr("Remove the selected line; undo brings it back (Delete)"),
        )
        self.up_action = new_action(
            self, "action_raise_portrayal", self.tr("Up"), self._on_up, self.tr("Bill higher (Alt+Up)"), "up"
        )
        self.down_action = new_action(
            self, "action_lower_portrayal", self.tr("Down"), self._on_down, self.tr("Bill lower (Alt+Down)"), "down"
        )
        self.person_action = new_action(
            self, "action_open_person", self.tr("Open the person’s page"), self._on_open_person
        )
        self.character_action = new_action(
            self, "action_open_played_character", self.tr("Open the character’s page"), self._on_open_character
        )
        self.markdown_action = new_action(
            self,
            "action_copy_cast_markdown",
            self.tr("Copy as Markdown"),
            self._on_copy_markdown,
            self.tr("Copy the selected lines, or all if one is selected, as a Markdown table"),
            "copy",
        )
        self.table_action = new_action(
            self,
            "action_copy_cast_table",
            self.tr("Copy for a spreadsheet"),
            self._on_copy_table,
            self.tr("Copy the selected lines, or all if one is selected, as tab-separated values"),
            "copy",
        )
        self.tree.addActions(
            [
                self.edit_action,
                self.remove_action,
                self.up_action,
                self.down_action,
                self.person_action,
                self.character_action,
                self.markdown_action,
                self.table_action,
            ]
        )
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _lay_out(self) -> None:
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for action in (self.add_action, self.edit_action, self.remove_action, self.up_action, self.down_action):
            row.addWidget(tool_button(action, small=action in (self.up_action, self.down_action)))
        copy = QToolButton()
        copy.setObjectName("copyCast")
        copy.setIcon(icons.icon("copy"))
        copy.setToolTip(self.tr("Copy the cast"))
        copy.setAccessibleName(self.tr("Copy the cast"))
        copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        copy.addActions([self.markdown_action, self.table_action])
        row.addWidget(copy)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.heading)
        layout.addWidget(self.choices)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._buttons)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.form)

    def _show_empty(self, filled: bool) -> None:
        for widget in (self.heading, self.choices, self.tree, self._buttons):
            widget.setVisible(filled)
        self.empty.setVisible(not filled)
        if filled:
            return
        writable = not self.session.read_only
        button = self.tr("New show…") if self._show is None else self.tr("Add to the cast…")
        self.empty.say(self.tr("Here stands who plays whom in a show."), button, enabled=writable)

    def select_page(self) -> None:
        if self.page is None:
            return
        line = self._current()
        if line is not None and self.page.id in (line.person, line.character):
            return
        for found in self.model.lines:
            if self.page.id in (found.portrayal.person, found.portrayal.character):
                self.tree.select_key(found.portrayal.id)
                return

    def _write(self, point: EpisodeId) -> str:
        return self._orders.write(point, self._show)

    def _current(self) -> Portrayal | None:
        row = self.tree.currentIndex().row()
        return self.model.lines[row].portrayal if 0 <= row < len(self.model.lines) else None

    def _current_idle(self) -> Page | None:
        """The character or person without a part whose row is the current one."""
        row = self.tree.currentIndex().row() - len(self.model.lines)
        return self.model.idle[row] if 0 <= row < len(self.model.idle) else None

    def _selected(self) -> list[Billing]:
        """The selected cast lines, from the top."""
        rows = sorted(index.row() for index in self.tree.selectionModel().selectedRows())
        return [self.model.lines[row] for row in rows if row < len(self.model.lines)]

    def _update_actions(self) -> None:
        row, last = self.tree.currentIndex().row(), len(self.model.lines) - 1
        writable = not self.session.read_only
        self.add_action.setEnabled(writable and self._show is not None)
        for action in (self.edit_action, self.remove_action):
            action.setEnabled(writable and 0 <= row <= last)
        for action in (self.person_action, self.character_action):
            action.setEnabled(0 <= row <= last)
        for action in (self.markdown_action, self.table_action):
            action.setEnabled(bool(self.model.lines))
        self.up_action.setEnabled(self.model.movable and 0 < row <= last)
        self.down_action.setEnabled(self.model.movable and 0 <= row < last)

    def _put_before(self, moved: Sequence[FactId], before: FactId | None) -> None:
        """Bills portrayals right before another, or last. Those that the viewpoint hides keep their places."""
        if self._show is None or not self.model.movable:
            return
        seen = [line.portrayal.id for line in self.model.lines if line.portrayal.id not in moved]
        order = [line.portrayal.id for line in self.session.author_view().cast(self._show)]
        order = [id for id in order if id not in moved]
        after = order.index(seen[-1]) + 1 if seen else 0
        place = after if before is None else order.index(before)
        order[place:place] = moved
        self.session.apply(ReorderCast(self._show, tuple(order)), initiator=self)

    def _on_copy_markdown(self) -> None:
        QGuiApplication.clipboard().setText(markdown_table(*self._table()))

    def _on_copy_table(self) -> None:
        QGuiApplication.clipboard().setText(tab_separated(*self._table()))

    def _table(self) -> tuple[list[str], list[list[str]]]:
        """The selected lines if there are several, else all."""
        selected = self._selected()
        return cast_table(selected if len(selected) > 1 else self.model.lines, self._write, self._sources)

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._update_actions()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.page_requested.emit(self.model.page_at(index.row(), index.column()))

    def _on_chosen(self, _index: QModelIndex) -> None:
        """Enter edits a line, and finds a part for who has none."""
        idle = self._current_idle()
        if idle is None:
            self._on_edit()
        else:
            self._add(idle)

    def _on_open_person(self) -> None:
        portrayal = self._current()
        if portrayal is not None:
            self.page_requested.emit(portrayal.person)

    def _on_open_character(self) -> None:
        portrayal = self._current()
        if portrayal is not None:
            self.page_requested.emit(portrayal.character)

    def _on_add(self) -> None:
        self._add(self._current_idle() or self.page)

    def _add(self, page: Page | None) -> None:
        """Opens the form for a new line, with a page in it if that is of a person or character."""
        if self._show is None or self.session.read_only:
            return
        person = page.id if page is not None and page.kind is PageKind.PERSON else None
        character = page.id if page is not None and page.kind is PageKind.CHARACTER else None
        self.form.begin_new(self.session.author_view(), self._show, person=person, character=character)

    def _on_edit(self) -> None:
        portrayal = self._current()
        if portrayal is not None and not self.session.read_only:
            self.form.begin_change(self.session.author_view(), portrayal.id)

    def _on_remove(self) -> None:
        edits = [RemoveFact("Portrayal", line.portrayal.id) for line in self._selected()]
        if edits and not self.session.read_only:
            label = "remove portrayal" if len(edits) == 1 else f"remove {len(edits)} portrayals"
            self.session.apply(*edits, label=label, initiator=self)

    def _on_up(self) -> None:
        self._on_move(-1)

    def _on_down(self) -> None:
        self._on_move(1)

    def _on_move(self, by: int) -> None:
        portrayal = self._current()
        if portrayal is None or not self.model.movable:
            return
        ids = [line.portrayal.id for line in self.model.lines]
        place = ids.index(portrayal.id) + by
        if not 0 <= place < len(ids):
            return
        ids.remove(portrayal.id)
        self._put_before([portrayal.id], ids[place] if place < len(ids) else None)

    def _on_dropped(self, moved: tuple[int, ...], before: int) -> None:
        ids = [line.portrayal.id for line in self.model.lines]
        if not moved or moved[-1] >= len(ids):
            return
        wanted = [ids[row] for row in moved]
        following = next((id for id in ids[before:] if id not in wanted), None)
        rest = [id for id in ids if id not in wanted]
        place = len(rest) if following is None else rest.index(following)
        if [*rest[:place], *wanted, *rest[place:]] != ids:
            self._put_before(wanted, following)

    def _on_submitted(self) -> None:
        edits = self.form.edits()
        if not edits:
            return
        self.form.set_waiting(True)
        label = self.form.label if len(edits) > 1 else ""
        self.session.apply(*edits, label=label, initiator=self, done=self._on_saved, refused=self.form.refuse)

    def _on_saved(self, _change: Change) -> None:
        self.form.close_form()
        self._on_form_closed()

    def _on_form_closed(self) -> None:
        target = self.tree if self.model.lines else self.empty.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_empty_clicked(self) -> None:
        if self._show is None:
            self.new_page_requested.emit(PageKind.SHOW, None)
        else:
            self._on_add()

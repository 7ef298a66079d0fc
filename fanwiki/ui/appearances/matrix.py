"""The matrix of appearances of a show: characters by episodes as of the viewpoint, with filters, edited cell by cell or
many at once.
"""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fanwiki.domain.casting import AppearanceTable
from fanwiki.domain.edits import Edit
from fanwiki.domain.entities import Page
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EpisodeOrders
from fanwiki.domain.vocabulary import AppearanceMode, PageKind
from fanwiki.ui import icons
from fanwiki.ui.appearances.editing import next_mode, set_mode, toggle_mode
from fanwiki.ui.appearances.model import FACES, AppearanceModel
from fanwiki.ui.appearances.table import KEYS, AppearancesTable
from fanwiki.ui.board.filters import FilterBar
from fanwiki.ui.board.groups import groups_of_characters
from fanwiki.ui.board.look import readable
from fanwiki.ui.panels.characters import names_of_characters
from fanwiki.ui.panels.panel import EmptyState, LazyPanel, show_around
from fanwiki.ui.panels.tools import Heading, new_action, tool_button
from fanwiki.ui.panels.words import word
from fanwiki.ui.plain import PlainLabel, plain_tip
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

_LETTERS: Final = {mode: key.name.removeprefix("Key_") for key, mode in KEYS.items()}


class AppearancesMatrix(LazyPanel):
    """Who is in which episode of a show, and how; cells are set by letter, menu or button."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"Appearance", "Name", "Show", "Season", "Episode", "AlternativeOrder", "Membership", "Group"}
    )

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        self.mode_actions: dict[AppearanceMode, QAction] = {}
        super().__init__(session, parent)
        self.setObjectName("appearancesMatrix")
        self.setAccessibleName(self.tr("Appearances"))
        self._show: PageId | None = None
        self._orders = EpisodeOrders()
        self._names: dict[PageId, str] = {}
        self._table: AppearanceTable | None = None
        self._asked = 0
        self.heading = Heading(scale=1.25)
        self.heading.setObjectName("appearancesHeading")
        self.counts = PlainLabel()
        self.counts.setObjectName("appearancesCounts")
        self.counts.setAccessibleName(self.tr("How many characters are shown"))
        self.filters = FilterBar()
        self.filters.state_field.hide()
        self.filters.certainty_field.hide()
        self.season_field = QComboBox()
        self.season_field.setObjectName("appearancesSeason")
        self.season_field.setAccessibleName(self.tr("Season"))
        self.season_field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.model = AppearanceModel(self)
        self.table = AppearancesTable(self.model)
        self.said = PlainLabel()
        self.said.setObjectName("appearancesSaid")
        self.said.setAccessibleName(self.tr("The current cell"))
        self.empty = EmptyState()
        self._build_actions()
        self._lay_out()
        self.filters.changed.connect(self._on_filter_changed)
        self.season_field.currentIndexChanged.connect(self.refresh)
        self.table.mode_requested.connect(self.set_mode)
        self.table.also_requested.connect(self.toggle_mode)
        self.table.cycle_requested.connect(self._on_cycle)
        self.table.removal_requested.connect(self._on_clear)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        selection = self.table.selectionModel()
        selection.currentChanged.connect(self._update_actions)
        selection.selectionChanged.connect(self._update_actions)
        self.empty.button.clicked.connect(self._on_empty_clicked)

    def show_page(self, page: Page | None) -> None:
        """Shows the matrix of the show that a page has to do with; a character's row becomes the current one."""
        self.page = page
        self.refresh()
        row = None if page is None else self.model.row_of(page.id)
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, max(self.table.currentIndex().column(), 0)))

    def read(self) -> None:
        with self.session.reading() as view:
            before = self._show
            self._show = show_around(view, self.page, before)
            self._orders = view.orders()
            seasons = (
                [] if self._show is None else [(page.title, data.number) for page, data in view.seasons(self._show)]
            )
            self._offer_seasons(seasons, keep=self._show == before)
            chosen = self.season_field.currentData()
            self._table = None if self._show is None else view.appearances(self._show, chosen, at_once=True)
            title = "" if self._show is None else view.page(self._show).title
            rows = () if self._table is None else self._table.rows
            self.filters.load((), groups_of_characters(view, [row.character for row in rows]))
            self._names = self._read_names(view) if self.filters.text_field.text() else {}
        self.heading.setText(self.tr("Appearances in {show}").format(show=title))
        self._fill()
        self._show_empty()
        self._asked += 1
        if self._show is not None:
            whole = partial(self.session.view().appearances, self._show, chosen)
            self.session.look_up(whole, partial(self._complete, self._asked))

    def _complete(self, number: int, table: AppearanceTable | None) -> None:
        """Those who are only introduced in the show have been looked for in the whole wiki."""
        if number == self._asked and table != self._table:
            self._table = table
            self._fill()
            self._show_empty()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_actions()

    def set_mode(self, mode: AppearanceMode | None) -> None:
        """Makes a mode the only one of the selected cells; None empties them."""
        self._apply(set_mode(self.table.cells(), mode))

    def toggle_mode(self, mode: AppearanceMode) -> None:
        """Adds a mode to the selected cells, or takes it from them if all have it."""
        self._apply(toggle_mode(self.table.cells(), mode))

    def _build_actions(self) -> None:
        for mode in AppearanceMode:
            letter = _LETTERS[mode]
            text = self.tr("{mode} ({letter})").format(mode=word(mode), letter=letter)
            tip = self.tr("Selected cells: {mode} ({letter}; with Shift besides what is there)")
            action = QAction(text, self)
            action.setObjectName(f"action_set_{mode.name.casefold()}")
            action.setToolTip(plain_tip(tip.format(mode=word(mode), letter=letter)))
            action.triggered.connect(partial(self._on_mode, mode))
            self.mode_actions[mode] = action
        self._colour_actions()
        self.clear_action = new_action(
            self,
            "action_clear_appearance",
            self.tr("Clear (Del)"),
            self._on_clear,
            self.tr("Empty the selected cells; undo brings them back (Delete)"),
            "delete",
        )
        self.open_action = new_action(
            self,
            "action_open_appearing",
            self.tr("Open page"),
            self._on_open,
            self.tr("Open the page of the current character (Ctrl+Enter)"),
        )
        self.menu = QMenu(self)
        self.menu.addActions([*self.mode_actions.values(), self.clear_action])
        self.menu.addSeparator()
        self.menu.addAction(self.open_action)
        self.table.addActions([*self.mode_actions.values(), self.clear_action, self.open_action])
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _colour_actions(self) -> None:
        """The pictures of the modes, in colours that can be read on a button."""
        ground = self.palette().color(QPalette.ColorRole.Button)
        for mode, action in self.mode_actions.items():
            action.setIcon(icons.icon(FACES[mode].icon, readable(FACES[mode].colour, ground).name()))

    def _lay_out(self) -> None:
        """The buttons of the modes are the legend as well."""
        self._top, self._legend = QWidget(), QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.counts)
        legend = QHBoxLayout(self._legend)
        legend.setContentsMargins(0, 0, 0, 0)
        for action in (*self.mode_actions.values(), self.clear_action):
            button = tool_button(action)
            button.setIconSize(QSize(16, 16))
            legend.addWidget(button)
        legend.addStretch(1)
        self._filter_row = QWidget()
        row = QHBoxLayout(self._filter_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.filters, 1)
        row.addWidget(self.season_field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        for widget in (self._top, self._legend, self._filter_row):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.empty, 1)

    def _show_empty(self) -> None:
        filled = bool(self.model.characters_in_show and self.model.episodes)
        for widget in (self._top, self._legend, self._filter_row, self.table, self.said):
            widget.setVisible(filled)
        self.empty.setVisible(not filled)
        if filled:
            return
        sentence, button = self.tr("Here stands who of a show is in which episode."), self.tr("New show…")
        if self._show is not None:
            sentence = self.tr("Here stands who is in which episode, as soon as the show has characters and episodes.")
            button = self.tr("New character…")
        self.empty.say(sentence, button, enabled=not self.session.read_only)

    def _fill(self) -> None:
        """Gives the model what was read, and returns to the same character and column."""
        current = self.table.current_cell()
        across, down = self.table.horizontalScrollBar().value(), self.table.verticalScrollBar().value()
        self.model.load(self._table, self._write, self.filters.chosen(self._names))
        if current is not None and not self.table.currentIndex().isValid():
            row = self.model.row_of(current.character)
            if row is not None and current.episode in self.model.episodes:
                column = self.model.episodes.index(current.episode)
                self.table.setCurrentIndex(self.model.index(row, column))
        self.table.horizontalScrollBar().setValue(across)
        self.table.verticalScrollBar().setValue(down)
        shown, characters = len(self.model.rows), self.model.characters_in_show
        words = self.tr("{count} characters") if shown == characters else self.tr("{count} of {all} characters shown")
        self.counts.setText(words.format(count=shown, all=characters))
        self._update_actions()

    def _offer_seasons(self, seasons: Sequence[tuple[str, int]], *, keep: bool) -> None:
        """The seasons seen. The one that was chosen stays, if it is still one of the show shown before."""
        chosen = self.season_field.currentData() if keep else None
        self.season_field.blockSignals(True)
        self.season_field.clear()
        self.season_field.addItem(self.tr("All seasons"), None)
        for title, number in seasons:
            self.season_field.addItem(title, number)
        self.season_field.setCurrentIndex(0 if chosen is None else max(self.season_field.findData(chosen), 0))
        self.season_field.blockSignals(False)
        self.season_field.setVisible(len(seasons) > 1)

    def _write(self, point: EpisodeId) -> str:
        return self._orders.write(point, self._show)

    def _update_actions(self) -> None:
        index = self.table.currentIndex()
        cells = [place for place in self.table.selected if place[1] < self.model.now]
        for action in (*self.mode_actions.values(), self.clear_action):
            action.setEnabled(bool(cells) and not self.session.read_only)
        self.open_action.setEnabled(index.isValid())
        said = self.model.said(index.row(), index.column()) if index.isValid() else self.tr("Choose a cell.")
        if len(cells) > 1:
            said = self.tr("{said} — {count} cells selected").format(said=said, count=len(cells))
        self.said.setText(said)

    def _apply(self, edits: Sequence[Edit]) -> None:
        if not edits or self.session.read_only:
            return
        count = len(self.table.cells())
        label = "set appearance" if count == 1 else f"set {count} appearances"
        self.session.apply(*edits, label=label, initiator=self)

    def _read_names(self, view: View) -> dict[PageId, str]:
        characters = () if self._show is None else view.characters(self._show)
        return names_of_characters(view, [character.id for character in characters])

    def _on_filter_changed(self) -> None:
        if self.filters.text_field.text() and not self._names:
            with self.session.reading() as view:
                self._names = self._read_names(view)
        self._fill()

    def _on_mode(self, mode: AppearanceMode) -> None:
        self.set_mode(mode)

    def _on_cycle(self) -> None:
        """All selected cells get the mode that comes after that of the current one."""
        current = self.table.current_cell()
        if current is not None:
            self.set_mode(next_mode(current))

    def _on_clear(self) -> None:
        self.set_mode(None)

    def _on_chosen(self) -> None:
        """A menu at the current cell."""
        index = self.table.currentIndex()
        if not index.isValid() or index.column() >= self.model.now or self.session.read_only:
            return
        corner: QPoint = self.table.visualRect(index).bottomLeft()
        self.menu.popup(self.table.viewport().mapToGlobal(corner))

    def _on_open(self) -> None:
        self._on_opened(self.table.currentIndex().row())

    def _on_opened(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            self.page_requested.emit(self.model.rows[row].character)

    def _on_empty_clicked(self) -> None:
        if self._show is None:
            self.new_page_requested.emit(PageKind.SHOW, None)
        else:
            self.new_page_requested.emit(PageKind.CHARACTER, self._show)

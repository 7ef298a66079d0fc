"""The relationship graph of a show, or around one page, as of the viewpoint: a drawing, and beside it a table of the
same ties, so that the keyboard and a screen reader have everything.
"""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QToolButton, QVBoxLayout, QWidget

from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.domain.network import Network, NetworkTie, narrowed
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui import icons
from fanwiki.ui.graph.drawing import drawing, rows
from fanwiki.ui.graph.filters import GraphFilterBar
from fanwiki.ui.panels.characters import names_of_characters
from fanwiki.ui.panels.list_view import KEY_ROLE, PanelTree, RowsModel
from fanwiki.ui.panels.panel import EmptyState, LazyPanel, show_around
from fanwiki.ui.panels.tools import Heading
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.preview.place import PreviewPlace
from fanwiki.ui.preview.profile import PreviewProfile
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

if TYPE_CHECKING:
    from fanwiki.ui.graph.canvas import GraphCanvas

_CENTRES = frozenset({PageKind.CHARACTER, PageKind.GROUP, PageKind.PERSON})
_ZOOM = 1.3
_SHARES = (60, 40)
_WIDTHS = (135, 105, 135)
_WIDE = 1000
"""From so many pixels on the table stands beside the drawing, else below it."""


class GraphView(LazyPanel):
    """Drawing and table side by side. `ties_requested` asks for the relations of a page (PageId), to enter some."""

    ties_requested = Signal(object)

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"Relationship", "Membership", "StatusEvent", "State", "Name", "Show", "Season", "Episode", "AlternativeOrder"}
    )

    def __init__(self, session: WikiSession, profile: PreviewProfile, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("relationshipGraph")
        self.setAccessibleName(self.tr("Relationship graph"))
        self._profile = profile
        self._show: PageId | None = None
        self._enterable: PageId | None = None
        """The page whose relations are asked for where there are no ties."""
        self._centre: PageId | None = None
        self._network = Network()
        self._points: dict[str, str] = {}
        self._names: dict[PageId, str] = {}
        self._drawn: tuple[object, ...] = ()
        self.shown = Network()
        """What of the network the filters let through."""
        self.canvas: GraphCanvas | None = None
        self.heading = Heading(scale=1.25)
        self.heading.setObjectName("graphHeading")
        self.counts = PlainLabel()
        self.counts.setObjectName("graphCounts")
        self.counts.setAccessibleName(self.tr("How many ties there are"))
        self.filters = GraphFilterBar()
        self.place = PreviewPlace(self)
        self.legend = QLabel(
            self.tr(
                "An arrow leads from who is something to whom. Thin lines: members. Dashed: over. Click opens a page."
            )
        )
        self.legend.setWordWrap(True)
        headings = (self.tr("Who"), self.tr("Tie"), self.tr("To whom"), self.tr("When"))
        self.model = RowsModel(headings, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._sorted.setSortLocaleAware(True)
        self.table = PanelTree(self.tr("Relationships as a table"))
        self.table.setObjectName("graphTable")
        self.table.setModel(self._sorted)
        self.empty = EmptyState()
        self._build_actions()
        self._lay_out()
        self.filters.scope_changed.connect(self.refresh)
        self.filters.changed.connect(self._on_filter_changed)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.place.painted.connect(self._on_painted)
        self.empty.button.clicked.connect(self._on_empty_clicked)

    def show_page(self, page: Page | None) -> None:
        """Shows the graph of the show that a page has to do with, or what is around the page."""
        self.page = page
        if page is not None:
            self._centre = page.id if page.kind in _CENTRES else None
        self.refresh()

    def read(self) -> None:
        with self.session.reading() as view:
            self._show = show_around(view, self.page, self._show)
            centre = self._read_centre(view)
            self.filters.offer_scope("" if centre is None else centre.title)
            title = "" if self._show is None else view.page(self._show).title
            self._network = self._read(view)
            characters = () if self._show is None else view.characters(self._show)
            ends = {point for tie in self._network.ties for point in (tie.since, tie.until) if point is not None}
            self._points = {point: view.point(point, self._show) for point in ends}
            self._names = names_of_characters(view, [node.page for node in self._network.nodes])
        self._enterable = self._centre if centre is not None else next((each.id for each in characters), None)
        self.filters.load(self._network)
        around = centre is not None and self.filters.steps
        self.heading.setText(centre.title if around and centre is not None else title)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _WIDE
        self._split.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)

    def current_tie(self) -> NetworkTie | None:
        """The tie of the current row."""
        key = self.table.current_key()
        return next((tie for tie in self.shown.ties if tie.fact == key), None)

    def _read_centre(self, view: View) -> Page | None:
        """The page that the graph may be around, while it is seen."""
        if self._centre is None:
            return None
        try:
            return view.page(self._centre)
        except NotFound:
            return None

    def _read(self, view: View) -> Network:
        if self.filters.steps:
            return view.graph(around=self._centre, depth=self.filters.steps)
        return Network() if self._show is None else view.graph(self._show)

    def _build_actions(self) -> None:
        self._tools = [
            self._action("zoom-in", self.tr("Zoom in"), "zoom_graph_in", self._on_zoom_in),
            self._action("zoom-out", self.tr("Zoom out"), "zoom_graph_out", self._on_zoom_out),
            self._action("fit", self.tr("Show all of it"), "fit_graph", self._on_fit),
            self._action("arrange", self.tr("Lay out anew"), "arrange_graph", self._on_arrange),
        ]
        self.open_first = self._action("", self.tr("Open who (Enter)"), "open_subject", self._on_open_first)
        self.open_second = self._action("", self.tr("Open whom (Ctrl+Enter)"), "open_object", self._on_open_second)
        self.table.addActions([self.open_first, self.open_second])
        for column in range(self.model.columnCount()):
            heading = self.model.headerData(column, Qt.Orientation.Horizontal)
            text = self.tr("Sort by “{column}”").format(column=heading)
            sort = self._action("", text, f"sort_ties{column}", self._on_sort)
            sort.setData(column)
            self.table.addAction(sort)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _action(self, picture: str, text: str, name: str, slot: object) -> QAction:
        action = QAction(icons.icon(picture), text, self) if picture else QAction(text, self)
        action.setObjectName(f"action_{name}")
        action.triggered.connect(slot)
        return action

    def _lay_out(self) -> None:
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.heading)
        row.addSpacing(12)
        row.addWidget(self.counts, 1)
        for action in self._tools:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            button.setAutoRaise(True)
            row.addWidget(button)
        self.table.setSortingEnabled(True)
        self.table.header().setSortIndicatorClearable(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        drawn = QWidget()
        pile = QVBoxLayout(drawn)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.addWidget(self.place, 1)
        pile.addWidget(self.legend)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("graphSplitter")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(drawn)
        self._split.addWidget(self.table)
        self._split.setStretchFactor(0, _SHARES[0])
        self._split.setStretchFactor(1, _SHARES[1])
        self._split.setSizes([10 * share for share in _SHARES])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addWidget(self._top)
        layout.addWidget(self.filters)
        layout.addWidget(self._split, 1)
        layout.addWidget(self.empty, 1)

    def _fill(self, *, whole: bool = False) -> None:
        """Shows what the filters let through, in the table and in the drawing."""
        place = self.table.place()
        self.shown = narrowed(self._network, self.filters.chosen(self._names))
        self.model.set_rows(rows(self.shown, self._points.__getitem__))
        self.table.return_to(place)
        self.counts.setText(self._counts_line())
        self._draw(whole=whole)
        self._show_empty()

    def _draw(self, *, whole: bool = False) -> None:
        if self.canvas is None:
            return
        scope = (self._show, self._centre if self.filters.steps else None, self.filters.steps)
        afresh = scope != self._drawn
        self._drawn = scope
        centre = self._centre if self.filters.steps else None
        self.canvas.show_network(drawing(self.shown, centre), afresh=afresh, whole=whole or afresh)

    def _counts_line(self) -> str:
        ties, whole, pages = len(self.shown.ties), len(self._network.ties), len(self.shown.nodes)
        if ties == whole:
            return self.tr("Ties: {ties} · Pages: {pages}").format(ties=ties, pages=pages)
        return self.tr("Ties: {ties} of {all} · Pages: {pages}").format(ties=ties, all=whole, pages=pages)

    def _show_empty(self) -> None:
        filled = bool(self._network.ties)
        for widget in (self._top, self._split):
            widget.setVisible(bool(self.shown.ties))
        self.filters.setVisible(filled or bool(self.filters.steps))
        self.empty.setVisible(not self.shown.ties)
        if self.shown.ties:
            return
        if filled:
            self.empty.say(self.tr("No tie passes the filters."), self.tr("Show all ties"))
            return
        button = self.tr("Enter relationships…") if self._enterable is not None else self.tr("New character…")
        self.empty.say(
            self.tr(
                "Here stands who has to do with whom, as far as it has been revealed. Relationships and memberships "
                "are entered in the pane Relations, beside the page of a character or a group."
            ),
            self.tr("New show…") if self._show is None else button,
            enabled=not self.session.read_only,
        )

    def _on_painted(self) -> None:
        """Now the engine may be started."""
        why = self._profile.obstacle()
        if why:
            self.place.say(why)
            return
        self.canvas = self._profile.make_graph(self.place)
        self.canvas.page_requested.connect(self.page_requested)
        self.place.hold(self.canvas)
        self._draw()

    def _on_empty_clicked(self) -> None:
        if self._network.ties:
            self.filters.clear()
        elif self._enterable is not None:
            self.ties_requested.emit(self._enterable)
        elif self._show is not None:
            self.new_page_requested.emit(PageKind.CHARACTER, self._show)
        else:
            self.new_page_requested.emit(PageKind.SHOW, None)

    def _on_filter_changed(self) -> None:
        self._fill(whole=True)

    def _on_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self.canvas is not None:
            self.canvas.mark(str(current.data(KEY_ROLE)) if current.isValid() else "")

    def _on_chosen(self, index: QModelIndex) -> None:
        """Enter and a double click open who stands first; a double click on whom opens whom."""
        tie = self.current_tie()
        if tie is not None:
            self.page_requested.emit(tie.object if index.column() == 2 else tie.subject)

    def _on_opened(self, _index: QModelIndex) -> None:
        self._on_open_second()

    def _on_open_first(self) -> None:
        tie = self.current_tie()
        if tie is not None:
            self.page_requested.emit(tie.subject)

    def _on_open_second(self) -> None:
        tie = self.current_tie()
        if tie is not None:
            self.page_requested.emit(tie.object)

    def _on_sort(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.table.sortByColumn(int(action.data()), Qt.SortOrder.AscendingOrder)

    def _on_zoom_in(self) -> None:
        if self.canvas is not None:
            self.canvas.zoom(_ZOOM)

    def _on_zoom_out(self) -> None:
        if self.canvas is not None:
            self.canvas.zoom(1 / _ZOOM)

    def _on_fit(self) -> None:
        if self.canvas is not None:
            self.canvas.fit()

    def _on_arrange(self) -> None:
        """Lays out anew what is shown."""
        self._drawn = ()
        self._draw()

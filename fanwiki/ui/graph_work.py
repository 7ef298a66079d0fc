"""The relationship graph in the window: a tab beside the pages, made when it is first asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fanwiki.domain.ids import PageId
from fanwiki.ui.desk import Desk
from fanwiki.ui.icons import icon
from fanwiki.ui.main_window import MainWindow, Sheet
from fanwiki.ui.preview.profile import PreviewProfile
from fanwiki.ui.session import WikiSession

if TYPE_CHECKING:
    from fanwiki.ui.graph.graph_view import GraphView


class GraphWork(QObject):
    """Shows the graph of the show that the page in front has to do with, or what is around that page."""

    def __init__(self, window: MainWindow, session: WikiSession, desk: Desk, profile: PreviewProfile) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._desk = desk
        self._profile = profile
        self.graph: GraphView | None = None
        window.actions_of_window.connect_all({"show_graph": self.show_graph})

    def show_graph(self) -> None:
        """Brings the graph to the front, and the keyboard to its table."""
        page = self._desk.page_in_front()
        graph = self.graph
        if graph is None:
            from fanwiki.ui.graph.graph_view import GraphView  # noqa: PLC0415  # only who wants the graph waits for it

            graph = self.graph = GraphView(self._session, self._profile, self._window)
            graph.page_requested.connect(self._desk.open_page)
            graph.new_page_requested.connect(self._desk.work.ask_new_page)
            graph.ties_requested.connect(self._enter_ties)
        self._window.show_sheet(Sheet.PAGES)
        self._window.tabs.show_other(graph, self.tr("Relationships"), icon("relations"))
        if page is not None or not graph.shown.ties:
            graph.show_page(page)
        self._desk.show_what_is_there()
        graph.table.setFocus()

    def _enter_ties(self, page: PageId) -> None:
        """Opens a page, and beside it the pane in which its relations are entered."""
        self._desk.open_page(page)
        self._desk.come_to_rest()
        self._window.raise_pane("relations")

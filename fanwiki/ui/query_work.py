"""The queries of the wiki in the window: a tab beside the pages, made when it is first asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fanwiki.ui.desk import Desk
from fanwiki.ui.icons import icon
from fanwiki.ui.main_window import MainWindow, Sheet
from fanwiki.ui.session import WikiSession

if TYPE_CHECKING:
    from fanwiki.ui.queries.query_view import QueryView


class QueryWork(QObject):
    """Brings the queries to the front."""

    def __init__(self, window: MainWindow, session: WikiSession, desk: Desk) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._desk = desk
        self.queries: QueryView | None = None
        window.actions_of_window.connect_all({"show_queries": self.show_queries})

    def show_queries(self) -> None:
        """Shows the tab, and gives the keyboard to the field for the query."""
        if self.queries is None:
            from fanwiki.ui.queries.query_view import QueryView  # noqa: PLC0415  # only who wants it waits

            self.queries = QueryView(self._session, self._window)
            self.queries.page_requested.connect(self._desk.open_page)
        self._window.show_sheet(Sheet.PAGES)
        self._window.tabs.show_other(self.queries, self.tr("Queries"), icon("find"))
        self._desk.show_what_is_there()
        self.queries.query.setFocus()

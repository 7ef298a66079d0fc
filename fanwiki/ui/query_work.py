"""The queries of the wiki in the window: a tab beside the pages, made when it is first asked for."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fanwiki.domain.entities import SavedQuery
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
        self._menu = window.actions_of_window.queries_menu
        self._menu.aboutToShow.connect(self.fill_menu)
        window.actions_of_window.connect_all({"show_queries": self.show_queries})

    def fill_menu(self) -> None:
        """The saved queries that the viewpoint knows of, by name."""
        self._menu.clear()
        names = sorted((each.name for each in self._session.view().facts(SavedQuery)), key=str.casefold)
        for name in names:
            action = self._menu.addAction(icon("find"), name.replace("&", "&&"))
            action.triggered.connect(partial(self.show_saved, name))
        if not names:
            nothing = self._menu.addAction(self.tr("None yet: give a query a name to keep it"))
            nothing.setEnabled(False)

    def show_saved(self, name: str, _checked: bool = False) -> None:
        """Shows the tab with what a saved query asks for."""
        self._show().show_saved(name)

    def show_queries(self) -> None:
        """Shows the tab, and gives the keyboard to the field for the query."""
        field = self._show().query
        field.setFocus()
        field.selectAll()

    def _show(self) -> "QueryView":
        if self.queries is None:
            from fanwiki.ui.queries.query_view import QueryView  # noqa: PLC0415  # only who wants it waits

            self.queries = QueryView(self._session, self._window)
            self.queries.page_requested.connect(self._desk.open_page)
        self._window.show_sheet(Sheet.PAGES)
        self._window.tabs.show_other(self.queries, self.tr("Queries"), icon("find"))
        self._desk.show_what_is_there()
        return self.queries

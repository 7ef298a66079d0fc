"""Searching in the window: the first answer at once, the whole one from a thread of its own, so that neither a save nor
a keystroke waits for it.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from fanwiki.domain.errors import WikiError
from fanwiki.domain.queries import FilterName, parse_query
from fanwiki.ui.desk import Desk
from fanwiki.ui.filter_values import FilterValues
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import View
from fanwiki.wiki.reading.finding import Hit


class SearchWork(QObject):
    """Answers the search box as the chosen viewpoint sees the wiki."""

    def __init__(self, window: MainWindow, session: WikiSession, desk: Desk) -> None:
        super().__init__(session)
        self._session = session
        self._desk = desk
        self._lane = WikiLane(self, "search")
        self._asked = 0
        self._values = FilterValues(session, self)
        session.closing.connect(self._lane.shut_down)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)
        window.search_box.ask(self)
        window.search_box.hit_requested.connect(self.open_hit)
        self._window = window
        window.actions_of_window.connect_all({"replace_everywhere": self.replace_everywhere})

    @property
    def lane(self) -> WikiLane:
        return self._lane

    def replace_everywhere(self) -> None:
        """Asks what is to be replaced by what, in all pages."""
        from fanwiki.ui.replacing.dialog import ReplaceDialog  # noqa: PLC0415  # only who replaces waits for it

        for tab in self._window.tabs:
            tab.flush()
        ReplaceDialog(self._session, self._window).open()

    def open_hit(self, hit: Hit, query: str, new_tab: bool) -> None:
        """Opens what was found, where in the text the words stand if they were found there."""
        self._desk.open_page(hit.page, new_tab)
        tab = self._window.tabs.current
        if tab is None or tab.page_id != hit.page:
            return
        line = self._session.view().line_found(hit.page, query) if hit.in_text else None
        if line is not None:
            tab.go_to_line(line)
        tab.focus_editor()

    def first(self, query: str, limit: int) -> Sequence[Hit]:
        """What is found first; nothing yet where a filter has to look at all that is known. Raises InvalidQuery."""
        if any(each.name is not FilterName.KIND for each in parse_query(query).filters):
            return ()
        return self._session.view().search(query, limit, thorough=False)

    def whole(
        self, query: str, limit: int, done: Callable[[Sequence[Hit]], None], failed: Callable[[str], None]
    ) -> None:
        """Gives everything that is found to `done`, or to `failed` why there is none, unless more is asked."""
        self._asked += 1
        if not self._lane.ended:
            job = partial(self._search, self._asked, self._session.view(), query, limit)
            self._lane.submit(job, partial(self._tell, self._asked, done), partial(self._fail, self._asked, failed))

    def values(self, name: str) -> Sequence[str]:
        """What may stand behind the name of a filter."""
        return self._values.of(name)

    def _on_viewpoint_changed(self) -> None:
        """What was found, or is being looked for, is of another view."""
        self._asked += 1
        self._window.search_box.forget()

    def _search(self, number: int, view: View, query: str, limit: int) -> Sequence[Hit] | None:
        """None where it is no longer asked for."""
        if number != self._asked or self._lane.ended:
            return None
        return view.search(query, limit)

    def _tell(self, number: int, done: Callable[[Sequence[Hit]], None], hits: Sequence[Hit] | None) -> None:
        if number == self._asked and hits is not None:
            done(hits)

    def _fail(self, number: int, failed: Callable[[str], None], error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        if number == self._asked:
            failed(str(error))

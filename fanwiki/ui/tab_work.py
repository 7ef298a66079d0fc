"""Opening closed tabs again, as far as the viewpoint sees what stood in them."""

from PySide6.QtCore import QObject

from fanwiki.ui.closed_tabs import ClosedPage, ClosedTab, ClosedTabs
from fanwiki.ui.desk import Desk
from fanwiki.ui.main_window import MainWindow, Sheet
from fanwiki.ui.session import WikiSession


class TabWork(QObject):
    """Remembers the tabs that the user closes while a wiki is open. Those whose page the viewpoint does not see wait
    until it does.
    """

    def __init__(self, window: MainWindow, session: WikiSession, desk: Desk) -> None:
        super().__init__(session)
        self._window = window
        self._desk = desk
        self._closed = ClosedTabs()
        window.tabs.tab_closed.connect(self._closed.add)
        window.actions_of_window.connect_all({"reopen_tab": self.reopen_tab})

    def reopen_tab(self) -> None:
        """Opens the tab closed last, in its place."""
        closed = self._closed.take(self._can_open)
        if closed is None:
            self._window.notice.say(self.tr("There is no closed tab to open again."))
            return
        self._window.show_sheet(Sheet.PAGES)
        self._window.tabs.reopen(closed)
        self._desk.show_what_is_there()

    def _can_open(self, closed: ClosedTab) -> bool:
        tabs, what = self._window.tabs, closed.what
        if isinstance(what, ClosedPage):
            return self._desk.sees(what.page) and not tabs.is_open(what.page, closed.side)
        return tabs.indexOf(what.widget) < 0

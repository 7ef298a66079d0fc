"""What the user does about viewpoints beyond choosing one: what the last step unlocked, and in which order a show's
episodes are watched.
"""

from PySide6.QtCore import QObject

from fanwiki.ui.desk import Desk
from fanwiki.ui.dialogs.orders import OrdersDialog
from fanwiki.ui.dialogs.unlocked import UnlockedDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.panels.viewpoint_selector import ViewpointSelector
from fanwiki.ui.session import WikiSession


class ViewpointWork(QObject):
    """Lives as long as the session does."""

    def __init__(self, window: MainWindow, session: WikiSession, selector: ViewpointSelector, desk: Desk) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._selector = selector
        self._desk = desk
        action = window.actions_of_window["show_unlocked"]
        window.actions_of_window.connect_all({"show_unlocked": self.show_unlocked, "edit_orders": self.edit_orders})
        selector.unlocks.setDefaultAction(action)

    def show_unlocked(self) -> None:
        """Opens the list, or brings it to the front."""
        dialog = self._window.findChild(UnlockedDialog)
        if dialog is None:
            dialog = UnlockedDialog(self._session, self._selector, self._window)
            dialog.page_requested.connect(self._desk.open_page)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        dialog.tree.setFocus()

    def edit_orders(self) -> None:
        """Opens at the show of the page in front."""
        OrdersDialog(self._session, self._selector.chosen_show, self._window).open()

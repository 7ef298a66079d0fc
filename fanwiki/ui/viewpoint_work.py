"""What the user asks about the viewpoint beyond choosing it: what its last step unlocked."""

from PySide6.QtCore import QObject

from fanwiki.ui.desk import Desk
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
        action.triggered.connect(self.show_unlocked)
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

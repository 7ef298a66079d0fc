"""The findings in the window: their pane comes to the front by its action, and what they ask for is done."""

from PySide6.QtCore import QObject, Qt

from fanwiki.ui.desk import Desk
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.panels.findings.panel import FindingsPanel
from fanwiki.ui.session import WikiSession


class FindingsWork(QObject):
    """Shows the pane, and leads from a finding to its line."""

    def __init__(self, window: MainWindow, session: WikiSession, desk: Desk, panel: FindingsPanel) -> None:
        super().__init__(session)
        self._window = window
        self._panel = panel
        panel.line_requested.connect(desk.open_line)
        window.actions_of_window.connect_all({"show_findings": self.show_findings})

    def show_findings(self) -> None:
        """Brings the pane to the front, and the keyboard to its list."""
        dock = self._window.docks["findings"]
        dock.show()
        dock.raise_()
        tree = self._panel.tree
        taker = tree if tree.isVisibleTo(self._panel) else self._panel.empty.button
        taker.setFocus(Qt.FocusReason.ShortcutFocusReason)

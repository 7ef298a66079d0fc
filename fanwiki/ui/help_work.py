"""The actions that speak of the program itself: the command palette, the shortcuts, about."""

from PySide6.QtCore import QObject

from fanwiki.ui.dialogs.about import AboutDialog
from fanwiki.ui.dialogs.palette import CommandPalette
from fanwiki.ui.dialogs.shortcuts import ShortcutsDialog
from fanwiki.ui.keys import Keys
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.settings import Settings


class HelpWork(QObject):
    """Made once for the window."""

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._keys = Keys(window.actions_of_window, settings)
        self._window = window
        window.actions_of_window.connect_all(
            {
                "show_commands": self.show_commands,
                "show_shortcuts": self.show_shortcuts,
                "show_about": self.show_about,
            }
        )

    def show_commands(self) -> None:
        CommandPalette(self._window.actions_of_window, self._window).show_over()

    def show_shortcuts(self) -> None:
        ShortcutsDialog(self._window.actions_of_window, self._keys, self._window).open()

    def show_about(self) -> None:
        AboutDialog(self._window).open()

"""The actions that speak of the program itself: the command palette, the shortcuts, about."""

from PySide6.QtCore import QObject

from fanwiki import __version__
from fanwiki.ui.dialogs.palette import CommandPalette
from fanwiki.ui.dialogs.shortcuts import ShortcutsDialog
from fanwiki.ui.keys import Keys
from fanwiki.ui.main_window import PROGRAM, MainWindow
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
        self._window.prompts.tell(
            f"{PROGRAM} {__version__}",
            self.tr("A wiki for series, films and books. Free software under the GNU GPL, version 3 or later."),
        )

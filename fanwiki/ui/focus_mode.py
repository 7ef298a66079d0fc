"""Focus mode: the text alone, the paragraph at the cursor standing out. All that was around it comes back after."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from fanwiki.ui.main_window import MainWindow

if TYPE_CHECKING:
    from fanwiki.ui.editor.page_tab import PageTab


class FocusMode(QObject):
    """Made once for the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._hidden: list[QWidget] = []
        self._tab: PageTab | None = None
        self._on = False
        window.tabs.page_shown.connect(self._on_page_shown)
        window.escaped.connect(self.leave)
        window.actions_of_window.connect_all({"toggle_focus": self.toggle})

    def toggle(self) -> None:
        if self._on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Nothing without a page."""
        window = self._window
        tab = window.tabs.current
        if self._on or tab is None:
            window.actions_of_window["toggle_focus"].setChecked(self._on)
            return
        self._on = True
        around: list[QWidget] = [window.menuBar(), window.tool_bar, window.statusBar(), *window.docks.values()]
        self._hidden = [widget for widget in around if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        window.tabs.show_alone(True)
        self._hold(tab)
        window.actions_of_window["toggle_focus"].setChecked(True)

    def leave(self) -> None:
        if not self._on:
            return
        self._on = False
        self._hold(None)
        self._window.tabs.show_alone(False)
        for widget in self._hidden:
            widget.show()
        self._hidden = []
        self._window.actions_of_window["toggle_focus"].setChecked(False)

    def _hold(self, tab: "PageTab | None") -> None:
        if self._tab is not None and self._tab is not tab and isValid(self._tab):
            self._tab.set_focused(False)
        self._tab = tab
        if tab is not None:
            tab.set_focused(True)
            tab.focus_editor()

    def _on_page_shown(self, tab: "PageTab | None") -> None:
        """Another page comes into the same quiet; without one there is nothing to focus on."""
        if not self._on:
            return
        if tab is None:
            self.leave()
        else:
            self._window.tabs.show_alone(True)
            self._hold(tab)

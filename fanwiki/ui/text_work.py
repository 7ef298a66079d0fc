"""What the user does to the text in front: the actions that are meant for the page's tab, or for whatever text has
the focus. Made once for the window, whichever wiki is open.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

from fanwiki.ui.actions import HEADINGS
from fanwiki.ui.editor.page_tab import Mode, PageTab
from fanwiki.ui.editor.table_editing import TableCommand
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.look import Looks
from fanwiki.ui.main_window import MainWindow

_TO_TAB: Final[dict[str, Callable[[PageTab], None]]] = {
    "save_page": PageTab.save_now,
    "toggle_bold": PageTab.toggle_bold,
    "toggle_italic": PageTab.toggle_italic,
    "insert_link": PageTab.insert_link,
    "find_text": PageTab.find_text,
    "find_next": PageTab.find_next,
    "find_previous": PageTab.find_previous,
    "replace_text": PageTab.replace_text,
    "cycle_mode": PageTab.cycle_mode,
    "focus_editor": PageTab.focus_editor,
}
_MODES: Final = {"show_edit": Mode.EDIT, "show_split": Mode.SPLIT, "show_read": Mode.READ}
_TEXTS: Final = (QPlainTextEdit, QLineEdit, QTextEdit)


class TextWork(QObject):
    """Passes actions on to the tab in front, or to the text with the focus."""

    def __init__(self, window: MainWindow, looks: Looks) -> None:
        super().__init__(window)
        self._window = window
        window.actions_of_window.connect_all(
            {
                **{name: partial(self._tell_tab, command) for name, command in _TO_TAB.items()},
                **{name: partial(self._set_mode, mode) for name, mode in _MODES.items()},
                **{name: partial(self._set_heading, level) for level, name in enumerate(HEADINGS, 1)},
                "zoom_in": looks.zoom_in,
                "zoom_out": looks.zoom_out,
                "reset_zoom": looks.reset_zoom,
                **{command.value: partial(self._change_table, command) for command in TableCommand},
                "insert_table": self.insert_table,
                "describe_save": self.describe_save,
                "cut_text": self.cut,
                "copy_text": self.copy,
                "paste_text": self.paste,
                "paste_plain": self.paste_plain,
                "select_all": self.select_all,
            }
        )

    def insert_table(self) -> None:
        if (tab := self._window.tabs.current) is not None:
            tab.editor.insert_table()

    def describe_save(self) -> None:
        """Asks what was done, for the history."""
        if self._window.tabs.current is not None:
            title, label = self.tr("Save with a summary"), self.tr("What did you change, and why?")
            self._window.prompts.ask_text(title, label, "", self._describe)

    def cut(self) -> None:
        if (text := self._text()) is not None:
            text.cut()

    def copy(self) -> None:
        """Copies from the text with the focus, else what is selected in the preview."""
        if (text := self._text()) is not None:
            text.copy()
        elif (tab := self._window.tabs.current) is not None and tab.preview is not None:
            tab.preview.triggerPageAction(tab.preview.page().WebAction.Copy)

    def paste(self) -> None:
        if (text := self._text()) is not None:
            text.paste()

    def paste_plain(self) -> None:
        text = self._text()
        if isinstance(text, TextEditor):
            text.paste_plain()
        elif text is not None:
            text.paste()

    def select_all(self) -> None:
        if (text := self._text()) is not None:
            text.selectAll()
        elif (tab := self._window.tabs.current) is not None and tab.preview is not None:
            tab.preview.triggerPageAction(tab.preview.page().WebAction.SelectAll)

    def _describe(self, summary: str) -> None:
        tab = self._window.tabs.current
        if tab is None or not summary.strip():
            return
        if not tab.end_revision(" ".join(summary.split())):
            said = self.tr("“{title}” has not been changed since its last revision").format(title=tab.title)
            self._window.notice.say(said)

    def _text(self) -> QPlainTextEdit | QLineEdit | QTextEdit | None:
        widget = self._window.focusWidget()
        return widget if isinstance(widget, _TEXTS) else None

    def _tell_tab(self, command: Callable[[PageTab], None], _checked: bool = False) -> None:
        if (tab := self._window.tabs.current) is not None:
            command(tab)

    def _set_mode(self, mode: Mode, _checked: bool = False) -> None:
        if (tab := self._window.tabs.current) is not None:
            tab.set_mode(mode)

    def _set_heading(self, level: int, _checked: bool = False) -> None:
        if (tab := self._window.tabs.current) is not None:
            tab.set_heading(level)

    def _change_table(self, command: TableCommand, _checked: bool = False) -> None:
        if (tab := self._window.tabs.current) is not None:
            tab.editor.change_table(command)

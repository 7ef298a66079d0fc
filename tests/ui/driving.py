"""Driving the real window: opening it on a wiki, finding what is in it, waiting until it is done."""

from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from fanwiki import app
from fanwiki.domain.ids import PageId
from fanwiki.ui.desk import Desk
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import Settings
from tests.ui.burying import bury
from tests.ui.patience import PATIENCE_MS

__all__ = ["PATIENCE_MS"]

AnyObject = TypeVar("AnyObject", bound=QObject)


class Driver:
    """A user with a folder of his own, who opens windows one after the other."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.settings = Settings(folder / "state", folder / "documents")
        self._windows: list[MainWindow] = []

    def begin(self, path: Path | None) -> MainWindow:
        """A window that has just been made."""
        window = app.open_window(path, self.settings)
        self._windows.append(window)
        return window

    def open(self, path: Path | None) -> "Driven":
        """The window on a wiki, complete."""
        window = self.begin(path)
        with self.qtbot.waitSignal(window.ready, timeout=PATIENCE_MS):
            pass
        self.qtbot.waitUntil(window.isVisible, timeout=PATIENCE_MS)
        return Driven(self.qtbot, window)

    def close(self, driven: "Driven") -> None:
        """Closes a window as the user does; it must let itself be closed."""
        assert driven.window.close()
        self._windows.remove(driven.window)
        bury(driven.window)

    def close_all(self) -> None:
        for window in self._windows:
            window.close()
            bury(window)


class Driven:
    """An open window, and what a user sees and does in it."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    @property
    def program(self) -> app.Program:
        return self.find(app.Program)

    @property
    def session(self) -> WikiSession:
        session = self.program.session
        assert session is not None
        return session

    @property
    def desk(self) -> Desk:
        desk = self.program.desk
        assert desk is not None
        return desk

    @property
    def tab(self) -> PageTab:
        tab = self.window.tabs.current
        assert tab is not None
        return tab

    def find(self, kind: type[AnyObject], name: str = "") -> AnyObject:
        """What is in the window under an object name."""
        found = self.window.findChild(kind, name) if name else self.window.findChild(kind)
        assert isinstance(found, kind), f"no {kind.__name__} {name}"
        return found

    def page(self, title: str) -> PageId:
        return self.session.author_view().find(title).id

    def go(self, title: str, *, new_tab: bool = False) -> PageTab:
        """Opens a page as a click on it does, and waits until the panes stand beside it."""
        self.window.tree.page_requested.emit(self.page(title), new_tab)
        self.qtbot.waitUntil(lambda: self.desk.at_rest, timeout=PATIENCE_MS)
        return self.tab

    def do(self, name: str) -> None:
        """Triggers an action, which must be enabled."""
        action = self.window.actions_of_window[name]
        assert action.isEnabled(), name
        action.trigger()

    def settle(self) -> None:
        """Until all that was asked of the lane, and beside it, has been done and told."""
        self.qtbot.waitUntil(lambda: not self.session.lane.busy and not self.session.looking_up, timeout=PATIENCE_MS)

    def dialog(self, kind: type[AnyObject]) -> AnyObject:
        """The dialog that has come up."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=PATIENCE_MS)
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        return found

    def dismiss(self) -> str:
        """Closes a message and gives what it said."""
        box = self.dialog(QMessageBox)
        said = f"{box.text()}\n{box.informativeText()}"
        box.reject()
        return said

    def tree_texts(self, parent: QModelIndex | None = None) -> list[str]:
        """What the tree shows below a node, read or not."""
        model = self.window.tree.model()
        where = parent or QModelIndex()
        if model.canFetchMore(where):
            model.fetchMore(where)
        return [str(model.index(row, 0, where).data()) for row in range(model.rowCount(where))]

    def tree_index(self, *path: str) -> QModelIndex:
        """The node reached by these texts from the root."""
        index = QModelIndex()
        for text in path:
            texts = self.tree_texts(index)
            assert text in texts, f"{text} is not among {texts}"
            index = self.window.tree.model().index(texts.index(text), 0, index)
        return index

    def press(self, widget: QWidget, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        """Strikes one key."""
        QTest.keyClick(widget, key, modifier)

    def type(self, text: str) -> None:
        """Types into the editor of the tab in front."""
        QTest.keyClicks(self.tab.editor, text)

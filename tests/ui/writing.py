"""What the tests of editor and preview share: a session on a wiki, tabs, and a look into the preview's DOM."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.ids import PageId
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.editor.page_text import PageTexts
from fanwiki.ui.preview.profile import PreviewProfile
from fanwiki.ui.preview.view import PreviewView
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import Wiki
from tests.ui.burying import bury
from tests.ui.patience import PATIENCE_MS

__all__ = ["PATIENCE_MS"]


def press(widget: QWidget, key: Qt.Key) -> None:
    """Strikes a key."""
    QTest.keyClick(widget, key)


def write(widget: QWidget, text: str) -> None:
    """Types a text, with Return at the end of each line but the last. What no key has comes by an input method."""
    for character in text:
        if character == "\n":
            press(widget, Qt.Key.Key_Return)
        elif character.isascii():
            QTest.keyClicks(widget, character)
        else:
            event = QInputMethodEvent()
            event.setCommitString(character)
            QCoreApplication.sendEvent(widget, event)


@contextmanager
def session_on(wiki: Wiki) -> Iterator[WikiSession]:
    """A session whose lane ends with the test; the wiki is closed by whoever opened it."""
    lane = WikiLane()
    session = WikiSession(wiki, lane)
    yield session
    lane.shut_down()
    QCoreApplication.processEvents()
    bury(session)


class Desk:
    """A window's worth of tabs that share one preview profile, as the program has it."""

    def __init__(self, qtbot: QtBot, session: WikiSession) -> None:
        self.qtbot = qtbot
        self.session = session
        self.window = QWidget()
        self.window.resize(1000, 600)
        self.profile = PreviewProfile(session, self.window)
        self.texts = PageTexts(session, self.window)

    def open(self, page: PageId, *, shown: bool = True) -> PageTab:
        """A tab on a page; with `shown`, with its preview up to date."""
        tab = PageTab(self.texts, self.profile, page, self.window)
        tab.resize(self.window.size())
        if shown:
            self.window.show()
            tab.show()
            self.qtbot.waitUntil(lambda: tab.preview is not None and tab.preview.is_ready, timeout=PATIENCE_MS)
            tab.editor.setFocus()
        return tab

    def view(self) -> PreviewView:
        """A preview without a tab."""
        view = self.profile.make_view(self.window)
        view.resize(self.window.size())
        self.window.show()
        view.show()
        self.qtbot.waitUntil(lambda: view.is_ready, timeout=PATIENCE_MS)
        return view

    def ask(self, preview: PreviewView | None, script: str) -> Any:
        """The value of a script in the preview's own world."""
        assert preview is not None
        answers: list[Any] = []
        preview.ask(f"JSON.stringify({script})", answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
        return json.loads(answers[0]) if answers[0] else None

    def text(self, preview: PreviewView | None) -> str:
        return str(self.ask(preview, "document.getElementById('page').textContent"))

    def wait_for(self, preview: PreviewView | None, script: str) -> None:
        """Until a script is true."""
        self.qtbot.waitUntil(lambda: self.ask(preview, f"!!({script})") is True, timeout=PATIENCE_MS)

    def wait_for_text(self, preview: PreviewView | None, text: str) -> None:
        # What is far from the view is not laid out, and `innerText` knows of what is laid out alone.
        self.wait_for(preview, f"document.getElementById('page').textContent.includes({json.dumps(text)})")

    def settle(self) -> None:
        """Until the lane has nothing to do, and everyone knows of it."""
        self.qtbot.waitUntil(lambda: not self.session.lane.busy, timeout=PATIENCE_MS)

    def pause(self, milliseconds: int) -> None:
        """Lets time pass, for what must not happen in it."""
        timer = QTimer()
        timer.setSingleShot(True)
        with self.qtbot.waitSignal(timer.timeout, timeout=PATIENCE_MS):
            timer.start(milliseconds)

    def clear(self) -> None:
        """Takes the window apart as closing it does."""
        self.window.close()
        bury(self.window)

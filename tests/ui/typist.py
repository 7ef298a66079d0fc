"""Somebody who types at twelve letters a second, and a watch on how long the GUI thread is away meanwhile."""

import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fanwiki.ui.editor.text_editor import TextEditor

A_SECOND: Final = 12
_BEAT_MS: Final = 4
_PROSE: Final = (
    "She turns and runs along the corridor, past **the library**, where [[Page 1]] waits. "
    "최남라 says *nothing*; the door stays shut. "
)
_BLOCKS: Final = (
    "## Heading {0}\n\n",
    "A paragraph about [[Page {0}|somebody]] with **bold**, *italic* and `code`, ||S1E06: a veil|| and a note[^1]. "
    "It goes on for a while as paragraphs do, with {{{{status}}}} in it and a link to https://example.org as well.\n\n",
    "- one of {0}\n- two\n  - in\n- three\n\n",
    "| a | b |\n| --- | --- |\n| {0} | 남라 |\n\n",
    "> [!note] Callout {0}\n> with a line of text that somebody has said\n\n",
    "::: reveal S1E03\nHidden until the third episode, {0} words or so.\n:::\n\n",
)


def page_of(words: int) -> str:
    """A page of about so many words, with every construct again and again."""
    parts: list[str] = []
    count = 0
    for number, block in enumerate(cycle(_BLOCKS), 1):
        part = block.format(number)
        parts.append(part)
        count += len(part.split())
        if count >= words:
            return "".join(parts)
    return ""


class Typist(QObject):
    """Types prose with links in it for some seconds. `stalls` are the gaps between two beats of the event loop, in
    milliseconds; `kept` says whether everything that was typed stands in the text.
    """

    def __init__(self, editor: TextEditor, seconds: float) -> None:
        super().__init__(editor)
        self._editor = editor
        self._left = iter(islice(cycle(_PROSE), int(seconds * A_SECOND)))
        self._typed = ""
        self.stalls: list[float] = []
        self.done = False
        self._keys = self._timer(1000 // A_SECOND, self._strike)
        self._beat = self._timer(_BEAT_MS, self._note)
        self._last = time.perf_counter()

    def start(self) -> None:
        self._last = time.perf_counter()
        self._beat.start()
        self._keys.start()

    @property
    def kept(self) -> bool:
        return self._typed in self._editor.text()

    def _strike(self) -> None:
        letter = next(self._left, None)
        if letter is None:
            self._keys.stop()
            self._beat.stop()
            self.done = True
            return
        self._typed += letter
        if letter.isascii():
            QTest.keyClicks(QApplication.focusWidget() or self._editor, letter)
            return
        for text, commit in ((letter, ""), ("", letter)):
            event = QInputMethodEvent(text, [])
            event.setCommitString(commit)
            QApplication.sendEvent(self._editor, event)

    def _note(self) -> None:
        now = time.perf_counter()
        self.stalls.append((now - self._last) * 1000)
        self._last = now

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

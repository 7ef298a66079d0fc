"""Types ten characters a second into the real window until it is killed. Started as a program of its own, by
`python -m tests.faults.typist WIKI TITLE LOG`.

Each character that the window has taken is a line of LOG: when, by the clock that all processes share, and which.
LOG.late tells how late the machine itself is.
"""

import os
import sys
import time
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fanwiki import app
from fanwiki.ui.editor.page_tab import Mode
from fanwiki.ui.settings import Settings

INTERVAL_MS = 100
BEAT_S = 0.1
LETTERS = "abcdefghijklmnopqrstuvwxyz "


class Typist:
    """Somebody who never rests."""

    def __init__(self, wiki: Path, title: str, log: Path) -> None:
        self._title = title
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._typed = 0
        self._timer = QTimer(interval=INTERVAL_MS)
        self._timer.timeout.connect(self._type)
        self._window = app.open_window(wiki, Settings(wiki.parent / "state", wiki.parent))
        self._window.ready.connect(self._begin)

    def _begin(self) -> None:
        program = self._window.findChild(app.Program)
        assert isinstance(program, app.Program)
        assert program.session is not None
        page = program.session.author_view().find(self._title)
        self._window.tree.page_requested.emit(page.id, False)
        tab = self._window.tabs.current
        assert tab is not None
        tab.set_mode(Mode.EDIT)
        self._timer.start()

    def _type(self) -> None:
        letter = LETTERS[self._typed % len(LETTERS)]
        tab = self._window.tabs.current
        assert tab is not None
        QTest.keyClicks(tab.editor, letter)
        self._typed += 1
        os.write(self._log, f"{time.monotonic()} {ord(letter)}\n".encode())


def note_lateness(path: Path) -> None:
    """Rests and writes to the disk by turns, as what is measured does: each line is when a turn had ended, and how much
    longer it took than its rest, in seconds.
    """
    with path.open("a", encoding="ascii") as file:
        while True:
            begun = time.monotonic()
            time.sleep(BEAT_S)
            file.write(" ")
            file.flush()
            os.fsync(file.fileno())
            now = time.monotonic()
            file.write(f"{now} {now - begun - BEAT_S}\n")
            file.flush()


def main() -> int:
    wiki, title, log = sys.argv[1:]
    Thread(target=note_lateness, args=(Path(f"{log}.late"),), daemon=True).start()
    app.prepare_environment()
    application = QApplication(sys.argv[:1])
    typist = Typist(Path(wiki), title, Path(log))
    status = application.exec()
    del typist
    return status


if __name__ == "__main__":
    sys.exit(main())

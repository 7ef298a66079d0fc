"""Key to glyph in the editor, highlighting included, by the length of the page and the place in it; and a minute of
typing in the window with preview, completion and autosave on.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.editor.page_tab import Mode, PageTab
from fanwiki.ui.editor.page_text import PageTexts
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.preview.profile import PreviewProfile
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import Wiki
from tests.benchmarks.report import Line, line
from tests.ui.typist import Typist, page_of

_WORDS = (1_000, 10_000, 50_000)
_KEYS = 60
_MINUTE_S = float(os.environ.get("FANWIKI_TYPING_SECONDS", "60"))
_STALL_MS = 50.0


def measure() -> Iterator[Line]:
    """Goal: 8 ms p95 from key to glyph at 50,000 words; no stall over 50 ms in the minute, no key lost."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "typing.fanwiki")
        pages = {words: PageId(new_id()) for words in _WORDS}
        wiki.apply(*(AddPage(page, PageKind.ARTICLE, f"{words}", body=page_of(words)) for words, page in pages.items()))
        lane = WikiLane()
        session = WikiSession(wiki, lane)
        profile = PreviewProfile(session, session)
        for words, page in pages.items():
            yield from _keys(session, profile, page, words)
        for words in (1_000, 10_000):
            yield from _minute(session, profile, pages[words], words)
        application.processEvents()
        lane.shut_down()
        wiki.close()


def _keys(session: WikiSession, profile: PreviewProfile, page: PageId, words: int) -> Iterator[Line]:
    tab = _open(session, profile, page, Mode.EDIT)
    for place in ("first", "middle", "last"):
        _go(tab.editor, place)
        painted = _Painted(tab.editor)
        times = [painted.after_key("etaoin "[number % 7]) for number in range(_KEYS)]
        yield line(f"key to glyph, {place} block", f"{words:,} words", times, "goal 8 ms")
    _close(tab)


def _minute(session: WikiSession, profile: PreviewProfile, page: PageId, words: int) -> Iterator[Line]:
    tab = _open(session, profile, page, Mode.SPLIT)
    _wait_until(lambda: tab.preview is not None and tab.preview.is_ready)
    _go(tab.editor, "middle")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    typist = Typist(tab.editor, _MINUTE_S)
    typist.start()
    _wait_until(lambda: typist.done, 4 * _MINUTE_S + 30)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    kept = "no key lost" if typist.kept else "KEYS LOST"
    longest, over = max(typist.stalls), sum(stall > _STALL_MS for stall in typist.stalls)
    told = f"longest {longest:.0f} ms, {over} over {_STALL_MS:.0f} ms; {kept}; peak memory +{grown:.0f} MB"
    yield line(
        f"{_MINUTE_S:.0f} s of typing in split view, gaps of the GUI thread", f"{words:,} words", typist.stalls, told
    )
    _close(tab)


class _Painted(QObject):
    """Waits for the text to be painted after a key."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._seen = False
        editor.viewport().installEventFilter(self)

    def after_key(self, key: str) -> float:
        """Milliseconds from the key to the end of the paint that follows."""
        QApplication.processEvents()
        self._seen = False
        begun = time.perf_counter()
        QTest.keyClicks(self._editor, key)
        while not self._seen:
            QApplication.processEvents()
        return (time.perf_counter() - begun) * 1000

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self._seen = self._seen or event.type() == QEvent.Type.Paint
        return False


def _open(session: WikiSession, profile: PreviewProfile, page: PageId, mode: Mode) -> PageTab:
    tab = PageTab(PageTexts(session), profile, page)
    tab.set_mode(mode)
    tab.resize(1280, 800)
    tab.show()
    tab.editor.setFocus()
    _wait_until(tab.editor.hasFocus)
    return tab


def _go(editor: TextEditor, place: str) -> None:
    """To the end of a paragraph: the first of the page, one in its middle, or the last."""
    texts = editor.text().split("\n")
    lines = [number for number, text in enumerate(texts) if text.startswith("A paragraph")]
    editor.go_to_line(lines[{"first": 0, "middle": len(lines) // 2, "last": -1}[place]])
    editor.moveCursor(QTextCursor.MoveOperation.EndOfBlock)


def _close(tab: PageTab) -> None:
    tab.flush()
    tab.close()
    tab.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def _wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        QTest.qWait(2)

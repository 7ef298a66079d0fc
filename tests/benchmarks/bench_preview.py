"""From a key to the painted preview, on pages of growing length, beside a full render and beside the floor: one
change of the DOM to the next frame, in the same page. All three are measured in turn in one run.

A frame counts as painted when a task that was posted during it runs; it tells by the title of the preview's page.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki
from tests.benchmarks.report import Line, line, quantile

ROUNDS = 30
SENTENCE = "The students of [[Page {0}]] meet *{1} others* on the roof, where somebody has lit a fire again. "
PLACES = ("first block", "middle block", "last block", "table of 500 rows", "list of 500 items")

_PAINTED = """requestAnimationFrame(() => {{
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {{ document.title = "painted {0}"; }};
  channel.port2.postMessage(0);
}})"""


def measure() -> Iterator[Line]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  # only this benchmark needs a window

    from fanwiki import app  # noqa: PLC0415
    from fanwiki.ui.collecting import CollectionAtRest  # noqa: PLC0415

    app.prepare_environment()
    application = QApplication.instance() or QApplication(["bench"])
    CollectionAtRest(application)
    with tempfile.TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "preview.fanwiki")
        for words in (1_000, 10_000, 50_000):
            yield from _page(wiki, words)
        yield from _large(wiki)
        wiki.close()
    application.processEvents()


def text_of(words: int) -> tuple[str, dict[str, int]]:
    """A page of paragraphs with headings, a table and a list of 500; and the line of each place to type at."""
    numbers = count()
    lines: list[str] = []
    paragraphs = max(words // 90, 3)

    def paragraph() -> None:
        number = next(numbers)
        if number % 6 == 0:
            lines.extend([f"## Part {number}", ""])
        lines.extend([(SENTENCE.format(number % 40, number) * 5).strip(), ""])

    for _ in range(paragraphs // 2):
        paragraph()
    middle = len(lines) - 2
    for _ in range(paragraphs - paragraphs // 2):
        paragraph()
    places = {"first block": 2, "middle block": middle, "last block": len(lines) - 2}
    if words >= 10_000:
        table = len(lines)
        lines += ["| Name | Says |", "|---|---|", *(f"| Student {n} | is *here* |" for n in range(500)), ""]
        places["table of 500 rows"] = table + 250
        places["list of 500 items"] = len(lines) + 250
        lines += [*(f"- Item {n} of [[Page {n % 40}]]" for n in range(500)), ""]
        lines += ["The end.", ""]
        places["last block"] = len(lines) - 2
    return "\n".join(lines), places


class _Bench:
    """A tab on a page, its preview up to date, and the means to wait for a frame."""

    def __init__(self, wiki: Wiki, text: str) -> None:
        from PySide6.QtWidgets import QWidget  # noqa: PLC0415

        from fanwiki.ui.editor.page_tab import PageTab  # noqa: PLC0415
        from fanwiki.ui.editor.page_text import PageTexts  # noqa: PLC0415
        from fanwiki.ui.preview.profile import PreviewProfile  # noqa: PLC0415
        from fanwiki.ui.session import WikiSession  # noqa: PLC0415
        from fanwiki.ui.tasks import WikiLane  # noqa: PLC0415

        self.page = PageId(new_id())
        wiki.apply(AddPage(self.page, PageKind.ARTICLE, f"Page {self.page}", body=text))
        self.lane = WikiLane()
        self.session = WikiSession(wiki, self.lane)
        self.window = QWidget()
        self.window.resize(1280, 800)
        self.numbers = count()
        self.stalls: list[float] = []
        self.work: list[float] = []
        began = perf_counter()
        self.tab = PageTab(PageTexts(self.session), PreviewProfile(self.session, self.window), self.page, self.window)
        self.tab.resize(self.window.size())
        self.window.show()
        self.tab.show()
        self.spin(lambda: self.tab.editor.viewport().isVisible())
        self.visible_ms = (perf_counter() - began) * 1000
        self.spin(lambda: self.tab.preview is not None and self.tab.preview.is_ready)
        self.spin(lambda: self.tab.live.is_complete)
        self.frame()
        self.opened_ms = (perf_counter() - began) * 1000
        self.rest(1.0)

    def spin(self, done: Callable[[], bool]) -> None:
        from PySide6.QtCore import QCoreApplication, QEventLoop  # noqa: PLC0415

        before, worked = perf_counter(), thread_time()
        while not done():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            now, work = perf_counter(), thread_time()
            self.stalls.append((now - before) * 1000)
            self.work.append((work - worked) * 1000)
            before, worked = now, work

    def rest(self, seconds: float) -> None:
        until = perf_counter() + seconds
        self.spin(lambda: perf_counter() > until)

    def run(self, script: str) -> None:
        from fanwiki.ui.preview.view import WORLD  # noqa: PLC0415

        assert self.tab.preview is not None
        self.tab.preview.page().runJavaScript(script, WORLD)

    def frame(self) -> None:
        """Until what was asked of the page so far is painted."""
        assert self.tab.preview is not None
        page = self.tab.preview.page()
        number = next(self.numbers)
        self.run(_PAINTED.format(number))
        self.spin(lambda: page.title() == f"painted {number}")

    def timed(self, work: Callable[[], None]) -> float:
        """Milliseconds from here to the frame that shows what the work has done."""
        began = perf_counter()
        work()
        self.frame()
        return (perf_counter() - began) * 1000

    def close(self) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415

        self.tab.flush()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
        self.lane.shut_down()


def _page(wiki: Wiki, words: int) -> Iterator[Line]:
    from PySide6.QtTest import QTest  # noqa: PLC0415

    text, places = text_of(words)
    bench = _Bench(wiki, text)
    size = f"{words:,} words"
    editor, live = bench.tab.editor, bench.tab.live
    for place in (place for place in PLACES if place in places):
        editor.go_to_line(places[place])
        cursor = editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.Right, n=4)  # behind the mark of an item, within the cell of a row
        editor.setTextCursor(cursor)
        editor.setFocus()
        live.update_now()
        bench.rest(0.8)
        keys, floors, python = [], [], []
        bench.run("globalThis.mark = document.createElement('p'); document.getElementById('notice').before(mark)")

        def key() -> None:
            QTest.keyClicks(editor, "x")
            began = thread_time()
            live.follow()
            python.append((thread_time() - began) * 1000)  # noqa: B023  # the list of this round

        for number in range(ROUNDS):
            floors.append(bench.timed(lambda: bench.run(f"mark.textContent = 'x{number}'")))  # noqa: B023
            keys.append(bench.timed(key))
        bench.run("mark.remove()")
        ratio = " / ".join(f"{quantile(keys, share) / quantile(floors, share):.2f}" for share in (0.5, 0.95))
        yield line(f"key to painted preview, {place}", size, keys, f"{ratio} of the floor")
        yield line("  the floor: one DOM change", size, floors)
        yield line("  of it in Python, processor time", size, python, "goal 1.0 ms")
    full = [bench.timed(live.render_all) for _ in range(5)]
    yield line("full render, the same page", size, full)
    bench.close()


def _large(wiki: Wiki) -> Iterator[Line]:
    text = "\n".join(text_of(50_000)[0] for _ in range(3))
    bench = _Bench(wiki, text)
    size = f"{len(text.encode()) / 1_000_000:.1f} MB"
    yield Line("opening a page, text visible", size, f"{bench.visible_ms:.0f} ms", "", "goal 200 ms")
    yield Line("opening a page, preview complete", size, f"{bench.opened_ms:.0f} ms")
    yield _stalls("opening a page, stalls of the GUI thread", size, bench)
    yield from _viewpoint(bench, size)
    bench.close()


def _viewpoint(bench: _Bench, size: str) -> Iterator[Line]:
    """What is seen of the page comes first, and nobody waits for the rest."""
    bench.stalls, bench.work = [], []
    began = perf_counter()
    bench.session.set_viewpoint(Viewpoint(unreviewed=True))
    bench.frame()
    first = (perf_counter() - began) * 1000
    bench.spin(lambda: bench.tab.live.is_complete)
    bench.frame()
    whole = (perf_counter() - began) * 1000
    yield Line("another viewpoint, first of it painted", size, f"{first:.0f} ms", f"{whole:.0f} ms whole")
    yield _stalls("another viewpoint, stalls of the GUI thread", size, bench)


def _stalls(what: str, size: str, bench: _Bench) -> Line:
    """Both by the clock, which others' work on a shared machine lengthens, and in processor time."""
    worst = f"{max(bench.stalls):.0f} ms at most"
    return Line(what, size, f"{median(bench.stalls):.1f} ms", worst, f"{max(bench.work):.0f} ms of work; goal 50 ms")

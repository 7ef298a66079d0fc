"""The window on a large wiki: start to first paint, a page opened, the tree scrolled, a page saved, a page renamed to
which many link, and its memory beside that of a window on a wiki of one page.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fanwiki import app
from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddPage, Edit, RenamePage, RenameWiki, SavePage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store.connection import driver
from fanwiki.ui.collecting import CollectionAtRest
from fanwiki.ui.desk import Desk
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import Settings
from fanwiki.wiki import Wiki
from tests.benchmarks.bench_start import start
from tests.benchmarks.report import Line, line, quantile, run_alone
from tests.benchmarks.vault import large_wiki

PAGES = 2_000
LINKING = 5_000
_OPENED = 30
_TABS = 12
_READ_MS = 2500
_SCROLLED = 300
_SAVED = 200
_PATIENCE_S = 120.0

_RESIDENT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from fanwiki import app
from fanwiki.ui.settings import Settings
app.prepare_environment()
application = QApplication(sys.argv[:1])
window = app.open_window(Path(sys.argv[1]), Settings(Path(sys.argv[2])))
def tell():
    import os
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmRSS")), flush=True)
    os._exit(0)
def open_first():
    program = window.findChild(app.Program)
    program.desk.open_page(program.session.view().first_pages(1)[0].id)
    QTimer.singleShot(4000, tell)
window.ready.connect(open_first)
application.exec()
"""


def measure(pages: int = PAGES, kept: Path | None = None) -> Iterator[Line]:
    """Each line says its goal."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    size = f"{pages:,} pages"
    with large_wiki(pages, kept) as large, tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        yield from start(large.wiki, size)
        yield from _memory(large.wiki, size, folder)
        if QApplication.instance() is None:
            app.prepare_environment()
        application = QApplication.instance() or QApplication([])
        window = app.open_window(large.wiki, Settings(folder / "state"))
        window.ready.connect(CollectionAtRest(application).settle)
        _wait_until(lambda: _program(window).desk is not None)
        yield from _pages(window, size)
        yield from _tree(window, size)
        yield from _saving(window, size)
        window.close()
        window.deleteLater()
        yield from _renaming(folder)
        application.processEvents()


def _program(window: MainWindow) -> app.Program:
    program = window.findChild(app.Program)
    assert isinstance(program, app.Program)
    return program


def _desk(window: MainWindow) -> Desk:
    desk = _program(window).desk
    assert desk is not None
    return desk


def _session(window: MainWindow) -> WikiSession:
    session = _program(window).session
    assert session is not None
    return session


def _memory(wiki: Path, size: str, folder: Path) -> Iterator[Line]:
    """Of the window's own process, a page in front, four seconds after it stands."""
    small = folder / "small.fanwiki"
    with closing(Wiki.create(small)) as made:
        made.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "The only page"))
    pairs = [(_resident(small, folder), _resident(wiki, folder)) for _ in range(3)]
    ratios = sorted(large / little for little, large in pairs)
    shown = f"{ratios[1]:.2f} (pairs {ratios[0]:.2f} … {ratios[-1]:.2f}; goal 1.5)"
    yield Line("memory of the window", "1 page", f"{sorted(little for little, _ in pairs)[1]:.0f} MiB")
    yield Line("memory of the window", size, f"{sorted(large for _, large in pairs)[1]:.0f} MiB", ratio=shown)


def _resident(wiki: Path, folder: Path) -> float:
    """In MiB."""
    command = [sys.executable, "-c", _RESIDENT, str(wiki), str(folder / "memory")]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(told.split()[0]) / 1024


def _pages(window: MainWindow, size: str) -> Iterator[Line]:
    """Pages opened in the place of others, and in tabs of their own."""
    pages = [page.id for page in _session(window).view().pages()]
    chosen = pages[:: max(1, len(pages) // (_OPENED + _TABS + 2))]
    yield from _opened("a page opens", window, size, chosen[: _OPENED + 1], new_tab=False)
    yield from _opened("a page opens in a new tab", window, size, chosen[_OPENED + 1 :][: _TABS + 1], new_tab=True)


def _opened(what: str, window: MainWindow, size: str, chosen: Sequence[PageId], *, new_tab: bool) -> Iterator[Line]:
    """From the call that a click makes to the preview having said that it has the whole page, and the stalls until
    all panes are beside it. Between pages nothing is done for as long as a reader would need at least.
    """
    shown: list[float] = []
    turns: list[Turns] = []
    for page in chosen:
        begun = time.perf_counter()
        watch = Turns()
        window.tree.page_requested.emit(page, new_tab)
        watch.turn()
        watch.run(lambda page=page: _is_shown(window, page))  # type: ignore[misc]  # one of each round
        shown.append((time.perf_counter() - begun) * 1000)
        watch.run(lambda: _desk(window).at_rest)
        turns.append(watch)
        QTest.qWait(_READ_MS)
    longest = [watch.longest for watch in turns[1:]]
    computing = [watch.computing for watch in turns[1:]]
    yield line(f"{what}, until it is shown", size, shown[1:], f"goal p95 100 ms; the first {shown[0]:.0f} ms")
    yield line(f"{what}, the longest stall", size, longest, "goal 50 ms")
    yield line(f"{what}, the longest stall, CPU of the thread", size, computing)


def _is_shown(window: MainWindow, page: PageId) -> bool:
    tab = window.tabs.current
    return tab is not None and tab.page_id == page and not tab.awaited


def _tree(window: MainWindow, size: str) -> Iterator[Line]:
    """Steps of three lines through a tree of which much is unfolded, each until it is painted."""
    tree = window.tree
    begun = time.perf_counter()
    tree.expandToDepth(1)
    unfolded = (time.perf_counter() - begun) * 1000
    bar = tree.verticalScrollBar()
    QApplication.processEvents()
    times: list[float] = []
    computing: list[float] = []
    for step in range(_SCROLLED):
        watch = Turns()
        bar.setValue(step * max(3, bar.maximum() // _SCROLLED))
        tree.viewport().repaint()
        watch.turn()
        times.append(watch.longest)
        computing.append(watch.computing)
    slow = sum(each > 16 for each in times)
    counted = f"{slow} of {_SCROLLED} over 16 ms, {sum(each > 16 for each in computing)} by CPU"
    yield line("a step through the tree", size, times, f"{counted}; all unfolded in {unfolded:.0f} ms")
    yield line("a step through the tree, CPU of the thread", size, computing)


def _saving(window: MainWindow, size: str) -> Iterator[Line]:
    """On the lane, with what the window's thread has lost meanwhile."""
    session, numbers = _session(window), count()
    page = session.author_view().first_pages(1)[0].id
    body = session.author_view().text(page).body
    times: list[float] = []
    stalls: list[Turns] = []
    for _ in range(_SAVED):
        begun = time.perf_counter()
        told: list[Change] = []
        watch = Turns()
        session.apply(SavePage(page, f"{body}\n\nWord {next(numbers)}.", closing=False), done=told.append)
        watch.run(lambda told=told: bool(told))  # type: ignore[misc]  # one of each round
        stalls.append(watch)
        times.append((time.perf_counter() - begun) * 1000)
    session.apply(SavePage(page, body))
    _wait_until(lambda: not session.lane.busy)
    yield line("saving a page, until the window knows", size, times, f"goal 20 ms; {_said(stalls)}")


def _renaming(folder: Path) -> Iterator[Line]:
    """A page with many linking pages: the title known to the window, beside the floor of any edit and of the disk; the
    texts brought up to date after it, and a save that is asked for meanwhile.
    """
    path, hub = folder / "renaming.fanwiki", PageId(new_id())
    with closing(Wiki.create(path)) as wiki:
        wiki.apply(AddPage(hub, PageKind.ARTICLE, "The hub"))
        text = "Somebody says what [[The hub]] is, and why.\n" * 3
        pages = [AddPage(PageId(new_id()), PageKind.ARTICLE, f"Page {n}", body=text) for n in range(LINKING)]
        wiki.apply(*pages)
    bare = _bare_rows(path)
    window = app.open_window(path, Settings(folder / "renaming"))
    _wait_until(lambda: _program(window).desk is not None)
    session = _session(window)
    trivial = [_until_known(session, RenameWiki(f"Wiki {number}")) for number in range(10)]
    computing = _lane_time(session)
    known: list[float] = []
    saved: list[float] = []
    ended: list[float] = []
    gaps: list[Turns] = []
    for title in ("The centre", "The middle", "The heart", "The core", "The eye"):
        begun = time.perf_counter()
        known.append(_until_known(session, RenamePage(hub, title)))
        watch = Turns()
        saved.append(_until_known(session, SavePage(pages[-1].id, f"By hand: [[{title}]].", closing=False)))
        watch.turn()
        watch.run(lambda: not session.lane.busy)
        gaps.append(watch)
        ended.append((time.perf_counter() - begun) * 1000)
    size = f"{LINKING:,} linking"
    yield line("one row of the bare driver", size, bare)
    yield line("a trivial edit, until the window knows", size, trivial)
    in_pairs = f"goal 5 ms; {quantile(known, 0.5) / quantile(bare, 0.5):.1f} × the bare row"
    yield line("a rename, until the window knows", size, known, in_pairs)
    yield line("a rename, CPU of the lane", size, computing.pop("RenamePage"))
    a_page = f"{quantile(ended, 0.5) / LINKING:.2f} ms a page (goal 1); {_said(gaps)}"
    yield line("a rename, until all texts follow", size, ended, a_page)
    yield line("a few texts that follow, CPU of the lane", size, computing.pop("FollowRename"))
    yield line("a save while texts follow, until the window knows", size, saved)
    window.close()
    window.deleteLater()


def _bare_rows(path: Path) -> list[float]:
    """Milliseconds that one row of a table of its own takes, committed as a wiki's are."""
    times: list[float] = []
    with closing(driver().connect(str(path), isolation_level=None)) as connection:
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=1"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("CREATE TABLE bare (row)")
        for number in range(20):
            begun = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO bare VALUES (?)", (number,))
            connection.execute("COMMIT")
            times.append((time.perf_counter() - begun) * 1000)
        connection.execute("DROP TABLE bare")
    return times


def _until_known(session: WikiSession, edit: Edit) -> float:
    """Milliseconds until the window and all its panes have heard of an edit."""
    told: list[float] = []
    begun = time.perf_counter()
    session.apply(edit, done=lambda _change: told.append(time.perf_counter()))
    end = begun + _PATIENCE_S
    while not told and time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.0002)
    return (told[0] - begun) * 1000


def _lane_time(session: WikiSession) -> dict[str, list[float]]:
    """Milliseconds that the lane computes for edits from now on, by their kind."""
    found: dict[str, list[float]] = defaultdict(list)
    apply = session.wiki.apply

    def timed(*edits: Edit, **more: Any) -> Change:
        begun = time.thread_time()
        try:
            return apply(*edits, **more)
        finally:
            found[type(edits[0]).__name__].append((time.thread_time() - begun) * 1000)

    session.wiki.apply = timed  # type: ignore[method-assign]  # for as long as it is measured
    return found


class Turns:
    """Turns of the event loop, timed: `longest` in milliseconds, and of the longest in `computing` what the thread has
    computed: the rest it has waited, for the disk or on a busy machine.
    """

    def __init__(self) -> None:
        self.longest = self.computing = 0.0
        self._last, self._cpu = time.perf_counter(), time.thread_time()

    def turn(self) -> None:
        """A turn has ended."""
        now, cpu = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self.computing = max(self.computing, (cpu - self._cpu) * 1000)
        self._last, self._cpu = now, cpu

    def run(self, over: Callable[[], bool]) -> None:
        """Runs the event loop until it is over."""
        end = time.perf_counter() + _PATIENCE_S
        while not over() and time.perf_counter() < end:
            QApplication.processEvents()
            self.turn()
            time.sleep(0.0005)


def _said(turns: Sequence[Turns]) -> str:
    longest, computing = max(each.longest for each in turns), max(each.computing for each in turns)
    return f"longest stall {longest:.0f} ms, {computing:.0f} of CPU"


def _wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not condition() and time.monotonic() < end:
        QTest.qWait(1)


if __name__ == "__main__":
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    run_alone(measure, PAGES)

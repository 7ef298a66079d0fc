"""Start to first paint: the window on a wiki against a bare PySide6 window with the same widgets, in turn, each in a
process of its own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fanwiki.importers.sample import create_sample
from tests.benchmarks.report import Line, line

PAIRS = 9

_PAINTED = """
import time
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        print(time.monotonic_ns(), flush=True)
        QTimer.singleShot(0, self.stop)
    def stop(self):
        import os
        os._exit(0)
"""

_OURS = (
    """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from fanwiki import app
from fanwiki.ui.settings import Settings
app.prepare_environment()
application = QApplication(sys.argv[:1])
"""
    + _PAINTED
    + """
watch = Watch()
window = app.open_window(Path(sys.argv[1]), Settings(Path(sys.argv[2])))
window.installEventFilter(watch)
application.exec()
"""
)

_BARE = (
    """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import *
application = QApplication(sys.argv[:1])
application.setStyle("Fusion")
"""
    + _PAINTED
    + """
watch = Watch()
window = QMainWindow()
window.resize(1280, 800)
actions = [QAction(f"Action {number}", window) for number in range(62)]
for number in range(6):
    window.menuBar().addMenu(f"Menu {number}").addActions(actions[number * 10 : number * 10 + 10])
window.addActions(actions)
bar = window.addToolBar("Tools")
bar.addActions(actions[:7])
bar.addWidget(QWidget())
bar.addWidget(QLineEdit())
label = QLabel("Opening", alignment=Qt.AlignmentFlag.AlignCenter)
tabs, welcome = QTabWidget(), QScrollArea()
inner = QWidget()
layout = QVBoxLayout(inner)
for number in range(5):
    layout.addWidget(QLabel(f"Label {number}"))
for number in range(3):
    layout.addWidget(QCommandLinkButton("Do", "something"))
welcome.setWidget(inner)
middle = QStackedWidget()
for sheet in (welcome, label, QLabel("Empty"), tabs):
    middle.addWidget(sheet)
middle.setCurrentIndex(1)
window.setCentralWidget(middle)
docks = []
for number in range(6):
    dock = QDockWidget(f"Pane {number}", window)
    dock.setWidget(QTreeView() if number == 0 else QWidget())
    area = Qt.DockWidgetArea.RightDockWidgetArea if number else Qt.DockWidgetArea.LeftDockWidgetArea
    window.addDockWidget(area, dock)
    docks.append(dock)
window.splitDockWidget(docks[1], docks[3], Qt.Orientation.Vertical)
window.tabifyDockWidget(docks[1], docks[2])
window.tabifyDockWidget(docks[3], docks[4])
window.tabifyDockWidget(docks[4], docks[5])
window.statusBar().addWidget(QLabel("Ready"), 1)
window.statusBar().addPermanentWidget(QLabel("Saved"))
window.show()
window.installEventFilter(watch)
application.exec()
"""
)


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        wiki = Path(folder) / "sample.fanwiki"
        create_sample(wiki).close()
        yield from start(wiki, "sample")


def start(wiki: Path, size: str) -> Iterator[Line]:
    """One line for each of the two, ours with the ratio of the medians and the range of the pairs."""
    with tempfile.TemporaryDirectory() as folder:
        # Once each, unmeasured, so that neither pays for a cold disk.
        _painted(_BARE)
        _painted(_OURS, str(wiki), folder)
        pairs = [(_painted(_BARE), _painted(_OURS, str(wiki), folder)) for _ in range(PAIRS)]
    ratios = [ours / bare for bare, ours in pairs]
    of_medians = statistics.median(ours for _, ours in pairs) / statistics.median(bare for bare, _ in pairs)
    ratio = f"{of_medians:.2f} (pairs {min(ratios):.2f} … {max(ratios):.2f}; goal 1.5)"
    yield line("start to first paint, bare window", f"{PAIRS} pairs", [bare for bare, _ in pairs])
    yield line("start to first paint, fanwiki", size, [ours for _, ours in pairs], ratio)


def _painted(script: str, *arguments: str) -> float:
    """Milliseconds from the start of a process to its first paint."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    began = time.monotonic_ns()
    command = [sys.executable, "-c", script, *arguments]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return (int(told.split()[0]) - began) / 1e6

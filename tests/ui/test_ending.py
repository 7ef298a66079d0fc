"""The program ends as it should: the process that had the window leaves with 0, whatever Qt and Chromium still held."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fanwiki.importers.sample import create_sample

pytestmark = pytest.mark.gui

SCRIPT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from fanwiki import app

run = QApplication.exec

def look_and_leave():
    windows = [each for each in QApplication.topLevelWidgets() if each.objectName() == "mainWindow"]
    windows[0].ready.connect(lambda: QTimer.singleShot(1500, windows[0].close))
    return run()

QApplication.exec = staticmethod(look_and_leave)
sys.exit(app.main(sys.argv[1:]))
"""


def test_the_process_of_the_window_ends_with_0(tmp_path: Path) -> None:
    wiki = tmp_path / "sample.fanwiki"
    create_sample(wiki).close()
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(wiki)],
        env={**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".sample")] == []

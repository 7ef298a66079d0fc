"""Two windows on one file, each a process of its own: the second reads, says who writes, and waits for nobody who is
dead.
"""

import time
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtWidgets import QMessageBox

from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.building import Builder
from tests.conftest import Tell
from tests.faults.window import typing_window
from tests.ui.conftest import driver
from tests.ui.driving import PATIENCE_MS, Driver

__all__ = ["driver"]

pytestmark = pytest.mark.gui

TITLE = "Class 2-5"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "shared" / "test.fanwiki"
    made.parent.mkdir()
    wiki = Wiki.create(made)
    Builder(wiki).page(TITLE, "\n\nWhat was there before.")
    wiki.close()
    return made


def test_the_second_window_reads_and_says_who_writes(driver: Driver, path: Path, tmp_path: Path, tell: Tell) -> None:
    with typing_window(path, TITLE, tmp_path / "log") as first:
        begun = time.monotonic()
        second = driver.open(path)
        box = second.dialog(QMessageBox)
        told = time.monotonic() - begun
        assert str(first.pid) in f"{box.text()} {box.informativeText()}"
        accept = next(each for each in box.buttons() if box.buttonRole(each) == QMessageBox.ButtonRole.AcceptRole)
        with second.qtbot.waitSignal(second.window.ready, timeout=PATIENCE_MS):
            accept.click()
        assert "(read-only)" in second.window.windowTitle()
        second.go(TITLE)
        assert second.tab.editor.isReadOnly()
        driver.close(second)
        assert first.poll() is None
        first.kill()
        first.wait()
    tell(f"two windows: the second said who writes {told:.2f} s after it was asked for")
    third = driver.open(path)
    assert "(read-only)" not in third.window.windowTitle()
    third.go(TITLE)
    assert not third.tab.editor.isReadOnly()
    driver.close(third)
    assert check(path) == ()

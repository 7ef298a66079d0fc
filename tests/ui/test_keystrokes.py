"""The window writes down what is typed, and says what it brought back after a crash."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from fanwiki.domain.edits import SavePage
from fanwiki.wiki import Wiki
from fanwiki.wiki.keystrokes import KeystrokeJournal, TypedText, journal_of
from tests.ui.driving import PATIENCE_MS, Driven, Driver

pytestmark = pytest.mark.gui


def crash(file: Path, *titles: str, theirs: str = "") -> None:
    """Leaves behind what a program does that was killed while some pages were written."""
    wiki = Wiki.open(file)
    journal = KeystrokeJournal(file)
    for title in titles:
        page = wiki.view().find(title).id
        text = wiki.view().text(page).body
        journal.note([TypedText(page, text, f"Mine. {text}")])
        if theirs:
            wiki.apply(SavePage(page, f"{theirs} {text}"))
    wiki.close()


def test_what_is_typed_is_written_down_and_gone_after_a_clean_close(driver: Driver, driven: Driven, file: Path) -> None:
    driven.go("Class 2-5")
    driven.type("Not saved yet. ")
    driven.qtbot.waitUntil(journal_of(file).exists, timeout=PATIENCE_MS)
    assert "Not saved yet. " in journal_of(file).read_text()
    driver.close(driven)
    assert sorted(path.name for path in file.parent.iterdir() if path.is_file()) == [file.name]


def test_the_window_says_what_it_has_brought_back(driver: Driver, file: Path) -> None:
    crash(file, "Class 2-5", "Nam On-jo")
    driven = driver.open(file)
    assert driven.window.notice.text == "2 pages had text that was not saved yet; it is back."
    driven.go("Class 2-5")
    assert driven.tab.editor.toPlainText().startswith("Mine. ")


def test_the_window_says_where_text_is_that_has_no_place(driver: Driver, file: Path) -> None:
    crash(file, "Class 2-5", theirs="Theirs.")
    driven = driver.open(file)
    said = driven.dialog(QMessageBox).informativeText()
    title = said[said.index("“") + 1 : said.index("”")]
    driven.dismiss()
    assert driven.go(title).editor.toPlainText().startswith("Mine. ")
    assert driven.go("Class 2-5").editor.toPlainText().startswith("Theirs. ")


def test_a_window_for_reading_leaves_what_is_written_down_alone(driver: Driver, file: Path) -> None:
    crash(file, "Class 2-5")
    written = journal_of(file).read_bytes()
    driven = driver.open(None)
    with driven.qtbot.waitSignal(driven.window.ready, timeout=PATIENCE_MS):
        driven.program.open_wiki(file, read_only=True)
    assert not driven.window.notice.text
    driver.close(driven)
    assert journal_of(file).read_bytes() == written


def test_a_journal_that_cannot_be_written_is_told_once(driven: Driven, file: Path) -> None:
    journal_of(file).mkdir()
    driven.go("Class 2-5")
    driven.type("Safe all the same. ")
    driven.qtbot.waitUntil(lambda: "cannot be written" in driven.window.notice.text, timeout=PATIENCE_MS)
    driven.settle()
    assert driven.tab.editor.toPlainText().startswith("Safe all the same. ")
    journal_of(file).rmdir()

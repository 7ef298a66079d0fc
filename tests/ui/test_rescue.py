"""A damaged wiki in the window: what can be read of it is opened and written out, and the file stays as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QMessageBox

from fanwiki.ui.main_window import Sheet
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from fanwiki.wiki.rebuilding import rebuild
from tests.faults.damage import PAGE, WAYS
from tests.ui.driving import PATIENCE_MS, Driven, Driver

pytestmark = pytest.mark.gui


def _damage(file: Path, start: int, end: int) -> bytes:
    """Noise in a stretch of a file."""
    sound = file.read_bytes()
    damaged = sound[:start] + Random(3).randbytes(end - start) + sound[end:]
    file.write_bytes(damaged)
    return damaged


def _pages_of(file: Path, *tables: str) -> list[int]:
    """Where in a file the first pages of some tables begin."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, rootpage FROM sqlite_schema").fetchall()
    return [(root - 1) * PAGE for name, root in rows if name in tables]


def _opened(driver: Driver, file: Path) -> Driven:
    """The window on what can be read of a file, after the question."""
    window = driver.begin(file)
    driven = Driven(driver.qtbot, window)
    box = driven.dialog(QMessageBox)
    assert "damaged" in box.text() or "not a fanwiki file" in box.text()
    yes = next(button for button in box.buttons() if button.text() == "Open what can be read")
    with driver.qtbot.waitSignal(window.ready, timeout=PATIENCE_MS):
        yes.click()
    return driven


def test_a_damaged_wiki_is_opened_for_reading_and_written_out(driver: Driver, file: Path, tmp_path: Path) -> None:
    before = _damage(file, 100, PAGE)
    driven = _opened(driver, file)
    assert driven.session.read_only
    assert len(driven.session.author_view().pages()) > 40
    assert "is damaged" in driven.window.read_only_banner.text
    driven.go("Class 2-5")
    copy = driven.session.wiki.path
    assert copy != file
    out = tmp_path / "out"
    out.mkdir()
    driven.window.read_only_banner.button.click()
    (dialog,) = [each for each in driven.window.children() if each.inherits("QFileDialog")]
    dialog.fileSelected.emit(str(out))  # type: ignore[attr-defined]  # a QFileDialog, as just asked
    dialog.reject()  # type: ignore[attr-defined]  # the same
    assert "pages" in driven.dismiss()
    assert (out / "report.md").is_file()
    assert len(list((out / "pages").glob("*.md"))) > 40
    driver.close(driven)
    assert not copy.parent.exists()
    assert file.read_bytes() == before
    assert driver.settings.recent() == []


def test_another_wiki_is_opened_in_its_place(driver: Driver, file: Path, tmp_path: Path) -> None:
    sound = tmp_path / "Sound.fanwiki"
    sound.write_bytes(file.read_bytes())
    _damage(file, 100, PAGE)
    driven = _opened(driver, file)
    copy = driven.session.wiki.path
    for path in (file, sound):
        driven.program.open_wiki(path)
        if path == file:
            box = driven.dialog(QMessageBox)
            with driver.qtbot.waitSignal(driven.window.ready, timeout=PATIENCE_MS):
                next(button for button in box.buttons() if button.text() == "Open what can be read").click()
        else:
            driver.qtbot.waitUntil(lambda: driven.program.desk is not None, timeout=PATIENCE_MS)
    assert driven.session.wiki.path == sound
    assert not driven.session.read_only
    assert driven.window.read_only_banner.text == ""
    assert not copy.parent.exists()


def test_a_file_without_its_beginning_is_read_past_sqlite(driver: Driver, file: Path) -> None:
    before = _damage(file, 0, 100)
    driven = _opened(driver, file)
    assert driven.session.author_view().pages()
    assert driven.window.read_only_banner.button.isVisible()
    driver.close(driven)
    assert file.read_bytes() == before


@pytest.mark.parametrize("table", ["page", "ix_page_parent_kind_position", "state"])
def test_damage_that_shows_when_it_is_read_offers_the_same(driver: Driver, file: Path, table: str) -> None:
    (start,) = _pages_of(file, table)
    before = _damage(file, start, start + PAGE)
    driven = _opened(driver, file)
    assert driven.session.author_view().pages()
    driver.close(driven)
    assert file.read_bytes() == before


def test_what_is_no_wiki_at_all_is_refused_in_words(driver: Driver, tmp_path: Path) -> None:
    file = tmp_path / "Noise.fanwiki"
    file.write_bytes(Random(1).randbytes(20_000))
    window = driver.begin(file)
    driven = Driven(driver.qtbot, window)
    box = driven.dialog(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Open what can be read").click()
    driver.qtbot.waitUntil(lambda: "Nothing of a wiki" in _said(), timeout=PATIENCE_MS)
    driven.dismiss()
    assert window.sheet is Sheet.WELCOME


def _said() -> str:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the box that is up now

    box = QApplication.activeModalWidget()
    return box.text() if isinstance(box, QMessageBox) else ""


@pytest.mark.parametrize("seed", range(12))
def test_what_is_rebuilt_is_sound(file: Path, tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    file.write_bytes(WAYS[seed % len(WAYS)](file.read_bytes(), dice))
    before = file.read_bytes()
    target = tmp_path / "rebuilt.fanwiki"
    count = rebuild(file, target)
    assert file.read_bytes() == before
    assert check(target) == ()
    wiki = Wiki.open(target, read_only=True)
    live = len(wiki.view().pages())
    assert live <= count
    assert (live > 0) == (count > 0)
    wiki.close()

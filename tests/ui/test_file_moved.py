"""The wiki's file is moved, deleted, replaced or made read-only under the window: it says so, keeps the text, writes
into no other file, and saves everything under another name.
"""

import os
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFileDialog

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.file_work import FileWork
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.ui.driving import PATIENCE_MS, Driven

pytestmark = pytest.mark.gui

TITLE = "Class 2-5"


def wait_for_banner(driven: Driven, words: str) -> None:
    driven.qtbot.waitUntil(lambda: words in driven.window.file_banner.text, timeout=PATIENCE_MS)
    assert driven.window.file_banner.isVisible() == bool(words)


def type_unsaved(driven: Driven) -> None:
    """Types something, which the window must not be able to save."""
    driven.type("Nothing of this is lost. ")
    driven.do("save_page")
    driven.qtbot.waitUntil(lambda: "Not saved" in driven.window.save_state.text(), timeout=PATIENCE_MS)
    driven.settle()
    assert driven.tab.editor.text().startswith("Nothing of this is lost. ")


def save_as(driven: Driven, target: Path) -> None:
    driven.window.file_banner.button.click()
    dialog = driven.dialog(QFileDialog)
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    driven.qtbot.waitUntil(
        lambda: driven.program.session is not None and driven.session.wiki.path == target, timeout=PATIENCE_MS
    )
    driven.qtbot.waitUntil(lambda: driven.program.desk is not None, timeout=PATIENCE_MS)


def body_in(path: Path) -> str:
    wiki = Wiki.open(path, read_only=True)
    try:
        return wiki.view().text(wiki.view().find(TITLE).id).body
    finally:
        wiki.close()


@pytest.mark.parametrize("where", ["deleted", "moved"])
def test_a_file_that_is_gone_is_told_and_saved_elsewhere(
    driven: Driven, file: Path, tmp_path: Path, where: str
) -> None:
    driven.go(TITLE)
    if where == "deleted":
        file.unlink()
    else:
        file.rename(tmp_path / "elsewhere.fanwiki")
    wait_for_banner(driven, "was moved or deleted while it was open")
    type_unsaved(driven)
    assert not file.exists()
    target = tmp_path / "Saved.fanwiki"
    save_as(driven, target)
    assert driven.window.file_banner.text == ""
    assert body_in(target).startswith("Nothing of this is lost. ")
    assert check(target) == ()
    driven.go(TITLE)
    assert driven.tab.editor.text().startswith("Nothing of this is lost. ")


def test_nothing_is_written_into_a_file_that_took_its_place(driven: Driven, file: Path, tmp_path: Path) -> None:
    driven.go(TITLE)
    other = tmp_path / "other.fanwiki"
    Wiki.create(other).close()
    content = other.read_bytes()
    os.replace(other, file)  # noqa: PTH105 - as a program that restores a file does
    wait_for_banner(driven, "was replaced by another file while it was open")
    type_unsaved(driven)
    assert file.read_bytes() == content
    save_as(driven, tmp_path / "Saved.fanwiki")
    assert body_in(tmp_path / "Saved.fanwiki").startswith("Nothing of this is lost. ")
    assert file.read_bytes() == content


def test_an_older_copy_written_over_the_open_file_is_noticed(driven: Driven, file: Path, tmp_path: Path) -> None:
    driven.go(TITLE)
    older = file.read_bytes()
    driven.type("Saved. ")
    driven.do("save_page")
    driven.qtbot.waitUntil(lambda: driven.window.save_state.text() == "Saved", timeout=PATIENCE_MS)
    driven.settle()
    newer, inode = file.read_bytes(), file.stat().st_ino
    file.write_bytes(older)
    assert file.stat().st_ino == inode
    wait_for_banner(driven, "was overwritten by another program while it was open")
    driven.tab.editor.moveCursor(QTextCursor.MoveOperation.Start)
    type_unsaved(driven)
    assert file.read_bytes() == older
    save_as(driven, tmp_path / "Saved.fanwiki")
    assert body_in(tmp_path / "Saved.fanwiki").startswith("Nothing of this is lost. Saved. ")
    assert file.read_bytes() == older != newer


def test_what_was_saved_since_the_copy_that_took_its_place_is_saved_elsewhere(
    driven: Driven, file: Path, tmp_path: Path
) -> None:
    """Pages that were changed, and one that was made, and all of it saved before the older copy came."""
    older = file.read_bytes()
    late = PageId(new_id())
    with driven.qtbot.waitSignal(driven.session.changed, timeout=PATIENCE_MS):
        driven.session.apply(AddPage(late, PageKind.ARTICLE, "Late", body="Made later."))
    driven.go("Late")
    driven.go(TITLE)
    driven.type("Saved. ")
    driven.do("save_page")
    driven.qtbot.waitUntil(lambda: driven.window.save_state.text() == "Saved", timeout=PATIENCE_MS)
    driven.settle()
    file.write_bytes(older)
    wait_for_banner(driven, "was overwritten by another program while it was open")
    target = tmp_path / "Saved.fanwiki"
    save_as(driven, target)
    assert body_in(target).startswith("Saved. ")
    with closing(Wiki.open(target, read_only=True)) as saved, saved.view().together() as view:
        # Both texts of the page are in its history, and the page that the copy does not know has one of its own.
        page = view.find(TITLE).id
        assert [view.revision_text(each.id).startswith("Saved. ") for each in view.history(page)][:2] == [True, False]
        assert "Made later." in [view.text(each.id).body for each in view.pages()]
    assert check(target) == ()
    assert file.read_bytes() == older


def test_a_file_that_comes_back_is_written_again(driven: Driven, file: Path, tmp_path: Path) -> None:
    driven.go(TITLE)
    away = tmp_path / "away.fanwiki"
    file.rename(away)
    wait_for_banner(driven, "was moved or deleted")
    type_unsaved(driven)
    away.rename(file)
    driven.qtbot.waitUntil(lambda: driven.window.file_banner.text == "", timeout=PATIENCE_MS)
    driven.qtbot.waitUntil(lambda: driven.window.save_state.text() == "Saved", timeout=PATIENCE_MS)
    assert body_in(file).startswith("Nothing of this is lost. ")


def test_a_file_that_was_made_read_only_is_told(driven: Driven, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driven.go(TITLE)
    allowed = os.access
    # Whoever runs these tests as root may write everywhere.
    monkeypatch.setattr(os, "access", lambda path, mode: allowed(path, mode) and not (path == file and mode == os.W_OK))
    file.chmod(0o444)
    wait_for_banner(driven, "the file or its folder is read-only")
    monkeypatch.undo()
    file.chmod(0o644)
    driven.qtbot.waitUntil(lambda: driven.window.file_banner.text == "", timeout=PATIENCE_MS)


def test_a_name_that_is_taken_is_refused_and_nothing_is_lost(driven: Driven, file: Path, tmp_path: Path) -> None:
    driven.go(TITLE)
    taken = tmp_path / "Taken.fanwiki"
    taken.write_bytes(b"something else")
    file.unlink()
    wait_for_banner(driven, "was moved or deleted")
    type_unsaved(driven)
    driven.window.file_banner.button.click()
    dialog = driven.dialog(QFileDialog)
    dialog.fileSelected.emit(str(taken))
    dialog.reject()
    assert "exists already" in driven.dismiss()
    assert taken.read_bytes() == b"something else"
    assert driven.tab.editor.text().startswith("Nothing of this is lost. ")
    save_as(driven, tmp_path / "Saved.fanwiki")


def test_a_save_of_ones_own_says_nothing(driven: Driven) -> None:
    driven.go(TITLE)
    with driven.qtbot.waitSignal(driven.find(FileWork).looked, timeout=PATIENCE_MS):
        driven.type("Words. ")
        driven.do("save_page")
    driven.settle()
    assert driven.window.file_banner.text == ""

"""The window as a whole: how it opens and closes, what it keeps, and what it says when something is wrong."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox

from fanwiki import __version__
from fanwiki.domain.edits import AddPage, SavePage
from fanwiki.domain.entities import Episode, Season, Show
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.dialogs.about import AboutDialog
from fanwiki.ui.dialogs.export import ExportDialog
from fanwiki.ui.dialogs.new_page import NewPageDialog
from fanwiki.ui.dialogs.switcher import QuickSwitcher
from fanwiki.ui.editor.page_tab import Mode
from fanwiki.ui.main_window import Sheet
from fanwiki.wiki import Wiki
from tests.ui.driving import PATIENCE_MS, Driven, Driver
from tests.ui.holding import hold

pytestmark = pytest.mark.gui

SHOW = "All of Us Are Dead"
CHARACTERS = (SHOW, "Characters")


def test_the_window_names_the_wiki_and_opens_the_main_page(driven: Driven) -> None:
    assert driven.window.windowTitle() == "All of Us Are Dead, a sample wiki – fanwiki"
    assert driven.tab.title == SHOW
    assert driven.window.save_state.text() == "Saved"


def test_text_left_at_once_is_saved(driven: Driven) -> None:
    driven.go("Class 2-5")
    driven.type("Written in haste. ")
    driven.go("Nam On-jo")
    driven.settle()
    assert "Written in haste." in driven.session.author_view().text(driven.page("Class 2-5")).body


def test_closing_and_opening_again_brings_all_back(driver: Driver, driven: Driven, file: Path) -> None:
    driven.go("Choi Nam-ra")
    tab = driven.go("Nam On-jo", new_tab=True)
    driven.go("Class 2-5", new_tab=True)
    driven.window.tabs.setCurrentWidget(tab)
    tab.set_mode(Mode.EDIT)
    driven.type("Typed just before closing. ")
    driven.window.tree.expand(driven.tree_index(*CHARACTERS))
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E10"))
    driver.close(driven)
    again = driver.open(file)
    assert [each.title for each in again.window.tabs] == ["Choi Nam-ra", "Nam On-jo", "Class 2-5"]
    assert again.tab.title == "Nam On-jo"
    assert again.tab.mode is Mode.EDIT
    assert again.tab.editor.textCursor().position() == len("Typed just before closing. ")
    assert again.tab.editor.toPlainText().startswith("Typed just before closing. ")
    assert "S1E10" in again.window.banner.text
    assert again.window.tree.isExpanded(again.tree_index(*CHARACTERS))


def test_the_welcome_page_and_a_new_wiki(driver: Driver, tmp_path: Path) -> None:
    driven = driver.open(None)
    assert driven.window.sheet is Sheet.WELCOME
    assert driven.window.windowTitle() == "fanwiki"
    with driven.qtbot.waitSignal(driven.window.ready, timeout=PATIENCE_MS):
        driven.program.create_wiki(tmp_path / "Kingdom.fanwiki")
    assert driven.window.windowTitle() == "Kingdom – fanwiki"
    assert driven.window.sheet.name == "EMPTY"
    assert "no pages yet" in driven.window.empty.text
    driven.window.empty.button.click()
    driven.dialog(NewPageDialog).reject()
    driven.do("close_wiki")
    assert driven.window.sheet.name == "WELCOME"
    assert driver.settings.recent() == [tmp_path / "Kingdom.fanwiki"]


def test_with_nothing_open_one_button_says_how_to_go_on(driven: Driven) -> None:
    driven.do("close_tab")
    assert driven.window.sheet is Sheet.EMPTY
    assert "Choose a page" in driven.window.empty.text
    assert driven.window.empty.button.isVisible()
    driven.window.empty.button.click()
    driven.dialog(QuickSwitcher).reject()


def test_the_sample_is_made_and_opened_from_the_welcome_page(driver: Driver) -> None:
    driven = driver.open(None)
    with driven.qtbot.waitSignal(driven.window.ready, timeout=PATIENCE_MS):
        driven.do("open_sample")
    assert driven.tab.title == SHOW
    assert (driver.folder / "documents" / "All of Us Are Dead.fanwiki").is_file()


def test_a_file_that_is_no_wiki_is_refused_in_words(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "x.fanwiki"
    path.write_text("just text", encoding="utf-8")
    driven = driver.open(path)
    said = driven.dismiss()
    assert "x.fanwiki" in said
    assert "not changed" in said
    assert driven.window.sheet is Sheet.WELCOME
    assert path.read_text(encoding="utf-8") == "just text"


def test_a_wiki_in_use_is_offered_for_reading(driver: Driver, file: Path) -> None:
    holder = Wiki.open(file)
    driven = driver.open(file)
    box = driven.dialog(QMessageBox)
    accept = next(button for button in box.buttons() if box.buttonRole(button) == QMessageBox.ButtonRole.AcceptRole)
    with driven.qtbot.waitSignal(driven.window.ready, timeout=PATIENCE_MS):
        accept.click()
    assert "(read-only)" in driven.window.windowTitle()
    assert driven.tab.editor.isReadOnly()
    assert not driven.window.actions_of_window["create_page"].isEnabled()
    assert driven.window.read_only_banner.isVisible()
    assert driven.window.save_state.text() == "Read-only"
    holder.close()


def test_export_from_the_window(driven: Driven, tmp_path: Path) -> None:
    driven.do("export_html")
    dialog = driven.dialog(ExportDialog)
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.as_of.setEditText("S1E06")
    style = tmp_path / "own.css"
    style.write_text("@import url(https://example.org/a.css);")
    dialog.style_sheet.setText(str(style))
    dialog.start()
    driven.qtbot.waitUntil(lambda: "own.css leads outside" in dialog.problem, timeout=PATIENCE_MS)
    style.write_text("h1 { color: green }")
    dialog.recent.setChecked(True)
    dialog.start()
    driven.qtbot.waitUntil(lambda: bool(dialog.summary.text()) and not dialog.working, timeout=PATIENCE_MS * 3)
    assert (tmp_path / "out" / "index.html").is_file()
    assert (tmp_path / "out" / "recent.html").is_file()
    assert (tmp_path / "out" / "assets" / "user.css").read_text() == "h1 { color: green }"
    assert dialog.open_browser.isVisible()
    dialog.reject()


def test_an_export_is_proposed_for_the_viewpoint_that_one_reads_from(driven: Driven, tmp_path: Path) -> None:
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E06"))
    driven.do("export_html")
    dialog = driven.dialog(ExportDialog)
    assert dialog.as_of.currentText() == "S1E06 · Episode 6"
    assert not dialog.as_now.isVisible()
    dialog.reject()
    show, season, first = (PageId(new_id()) for _ in range(3))
    driven.session.apply(
        AddPage(show, PageKind.SHOW, "Kingdom", subject=Show(show, "kingdom")),
        AddPage(season, PageKind.SEASON, "Kingdom, season 1", show, subject=Season(season, show, 1)),
        AddPage(first, PageKind.EPISODE, "The king", season, subject=Episode(first, season, 1)),
    )
    driven.settle()
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("aouad:S1E06,kingdom:S1E01"))
    assert "aouad:S1E06, kingdom:S1E01" in driven.window.banner.text
    driven.do("export_html")
    dialog = driven.dialog(ExportDialog)
    assert dialog.as_now.isChecked()
    assert dialog.as_now.text() == "As you read now: aouad:S1E06, kingdom:S1E01"
    assert not dialog.as_of.isEnabled()
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.start()
    driven.qtbot.waitUntil(lambda: bool(dialog.summary.text()) and not dialog.working, timeout=PATIENCE_MS * 3)
    text = "\n".join(path.read_text() for path in (tmp_path / "out").rglob("*.html"))
    assert "The king" in text
    assert "Episode 6" in text
    assert "Half-zombies" not in text
    dialog.reject()


def test_an_export_that_is_cancelled_leaves_nothing(
    driven: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = hold(monkeypatch, ExportDialog)
    driven.do("export_html")
    dialog = driven.dialog(ExportDialog)
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.start()
    driven.qtbot.waitUntil(lambda: dialog.bar.value() > 0, timeout=PATIENCE_MS)
    dialog.stop.click()
    released.set()
    driven.qtbot.waitUntil(lambda: not dialog.working, timeout=PATIENCE_MS)
    assert not (tmp_path / "out").exists()
    dialog.reject()


def test_text_that_cannot_be_saved_keeps_the_window_open(driven: Driven) -> None:
    tab = driven.go("Class 2-5")
    driven.type("Mine. ")
    # Somebody else, who does not say so, has saved the page meanwhile.
    driven.session.wiki.apply(SavePage(tab.page_id, "Theirs.", None))
    assert not driven.window.close()
    box = driven.dialog(QMessageBox)
    assert "Class 2-5" in box.text()
    assert driven.window.isVisible()
    assert tab.editor.toPlainText().startswith("Mine. ")
    lose = next(button for button in box.buttons() if box.buttonRole(button) == QMessageBox.ButtonRole.DestructiveRole)
    lose.click()
    assert driven.window.sheet is Sheet.WELCOME


def test_a_window_closed_while_its_wiki_is_opening_closes_as_soon_as_it_can(
    driver: Driver, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, read = Event(), Event()
    open_wiki = Wiki.open

    def open_late(path: Path, **how: Any) -> Wiki:
        begun.set()
        assert read.wait(PATIENCE_MS / 1000)
        return open_wiki(path, **how)

    monkeypatch.setattr(Wiki, "open", open_late)
    window = driver.begin(file)
    driver.qtbot.waitUntil(begun.is_set, timeout=PATIENCE_MS)
    assert window.sheet is Sheet.OPENING
    window.close()
    assert window.isVisible()
    read.set()
    driver.qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE_MS)
    Wiki.open(file).close()


def test_the_program_has_a_sign_and_says_what_it_is(driven: Driven) -> None:
    sign = driven.window.windowIcon().pixmap(64, 64).toImage()
    assert sign.pixelColor(32, 2).name() == "#0f5f4e"
    driven.do("show_about")
    said = [label.text() for label in driven.dialog(AboutDialog).findChildren(QLabel)]
    assert f"fanwiki {__version__}" in said
    assert any("General Public License" in each for each in said)

"""How the window shows a text: focus mode, full screen, zoom, the settings; and what of it is kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QWidget

from fanwiki.ui.dialogs import settings as settings_dialog
from fanwiki.ui.dialogs.settings import SettingsDialog
from fanwiki.ui.editor.page_tab import Mode
from fanwiki.ui.look import Look, Looks, Preview
from fanwiki.ui.settings import Settings
from fanwiki.ui.theme import Theme
from tests.ui.driving import PATIENCE_MS, Driven, Driver
from tests.ui.writing import write

pytestmark = pytest.mark.gui

PAGE = "Class 2-5"
OTHER = "Nam On-jo"


def around(driven: Driven) -> list[QWidget]:
    """What stands around the text."""
    window = driven.window
    tabs = [side.tabBar() for side in window.tabs.sides]
    return [window.menuBar(), window.tool_bar, window.statusBar(), *window.docks.values(), *tabs]


def test_focus_mode_leaves_the_text_alone_and_esc_brings_all_back(driven: Driven) -> None:
    tab = driven.go(PAGE)
    before = [widget.isHidden() for widget in around(driven)]
    driven.do("toggle_focus")
    assert all(widget.isHidden() for widget in around(driven))
    assert tab.mode is Mode.EDIT
    assert tab.editor.hasFocus()
    assert driven.window.actions_of_window["toggle_focus"].isChecked()
    write(tab.editor, "Quiet. ")
    driven.press(tab.editor, Qt.Key.Key_Escape)
    assert [widget.isHidden() for widget in around(driven)] == before
    assert tab.mode.value == "split"
    assert not driven.window.actions_of_window["toggle_focus"].isChecked()


def test_in_focus_mode_the_paragraph_at_the_cursor_stands_out(driven: Driven) -> None:
    tab = driven.go(PAGE)
    driven.do("toggle_focus")
    editor = tab.editor
    editor.go_to_line(2)
    driven.qtbot.waitUntil(driven.window.docks["pages"].isHidden, timeout=PATIENCE_MS)
    ground = editor.palette().base().color().lightness()

    def darkest(line: int) -> int:
        block = editor.document().findBlockByNumber(line)
        rect = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).toRect()
        picture = editor.viewport().grab().toImage().copy(rect.adjusted(0, 1, 0, -1))
        return max(
            abs(picture.pixelColor(x, y).lightness() - ground)
            for x in range(0, picture.width(), 2)
            for y in range(picture.height())
        )

    here, there = darkest(2), darkest(4)
    assert here > 2 * there > 0


def test_another_page_comes_into_the_same_quiet(driven: Driven) -> None:
    first = driven.go(PAGE)
    driven.do("toggle_focus")
    second = driven.go(OTHER, new_tab=True)
    assert all(widget.isHidden() for widget in around(driven))
    assert second.mode is Mode.EDIT
    driven.do("toggle_focus")
    assert (first.mode, second.mode) == (Mode.SPLIT, Mode.SPLIT)
    driven.do("toggle_focus")
    while driven.window.tabs.count():
        driven.do("close_tab")
    assert not driven.window.menuBar().isHidden()


def test_focus_mode_is_not_kept(driver: Driver, driven: Driven, file: Path) -> None:
    driven.go(PAGE)
    driven.do("toggle_focus")
    driver.close(driven)
    again = driver.open(file)
    assert not again.window.docks["pages"].isHidden()
    assert again.tab.mode is Mode.SPLIT


def test_full_screen_and_back(driven: Driven) -> None:
    driven.do("toggle_fullscreen")
    assert driven.window.isFullScreen()
    driven.do("toggle_fullscreen")
    assert not driven.window.isFullScreen()


def test_zoom_is_for_editor_and_preview_of_all_tabs_and_is_kept(driver: Driver, driven: Driven, file: Path) -> None:
    first = driven.go(PAGE)
    size = first.editor.font().pointSizeF()
    second = driven.go(OTHER, new_tab=True)
    driven.qtbot.waitUntil(lambda: second.preview is not None, timeout=PATIENCE_MS)
    for _ in range(2):
        driven.do("zoom_in")
    driven.do("zoom_out")
    assert second.preview is not None
    assert second.preview.zoomFactor() == pytest.approx(1.1)
    assert first.editor.font().pointSizeF() == pytest.approx(size * 1.1)
    assert second.editor.font().pointSizeF() == pytest.approx(size * 1.1)
    driver.close(driven)
    again = driver.open(file)
    assert again.tab.editor.font().pointSizeF() == pytest.approx(size * 1.1)
    again.do("reset_zoom")
    assert again.tab.editor.font().pointSizeF() == pytest.approx(size)


def test_where_the_preview_stands(driven: Driven) -> None:
    tab = driven.go(PAGE)
    looks = driven.find(Looks)
    tab.resize(900, 600)
    for preview, below in ((Preview.BELOW, True), (Preview.BESIDE, False), (Preview.FITTING, False)):
        tab.set_look(Look(preview=preview))
        editor, place = tab.editor.geometry(), tab.findChildren(QWidget, "previewPlace")[0].geometry()
        assert (place.top() >= editor.bottom()) is below, preview
    driven.window.tabs.split(stacked=False)
    looks.choose(Look(preview=Preview.FITTING))
    tab.resize(400, 600)
    assert tab.findChildren(QWidget, "previewPlace")[0].geometry().top() > 100


def test_settings_hold_at_once_and_are_kept(driver: Driver, driven: Driven, file: Path) -> None:
    tab = driven.go(PAGE)
    tab.set_mode(Mode.EDIT)
    driven.do("toggle_panes")
    driven.qtbot.waitUntil(lambda: tab.editor.width() > 1000, timeout=PATIENCE_MS)
    driven.do("show_settings")
    dialog = driven.dialog(SettingsDialog)
    dialog.points.setValue(20)
    assert tab.editor.font().pointSizeF() == pytest.approx(20)
    dialog.measure.setValue(40)
    narrow = tab.editor.viewport().width()
    dialog.measure.setValue(60)
    assert tab.editor.viewport().width() > narrow
    dialog.spacing.setValue(2.0)
    block = tab.editor.document().firstBlock()
    line = tab.editor.fontMetrics().height()
    assert tab.editor.blockBoundingGeometry(block).height() >= 1.9 * line
    dialog.theme.setCurrentIndex(dialog.theme.findData(Theme.DARK))
    assert driven.window.actions_of_window["use_dark"].isChecked()
    dialog.author.setText("Mira")
    dialog.reject()
    write(tab.editor, "Signed. ")
    tab.flush()
    driven.settle()
    history = driven.session.author_view().history(tab.page_id)
    assert history[0].author == "Mira"
    driver.close(driven)
    again = driver.open(file)
    assert again.tab.editor.font().pointSizeF() == pytest.approx(20)
    again.do("show_settings")
    second = again.dialog(SettingsDialog)
    assert (second.author.text(), second.theme.currentData()) == ("Mira", Theme.DARK)
    second.reset.click()
    assert again.tab.editor.font().pointSizeF() < 20
    second.theme.setCurrentIndex(second.theme.findData(Theme.LIGHT))
    second.reject()


def test_every_field_of_the_settings_has_a_name(driven: Driven) -> None:
    driven.do("show_settings")
    dialog = driven.dialog(SettingsDialog)
    for field in (*dialog.findChildren(QComboBox), *dialog.findChildren(QSpinBox), dialog.author):
        assert field.accessibleName(), field
    for button in dialog.findChildren(QAbstractButton):
        assert button.text() or isinstance(button.parent(), QLineEdit), button
    dialog.reject()


@pytest.mark.parametrize(("there", "enabled"), [((), False), (("de_DE", "en_US"), True)])
def test_the_language_of_the_spelling(
    driven: Driven, monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], enabled: bool
) -> None:
    monkeypatch.setattr(settings_dialog, "languages", lambda: there)
    driven.do("show_settings")
    dialog = driven.dialog(SettingsDialog)
    assert dialog.language.isEnabled() is enabled
    if enabled:
        dialog.language.setCurrentIndex(dialog.language.findText("German (Germany)"))
        assert driven.find(Looks).look.language == "de_DE"
        dialog.language.setCurrentIndex(1)
        assert not driven.find(Looks).look.spelling
    else:
        assert "No dictionary" in dialog.language.currentText()
    dialog.reject()


@pytest.mark.parametrize(
    "found", [{}, {"zoom": "x"}, {"family": "", "points": 500, "measure": 1, "spacing": 9, "preview": "up", "zoom": 1}]
)
def test_a_damaged_look_is_the_usual_one(tmp_path: Path, found: dict[str, object]) -> None:
    settings = Settings(tmp_path)
    settings.choose("look", found)
    assert Looks(settings).look == Look()


def test_a_look_beyond_all_measure_is_brought_back(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    far = {"family": "", "points": 500, "measure": 1, "spacing": 9, "preview": "below", "zoom": 100}
    settings.choose("look", far)
    assert Looks(settings).look == Look("", 48, 40, 2.0, Preview.BELOW, 3.0)


def test_the_status_bar_counts_the_page_and_what_is_selected(driven: Driven) -> None:
    tab = driven.go(PAGE)
    words = driven.window.word_count
    tab.editor.document().setPlainText("")
    write(tab.editor, "One two three.")
    driven.qtbot.waitUntil(lambda: words.text() == "3 words · 14 characters · 1 minute", timeout=PATIENCE_MS)
    tab.editor.moveCursor(QTextCursor.MoveOperation.PreviousWord, QTextCursor.MoveMode.KeepAnchor)
    tab.editor.moveCursor(QTextCursor.MoveOperation.StartOfLine, QTextCursor.MoveMode.KeepAnchor)
    driven.qtbot.waitUntil(lambda: words.text() == "3 of 3 words selected · 14 characters", timeout=PATIENCE_MS)
    driven.go(OTHER)
    driven.qtbot.waitUntil(lambda: "minute" in words.text(), timeout=PATIENCE_MS)
    write(driven.tab.editor, "x " * 3)
    driven.do("close_tab")
    assert words.isHidden()


def test_a_long_page_is_counted_in_pieces(driven: Driven) -> None:
    tab = driven.go(PAGE)
    tab.editor.document().setPlainText("One %% line\n\n" * 1000)
    write(tab.editor, "More ")
    driven.qtbot.waitUntil(lambda: driven.window.word_count.text().startswith("1,001 words"), timeout=PATIENCE_MS)

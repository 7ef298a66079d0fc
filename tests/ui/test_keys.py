"""Keys that the user has changed: they work at once, clashes are said in words, and all is kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from fanwiki.ui.dialogs.palette import CommandPalette
from fanwiki.ui.dialogs.shortcuts import ShortcutsDialog
from fanwiki.ui.settings import Settings
from tests.ui.driving import PATIENCE_MS, Driven, Driver

pytestmark = pytest.mark.gui


def keys_of(driven: Driven, name: str) -> list[str]:
    return [keys.toString() for keys in driven.window.actions_of_window[name].shortcuts()]


def open_on(driven: Driven, name: str) -> ShortcutsDialog:
    driven.do("show_shortcuts")
    dialog = driven.dialog(ShortcutsDialog)
    dialog.choose(name)
    return dialog


def test_every_action_is_listed_and_can_be_found(driven: Driven) -> None:
    dialog = open_on(driven, "toggle_bold")
    assert dialog.table.topLevelItemCount() == len(driven.window.actions_of_window.names())
    dialog.filter.setText("focus mo")
    rows = range(dialog.table.topLevelItemCount())
    items = [dialog.table.topLevelItem(row) for row in rows]
    assert [(item.text(0), item.text(1)) for item in items if item is not None and not item.isHidden()] == [
        ("Focus mode", "F8")
    ]
    dialog.reject()


def test_new_keys_work_at_once_and_at_the_next_start(driver: Driver, driven: Driven, file: Path) -> None:
    driven.go("Class 2-5")
    dialog = open_on(driven, "toggle_focus")
    QTest.keyClick(dialog.field, Qt.Key.Key_F4)
    driven.qtbot.waitUntil(lambda: "free" in dialog.verdict.text(), timeout=PATIENCE_MS)
    dialog.set_button.click()
    assert keys_of(driven, "toggle_focus") == ["F4"]
    assert "F4" in driven.window.actions_of_window["toggle_focus"].toolTip()
    dialog.reject()
    QTest.keyClick(driven.tab.editor, Qt.Key.Key_F8)
    assert not driven.window.menuBar().isHidden()
    QTest.keyClick(driven.tab.editor, Qt.Key.Key_F4)
    assert driven.window.menuBar().isHidden()
    driver.close(driven)
    again = driver.open(file)
    assert keys_of(again, "toggle_focus") == ["F4"]
    again.do("show_commands")
    palette = again.dialog(CommandPalette)
    palette.field.setText("Focus mode")
    assert "F4" in [choice.aside for _, choice in palette.choices("Focus mode", 3)]
    palette.reject()


def test_a_clash_is_said_and_the_keys_change_hands(driven: Driven) -> None:
    dialog = open_on(driven, "toggle_italic")
    dialog.field.setKeySequence(QKeySequence("Ctrl+B"))
    assert "Ctrl+B already does: Bold" in dialog.verdict.text()
    dialog.set_button.click()
    assert keys_of(driven, "toggle_italic") == ["Ctrl+B"]
    assert dialog.verdict.text().startswith("Italic has the keys Ctrl+B; usually Ctrl+I.")
    assert keys_of(driven, "toggle_bold") == []
    dialog.usual_button.click()
    assert keys_of(driven, "toggle_italic") == ["Ctrl+I"]
    dialog.choose("toggle_bold")
    dialog.reset_all.click()
    assert keys_of(driven, "toggle_bold") == ["Ctrl+B"]
    dialog.none_button.click()
    assert keys_of(driven, "toggle_bold") == []
    dialog.reject()


@pytest.mark.parametrize("typed", ["A", "Shift+A", "Space", "7"])
def test_keys_for_typing_are_not_given_away(driven: Driven, typed: str) -> None:
    dialog = open_on(driven, "toggle_bold")
    dialog.field.setKeySequence(QKeySequence(typed))
    assert "for typing" in dialog.verdict.text()
    assert not dialog.set_button.isEnabled()
    dialog.reject()


def test_both_keys_of_the_palette_and_no_keys_twice(driven: Driven) -> None:
    assert keys_of(driven, "show_commands") == ["Ctrl+P", "Ctrl+Shift+P"]
    dialog = open_on(driven, "toggle_bold")
    for widget in dialog.findChildren(QWidget):
        if isinstance(widget, QPushButton):
            assert widget.text()
    dialog.reject()


def test_what_is_not_to_be_understood_is_left_out(driver: Driver, file: Path) -> None:
    Settings(driver.folder / "state").choose("keys", {"no_such": ["F4"], "toggle_bold": "x", "toggle_italic": [7]})
    driven = driver.open(file)
    assert keys_of(driven, "toggle_bold") == ["Ctrl+B"]
    assert keys_of(driven, "toggle_italic") == ["Ctrl+I"]


def test_no_usual_key_is_of_two_actions(driven: Driven) -> None:
    dialog = open_on(driven, "toggle_bold")
    dialog.reset_all.click()
    dialog.reject()
    owners: dict[str, str] = {}
    for name in driven.window.actions_of_window.names():
        for keys in keys_of(driven, name):
            assert owners.setdefault(keys, name) == name, f"{keys} is of {owners[keys]} and of {name}"
    assert len(owners) > 40

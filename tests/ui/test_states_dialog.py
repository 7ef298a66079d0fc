"""The states of the wiki: words, icons, colours, order, and what may not be removed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fanwiki.domain.entities import State
from fanwiki.ui.dialogs.states import StateForm, StatesDialog
from fanwiki.ui.icons import STATE_ICONS
from fanwiki.wiki import Wiki
from tests.ui.driving import Driven
from tests.ui.panel_desk import PanelDesk, desk_on, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


@pytest.fixture
def dialog(desk: PanelDesk) -> StatesDialog:
    return desk.shown(StatesDialog(desk.session))


def _form(dialog: StatesDialog) -> StateForm:
    assert isinstance(dialog.form, StateForm)
    return dialog.form


def _words(desk: PanelDesk) -> list[str]:
    return [state.word for state in desk.author().states()]


def _state(desk: PanelDesk, word: str) -> State:
    return next(state for state in desk.author().states() if state.word == word)


def test_a_state_is_added(desk: PanelDesk, dialog: StatesDialog) -> None:
    before = _words(desk)
    assert texts(dialog.tree) == before
    dialog.add_action.trigger()
    form = _form(dialog)
    assert not dialog.close_button.isEnabled()
    assert [form.icon_field.itemData(place) for place in range(form.icon_field.count())] == list(STATE_ICONS)
    QTest.keyClicks(form.word_field, "imprisoned")
    form.icon_field.setCurrentIndex(form.icon_field.findData("search"))
    form.colour_field.set_colour("#1E7DB4")
    form.counts_field.setCurrentIndex(form.counts_field.findText("living"))
    QTest.keyClick(form.word_field, Qt.Key.Key_Return)
    desk.settle()
    assert not form.is_open
    assert _words(desk) == [*before, "imprisoned"]
    state = _state(desk, "imprisoned")
    assert (state.icon, state.colour, state.living) == ("search", "#1e7db4", True)
    assert dialog.tree.current_key() == state.id
    desk.undo()
    assert texts(dialog.tree) == before


def test_a_state_is_changed(desk: PanelDesk, dialog: StatesDialog) -> None:
    dialog.tree.select_key(_state(desk, "missing").id)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    form = _form(dialog)
    assert form.word_field.text() == "missing"
    assert form.counts_field.currentText() == "neither"
    form.word_field.setText("실종")
    form.submitted.emit()
    desk.settle()
    assert "실종" in texts(dialog.tree)
    assert _state(desk, "실종").colour == "#3a6ea5"


def test_a_bad_word_or_colour_is_refused_at_the_field(desk: PanelDesk, dialog: StatesDialog) -> None:
    before = _words(desk)
    dialog.add_action.trigger()
    form = _form(dialog)
    form.colour_field.set_colour("greenish")
    form.submitted.emit()
    assert form.rows.complaint(form.word_field) == "Type the word for this state."
    assert form.rows.complaint(form.colour_field) == "Write the colour like #1a7f4b, or choose one."
    form.word_field.setText(" Dead ")
    form.submitted.emit()
    assert form.rows.complaint(form.word_field) == "There is already a state “Dead”."
    dialog.reject()
    assert dialog.isVisible()
    assert form.word_field.text() == " Dead "
    QTest.keyClick(form.word_field, Qt.Key.Key_Escape)
    assert not form.is_open
    assert _words(desk) == before


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("#f4f4f4", "Hard to see on the light theme: its contrast is 1.0:1"),
        ("#202020", "Hard to see on the dark theme: its contrast is 1.0:1"),
        ("#7a7f87", "Seen well on both themes"),
    ],
)
def test_the_contrast_is_said(dialog: StatesDialog, colour: str, said: str) -> None:
    dialog.add_action.trigger()
    form = _form(dialog)
    form.colour_field.set_colour(colour)
    assert form.verdict.text().startswith(said)


def test_a_colour_is_chosen(qtbot: QtBot, dialog: StatesDialog) -> None:
    dialog.add_action.trigger()
    field = _form(dialog).colour_field
    field.button.click()
    assert field.dialog is not None
    field.dialog.setCurrentColor(QColor("#aa5500"))
    field.dialog.accept()
    assert field.colour() == "#aa5500"


def test_states_are_reordered(desk: PanelDesk, dialog: StatesDialog) -> None:
    before = _words(desk)
    dialog.tree.select_key(_state(desk, "missing").id)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    place = before.index("missing")
    assert _words(desk)[place - 1] == "missing"
    assert texts(dialog.tree) == _words(desk)
    assert dialog.tree.current_key() == _state(desk, "missing").id
    desk.undo()
    assert _words(desk) == before


def test_a_state_in_use_stays(desk: PanelDesk, dialog: StatesDialog) -> None:
    dialog.tree.select_key(_state(desk, "dead").id)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert dialog.wrong.isVisible()
    assert dialog.wrong.text() == "This state is in use; change those statuses first."
    assert "dead" in _words(desk)
    dialog.add_action.trigger()
    form = _form(dialog)
    form.word_field.setText("asleep")
    form.submitted.emit()
    desk.settle()
    dialog.remove_action.trigger()
    desk.settle()
    assert "asleep" not in texts(dialog.tree)
    desk.undo()
    assert "asleep" in texts(dialog.tree)


def test_the_menu_opens_it(driven: Driven) -> None:
    driven.do("edit_states")
    assert driven.dialog(StatesDialog).isVisible()
    driven.dialog(StatesDialog).reject()

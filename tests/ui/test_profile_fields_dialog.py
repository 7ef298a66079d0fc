"""The profile fields of each kind of page, and how the profile panel offers them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddFact
from fanwiki.domain.entities import ProfileField, ProfileValue
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.vocabulary import FieldType, PageKind
from fanwiki.ui.dialogs.profile_fields import ProfileFieldForm, ProfileFieldsDialog
from fanwiki.ui.panels.profile.panel import ProfilePanel
from fanwiki.ui.panels.profile.values_section import ValueForm
from fanwiki.wiki import Wiki
from tests.ui.driving import Driven
from tests.ui.panel_desk import PanelDesk, desk_on, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


@pytest.fixture
def dialog(desk: PanelDesk) -> ProfileFieldsDialog:
    return desk.shown(ProfileFieldsDialog(desk.session))


def _form(dialog: ProfileFieldsDialog) -> ProfileFieldForm:
    assert isinstance(dialog.form, ProfileFieldForm)
    return dialog.form


def _names(desk: PanelDesk, kind: PageKind = PageKind.CHARACTER) -> list[str]:
    found = [field for field in desk.author().facts(ProfileField) if field.kind is kind]
    return [field.name for field in sorted(found, key=lambda field: field.position)]


def _add(desk: PanelDesk, dialog: ProfileFieldsDialog, name: str, type: FieldType, choices: str = "") -> None:
    dialog.add_action.trigger()
    form = _form(dialog)
    QTest.keyClicks(form.name_field, name)
    form.type_field.setCurrentIndex(form.type_field.findData(type.value))
    form.choices_field.setText(choices)
    QTest.keyClick(form.name_field, Qt.Key.Key_Return)
    desk.settle()


def test_fields_are_added_reordered_and_removed(desk: PanelDesk, dialog: ProfileFieldsDialog) -> None:
    before = _names(desk)
    assert texts(dialog.tree) == before
    _add(desk, dialog, "Age", FieldType.NUMBER)
    _add(desk, dialog, "Side", FieldType.CHOICE, "students | teachers|| students")
    assert texts(dialog.tree) == [*before, "Age", "Side"]
    assert dialog.model.rows[-1].cells[1].detail == "students · teachers"
    dialog.up_action.trigger()
    desk.settle()
    assert _names(desk) == [*before, "Side", "Age"]
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert texts(dialog.tree) == [*before, "Age"]
    desk.undo()
    assert texts(dialog.tree) == [*before, "Side", "Age"]
    dialog.kind_field.setCurrentIndex(dialog.kind_field.findData(PageKind.GROUP.value))
    assert texts(dialog.tree) == []
    _add(desk, dialog, "Founded", FieldType.POINT)
    assert _names(desk, PageKind.GROUP) == ["Founded"]


def test_a_bad_field_is_refused_at_its_place(desk: PanelDesk, dialog: ProfileFieldsDialog) -> None:
    _add(desk, dialog, "", FieldType.CHOICE)
    form = _form(dialog)
    assert form.rows.complaint(form.name_field) == "Type the name of the field."
    assert form.rows.complaint(form.choices_field) == "Type what can be chosen, separated by |."
    form.name_field.setText(_names(desk)[0].upper())
    form.submitted.emit()
    assert "There is already a field" in form.rows.complaint(form.name_field)
    assert not dialog.kind_field.isEnabled()
    form.type_field.setCurrentIndex(form.type_field.findData("text"))
    assert not form.choices_field.isVisible()


def test_values_go_along_with_a_new_name(desk: PanelDesk, dialog: ProfileFieldsDialog) -> None:
    page = desk.page("Choi Nam-ra").id
    _add(desk, dialog, "Age", FieldType.NUMBER)
    desk.apply(AddFact(ProfileValue(FactId(new_id()), page, "Age", "17")))
    dialog.edit_action.trigger()
    form = _form(dialog)
    form.name_field.setText("나이")
    form.submitted.emit()
    desk.settle()
    values = {value.field: value.value for value in desk.author().facts(ProfileValue, page=page)}
    assert values["나이"] == "17"
    assert "Age" not in values
    desk.undo()
    assert "Age" in {value.field for value in desk.author().facts(ProfileValue, page=page)}
    assert "Age" in _names(desk)


def test_the_profile_offers_fields_that_are_empty(desk: PanelDesk, dialog: ProfileFieldsDialog) -> None:
    panel = desk.shown(ProfilePanel(desk.session))
    panel.show_page(desk.page("Choi Nam-ra"))
    _add(desk, dialog, "Age", FieldType.NUMBER)
    section = panel.values
    row = texts(section.tree).index("Age")
    assert section.model.rows[row].cells[1].detail == "not filled in"
    section.tree.setCurrentIndex(section.model.index(row, 0))
    assert not section.remove_action.isEnabled()
    QTest.keyClick(section.tree, Qt.Key.Key_Return)
    form = section.form
    assert isinstance(form, ValueForm)
    assert form.name_field.currentText() == "Age"
    form.value_field.setText("young")
    form.submitted.emit()
    assert "not a number" in form.rows.complaint(form.value_field)
    form.value_field.setText("17")
    form.submitted.emit()
    desk.settle()
    assert texts(section.tree, 1)[texts(section.tree).index("Age")] == "17"
    desk.undo()
    assert section.model.rows[texts(section.tree).index("Age")].cells[1].detail == "not filled in"


@pytest.mark.parametrize(
    ("type", "bad", "said", "good"),
    [
        (FieldType.LINK, "Nobody", "no page “Nobody”", "Nam On-jo"),
        (FieldType.LIST, "archery,, law", "a place of the list is empty", "archery, law"),
        (FieldType.POINT, "episode six", "not a point", "S1E06"),
        (FieldType.DATE, "soon", "", "2022-01"),
    ],
)
def test_values_are_checked_by_type(
    desk: PanelDesk, dialog: ProfileFieldsDialog, type: FieldType, bad: str, said: str, good: str
) -> None:
    panel = desk.shown(ProfilePanel(desk.session))
    panel.show_page(desk.page("Choi Nam-ra"))
    _add(desk, dialog, "New", type)
    section = panel.values
    section.tree.setCurrentIndex(section.model.index(texts(section.tree).index("New"), 0))
    section.edit_action.trigger()
    form = section.form
    assert isinstance(form, ValueForm)
    form.value_field.setText(bad)
    form.submitted.emit()
    complaint = form.rows.complaint(form.value_field)
    assert complaint
    assert said.casefold() in complaint.casefold()
    form.value_field.setText(good)
    form.submitted.emit()
    desk.settle()
    assert not form.is_open
    assert good in texts(section.tree, 1)


def test_the_menu_opens_it_at_the_kind_in_front(driven: Driven) -> None:
    driven.go("Class 2-5")
    driven.do("edit_fields")
    dialog = driven.dialog(ProfileFieldsDialog)
    assert dialog.kind_field.currentData() == PageKind.GROUP
    dialog.reject()

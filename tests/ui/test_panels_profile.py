"""The profile panel: the subject's data, names and typed profile, edited where they stand."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from fanwiki.domain.dates import PartialDate
from fanwiki.domain.edits import AddFact
from fanwiki.domain.entities import Character, Episode, Name, Person, ProfileField, ProfileValue, Show
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.vocabulary import NameKind, PageKind, ShowStatus
from fanwiki.ui.panels.link_rows import LinkButton
from fanwiki.ui.panels.profile.names_section import NameForm
from fanwiki.ui.panels.profile.panel import ProfilePanel
from fanwiki.ui.panels.profile.values_section import ValueForm
from fanwiki.wiki import Wiki
from tests.ui.panel_desk import PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


@pytest.fixture
def panel(desk: PanelDesk) -> ProfilePanel:
    made = desk.shown(ProfilePanel(desk.session))
    made.show_page(desk.page("Choi Nam-ra"))
    return made


def _line(panel: ProfilePanel, attribute: str) -> QLineEdit:
    field = panel.subject_form.fields[attribute]
    assert isinstance(field, QLineEdit)
    return field


def _type(line: QLineEdit, text: str) -> None:
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_field_is_saved_when_it_is_left(desk: PanelDesk, panel: ProfilePanel) -> None:
    page = desk.page("Choi Nam-ra").id
    _type(_line(panel, "species"), "hambie")
    desk.settle()
    assert desk.author().subject(page) == Character(page, "hambie")
    assert not panel.subject_form.rows.complaint(_line(panel, "species"))
    desk.undo()
    panel.setFocus()
    assert desk.author().subject(page) == Character(page, "human")
    panel.refresh()
    assert _line(panel, "species").text() == "human"


def test_what_cannot_be_saved_stays_with_the_reason(desk: PanelDesk, panel: ProfilePanel) -> None:
    episode = desk.page("Episode 6")
    before = desk.author().subject(episode.id)
    panel.show_page(episode)
    _type(_line(panel, "air_date"), "tomorrow")
    assert "tomorrow" in panel.subject_form.rows.complaint(_line(panel, "air_date"))
    _type(_line(panel, "number"), "5")
    desk.settle()
    assert "already" in panel.subject_form.rows.complaint(_line(panel, "number"))
    assert desk.author().subject(episode.id) == before
    panel.show_page(desk.page("Choi Nam-ra"))
    panel.show_page(episode)
    assert _line(panel, "air_date").text() == "tomorrow"
    assert "tomorrow" in panel.subject_form.rows.complaint(_line(panel, "air_date"))
    _type(_line(panel, "air_date"), "2022-01-28")
    _type(_line(panel, "number"), "6")
    _type(_line(panel, "runtime"), "61")
    desk.settle()
    stored = desk.author().subject(episode.id)
    assert isinstance(stored, Episode)
    assert (stored.air_date, stored.number, stored.runtime) == ("2022-01-28", 6, 61)
    assert panel.subject_form.rows.first_bad() is None


def test_leaving_the_page_saves_what_was_typed(desk: PanelDesk, panel: ProfilePanel) -> None:
    person = desk.page("Cho Yi-hyun")
    panel.show_page(person)
    line = _line(panel, "born")
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "1999-12-08")
    panel.show_page(desk.page("Choi Nam-ra"))
    desk.settle()
    assert desk.author().subject(person.id) == Person(person.id, PartialDate("1999-12-08"))


def test_show_has_its_status_as_a_choice(desk: PanelDesk, panel: ProfilePanel) -> None:
    show = desk.page("All of Us Are Dead")
    panel.show_page(show)
    combo = panel.subject_form.fields["status"]
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("ended"))
    combo.activated.emit(combo.currentIndex())
    desk.settle()
    stored = desk.author().subject(show.id)
    assert isinstance(stored, Show)
    assert stored.status is ShowStatus.ENDED
    assert stored.original_title == "지금 우리 학교는" == _line(panel, "original_title").text()


def test_introduction(desk: PanelDesk, panel: ProfilePanel) -> None:
    field = panel.subject_form.introduced
    assert field is not None
    line = field.lineEdit()
    assert line is not None
    _type(line, "S9E99")
    assert "S9E99" in panel.subject_form.rows.complaint(field)
    _type(line, "S1E02")
    desk.settle()
    introduced = desk.page("Choi Nam-ra").introduced_at
    assert introduced == desk.author().orders().find("S1E02")
    desk.look_from("S1E01")
    assert panel.empty.isVisible()
    assert "viewpoint" in panel.empty.text()
    desk.look_from("S1E02")
    assert not panel.empty.isVisible()


def test_names_are_added_edited_and_removed(desk: PanelDesk, panel: ProfilePanel) -> None:
    page = desk.page("Choi Nam-ra").id
    names = panel.names
    form = names.form
    assert isinstance(form, NameForm)
    before = texts(names.tree)
    assert before[0] == "최남라"
    names.add_action.trigger()
    form.save_button.click()
    assert form.rows.complaint(form.text_field)
    form.text_field.setText("Hambie girl")
    form.kind_field.setCurrentIndex(form.kind_field.findData(NameKind.CREDITED_AS))
    form.revealed_field.setEditText("S1E05")
    QTest.keyClick(form.text_field, Qt.Key.Key_Return)
    desk.settle()
    assert texts(names.tree) == [*before, "Hambie girl"]
    added = next(name for name in desk.author().facts(Name, page=page) if name.text == "Hambie girl")
    names.tree.select_key(added.id)
    QTest.keyClick(names.tree, Qt.Key.Key_Return)
    assert form.text_field.text() == "Hambie girl"
    form.language_field.setText("ko-Latn")
    form.save_button.click()
    desk.settle()
    desk.look_from("S1E04")
    assert "Hambie girl" not in everything_said(names.tree)
    desk.look_from("S1E05")
    names.tree.select_key(added.id)
    QTest.keyClick(names.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert texts(names.tree) == before
    desk.undo()
    assert "Hambie girl" in texts(names.tree)


def test_profile_values_are_checked_by_their_type(desk: PanelDesk, panel: ProfilePanel) -> None:
    fields = (
        ProfileField(FactId(new_id()), PageKind.CHARACTER, "Age", "number", position=1),
        ProfileField(FactId(new_id()), PageKind.CHARACTER, "Blood type", "choice", "A|B|AB|O", position=2),
        ProfileField(FactId(new_id()), PageKind.CHARACTER, "Birthday", "date", position=3),
        ProfileField(FactId(new_id()), PageKind.CHARACTER, "Bitten in", "point", position=4),
    )
    desk.apply(*(AddFact(field) for field in fields))
    form = panel.values.form
    assert isinstance(form, ValueForm)
    for name, bad, good in (
        ("Age", "old", "18"),
        ("Age", "nan", "19.5"),
        ("Blood type", "C", "AB"),
        ("Birthday", "May", "2004-05-01"),
        ("Bitten in", "S9E99", "S1E06"),
        ("Motto", "", "Never again"),
    ):
        panel.values.add_action.trigger()
        form.name_field.setEditText(name)
        form.value_field.setText(bad)
        form.save_button.click()
        assert form.rows.complaint(form.value_field)
        form.value_field.setText(good)
        form.save_button.click()
        desk.settle()
        assert not form.is_open
    shown = dict(zip(texts(panel.values.tree), texts(panel.values.tree, 1), strict=True))
    assert shown["Blood type"] == "AB"
    assert shown["Motto"] == "Never again"
    panel.values.add_action.trigger()
    form.name_field.setEditText("Bitten in")
    completer = form.value_field.completer()
    assert completer is not None
    offered = [str(completer.model().index(row, 0).data()) for row in range(completer.model().rowCount())]
    assert (offered[0], len(offered)) == ("S1E01", 12)
    form.cancel_button.click()
    stored = desk.author().facts(ProfileValue, page=desk.page("Choi Nam-ra").id)
    assert {value.field for value in stored} == set(shown)


def test_links_lead_to_pages(desk: PanelDesk, qtbot: QtBot, panel: ProfilePanel) -> None:
    link = next(button for button in panel.findChildren(LinkButton) if button.text() == "Cho Yi-hyun")
    with qtbot.waitSignal(panel.page_requested) as asked:
        link.click()
    assert asked.args == [desk.page("Cho Yi-hyun").id]


def test_an_early_viewpoint_tells_nothing_of_later(desk: PanelDesk, panel: ProfilePanel) -> None:
    shown = " ".join(label.text() for label in panel.links.findChildren(QLabel))
    assert "half-zombie" in shown
    desk.look_from("S1E01")
    shown = " ".join(label.text() for label in panel.links.findChildren(QLabel) if label.isVisible())
    assert "half-zombie" not in shown


def test_a_page_without_a_subject_says_so(desk: PanelDesk, panel: ProfilePanel) -> None:
    panel.show_page(desk.page("Half-zombies"))
    assert panel.empty.isVisible()
    assert "no profile" in panel.empty.text()
    panel.show_page(None)
    assert panel.empty.isVisible()
    panel.show_page(desk.page("Choi Nam-ra"))
    assert not panel.empty.isVisible()


def test_hangul_is_shown_whole(desk: PanelDesk, panel: ProfilePanel) -> None:
    tree = panel.names.tree
    rows = [tree.visualRect(tree.model().index(row, 0)) for row in range(tree.model().rowCount())]
    assert tree.viewport().height() >= rows[-1].bottom()
    assert all(row.width() <= tree.viewport().width() for row in rows)

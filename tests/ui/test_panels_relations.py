"""The relations panel: it shows what the view says from either side, and adds, changes and removes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddFact
from fanwiki.domain.entities import Membership, Relationship
from fanwiki.domain.ids import EpisodeId, FactId, new_id
from fanwiki.domain.points import EVERYTHING
from fanwiki.ui.panels.relations.panel import RelationsPanel
from fanwiki.wiki import Wiki
from tests.ui.panel_desk import PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


@pytest.fixture
def panel(desk: PanelDesk) -> RelationsPanel:
    made = desk.shown(RelationsPanel(desk.session))
    made.show_page(desk.page("Nam On-jo"))
    return made


def _episode(desk: PanelDesk, number: int) -> EpisodeId:
    return desk.author().episodes(desk.page("All of Us Are Dead").id)[number - 1].id


def _of(desk: PanelDesk, title: str) -> list[Relationship]:
    page = desk.page(title).id
    return [each for each in desk.author().facts(Relationship) if page in (each.subject, each.object)]


def test_shows_both_directions_and_groups(panel: RelationsPanel) -> None:
    read = dict(zip(texts(panel.relationships.tree, 1), texts(panel.relationships.tree), strict=True))
    assert read["Nam So-ju"] == "daughter"
    assert read["Yoon I-sak"] == "best friend"
    assert texts(panel.groups.tree) == ["student"]
    assert texts(panel.groups.tree, 1) == ["Class 2-5"]
    assert not panel.members.isVisible()


def test_a_group_shows_its_members(desk: PanelDesk, panel: RelationsPanel) -> None:
    panel.show_page(desk.page("Class 2-5"))
    read = dict(zip(texts(panel.members.tree, 1), texts(panel.members.tree), strict=True))
    assert read["Park Sun-hwa"] == "homeroom teacher"
    assert not panel.groups.isVisible()
    panel.show_page(desk.page("Episode 1"))
    assert panel.empty.isVisible()


@pytest.mark.parametrize("typed", ["On-jo", "온조", "Onjo", "남온조", "nam onjo"])
def test_the_other_is_found_by_any_name(desk: PanelDesk, panel: RelationsPanel, typed: str) -> None:
    panel.show_page(desk.page("Choi Nam-ra"))
    panel.relationships.add_action.trigger()
    form = panel.relationships.form
    form.other_field.setText(typed)
    form.kind_field.setText("classmate")
    form.start_field.setEditText("S1E02")
    QTest.keyClick(form.kind_field, Qt.Key.Key_Return)
    desk.settle()
    assert not form.is_open
    added = next(each for each in _of(desk, "Choi Nam-ra") if each.kind == "classmate")
    assert added.object == desk.page("Nam On-jo").id
    assert added.start == _episode(desk, 2)
    row = texts(panel.relationships.tree).index("classmate")
    assert panel.relationships.model.rows[row].cells[0].detail == "since S1E02"
    desk.undo()
    assert "classmate" not in texts(panel.relationships.tree)


def test_a_kind_is_said_of_the_other(desk: PanelDesk, panel: RelationsPanel) -> None:
    panel.relationships.add_action.trigger()
    form = panel.relationships.form
    desk.settle()
    assert {"father", "best friend"} <= set(form.kind_field.offered())
    form.other_field.setText("Park Sun-hwa")
    form.kind_field.setText("teacher")
    form.inverse_field.setText("pupil")
    form.said_field.setCurrentIndex(1)
    assert form.hint.text() == "Page Park Sun-hwa: teacher, Nam On-jo\nPage Nam On-jo: pupil, Park Sun-hwa"
    form.submitted.emit()
    desk.settle()
    assert "pupil" in texts(panel.relationships.tree)
    panel.relationships.tree.select_key(next(each.id for each in _of(desk, "Park Sun-hwa")))
    panel.relationships.edit_action.trigger()
    assert (form.other_field.text(), form.said_field.currentIndex()) == ("Park Sun-hwa", 1)
    form.kind_field.setText("homeroom teacher")
    form.submitted.emit()
    desk.settle()
    assert [each.kind for each in _of(desk, "Park Sun-hwa")] == ["homeroom teacher"]
    QTest.keyClick(panel.relationships.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert _of(desk, "Park Sun-hwa") == []
    desk.undo()
    assert len(_of(desk, "Park Sun-hwa")) == 1


def test_what_cannot_be_is_refused_at_its_field(desk: PanelDesk, panel: RelationsPanel) -> None:
    panel.relationships.add_action.trigger()
    form = panel.relationships.form
    form.submitted.emit()
    assert form.rows.complaint(form.other_field) == "Type the name of a character or a group."
    assert form.rows.complaint(form.kind_field) == "Say what they are to each other."
    form.other_field.setText("Park Ji-hu")
    form.kind_field.setText("rival")
    form.submitted.emit()
    assert form.rows.complaint(form.other_field) == (
        "“Park Ji-hu” (person) is not a character or a group. Choose one from the list."
    )
    form.other_field.setText("Nobody")
    form.end_revealed_field.setEditText("S1E04")
    form.submitted.emit()
    assert "no page “Nobody”" in form.rows.complaint(form.other_field)
    assert "when it ends" in form.rows.complaint(form.end_field)
    form.other_field.setText("nam on-jo")
    form.submitted.emit()
    assert "this page itself" in form.rows.complaint(form.other_field)
    form.other_field.setText("Choi Nam-ra")
    form.start_field.setEditText("S1E05")
    form.end_field.setEditText("S1E03")
    form.submitted.emit()
    desk.settle()
    assert form.is_open
    assert "is before the start" in form.rows.complaint(form.end_field)
    assert form.kind_field.text() == "rival"
    form.end_field.setEditText("S7E01")
    form.submitted.emit()
    assert "S7E01" in form.rows.complaint(form.end_field)


def test_a_person_is_no_member_of_a_group(desk: PanelDesk, panel: RelationsPanel) -> None:
    panel.show_page(desk.page("Class 2-5"))
    panel.members.add_action.trigger()
    form = panel.members.form
    form.other_field.setText("Park Ji-hu")
    form.role_field.setText("guest")
    form.submitted.emit()
    assert "(person) is not a character" in form.rows.complaint(form.other_field)
    form.other_field.setText("Park Mi-jin")
    form.submitted.emit()
    desk.settle()
    assert "Park Mi-jin" in texts(panel.members.tree, 1)
    assert form.role_field.text() == "guest"


def test_an_end_that_is_not_revealed_reads_as_going_on(desk: PanelDesk, panel: RelationsPanel) -> None:
    one, other = desk.page("Nam On-jo").id, desk.page("Choi Nam-ra").id
    fact = Relationship(
        FactId(new_id()), one, other, "ally", "ally", _episode(desk, 1), _episode(desk, 4), None, _episode(desk, 9)
    )
    group = desk.page("Class 2-5").id
    member = next(each for each in desk.author().facts(Membership, group=group) if each.character == one)
    member = replace(member, id=FactId(new_id()), role="monitor", end=_episode(desk, 6))
    desk.apply(AddFact(fact), AddFact(member))

    def when() -> tuple[str, str]:
        ties, groups = panel.relationships.model.rows, panel.groups.model.rows
        return (
            next(row.cells[0].detail for row in ties if row.key == fact.id),
            next(row.cells[0].detail for row in groups if row.key == member.id),
        )

    assert when() == ("S1E01 – S1E04", "until S1E06")
    desk.look_from("S1E05")
    assert when() == ("since S1E01", "")
    said = everything_said(panel.relationships.tree) + everything_said(panel.groups.tree)
    assert "S1E04" not in said
    assert "S1E06" not in said
    # Whoever edits from there loses nothing that is not shown.
    panel.relationships.tree.select_key(fact.id)
    panel.relationships.edit_action.trigger()
    panel.relationships.form.kind_field.setText("best ally")
    panel.relationships.form.submitted.emit()
    desk.settle()
    assert next(each for each in desk.author().facts(Relationship) if each.id == fact.id) == replace(
        fact, kind="best ally"
    )
    desk.session.set_viewpoint(EVERYTHING)
    assert when()[0] == "S1E01 – S1E04"


def test_a_relationship_is_not_there_before_it_is_revealed(desk: PanelDesk, panel: RelationsPanel) -> None:
    panel.show_page(desk.page("Lee Cheong-san"))
    assert "enemy" in texts(panel.relationships.tree)
    desk.look_from("S1E03")
    assert "enemy" not in everything_said(panel.relationships.tree)


def test_a_double_click_opens_the_page_and_enter_edits(desk: PanelDesk, qtbot: QtBot, panel: RelationsPanel) -> None:
    tree = panel.groups.tree
    place = tree.visualRect(tree.model().index(0, 1)).center()
    with qtbot.waitSignal(panel.page_requested) as asked:
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert asked.args == [desk.page("Class 2-5").id]
    assert not panel.groups.form.is_open
    with qtbot.waitSignal(panel.page_requested):
        QTest.keyClick(tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert panel.groups.form.is_open
    assert panel.groups.form.other_field.text() == "Class 2-5"
    assert panel.groups.form.other_field.accessibleName() == "Group"

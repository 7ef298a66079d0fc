"""The cast panel: it shows what the view says, and adds, changes, removes and reorders."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddPage, ReorderCast
from fanwiki.domain.entities import Portrayal
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import PageKind, RoleType, Standing
from fanwiki.ui.panels.cast.panel import CastPanel
from fanwiki.wiki import Wiki
from tests.building import Builder, seen
from tests.ui.panel_desk import PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


@pytest.fixture
def panel(desk: PanelDesk) -> CastPanel:
    made = desk.shown(CastPanel(desk.session))
    made.show_page(desk.page("Choi Nam-ra"))
    return made


def _stored(desk: PanelDesk) -> list[str]:
    return [line.person for line in desk.session.view().cast(desk.page("All of Us Are Dead").id)]


def test_shows_the_cast_in_billing_order(desk: PanelDesk, panel: CastPanel) -> None:
    assert texts(panel.tree) == _stored(desk)
    row = texts(panel.tree).index("Cho Yi-hyun")
    assert texts(panel.tree, 1)[row] == "Choi Nam-ra"
    assert panel.tree.currentIndex().row() == row
    panel.show_page(desk.page("Park Ji-hu"))
    assert texts(panel.tree)[panel.tree.currentIndex().row()] == "Park Ji-hu"


def test_adds_a_line_by_names_of_any_kind(desk: PanelDesk, panel: CastPanel) -> None:
    panel.add_action.trigger()
    form = panel.form
    assert form.character_field.text() == "Choi Nam-ra"
    form.person_field.setText("cho yihyun")
    form.character_field.setText("최남라")
    form.role_field.setCurrentIndex(form.role_field.findData(RoleType.YOUNGER))
    form.credited_field.setText("Jo Yi-hyun")
    form.first_field.setEditText("S1E02")
    form.last_field.setEditText("s1e3")
    form.standing_field.setCurrentIndex(form.standing_field.findData(Standing.RUMOUR))
    QTest.keyClick(form.credited_field, Qt.Key.Key_Return)
    desk.settle()
    assert not form.is_open
    added = desk.author().cast(desk.page("All of Us Are Dead").id)[-1]
    assert (added.person, added.character) == ("Cho Yi-hyun", "Choi Nam-ra")
    last = panel.model.rows[-1]
    assert last.cells[0].detail == "credited as Jo Yi-hyun"
    assert last.cells[1].detail == "younger · S1E02–S1E03 · rumour"
    desk.undo()
    assert texts(panel.tree) == _stored(desk)
    assert panel.model.rows[-1].key != last.key


def test_an_unknown_person_is_made_only_if_asked_for(desk: PanelDesk, panel: CastPanel) -> None:
    panel.add_action.trigger()
    form = panel.form
    assert not form.make_person.isVisible()
    form.person_field.setText("Somebody New")
    assert form.make_person.isVisible()
    form.save_button.click()
    assert "Somebody New" in form.rows.complaint(form.person_field)
    assert form.is_open
    form.make_person.setChecked(True)
    form.save_button.click()
    desk.settle()
    made = desk.page("Somebody New")
    assert made.kind is PageKind.PERSON
    assert texts(panel.tree)[-1] == "Somebody New"
    desk.undo()
    assert "Somebody New" not in texts(panel.tree)
    with pytest.raises(NotFound):
        desk.page("Somebody New")


def test_a_taken_title_is_said_at_the_field(desk: PanelDesk, panel: CastPanel) -> None:
    panel.add_action.trigger()
    form = panel.form
    form.person_field.setText("Episode 1")
    form.make_person.setChecked(True)
    form.save_button.click()
    desk.settle()
    assert "already" in form.rows.complaint(form.person_field)
    assert form.person_field.text() == "Episode 1"
    assert form.is_open


def test_an_end_before_its_start_is_refused_at_the_field(desk: PanelDesk, panel: CastPanel) -> None:
    panel.edit_action.trigger()
    form = panel.form
    form.first_field.setEditText("S1E05")
    form.last_field.setEditText("S1E02")
    form.credited_field.setText("kept")
    form.save_button.click()
    desk.settle()
    assert "before the start" in form.rows.complaint(form.last_field)
    assert form.is_open
    assert form.credited_field.text() == "kept"
    form.last_field.setEditText("S9E99")
    form.save_button.click()
    assert "S9E99" in form.rows.complaint(form.last_field)
    form.last_field.setEditText("")
    form.save_button.click()
    desk.settle()
    assert not form.is_open
    assert "from S1E05" in panel.model.rows[panel.tree.currentIndex().row()].cells[1].detail


def test_edits_and_removes(desk: PanelDesk, panel: CastPanel) -> None:
    before = _stored(desk)
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert panel.form.is_open
    panel.form.role_field.setCurrentIndex(panel.form.role_field.findData(RoleType.CAMEO))
    panel.form.save_button.click()
    desk.settle()
    row = panel.tree.currentIndex().row()
    assert panel.model.rows[row].cells[1].detail.startswith("cameo")
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert texts(panel.tree) == [name for name in before if name != "Cho Yi-hyun"]
    desk.undo()
    assert texts(panel.tree) == before


def test_reorders_by_keyboard_and_by_drag(desk: PanelDesk, panel: CastPanel) -> None:
    before = _stored(desk)
    assert before[2] == "Cho Yi-hyun"
    QTest.keyClick(panel.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert texts(panel.tree)[:3] == [before[0], before[2], before[1]]
    assert panel.tree.currentIndex().row() == 1
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert texts(panel.tree) == before
    data = panel.model.mimeData([panel.model.index(0, 0)])
    panel.model.dropMimeData(data, Qt.DropAction.MoveAction, 3, 0, QModelIndex())
    desk.settle()
    assert texts(panel.tree)[:3] == [before[1], before[2], before[0]]
    data = panel.model.mimeData([panel.model.index(0, 0)])
    panel.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    desk.settle()
    assert texts(panel.tree)[-1] == before[1]
    desk.undo()
    desk.undo()
    assert texts(panel.tree) == before == _stored(desk)


def test_moving_at_a_viewpoint_leaves_the_hidden_in_their_places(qtbot: QtBot, wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    ids = [FactId(new_id()) for _ in range(4)]
    for number, id in enumerate(ids):
        first = episodes[4] if number == 1 else episodes[0]
        person, character = build.person(f"Person {number}"), build.character(show, f"Character {number}")
        last = episodes[5] if number == 0 else None
        build.fact(Portrayal(id, show, person, character, billing=number, first=first, last=last))
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(CastPanel(desk.session))
        desk.session.set_viewpoint(seen(show, episodes[1]))
        panel.show_page(desk.page("Character 2"))
        assert texts(panel.tree) == ["Person 0", "Person 2", "Person 3"]
        said = everything_said(panel.tree)
        assert "S1E06" not in said
        assert "Person 1" not in said
        panel.down_action.trigger()
        desk.settle()
        assert texts(panel.tree) == ["Person 0", "Person 3", "Person 2"]
        assert [line.person for line in desk.author().cast(show)] == ["Person 0", "Person 1", "Person 3", "Person 2"]


def test_double_click_opens_the_page_of_the_name(desk: PanelDesk, qtbot: QtBot, panel: CastPanel) -> None:
    row = panel.tree.currentIndex().row()
    for column, title in ((0, "Cho Yi-hyun"), (1, "Choi Nam-ra")):
        place = panel.tree.visualRect(panel.model.index(row, column)).center()
        QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
        with qtbot.waitSignal(panel.page_requested) as asked:
            QTest.mouseDClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert asked.args == [desk.page(title).id]
    assert not panel.form.is_open


def test_a_change_elsewhere_keeps_the_selection(desk: PanelDesk, panel: CastPanel) -> None:
    show = desk.page("All of Us Are Dead").id
    chosen = panel.tree.current_key()
    order = [line.portrayal.id for line in desk.author().cast(show)]
    desk.apply(ReorderCast(show, tuple(reversed(order))))
    assert texts(panel.tree) == _stored(desk)
    assert panel.tree.current_key() == chosen


def test_an_empty_cast_offers_the_form(qtbot: QtBot, wiki: Wiki) -> None:
    build = Builder(wiki)
    show, _ = build.show()
    build.character(show, "Hero")
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(CastPanel(desk.session))
        panel.show_page(desk.page("Show"))
        assert panel.empty.isVisible()
        panel.empty.button.click()
        assert panel.form.is_open
        panel.form.person_field.setText("Actor")
        panel.form.make_person.setChecked(True)
        panel.form.character_field.setText("Another")
        panel.form.make_character.setChecked(True)
        panel.form.save_button.click()
        desk.settle()
        assert texts(panel.tree, 1) == ["Another"]
        assert desk.page("Another").parent == show
        assert not panel.empty.isVisible()


def test_a_page_of_another_show_turns_the_list(qtbot: QtBot, sample: Wiki) -> None:
    with desk_on(qtbot, sample) as desk:
        panel = desk.shown(CastPanel(desk.session))
        panel.show_page(desk.page("Choi Nam-ra"))
        other, _ = Builder(sample).show("Other show", "other")
        desk.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "Note"))
        panel.show_page(desk.page("Other show"))
        assert texts(panel.tree) == []
        panel.show_page(desk.page("Note"))
        assert texts(panel.tree) == []
        panel.show_page(desk.page("Cho Yi-hyun"))
        assert "Cho Yi-hyun" in texts(panel.tree)
        assert other not in {line.portrayal.show for line in panel.model.lines}

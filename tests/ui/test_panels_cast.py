"""The cast panel: it shows what the view says, and adds, changes, removes and reorders."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from fanwiki.cli.program import run
from fanwiki.domain.edits import AddFact, AddPage, ChangeFact, RenamePage, ReorderCast
from fanwiki.domain.entities import Appearance, Portrayal, Source
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import EpisodeId, FactId, PageId, SourceId, new_id
from fanwiki.domain.vocabulary import PageKind, RoleType, SourceKind, Standing
from fanwiki.ui.panels.cast.order import CastOrder
from fanwiki.ui.panels.cast.panel import CastPanel
from fanwiki.ui.settings import Settings
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


def _crowd(build: Builder) -> tuple[PageId, list[EpisodeId], dict[str, PageId]]:
    """A show with Hangul and Latin names: a recast hero, a double role, a dub, and somebody whom nobody plays."""
    show, episodes = build.show()
    pages = {name: build.character(show, name) for name in ("Hero", "Twin", "Nobody's")}
    pages |= {name: build.person(name) for name in ("조이현", "Ánna", "bob", "로몬", "Idle")}
    lines = (
        Portrayal(FactId(new_id()), show, pages["조이현"], pages["Hero"], billing=1, last=episodes[2]),
        Portrayal(FactId(new_id()), show, pages["bob"], pages["Hero"], billing=2, first=episodes[3]),
        Portrayal(FactId(new_id()), show, pages["Ánna"], pages["Hero"], RoleType.YOUNGER, 3, first=episodes[1]),
        Portrayal(FactId(new_id()), show, pages["bob"], pages["Twin"], RoleType.GUEST, 4),
        Portrayal(FactId(new_id()), show, pages["로몬"], pages["Hero"], RoleType.DUB, 5, language="ko"),
    )
    build.wiki.apply(*(AddFact(line) for line in lines))
    build.wiki.apply(*(AddFact(Appearance(FactId(new_id()), pages["Hero"], each)) for each in episodes[:5]))
    return show, episodes, pages


def test_sorts_and_keeps_the_order_chosen(qtbot: QtBot, wiki: Wiki, tmp_path: Path) -> None:
    _crowd(Builder(wiki))
    settings = Settings(tmp_path)
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(CastPanel(desk.session, settings=settings))
        assert texts(panel.tree) == ["조이현", "bob", "Ánna", "bob", "로몬"]
        panel.choices.order_field.setCurrentIndex(1)
        assert texts(panel.tree) == ["Ánna", "bob", "bob", "로몬", "조이현"]
        assert not panel.model.movable
        panel.tree.setCurrentIndex(panel.model.index(1, 0))
        assert not panel.up_action.isEnabled()
        QTest.keyClick(panel.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        desk.settle()
        panel.choices.order_field.setCurrentIndex(2)
        assert texts(panel.tree) == ["조이현", "로몬", "Ánna", "bob", "bob"]
        again = desk.shown(CastPanel(desk.session, settings=settings))
        assert again.choices.order is CastOrder.APPEARANCE
        panel.choices.order_field.setCurrentIndex(0)
        assert texts(panel.tree) == ["조이현", "bob", "Ánna", "bob", "로몬"]


def test_those_without_a_part_are_shown_and_given_one(qtbot: QtBot, wiki: Wiki) -> None:
    _crowd(Builder(wiki))
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(CastPanel(desk.session))
        panel.choices.idle_box.setChecked(True)
        desk.settle()
        assert [row.cells[0].text + row.cells[1].text for row in panel.model.rows[5:]] == ["Nobody's", "Idle"]
        panel.tree.setCurrentIndex(panel.model.index(5, 0))
        assert not panel.edit_action.isEnabled()
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
        assert panel.form.character_field.text() == "Nobody's"
        panel.form.person_field.setText("Idle")
        panel.form.save_button.click()
        desk.settle()
        assert [row.cells[0].text + row.cells[1].text for row in panel.model.rows[5:]] == ["IdleNobody's"]
        desk.undo()
        assert len(panel.model.rows) == 7


def test_episodes_are_counted_as_far_as_they_are_seen(qtbot: QtBot, wiki: Wiki) -> None:
    show, episodes, _ = _crowd(Builder(wiki))
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(CastPanel(desk.session))
        details = [row.cells[1].detail for row in panel.model.rows]
        assert details == [
            "main · to S1E03 · 3 episodes",
            "main · from S1E04 · 2 episodes",
            "younger · from S1E02 · 4 episodes",
            "guest",
            "dub (ko) · 5 episodes",
        ]
        desk.session.set_viewpoint(seen(show, episodes[0]))
        assert [row.cells[1].detail for row in panel.model.rows] == [
            "main · 1 episode",
            "guest",
            "dub (ko) · 1 episode",
        ]


def test_copies_the_list_or_the_selection(qtbot: QtBot, wiki: Wiki) -> None:
    _, _, pages = _crowd(Builder(wiki))
    with desk_on(qtbot, wiki) as desk:
        desk.apply(RenamePage(pages["Idle"], "=HYPERLINK(1)"))
        line = desk.author().cast()[3].portrayal
        desk.apply(ChangeFact(replace(line, person=pages["Idle"], credited_as="a|b")))
        panel = desk.shown(CastPanel(desk.session))
        panel.markdown_action.trigger()
        copied = QGuiApplication.clipboard().text().splitlines()
        assert copied[0] == "| Person | Character | Role | Language | Credited as | From | To | Episodes | Standing |"
        assert copied[5] == "| =HYPERLINK(1) | Twin | guest |  | a\\|b |  |  |  | confirmed |"
        assert len(copied) == 7
        panel.tree.setCurrentIndex(panel.model.index(2, 0))
        QTest.keyClick(panel.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        panel.table_action.trigger()
        assert QGuiApplication.clipboard().text().splitlines() == [
            "Person\tCharacter\tRole\tCredited as\tFrom\tEpisodes\tStanding",
            "Ánna\tHero\tyounger\t\tS1E02\t4\tconfirmed",
            "'=HYPERLINK(1)\tTwin\tguest\ta|b\t\t\tconfirmed",
        ]


def test_several_lines_are_removed_and_moved_together(qtbot: QtBot, wiki: Wiki) -> None:
    _crowd(Builder(wiki))
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(CastPanel(desk.session))
        rows = [panel.model.index(row, 0) for row in (0, 2)]
        panel.model.dropMimeData(panel.model.mimeData(rows), Qt.DropAction.MoveAction, 4, 0, QModelIndex())
        desk.settle()
        assert texts(panel.tree) == ["bob", "bob", "조이현", "Ánna", "로몬"]
        desk.undo()
        panel.tree.setCurrentIndex(panel.model.index(0, 0))
        QTest.keyClick(panel.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
        desk.settle()
        assert texts(panel.tree) == ["Ánna", "bob", "로몬"]
        desk.undo()
        assert texts(panel.tree) == ["조이현", "bob", "Ánna", "bob", "로몬"]


def test_nothing_is_lost_when_a_line_is_edited_at_a_viewpoint(qtbot: QtBot, wiki: Wiki) -> None:
    """What the viewpoint hides of a line, and what the form does not show for its role, stays."""
    build = Builder(wiki)
    show, episodes = build.show()
    source = Source(SourceId(new_id()), SourceKind.LISTING, "A listing")
    build.fact(source)
    hidden = Portrayal(FactId(new_id()), show, build.person("Later"), build.character(show, "B"), first=episodes[4])
    whole = Portrayal(
        FactId(new_id()), show, build.person("Actor"), build.character(show, "A"), RoleType.MAIN, 7, "A. Ctor", "ja",
        episodes[0], episodes[4], Standing.RUMOUR, source.id, episodes[0],
    )  # fmt: skip
    build.fact(hidden)
    build.fact(whole)
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(CastPanel(desk.session))
        desk.session.set_viewpoint(seen(show, episodes[1]))
        panel.tree.setCurrentIndex(panel.model.index(0, 0))
        panel.edit_action.trigger()
        form = panel.form
        assert not form.language_field.isVisible()
        assert form.source.field.currentText().startswith("A listing")
        form.save_button.click()
        desk.settle()
        assert desk.author().facts(Portrayal, id=whole.id) == (whole,)
        panel.edit_action.trigger()
        form.role_field.setCurrentIndex(form.role_field.findData(RoleType.VOICE))
        assert form.language_field.isVisible()
        assert form.language_field.text() == "ja"
        form.language_field.setText("not a tag")
        form.save_button.click()
        assert "no language tag" in form.rows.complaint(form.language_field)
        form.language_field.setText("pt-BR")
        form.source.field.setCurrentIndex(1)
        form.source.made.title_field.setText("End credits")
        form.save_button.click()
        desk.settle()
        (changed,) = desk.author().facts(Portrayal, id=whole.id)
        made = next(each for each in desk.author().sources() if each.title == "End credits")
        assert changed == replace(whole, role=RoleType.VOICE, language="pt-BR", source=made.id)
        assert "after End credits" in everything_said(panel.tree)
        desk.undo()
        assert desk.author().facts(Portrayal, id=whole.id) == (whole,)


def test_a_show_that_the_character_is_not_in_is_refused_at_the_field(desk: PanelDesk, panel: CastPanel) -> None:
    build = Builder(desk.wiki)
    other, _ = build.show("Other show", "other")
    build.character(other, "Stranger")
    panel.add_action.trigger()
    panel.form.person_field.setText("Cho Yi-hyun")
    panel.form.character_field.setText("Stranger")
    panel.form.save_button.click()
    desk.settle()
    assert "“Stranger” is not in “All of Us Are Dead”" in panel.form.rows.complaint(panel.form.character_field)
    assert panel.form.is_open
    panel.form.character_field.setText("Choi Nam-ra")
    panel.form.first_field.setEditText("other:S1E01")
    panel.form.save_button.click()
    desk.settle()
    assert "must be an episode of “All of Us Are Dead”" in panel.form.rows.complaint(panel.form.first_field)


def test_every_step_shows_in_the_command_line_at_once(
    desk: PanelDesk, panel: CastPanel, capsys: pytest.CaptureFixture[str]
) -> None:
    def listed() -> list[tuple[str, str]]:
        capsys.readouterr()
        assert run(["cast", str(desk.wiki.path), "--json"]) == 0
        return [(row["person"], row["role"]) for row in json.loads(capsys.readouterr().out)]

    before = listed()
    panel.edit_action.trigger()
    panel.form.role_field.setCurrentIndex(panel.form.role_field.findData(RoleType.CAMEO))
    panel.form.save_button.click()
    desk.settle()
    assert ("Cho Yi-hyun", "cameo") in listed()
    panel.up_action.trigger()
    desk.settle()
    assert listed().index(("Cho Yi-hyun", "cameo")) == 1
    panel.remove_action.trigger()
    desk.settle()
    assert len(listed()) == len(before) - 1
    for _ in range(3):
        desk.undo()
    assert listed() == before


def test_every_control_says_what_it_is(panel: CastPanel) -> None:
    for action in panel.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly):
        assert action.text()
        assert action.toolTip()
        assert action.objectName().startswith("action_")
    buttons = [each for each in panel.findChildren(QToolButton) if not isinstance(each.parent(), QLineEdit)]
    for widget in (panel.tree, panel.choices.order_field, *buttons):
        assert widget.accessibleName()

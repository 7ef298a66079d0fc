"""The status panel: it shows what the view says, changes it, and tells what is wrong at the field."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from fanwiki.cli.program import run
from fanwiki.domain.edits import AddFact, DeletePage, RenamePage, SavePage
from fanwiki.domain.entities import Source, StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, SourceId, StateId, new_id
from fanwiki.domain.vocabulary import Certainty, PageKind, SourceKind
from fanwiki.ui.board.board_view import BoardView
from fanwiki.ui.panels.backlinks_panel import BacklinksPanel
from fanwiki.ui.panels.cast.panel import CastPanel
from fanwiki.ui.panels.profile.panel import ProfilePanel
from fanwiki.ui.panels.status.panel import StatusPanel
from fanwiki.wiki import Wiki
from tests.building import Builder, seen
from tests.ui.panel_desk import PATIENCE_MS, PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


@pytest.fixture
def panel(desk: PanelDesk) -> StatusPanel:
    made = desk.shown(StatusPanel(desk.session))
    made.show_page(desk.page("Choi Nam-ra"))
    return made


def _shown(panel: StatusPanel) -> dict[str, str]:
    return dict(zip(texts(panel.tree, 0), texts(panel.tree, 1), strict=True))


def _stored(desk: PanelDesk) -> dict[str, str]:
    view = desk.session.view()
    show = desk.page("All of Us Are Dead").id
    return {
        status.name: "—" if status.state is None else status.state.word
        for status in view.statuses(view.characters(show))
    }


def _counts(panel: StatusPanel) -> str:
    return panel.counts.text().replace("\N{NO-BREAK SPACE}", " ")


def test_shows_every_character_as_the_view_has_it(desk: PanelDesk, panel: StatusPanel) -> None:
    view = desk.session.view()
    assert texts(panel.tree) == [page.title for page in view.characters(desk.page("All of Us Are Dead").id)]
    assert _shown(panel) == _stored(desk)
    assert _shown(panel)["Choi Nam-ra"] == "half-zombie"
    row = texts(panel.tree).index("Lee Cheong-san")
    assert "contested" in panel.tree.model().index(row, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert texts(panel.tree, 2)[texts(panel.tree).index("Choi Nam-ra")] == "S1E12"


def test_the_page_of_a_character_selects_its_row(desk: PanelDesk, panel: StatusPanel) -> None:
    assert panel.tree.current_key() == desk.page("Choi Nam-ra").id
    panel.show_page(desk.page("Nam On-jo"))
    assert panel.tree.current_key() == desk.page("Nam On-jo").id
    panel.tree.select_key(desk.page("Lee Su-hyeok").id)
    panel.show_page(desk.page("Nam On-jo"))
    assert panel.tree.current_key() == desk.page("Lee Su-hyeok").id


def test_an_early_viewpoint_shows_no_later_state(desk: PanelDesk, panel: StatusPanel) -> None:
    view = desk.look_from("S1E01")
    assert _shown(panel) == _stored(desk)
    assert set(_shown(panel).values()) <= {state.word for state in view.states()} | {"—"}
    said = everything_said(panel.tree)
    for later in ("half-zombie", "S1E06", "S1E12", "roof"):
        assert later not in said
        assert later not in _counts(panel)
    total = sum(int(part.split()[0]) for part in _counts(panel).split(" · "))
    assert total == len(_shown(panel))
    desk.look_from("S1E12")
    assert "1 half-zombie" in _counts(panel)


def test_changing_a_status_by_keyboard(desk: PanelDesk, panel: StatusPanel) -> None:
    assert panel.tree.select_key(desk.page("Nam On-jo").id)
    before = _counts(panel)
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    form = panel.form
    assert form.is_open
    assert "Nam On-jo" in form.title()
    assert form.at_field.currentText().startswith("S1E12")
    form.state_field.setCurrentText("dead")
    form.certainty_field.setCurrentIndex(form.certainty_field.findData(Certainty.PRESUMED))
    form.at_field.setEditText("S1E11")
    form.cause_field.setText("a fall")
    QTest.keyClick(form.cause_field, Qt.Key.Key_Return)
    desk.settle()
    assert not form.is_open
    events = desk.author().status_events(desk.page("Nam On-jo").id)
    assert [event.cause for event in events][-2:] == ["a fall", events[-1].cause]
    assert _shown(panel) == _stored(desk)
    desk.look_from("S1E11")
    assert _shown(panel)["Nam On-jo"] == "dead"
    assert _shown(panel) == _stored(desk)
    desk.undo()
    assert _shown(panel)["Nam On-jo"] == "alive"
    desk.session.set_viewpoint(desk.author().viewpoint)
    assert _counts(panel) == before


def test_a_new_status_at_a_moment_that_has_one_takes_its_place(desk: PanelDesk, panel: StatusPanel) -> None:
    onjo = desk.page("Nam On-jo").id
    before = desk.author().status_events(onjo)
    panel.tree.select_key(onjo)
    panel.change_action.trigger()
    panel.form.state_field.setCurrentText("missing")
    assert panel.form.rows.isAncestorOf(panel.form.rows.first_bad() or panel.form.state_field)
    panel.form.save_button.click()
    desk.settle()
    after = desk.author().status_events(onjo)
    assert len(after) == len(before)
    assert after[-1].id == before[-1].id
    assert _shown(panel)["Nam On-jo"] == "missing"


def test_events_are_listed_edited_and_removed(desk: PanelDesk, panel: StatusPanel) -> None:
    namra = desk.page("Choi Nam-ra").id
    row = panel.tree.currentIndex()
    panel.tree.expand(row)
    listed = texts(panel.tree, 0, row)
    events = desk.author().status_events(namra)
    assert len(listed) == len(events)
    assert listed[0].startswith("from the start · alive")
    panel.tree.select_key(events[-1].id)
    panel.edit_action.trigger()
    assert panel.form.note_field.toPlainText() == events[-1].note
    panel.form.note_field.setPlainText("on the roof")
    panel.form.save_button.click()
    desk.settle()
    assert desk.author().status_events(namra)[-1].note == "on the roof"
    assert panel.tree.isExpanded(panel.model.index_of(namra))
    assert panel.tree.current_key() == events[-1].id
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert len(desk.author().status_events(namra)) == len(events) - 1
    desk.undo()
    assert len(texts(panel.tree, 0, panel.model.index_of(namra))) == len(events)


def test_what_cannot_be_meant_is_said_at_the_field_and_nothing_is_lost(desk: PanelDesk, panel: StatusPanel) -> None:
    panel.change_action.trigger()
    form = panel.form
    form.at_field.setEditText("S9E99")
    form.revealed_field.setEditText("soon")
    form.note_field.setPlainText("kept")
    form.save_button.click()
    assert "S9E99" in form.rows.complaint(form.at_field)
    assert "soon" in form.rows.complaint(form.revealed_field)
    assert form.at_field.accessibleDescription() == form.rows.complaint(form.at_field)
    assert form.is_open
    assert form.note_field.toPlainText() == "kept"
    form.at_field.setEditText("S1E05")
    form.revealed_field.setEditText("")
    form.note_field.setPlainText("not\0possible")
    form.save_button.click()
    desk.settle()
    assert "NUL" in form.rows.complaint(form.note_field)
    assert form.is_open
    assert form.save_button.isEnabled()
    QTest.keyClick(form.cause_field, Qt.Key.Key_Escape)
    assert not form.is_open


def test_a_changed_event_keeps_what_the_viewpoint_hides(qtbot: QtBot, wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    victim, killer = build.character(show, "Victim"), build.character(show, "Killer", episodes[3])
    state = build.state("dead").id
    event = StatusEvent(FactId(new_id()), victim, state, at=episodes[1], by_whom=killer)
    build.fact(event)
    with desk_on(qtbot, wiki) as other:
        panel = other.shown(StatusPanel(other.session))
        other.session.set_viewpoint(seen(show, episodes[1]))
        panel.show_page(other.page("Victim"))
        panel.tree.expand(panel.tree.currentIndex())
        panel.tree.select_key(event.id)
        panel.edit_action.trigger()
        panel.form.cause_field.setText("a bite")
        panel.form.save_button.click()
        other.settle()
        stored = other.author().status_events(victim)[0]
        assert (stored.cause, stored.by_whom) == ("a bite", killer)
        assert "Killer" not in everything_said(panel.tree)


def test_by_whom_and_the_source_are_said_in_the_form(desk: PanelDesk, panel: StatusPanel) -> None:
    onjo, suhyeok = desk.page("Nam On-jo").id, desk.page("Lee Su-hyeok").id
    sources = len(desk.author().sources())
    panel.tree.select_key(onjo)
    panel.change_action.trigger()
    form = panel.form
    form.state_field.setCurrentText("dead")
    form.at_field.setEditText("S1E11")
    form.by_whom_field.setText("Somebody Else")
    form.source.field.setCurrentIndex(1)
    form.save_button.click()
    assert "Somebody Else" in form.rows.complaint(form.by_whom_field)
    assert "title" in form.rows.complaint(form.source.made.title_field)
    form.by_whom_field.setText("su hyeok")
    form.source.made.title_field.setText("A companion book")
    form.save_button.click()
    desk.settle()
    assert not form.is_open
    event = next(each for each in desk.author().status_events(onjo) if each.by_whom is not None)
    assert event.by_whom == suhyeok
    assert {source.id: source.title for source in desk.author().sources()}[event.source or SourceId("")] == (
        "A companion book"
    )
    panel.tree.expand(panel.model.index_of(onjo))
    panel.tree.select_key(event.id)
    assert "by Lee Su-hyeok" in everything_said(panel.tree)
    panel.edit_action.trigger()
    assert form.by_whom_field.text() == "Lee Su-hyeok"
    assert form.source.field.currentData() == event.source
    desk.undo()
    assert len(desk.author().sources()) == sources
    assert all(each.by_whom is None for each in desk.author().status_events(onjo))


def test_a_status_set_over_another_loses_nothing(desk: PanelDesk, panel: StatusPanel) -> None:
    onjo, suhyeok = desk.page("Nam On-jo").id, desk.page("Lee Su-hyeok").id
    source = Source(SourceId(new_id()), SourceKind.INTERVIEW, "An interview")
    state = next(state.id for state in desk.author().states() if state.word == "dead")
    at = desk.author().orders().find("S1E11")
    event = StatusEvent(
        FactId(new_id()), onjo, state, at=at, cause="a fall", by_whom=suhyeok, note="seen", source=source.id
    )
    desk.apply(AddFact(source), AddFact(event))
    panel.tree.select_key(onjo)
    panel.change_action.trigger()
    panel.form.state_field.setCurrentText("undead")
    panel.form.at_field.setEditText("S1E11")
    panel.form.note_field.setPlainText("heard")
    panel.form.save_button.click()
    desk.settle()
    undead = next(state.id for state in desk.author().states() if state.word == "undead")
    (stored,) = [each for each in desk.author().status_events(onjo) if each.at == at]
    assert stored == replace(event, state=undead, note="heard")


def test_an_event_is_moved_by_keyboard(desk: PanelDesk, panel: StatusPanel) -> None:
    namra = desk.page("Choi Nam-ra").id
    event = desk.author().status_events(namra)[-1]
    orders = desk.author().orders()
    panel.tree.expand(panel.model.index_of(namra))
    panel.tree.select_key(event.id)
    assert event.at is not None
    assert orders.write(event.at) == "S1E12"
    QTest.keyClick(panel.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    moved = desk.author().status_events(namra)[-1]
    assert moved == replace(event, at=orders.find("S1E11"))
    assert panel.tree.current_key() == event.id
    panel.later_action.trigger()
    desk.settle()
    assert desk.author().status_events(namra)[-1] == event
    panel.later_action.trigger()
    desk.settle()
    assert desk.author().status_events(namra)[-1] == event
    desk.undo()
    assert desk.author().status_events(namra)[-1] == moved


def test_an_event_moved_to_where_another_is_leaves_both(desk: PanelDesk, panel: StatusPanel) -> None:
    namra = desk.page("Choi Nam-ra").id
    before = desk.author().status_events(namra)
    taken = before[-2]
    assert taken.at is not None
    panel.tree.expand(panel.model.index_of(namra))
    panel.tree.select_key(before[-1].id)
    panel.edit_action.trigger()
    panel.form.at_field.set_point(taken.at)
    panel.form.save_button.click()
    desk.settle()
    after = {each.id: each for each in desk.author().status_events(namra)}
    assert after.keys() == {each.id for each in before}
    assert after[taken.id] == taken
    assert after[before[-1].id] == replace(before[-1], at=taken.at)


def test_what_the_wiki_will_not_have_is_said_at_the_field(qtbot: QtBot, wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    _other, others = build.show("Other", "other")
    late = build.character(show, "Late", episodes[3])
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(StatusPanel(desk.session))
        panel.show_page(desk.page("Late"))
        panel.change_action.trigger()
        form = panel.form
        form.state_field.setCurrentText("dead")
        form.cause_field.setText("kept")
        form.at_field.set_point(episodes[1])
        form.save_button.click()
        desk.settle()
        assert "before “Late” is there" in form.rows.complaint(form.at_field)
        form.revealed_field.set_point(episodes[2])
        form.save_button.click()
        desk.settle()
        assert "before “Late” is there" in form.rows.complaint(form.revealed_field)
        form.at_field.set_point(others[0])
        form.save_button.click()
        desk.settle()
        assert "not in" in form.rows.complaint(form.at_field)
        assert form.is_open
        assert form.cause_field.text() == "kept"
        form.at_field.set_point(episodes[1])
        form.revealed_field.set_point(episodes[3])
        form.save_button.click()
        desk.settle()
        assert not form.is_open
        assert [event.cause for event in desk.author().status_events(late)] == ["kept"]


def test_filter_finds_names_of_every_kind_and_states(desk: PanelDesk, panel: StatusPanel) -> None:
    panel.filter.setText("최남라")
    assert texts(panel.tree) == ["Choi Nam-ra"]
    panel.filter.setText("onjo")
    assert texts(panel.tree) == ["Nam On-jo"]
    panel.filter.setText("half")
    assert texts(panel.tree) == ["Choi Nam-ra"]
    panel.filter.clear()
    assert len(texts(panel.tree)) == len(_stored(desk))
    assert "half-zombie" in _counts(panel)


def test_refreshes_for_what_concerns_it_alone(desk: PanelDesk, panel: StatusPanel) -> None:
    resets: list[None] = []
    panel.model.modelReset.connect(lambda: resets.append(None))
    page = desk.page("Episode 1")
    desk.apply(SavePage(page.id, "Another text."))
    assert not resets
    desk.apply(RenamePage(desk.page("Nam On-jo").id, "On-jo"))
    assert resets
    assert "On-jo" in texts(panel.tree)
    assert panel.tree.current_key() == desk.page("Choi Nam-ra").id


def test_empty_panel_offers_a_character(qtbot: QtBot, wiki: Wiki) -> None:
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(StatusPanel(desk.session))
        with qtbot.waitSignal(panel.new_page_requested) as asked:
            panel.empty.button.click()
        assert asked.args == [PageKind.SHOW, None]
        show, _ = Builder(wiki).show()
        panel.show_page(desk.page("Show"))
        assert panel.empty.isVisible()
        assert not panel.tree.isVisible()
        with qtbot.waitSignal(panel.new_page_requested) as asked:
            panel.empty.button.click()
        assert asked.args == [PageKind.CHARACTER, show]


def test_opens_the_page_of_a_character(desk: PanelDesk, qtbot: QtBot, panel: StatusPanel) -> None:
    with qtbot.waitSignal(panel.page_requested) as asked:
        QTest.keyClick(panel.tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [desk.page("Choi Nam-ra").id]
    row = panel.tree.visualRect(panel.tree.currentIndex())
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    QTest.mouseDClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert panel.form.is_open


def test_a_page_that_the_viewpoint_or_the_trash_hides(qtbot: QtBot, wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    late = build.character(show, "Late", episodes[3])
    build.character(show, "Early")
    with desk_on(qtbot, wiki) as desk:
        panels = [desk.shown(kind(desk.session)) for kind in (StatusPanel, CastPanel, ProfilePanel, BacklinksPanel)]
        for panel in panels:
            panel.show_page(desk.page("Late"))
        status = panels[0]
        assert isinstance(status, StatusPanel)
        desk.session.set_viewpoint(seen(show, episodes[0]))
        assert texts(status.tree) == ["Early"]
        desk.session.set_viewpoint(seen(show, episodes[3]))
        assert texts(status.tree) == ["Late", "Early"]
        desk.apply(DeletePage(late))
        assert texts(status.tree) == ["Early"]
        for panel in panels:
            panel.show_page(panel.page)
        desk.undo()
        assert texts(status.tree) == ["Late", "Early"]


def test_a_wiki_open_for_reading_can_be_looked_at_alone(qtbot: QtBot, sample_file: Path) -> None:
    wiki = Wiki.open(sample_file, read_only=True)
    with desk_on(qtbot, wiki) as desk:
        status, cast = desk.shown(StatusPanel(desk.session)), desk.shown(CastPanel(desk.session))
        profile = desk.shown(ProfilePanel(desk.session))
        for panel in (status, cast, profile):
            panel.show_page(desk.page("Choi Nam-ra"))
        for tree in (status.tree, cast.tree, profile.names.tree):
            tree.setCurrentIndex(tree.model().index(0, 0))
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Delete):
                QTest.keyClick(tree, key)
        QTest.keyClick(cast.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert not any(form.is_open for form in (status.form, cast.form, profile.names.form))
        assert not any(action.isEnabled() for action in (status.change_action, cast.add_action, cast.down_action))
        assert not desk.lane.busy
    wiki.close()


def test_an_open_form_leaves_the_row_that_it_is_about_in_sight(qtbot: QtBot, wiki: Wiki) -> None:
    build = Builder(wiki)
    show, _episodes = build.show()
    people = [build.character(show, f"Character {number:03}") for number in range(60)]
    with desk_on(qtbot, wiki) as desk:
        panel, board = desk.shown(StatusPanel(desk.session)), desk.shown(BoardView(desk.session))
        board.resize(900, 700)
        board.show_page(None)
        panel.tree.setCurrentIndex(panel.model.index_of(people[50]))
        board.table.setCurrentIndex(board.model.index(50, 2))
        panel.change_action.trigger()
        board.set_action.trigger()
        for view in (panel.tree, board.table):
            qtbot.waitUntil(partial(_sees_current, view), timeout=PATIENCE_MS)


def _sees_current(view: QAbstractItemView) -> bool:
    return view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())


def test_every_action_says_its_key(panel: StatusPanel) -> None:
    for action in panel.tree.actions():
        assert action.objectName().startswith("action_")
        assert "(" in action.toolTip(), "its key is not said"


def test_what_is_saved_shows_on_the_command_line_at_once(
    desk: PanelDesk, panel: StatusPanel, capsys: pytest.CaptureFixture[str]
) -> None:
    panel.tree.select_key(desk.page("Nam On-jo").id)
    panel.change_action.trigger()
    panel.form.state_field.setCurrentText("missing")
    panel.form.at_field.setEditText("S1E12")
    panel.form.cause_field.setText("a storm")
    panel.form.by_whom_field.setText("Lee Su-hyeok")
    panel.form.save_button.click()
    desk.settle()
    assert run(["status", str(desk.wiki.path), "--json"]) == 0
    line = next(row for row in json.loads(capsys.readouterr().out) if row["character"] == "Nam On-jo")
    assert (line["state"], line["cause"], line["by_whom"]) == ("missing", "a storm", "Lee Su-hyeok")
    desk.undo()
    assert run(["status", str(desk.wiki.path), "--json"]) == 0
    assert "a storm" not in capsys.readouterr().out


def test_many_characters(qtbot: QtBot, wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    dead = build.state("dead").id
    people = [build.character(show, f"Character {number:03}") for number in range(60)]
    wiki.apply(*(AddFact(_death(person, dead, episodes[2])) for person in people[::2]))
    with desk_on(qtbot, wiki) as desk:
        panel = desk.shown(StatusPanel(desk.session))
        assert _counts(panel) == "30 dead · 30 not known"
        last = panel.model.index_of(people[58])
        panel.tree.setCurrentIndex(last)
        panel.tree.scrollTo(last)
        place = panel.tree.verticalScrollBar().value()
        assert place > 0
        panel.refresh()
        assert panel.tree.verticalScrollBar().value() == place
        assert panel.tree.current_key() == people[58]
        assert panel.model.rowCount(QModelIndex()) == 60


def _death(character: PageId, state: StateId, at: EpisodeId) -> StatusEvent:
    return StatusEvent(FactId(new_id()), character, state, at=at)

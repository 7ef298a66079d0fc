"""The claim ledger: it shows what the view says, changes it, and tells what is wrong at the field."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fanwiki.cli.program import run
from fanwiki.domain.edits import AddFact
from fanwiki.domain.entities import Claim, Source
from fanwiki.domain.ids import FactId, SourceId, new_id
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.vocabulary import SourceKind, Standing
from fanwiki.ui.dialogs.sources import SourcesDialog
from fanwiki.ui.panels.claims.panel import ClaimsPanel
from fanwiki.wiki import Wiki
from tests.ui.driving import Driven
from tests.ui.panel_desk import PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui

TODAY = date(2027, 12, 1)


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


@pytest.fixture
def panel(desk: PanelDesk) -> ClaimsPanel:
    made = desk.shown(ClaimsPanel(desk.session, today=lambda: TODAY))
    made.show_page(desk.page("Season 2"))
    return made


def _claims(desk: PanelDesk, said: str) -> list[Claim]:
    return [claim for claim in desk.author().facts(Claim) if claim.property == said]


def _id(desk: PanelDesk, value: str) -> FactId:
    return next(claim.id for claim in desk.author().facts(Claim) if claim.value.startswith(value))


def test_claims_that_differ_stand_side_by_side(panel: ClaimsPanel) -> None:
    headings = texts(panel.tree)
    renewal = panel.model.index(headings.index("renewal"), 0)
    assert texts(panel.tree, 1, renewal) == ["confirmed", "superseded"]
    said = everything_said(panel.tree)
    assert "2 claims that differ" in said
    assert "Review was due 2024-12-31." in said
    assert "tier 2, press release" in said
    assert panel.tree.isExpanded(renewal)


def test_scope_and_filters(desk: PanelDesk, panel: ClaimsPanel) -> None:
    panel.stale_filter.setChecked(True)
    assert "renewal" not in texts(panel.tree)
    panel.stale_filter.setChecked(False)
    panel.standing_filter.setCurrentIndex(panel.standing_filter.findData(Standing.SUPERSEDED))
    assert texts(panel.tree) == ["renewal"]
    panel.standing_filter.setCurrentIndex(0)
    panel.wiki_button.click()
    desk.settle()
    assert "played by" in texts(panel.tree)
    assert texts(panel.tree)[-1] == "In the text"


def test_a_long_ledger_is_shown_piece_by_piece(
    desk: PanelDesk, panel: ClaimsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.wiki_button.click()
    desk.settle()
    whole = texts(panel.tree)
    assert not panel.more_button.isVisible()
    monkeypatch.setattr("fanwiki.ui.panels.claims.panel._MOST", 1)
    panel.stale_filter.setChecked(True)
    panel.stale_filter.setChecked(False)
    desk.settle()
    assert texts(panel.tree) == [whole[0], "In the text"]
    while panel.more_button.isVisible():
        panel.more_button.click()
        desk.settle()
    assert texts(panel.tree) == whole


def test_the_whole_ledger_of_another_viewpoint_goes_at_once(desk: PanelDesk, panel: ClaimsPanel) -> None:
    panel.wiki_button.click()
    desk.settle()
    assert texts(panel.tree)
    desk.session.set_viewpoint(Viewpoint())
    assert texts(panel.tree) == []
    desk.settle()
    assert "renewal" not in texts(panel.tree)


def test_adding_by_keyboard_with_a_new_source_supersedes_in_one_step(
    desk: PanelDesk, panel: ClaimsPanel, capsys: pytest.CaptureFixture[str]
) -> None:
    before, sources = desk.author().facts(Claim), len(desk.author().sources())
    panel.add_action.trigger()
    form = panel.form
    form.property_field.setText("renewal")
    form.value_field.setPlainText("온조 says it is filming")
    form.source.field.setCurrentIndex(1)
    form.source.made.title_field.setText("A new report")
    form.source.made.url_field.setText("https://example.org/a")
    form.today_button.click()
    old = _id(desk, "renewed, announced")
    form.supersedes_field.setCurrentIndex(form.supersedes_field.findData(old))
    QTest.keyClick(form.property_field, Qt.Key.Key_Return)
    desk.settle()
    assert not form.is_open
    added = desk.author().facts(Claim, id=form.claim_id)[0]
    assert (added.checked_on, added.supersedes) == (TODAY.isoformat(), old)
    assert desk.author().facts(Claim, id=old)[0].standing is Standing.SUPERSEDED
    assert panel.tree.current_key() == added.id
    assert run(["claims", str(desk.wiki.path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"온조 says it is filming"} == {row["value"] for row in rows if row["source"] == "A new report"}
    desk.undo()
    assert (desk.author().facts(Claim), len(desk.author().sources())) == (before, sources)


def test_what_is_wrong_is_said_at_the_field(desk: PanelDesk, panel: ClaimsPanel) -> None:
    before = desk.author().facts(Claim)
    panel.add_action.trigger()
    form = panel.form
    form.review_field.setText("soon")
    form.revealed_field.setEditText("S9E99")
    form.save_button.click()
    for field in (form.property_field, form.value_field, form.review_field, form.revealed_field):
        assert form.rows.complaint(field)
    assert "not a date" in form.rows.complaint(form.review_field)
    form.checked_field.setText("2026-05-01")
    form.review_field.setText("2026-04")
    form.save_button.click()
    assert "before" in form.rows.complaint(form.review_field)
    assert form.is_open
    assert desk.author().facts(Claim) == before


def test_editing_and_removing(desk: PanelDesk, panel: ClaimsPanel) -> None:
    panel.tree.select_key(_id(desk, "not renewed"))
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    panel.form.value_field.setPlainText("not renewed yet")
    panel.form.save_button.click()
    desk.settle()
    assert panel.tree.select_key(_id(desk, "not renewed yet"))
    before = set(desk.author().facts(Claim))
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert [claim.supersedes for claim in _claims(desk, "renewal")] == [None]
    desk.undo()
    assert set(desk.author().facts(Claim)) == before


def test_the_subject_and_the_source_open(desk: PanelDesk, panel: ClaimsPanel, qtbot: QtBot) -> None:
    heading = panel.model.index(0, 0, QModelIndex())
    with qtbot.waitSignal(panel.page_requested) as asked:
        panel.tree.doubleClicked.emit(heading)
    assert asked.args == [desk.page("Season 2").id]
    panel.tree.select_key(_id(desk, "no trailer yet"))
    with qtbot.waitSignal(panel.external_requested) as address:
        panel.source_action.trigger()
    assert address.args is not None
    assert address.args[0].startswith("http")


def test_addresses_are_read_as_letters(desk: PanelDesk) -> None:
    address = "https://ko.wikipedia.org/wiki/%EC%A7%80%EA%B8%88_%EC%9A%B0%EB%A6%AC?a=%2F%20b"
    desk.apply(AddFact(Source(SourceId(new_id()), SourceKind.ARTICLE, "지금 우리 학교는", address)))
    dialog = desk.shown(SourcesDialog(desk.session))
    desk.settle()
    said = everything_said(dialog.tree)
    assert "https://ko.wikipedia.org/wiki/지금_우리?a=" in said
    assert "%EC" not in said


def test_a_source_in_use_is_kept(desk: PanelDesk) -> None:
    dialog = desk.shown(SourcesDialog(desk.session))
    desk.settle()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    before = desk.author().sources()
    used = next(row.key for row in dialog.model.rows if row.cells[2].text == "1")
    dialog.tree.select_key(used)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert "in use (claims: 1)" in dialog.refusal.text()
    assert desk.author().sources() == before
    dialog.edit_action.trigger()
    dialog.form.source.title_field.setText("Renamed")
    dialog.form.save_button.click()
    desk.settle()
    assert "Renamed" in texts(dialog.tree)


def test_a_statement_opens_its_page_at_the_line(driven: Driven) -> None:
    ledger = driven.window.findChild(ClaimsPanel, "claimsPanel")
    assert ledger is not None
    page = driven.page("People")
    ledger.statement_requested.emit(page, 2)
    tab = driven.window.tabs.current
    assert tab is not None
    assert tab.page_id == page

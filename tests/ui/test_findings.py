"""The findings panel: looks by itself, keeps up with what is saved, leads to the line, mends, and is the author's."""

from collections.abc import Callable, Iterator
from datetime import date
from threading import Event

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddPage, RenamePage, SavePage, StoreMedia
from fanwiki.domain.errors import DamagedWiki, WikiBusy
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.images import new_picture
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.beside import Beside
from fanwiki.lint.linting import Linting, Step, in_order
from fanwiki.lint.rule import Severity
from fanwiki.ui.panels.findings.panel import FindingsPanel
from fanwiki.wiki import View, Wiki
from tests.building import Builder
from tests.ui.driving import Driver
from tests.ui.panel_desk import PATIENCE_MS, PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


@pytest.fixture
def tale(wiki: Wiki) -> PageId:
    """A page whose second paragraph names somebody who comes later; nothing else is the matter with it."""
    build = Builder(wiki)
    show, episodes = build.show()
    build.character(show, "Late Comer", episodes[3])
    build.page("Hub", "[[Tale]] [[Late Comer]]", reviewed=True, safe_from=episodes[5])
    return build.page("Tale", "See [[Hub]].\n\nThen Late Comer arrives.", reviewed=True, safe_from=episodes[0])


def _panel(desk: PanelDesk) -> FindingsPanel:
    panel = desk.shown(FindingsPanel(desk.session, today=_today))
    _settle(desk, panel)
    return panel


def _today() -> date:
    return date(2026, 7, 1)


def _settle(desk: PanelDesk, panel: FindingsPanel) -> None:
    def done() -> bool:
        return not panel.search.running and not desk.lane.busy

    desk.qtbot.waitUntil(done, timeout=PATIENCE_MS)


def _rules(panel: FindingsPanel) -> set[str]:
    return set(panel.search.listed.counts())


def test_nothing_is_looked_for_before_it_is_seen(desk: PanelDesk, tale: PageId, qtbot: QtBot) -> None:
    panel = FindingsPanel(desk.session, today=_today)
    qtbot.addWidget(panel)
    desk.settle()
    assert not panel.search.running
    assert list(panel.search.listed) == []
    desk.shown(panel)
    _settle(desk, panel)
    assert "early-name" in _rules(panel)


def test_a_file_that_is_damaged_is_told_of(desk: PanelDesk, tale: PageId, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = _panel(desk)
    found = list(panel.search.listed)

    def damaged(*_: object) -> None:
        raise DamagedWiki("the wiki is damaged")

    with monkeypatch.context() as patch, desk.qtbot.waitSignal(desk.session.failed, timeout=PATIENCE_MS) as failed:
        patch.setattr(Linting, "step", damaged)
        panel.search.begin_anew()
    assert failed.args == ["the wiki is damaged"]
    _settle(desk, panel)
    assert list(panel.search.listed) == found
    panel.search.begin_anew()
    _settle(desk, panel)
    assert list(panel.search.listed) == found


def test_a_file_that_is_in_use_is_waited_for(desk: PanelDesk, tale: PageId, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals: list[str] = []
    whole = Linting.step

    def busy_once(linting: Linting, view: View) -> Step | None:
        if refusals:
            return whole(linting, view)
        refusals.append("busy")
        raise WikiBusy("the wiki is in use by another program")

    monkeypatch.setattr(Linting, "step", busy_once)
    failures: list[str] = []
    desk.session.failed.connect(failures.append)
    assert "early-name" in _rules(_panel(desk))
    assert refusals
    assert not failures


def test_a_finding_says_where_what_and_why_and_leads_there(desk: PanelDesk, tale: PageId, qtbot: QtBot) -> None:
    panel = _panel(desk)
    assert texts(panel.tree)[0] == "Tale, line 3"
    assert "names “Late Comer”, which is revealed at S1E04" in everything_said(panel.tree)
    panel.tree.setCurrentIndex(panel.model.index(0, 0, QModelIndex()))
    assert panel.explanation.text().startswith("Prose names nothing that is revealed only after")
    with qtbot.waitSignal(panel.line_requested) as asked:
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert asked.args == [tale, 2]


def test_a_file_leads_to_a_page_that_shows_it(desk: PanelDesk, tale: PageId, qtbot: QtBot) -> None:
    content = b"\x89PNG\r\n\x1a\nroof"
    desk.apply(StoreMedia(new_picture("roof.png", content, ""), content), SavePage(tale, "![[roof.png]]"))
    panel = _panel(desk)
    panel.rule_filter.setCurrentIndex(panel.rule_filter.findData("missing-alt"))
    assert texts(panel.tree) == ["roof.png"]
    panel.tree.setCurrentIndex(panel.model.index(0, 0, QModelIndex()))
    with qtbot.waitSignal(panel.page_requested) as asked:
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert asked.args == [tale]


def test_a_fix_is_one_step_of_undo_and_the_list_keeps_up(desk: PanelDesk, tale: PageId) -> None:
    panel = _panel(desk)
    body = desk.author().text(tale).body
    panel.tree.setCurrentIndex(panel.model.index(0, 0, QModelIndex()))
    assert panel.fix_action.isEnabled()
    panel.fix_action.trigger()
    _settle(desk, panel)
    assert "::: reveal S1E04\nThen Late Comer arrives.\n:::" in desk.author().text(tale).body
    assert "early-name" not in _rules(panel)
    assert desk.wiki.undo_label() == "put under a reveal"
    desk.undo()
    _settle(desk, panel)
    assert desk.author().text(tale).body == body
    assert "early-name" in _rules(panel)


def test_what_is_saved_and_renamed_is_looked_at_again(desk: PanelDesk, tale: PageId, qtbot: QtBot) -> None:
    panel = _panel(desk)
    desk.apply(SavePage(tale, "See [[Hub]] and [[Nowhere]]."))
    _settle(desk, panel)
    assert {"wanted-page"} == _rules(panel) & {"wanted-page", "early-name"}
    desk.apply(RenamePage(tale, "Nowhere", redirect=False))
    qtbot.waitUntil(lambda: "wanted-page" not in _rules(panel), timeout=PATIENCE_MS)


def test_filters_narrow_the_list(desk: PanelDesk, tale: PageId) -> None:
    desk.apply(SavePage(tale, "See [[Nowhere]].\n\nThen Late Comer arrives."))
    panel = _panel(desk)
    every = panel.model.rowCount()
    panel.severity_filter.setCurrentIndex(panel.severity_filter.findData(Severity.WARNING))
    assert texts(panel.tree) == ["Tale, line 1"]
    assert panel.counts.text().endswith("1 of these")
    panel.severity_filter.setCurrentIndex(0)
    panel.rule_filter.setCurrentIndex(panel.rule_filter.findData("early-name"))
    assert texts(panel.tree) == ["Tale, line 3"]
    panel.rule_filter.setCurrentIndex(0)
    assert panel.model.rowCount() == every


def test_a_reader_is_told_nothing(desk: PanelDesk, tale: PageId) -> None:
    panel = _panel(desk)
    desk.look_from("S1E01")
    assert panel.empty.isVisible()
    assert not panel.tree.isVisible()
    assert everything_said(panel.tree) == ""
    assert "Late Comer" not in panel.explanation.text() + panel.counts.text() + panel.empty.text()
    assert panel.rule_filter.count() == 1
    panel.empty.button.click()
    _settle(desk, panel)
    assert panel.tree.isVisible()


def test_the_action_brings_the_pane_and_a_line(driver: Driver, sample: Wiki) -> None:
    path = sample.path
    sample.close()
    driven = driver.open(path)
    panel = driven.find(FindingsPanel, "findingsPanel")
    driven.do("show_findings")
    driven.qtbot.waitUntil(lambda: panel.model.rowCount() > 0, timeout=PATIENCE_MS)
    number = next(row for row, text in enumerate(texts(panel.tree)) if text == "Episode 2, line 8")
    panel.tree.setCurrentIndex(panel.model.index(number, 0, QModelIndex()))
    panel.open_action.trigger()
    assert driven.tab.page_id == driven.page("Episode 2")


def test_the_window_can_close_while_it_looks(driver: Driver, sample: Wiki) -> None:
    path = sample.path
    sample.close()
    driven = driver.open(path)
    driven.do("show_findings")
    panel = driven.find(FindingsPanel, "findingsPanel")
    panel.search.begin_anew()
    driver.close(driven)


class Gate:
    """Stops whoever looks for findings between two steps, until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, stops_at: Callable[[Step], bool]) -> None:
        self.reached = Event()
        self.opened = Event()
        whole = Linting.step

        def gated(linting: Linting, view: View) -> Step | None:
            step = whole(linting, view)
            if step is not None and stops_at(step) and not self.reached.is_set():
                self.reached.set()
                self.opened.wait(PATIENCE_MS / 1000)
            return step

        monkeypatch.setattr(Linting, "step", gated)


@pytest.mark.parametrize("reading", [True, False])
def test_a_save_is_done_while_it_looks(
    desk: PanelDesk, tale: PageId, monkeypatch: pytest.MonkeyPatch, *, reading: bool
) -> None:
    """It stands still in the midst of it, as a very long one would seem to: the save is carried out and told of."""
    gate = Gate(monkeypatch, lambda step: (step.total == 0) is reading)
    panel = desk.shown(FindingsPanel(desk.session, today=_today))
    desk.qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE_MS)
    desk.apply(SavePage(tale, "See [[Hub]] and [[Nowhere]]."))
    assert desk.author().text(tale).body == "See [[Hub]] and [[Nowhere]]."
    assert panel.search.running
    gate.opened.set()
    _settle(desk, panel)
    assert {"wanted-page"} == _rules(panel) & {"wanted-page", "early-name"}


def test_a_pane_that_is_hidden_rests_and_goes_on_where_it_was(
    desk: PanelDesk, tale: PageId, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(120):
        desk.wiki.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, f"Page {number:03}", body="[[Nowhere]]"))
    gate = Gate(monkeypatch, lambda step: step.total > 0 and step.done == 50)
    panel = desk.shown(FindingsPanel(desk.session, today=_today))
    desk.qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE_MS)
    panel.hide()
    steps: list[tuple[int, int]] = []
    panel.search.progressed.connect(lambda done, total: steps.append((done, total)))
    gate.opened.set()
    desk.qtbot.waitUntil(lambda: bool(steps), timeout=PATIENCE_MS)
    desk.apply(SavePage(tale, "See [[Hub]]."))
    total = len(desk.author().pages())
    assert steps == [(50, total)]
    assert panel.search.running
    panel.show()
    _settle(desk, panel)
    assert (0, total) not in steps
    assert steps[-1] == (total, total)
    assert "early-name" not in _rules(panel)


def test_what_is_found_is_listed_while_it_looks(desk: PanelDesk, tale: PageId, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        desk.wiki.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, f"Page {number:03}", body="[[Nowhere]]"))
    gate = Gate(monkeypatch, lambda step: step.total > 0 and step.done == 100)
    panel = desk.shown(FindingsPanel(desk.session, today=_today))
    desk.qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE_MS)
    desk.qtbot.waitUntil(lambda: panel.model.rowCount() > 0, timeout=PATIENCE_MS)
    assert "Looking for what needs care: 50 of 311 pages" in panel.counts.text()
    gate.opened.set()
    _settle(desk, panel)
    assert "Looking" not in panel.counts.text()
    assert panel.search.listed.counts()["wanted-page"] == 300


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has even a small wiki looked at in a process of its own."""
    monkeypatch.setattr("fanwiki.lint.beside.WORTH_A_PROCESS", 0)


@pytest.mark.usefixtures("beside")
def test_a_process_of_its_own_finds_the_same_and_hears_of_changes(desk: PanelDesk, tale: PageId) -> None:
    panel = _panel(desk)
    steps = Linting(_today()).run(desk.author())
    assert list(panel.search.listed) == in_order(
        [each for step in steps for found in step.found.values() for each in found]
    )
    desk.apply(SavePage(tale, "See [[Hub]] and [[Nowhere]]."))
    _settle(desk, panel)
    assert {"wanted-page"} == _rules(panel) & {"wanted-page", "early-name"}
    desk.apply(RenamePage(tale, "Nowhere", redirect=False))
    _settle(desk, panel)
    assert "wanted-page" not in _rules(panel)


@pytest.mark.usefixtures("beside")
def test_a_process_that_ended_is_told_of_and_begun_anew(desk: PanelDesk, tale: PageId) -> None:
    panel = _panel(desk)
    looking = panel.search._looking._linter
    assert isinstance(looking, Beside)
    looking._process.kill()
    with desk.qtbot.waitSignal(desk.session.failed, timeout=PATIENCE_MS):
        desk.apply(SavePage(tale, "See [[Hub]] and [[Nowhere]]."))
    _settle(desk, panel)
    panel.again_action.trigger()
    _settle(desk, panel)
    assert {"wanted-page"} == _rules(panel) & {"wanted-page", "early-name"}


@pytest.mark.usefixtures("beside")
def test_the_window_can_close_while_a_process_looks(driver: Driver, sample: Wiki) -> None:
    path = sample.path
    sample.close()
    driven = driver.open(path)
    driven.do("show_findings")
    panel = driven.find(FindingsPanel, "findingsPanel")
    driven.qtbot.waitUntil(lambda: panel.search._looking._linter is not None, timeout=PATIENCE_MS)
    looking = panel.search._looking._linter
    assert isinstance(looking, Beside)
    driver.close(driven)
    assert looking._process.returncode is not None

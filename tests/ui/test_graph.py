"""The relationship graph in the window: the drawing, the table beside it, filters, the viewpoint, and the way there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEngineSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddFact, AddPage
from fanwiki.domain.entities import Group, Membership, Relationship
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.points import EVERYTHING
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.graph.canvas import GraphCanvas
from fanwiki.ui.graph.graph_view import GraphView
from fanwiki.ui.panels.relations.panel import RelationsPanel
from fanwiki.ui.preview.engine import PreviewPage
from fanwiki.ui.preview.profile import PreviewProfile
from fanwiki.wiki import Wiki
from tests import thrones
from tests.building import Builder, seen
from tests.ui.driving import Driven, Driver
from tests.ui.panel_desk import PATIENCE_MS, PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui


class Small:
    """Ann is the lover of Bo until the fourth episode, and Bo the brother of Cy, who comes in the third; Ann and Cy are
    of the crew.
    """

    def __init__(self, wiki: Wiki) -> None:
        self.build = Builder(wiki)
        self.show, self.episodes = self.build.show()
        self.ann, self.bo = self.build.character(self.show, "Ann"), self.build.character(self.show, "Bo")
        self.cy = self.build.character(self.show, "온조", self.episodes[2])
        self.crew = PageId(new_id())
        self.lover, self.brother = FactId(new_id()), FactId(new_id())
        wiki.apply(
            AddPage(self.crew, PageKind.GROUP, "The crew", self.show, subject=Group(self.crew)),
            AddFact(Relationship(self.lover, self.ann, self.bo, "lover", "lover", end=self.episodes[3])),
            AddFact(Relationship(self.brother, self.bo, self.cy, "brother", "sister", start=self.episodes[2])),
            AddFact(Membership(FactId(new_id()), self.crew, self.ann, "cook")),
            AddFact(Membership(FactId(new_id()), self.crew, self.cy)),
        )
        self.build.status(self.ann, "alive")
        self.build.status(self.bo, "alive")
        self.build.status(self.bo, "dead", self.episodes[3])


@pytest.fixture
def small(wiki: Wiki) -> Small:
    return Small(wiki)


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


def _shown(desk: PanelDesk) -> GraphView:
    graph = desk.shown(GraphView(desk.session, PreviewProfile(desk.session, desk.session)))
    graph.resize(1100, 700)
    graph.show_page(None)
    return graph


@pytest.fixture
def graph(desk: PanelDesk, small: Small) -> GraphView:
    return _shown(desk)


def _drawn(desk: PanelDesk, graph: GraphView) -> GraphCanvas:
    """The drawing, once it is there."""
    desk.qtbot.waitUntil(lambda: graph.canvas is not None, timeout=PATIENCE_MS)
    assert graph.canvas is not None
    return graph.canvas


def _places(desk: PanelDesk, graph: GraphView, expected: set[str]) -> dict[str, dict[str, Any]]:
    """Where the nodes stand, by title, as soon as these are drawn."""
    canvas = _drawn(desk, graph)
    answers: list[Any] = []

    def are_there() -> bool:
        if answers and answers[-1] and {each["title"] for each in json.loads(answers[-1])} == expected:
            return True
        canvas.ask_places(answers.append)
        return False

    desk.qtbot.waitUntil(are_there, timeout=PATIENCE_MS)
    return {each["title"]: each for each in json.loads(answers[-1])}


def _ties(graph: GraphView) -> list[str]:
    who, tie, whom = (texts(graph.table, column) for column in range(3))
    return [" ".join(parts) for parts in zip(who, tie, whom, strict=True)]


def _spot(place: dict[str, Any]) -> tuple[float, float]:
    return place["x"], place["y"]


def test_the_table_has_every_tie_with_state_and_time(graph: GraphView) -> None:
    assert _ties(graph) == ["Ann lover Bo", "Ann cook The crew", "Bo brother 온조", "온조 member The crew"]
    assert texts(graph.table, 3) == ["to S1E04", "", "from S1E03", ""]
    said = everything_said(graph.table)
    assert "lover\nover" in said
    assert "Bo\ndead" in said
    assert graph.counts.text() == "Ties: 4 · Pages: 4"


def test_the_viewpoint_is_obeyed_and_an_end_not_seen_goes_on(desk: PanelDesk, graph: GraphView, small: Small) -> None:
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    assert _ties(graph) == ["Ann lover Bo", "Ann cook The crew"]
    said = everything_said(graph.table)
    assert not any(word in said for word in ("S1E", "dead", "온조"))
    assert "over" not in said.split("\n")
    assert graph.filters.label_field.findText("brother") == -1
    desk.session.set_viewpoint(seen(small.show, small.episodes[2]))
    assert "Bo brother 온조" in _ties(graph)
    assert "lover\nover" not in everything_said(graph.table)
    desk.session.set_viewpoint(EVERYTHING)
    assert "lover\nover" in everything_said(graph.table)


def test_who_stays_keeps_the_place_when_the_viewpoint_steps(desk: PanelDesk, graph: GraphView, small: Small) -> None:
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    early = _places(desk, graph, {"Ann", "Bo", "The crew"})
    desk.session.set_viewpoint(seen(small.show, small.episodes[2]))
    later = _places(desk, graph, {"Ann", "Bo", "The crew", "온조"})
    assert {name: _spot(later[name]) for name in early} == {name: _spot(early[name]) for name in early}
    assert len({_spot(place) for place in later.values()}) == 4


def test_the_same_network_is_laid_out_the_same(desk: PanelDesk, graph: GraphView) -> None:
    everybody = {"Ann", "Bo", "The crew", "온조"}
    first = _places(desk, graph, everybody)
    graph.filters.text_field.setText("온조")
    _places(desk, graph, {"Bo", "The crew", "온조"})
    graph.filters.clear()
    assert {name: _spot(place) for name, place in _places(desk, graph, everybody).items()} == {
        name: _spot(place) for name, place in first.items()
    }


def test_a_click_on_a_node_asks_for_its_page(desk: PanelDesk, graph: GraphView, small: Small) -> None:
    place = _places(desk, graph, {"Ann", "Bo", "The crew", "온조"})["온조"]
    canvas = _drawn(desk, graph)
    target = canvas.focusProxy()
    assert isinstance(target, QWidget)
    at = QPoint(round(place["left"]), round(place["top"]))
    with desk.qtbot.waitSignal(graph.page_requested, timeout=PATIENCE_MS) as asked:
        QTest.mouseMove(target, at)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert asked.args == [small.cy]


def test_the_keyboard_opens_either_end(desk: PanelDesk, graph: GraphView, small: Small) -> None:
    graph.table.setFocus()
    graph.table.select_key(small.brother)
    with desk.qtbot.waitSignal(graph.page_requested) as asked:
        QTest.keyClick(graph.table, Qt.Key.Key_Return)
    assert asked.args == [small.bo]
    with desk.qtbot.waitSignal(graph.page_requested) as asked:
        QTest.keyClick(graph.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [small.cy]


def test_the_table_sorts_by_any_column_from_its_menu(graph: GraphView) -> None:
    sort = next(action for action in graph.table.actions() if action.objectName() == "action_sort_ties1")
    sort.trigger()
    assert texts(graph.table, 1) == ["brother", "cook", "lover", "member"]


def test_filters_narrow_both_and_say_so(desk: PanelDesk, graph: GraphView) -> None:
    graph.filters.label_field.setCurrentIndex(graph.filters.label_field.findText("brother"))
    assert _ties(graph) == ["Bo brother 온조"]
    assert graph.counts.text() == "Ties: 1 of 4 · Pages: 2"
    _places(desk, graph, {"Bo", "온조"})
    graph.filters.clear()
    graph.filters.group_field.setCurrentIndex(graph.filters.group_field.findText("The crew"))
    assert _ties(graph) == ["Ann cook The crew", "온조 member The crew"]
    graph.filters.clear()
    graph.filters.living_field.setCurrentIndex(2)
    assert graph.empty.isVisible()
    graph.empty.button.click()
    assert len(_ties(graph)) == 4


def test_around_one_character(desk: PanelDesk, graph: GraphView, small: Small) -> None:
    graph.show_page(desk.page("Bo"))
    graph.filters.scope_field.setCurrentIndex(1)
    assert _ties(graph) == ["Ann lover Bo", "Bo brother 온조"]
    assert graph.heading.text() == "Bo"
    graph.filters.scope_field.setCurrentIndex(2)
    assert len(_ties(graph)) == 4
    graph.show_page(desk.page("온조"))
    desk.session.set_viewpoint(seen(small.show, small.episodes[1]))
    assert graph.filters.scope_field.count() == 1
    assert _ties(graph) == ["Ann lover Bo", "Ann cook The crew"]


def test_a_change_shows_at_once_and_out_of_sight_later(desk: PanelDesk, graph: GraphView, small: Small) -> None:
    desk.apply(AddFact(Relationship(FactId(new_id()), small.ann, small.cy, "rival")))
    assert "Ann rival 온조" in _ties(graph)
    graph.hide()
    desk.undo()
    assert "Ann rival 온조" in _ties(graph)
    graph.show()
    assert "Ann rival 온조" not in _ties(graph)


def test_without_ties_it_says_what_it_is_for(desk: PanelDesk) -> None:
    build = Builder(desk.wiki)
    graph = _shown(desk)
    assert graph.empty.button.text() == "New show…"
    show, _ = build.show()
    graph.refresh()
    assert graph.empty.isVisible()
    assert "as far as it has been revealed" in graph.empty.text()
    assert not graph.table.isVisible()
    with desk.qtbot.waitSignal(graph.new_page_requested) as asked:
        graph.empty.button.click()
    assert asked.args == [PageKind.CHARACTER, show]
    ann = build.character(show, "Ann")
    graph.refresh()
    with desk.qtbot.waitSignal(graph.ties_requested) as wanted:
        graph.empty.button.click()
    assert wanted.args == [ann]


def test_relations_are_entered_from_the_empty_graph(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "empty.fanwiki"
    made = Wiki.create(path, author="tester")
    build = Builder(made)
    build.character(build.show()[0], "Ann")
    made.close()
    driven = driver.open(path)
    driven.do("show_graph")
    graph = driven.window.tabs.currentWidget()
    assert isinstance(graph, GraphView)
    graph.empty.button.click()
    assert driven.tab.title == "Ann"
    relations = driven.find(RelationsPanel, "relationsPanel")
    driven.qtbot.waitUntil(relations.isVisible, timeout=PATIENCE_MS)
    assert relations.isAncestorOf(driven.window.focusWidget())


def test_the_page_of_the_drawing_lets_no_script_in(desk: PanelDesk, graph: GraphView) -> None:
    _places(desk, graph, {"Ann", "Bo", "The crew", "온조"})
    canvas = _drawn(desk, graph)
    answers: list[Any] = []
    canvas.ask(
        "(() => { const s = document.createElement('script'); s.textContent = 'document.title = \"run\"';"
        "document.body.append(s); const i = document.createElement('img'); i.setAttribute('onerror',"
        "'document.title = \"run\"'); i.src = 'fanwiki:nothing'; document.body.append(i); return 'done'; })()",
        answers.append,
    )
    desk.qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
    canvas.ask("requestAnimationFrame(() => 0), document.title", answers.append)
    desk.qtbot.waitUntil(lambda: len(answers) == 2, timeout=PATIENCE_MS)
    assert answers == ["done", "Relationships"]
    profile = canvas.page().profile().settings()
    assert not profile.testAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled)


def test_the_action_shows_it_and_a_row_leads_to_a_page(driven: Driven) -> None:
    driven.go("Nam On-jo")
    driven.do("show_graph")
    graph = driven.find(GraphView, "relationshipGraph")
    assert graph.table.hasFocus()
    assert len(_ties(graph)) == 20
    assert graph.filters.scope_field.itemText(1) == "Around Nam On-jo"
    graph.table.setCurrentIndex(graph.table.model().index(0, 0))
    driven.press(graph.table, Qt.Key.Key_Return)
    assert driven.tab.title == "Choi Nam-ra"
    driven.do("show_graph")
    assert driven.window.tabs.currentWidget() is graph


def test_a_large_show_stays_usable(desk: PanelDesk, wiki: Wiki, shared: Path) -> None:
    folder = shared / "data" / "tv"
    if not (folder / "got-characters.json").is_file():
        pytest.skip("the data of Game of Thrones is not in the shared folder")
    loaded = thrones.load(wiki, folder)
    thrones.load_ties(wiki, loaded, folder)
    graph = _shown(desk)
    assert (len(graph.shown.nodes), len(graph.shown.ties)) == (227, 474)
    graph.filters.text_field.setText("hodor")
    assert {node.title for node in graph.shown.nodes} == {"Hodor", "Locke"}
    desk.session.set_viewpoint(seen(loaded.show, loaded.episodes["S1E01"]))
    assert all("dead" not in (node.state.word if node.state else "") for node in graph.shown.nodes)


def test_the_engine_understands_the_policy(desk: PanelDesk, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """A header that is sent in another form than it has is passed over, and the engine only says so."""
    said: list[str] = []

    def note(_page: PreviewPage, _level: object, message: str, _line: int, _source: str) -> None:
        said.append(message)

    monkeypatch.setattr(PreviewPage, "javaScriptConsoleMessage", note)
    graph = _shown(desk)
    _places(desk, graph, {"Ann", "Bo", "The crew", "온조"})
    assert not [message for message in said if "Content-Security-Policy" in message]

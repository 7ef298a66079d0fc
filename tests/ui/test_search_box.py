"""The search box by key and by eye: what it offers, what Return opens, where in a text it leads, and the viewpoint."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.queries import FilterName, LayoutName, with_layout
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.editor.page_tab import Mode
from fanwiki.ui.filter_completion import Completions, completions
from fanwiki.ui.search_box import SearchBox
from fanwiki.ui.search_work import SearchWork
from fanwiki.wiki import View
from tests.ui.driving import PATIENCE_MS, Driven

pytestmark = pytest.mark.gui

STATES = ("alive", "dead", "undead", "half-zombie")
NAMES = (*FilterName, *LayoutName)


def values(name: str) -> tuple[str, ...]:
    known = {"status": STATES, "category": ("Main cast",), "columns": ("status", "since"), "sort": ("title", "status")}
    return known.get(name, ())


def offered(query: str) -> list[str]:
    return [each.text for each in completions(query, NAMES, values).offered]


def found(driven: Driven, query: str) -> SearchBox:
    """The box when it has answered in whole."""
    box = driven.window.search_box
    box.setFocus()
    box.clear()
    QTest.keyClicks(box, query)
    driven.qtbot.waitUntil(box.list.isVisible, timeout=PATIENCE_MS)
    lane = driven.find(SearchWork).lane
    driven.qtbot.waitUntil(lambda: not lane.busy, timeout=PATIENCE_MS)
    return box


def test_a_filter_is_completed_from_its_first_letters() -> None:
    assert offered("roof st") == ["roof status:"]
    assert offered("roof -st") == ["roof -status:"]
    assert offered("s") == []
    assert offered("status:d") == ["status:dead ", "status:undead "]
    assert offered('category:"Mai') == ['category:"Main cast" ']
    assert offered("columns:status,s") == ["columns:status,since"]
    assert offered("sort:-st") == ["sort:-status "]
    assert offered("status:zzz") == []


def test_a_value_that_is_whole_is_not_offered_itself() -> None:
    whole = completions("status:dead", NAMES, values)
    assert [each.text for each in whole.offered] == ["status:undead "]
    assert whole.settled
    assert not completions("status:de", NAMES, values).settled
    assert completions("roof", NAMES, values) == Completions()


def test_a_layout_of_a_query_is_changed_in_its_place() -> None:
    query = "kind:character view:board in:S1"
    assert with_layout(query, LayoutName.VIEW, "list") == "kind:character in:S1 view:list"
    assert with_layout(query, LayoutName.VIEW, "") == "kind:character in:S1"
    assert with_layout('"on the roof"', LayoutName.SORT, "-since") == '"on the roof" sort:-since'
    assert with_layout("", LayoutName.VIEW, "list") == "view:list"


def test_the_key_shows_the_filters_and_chooses_what_stands_there(driven: Driven) -> None:
    box = driven.window.search_box
    driven.do("search_wiki")
    driven.qtbot.waitUntil(box.list.isVisible, timeout=PATIENCE_MS)
    assert box.offered == [f"{name}:" for name in FilterName]
    assert not box.list.currentIndex().isValid()
    driven.press(box, Qt.Key.Key_Return)
    assert box.text() == ""
    box.setText("roof")
    driven.do("search_wiki")
    assert box.selectedText() == "roof"


def test_return_opens_the_first_that_is_seen_to_be_chosen(driven: Driven) -> None:
    box = found(driven, "zombie")
    assert box.list.currentIndex().row() == 0
    driven.press(box, Qt.Key.Key_Return)
    assert driven.tab.title == box.results[0] == "Half-zombies"
    assert not box.list.isVisible()


def test_a_filter_that_is_whole_is_not_in_the_way_of_its_answers(driven: Driven) -> None:
    box = found(driven, "status:dead")
    assert box.items()[0].text() == box.results[0]
    driven.press(box, Qt.Key.Key_Return)
    assert driven.tab.title == box.results[0]
    assert box.text() == "status:dead"


def test_the_list_is_as_high_as_what_is_in_it(driven: Driven) -> None:
    box = found(driven, "zombie")
    lines = [box.list.sizeHintForRow(row) for row in range(box.model.rowCount())]
    assert len(set(lines)) > 1
    assert box.list.viewport().height() == sum(lines)


def test_a_hit_in_a_text_is_shown_where_it_stands(driven: Driven) -> None:
    box = found(driven, '"gives himself up"')
    assert box.results == ["Lee Byeong-chan"]
    driven.press(box, Qt.Key.Key_Return)
    assert driven.tab.title == "Lee Byeong-chan"
    assert "gives himself up" in driven.tab.editor.textCursor().block().text()


@pytest.mark.parametrize("mode", [Mode.SPLIT, Mode.READ])
def test_the_preview_goes_there_too(driven: Driven, mode: Mode) -> None:
    lines = [f"Room {number} is empty.\n" for number in range(400)]
    lines[300] = "Here is a lantern.\n"
    driven.session.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "The school", body="\n".join(lines)))
    driven.settle()
    driven.tab.set_mode(mode)
    box = found(driven, "lantern")
    driven.press(box, Qt.Key.Key_Return)
    tab = driven.tab
    assert (tab.title, tab.mode) == ("The school", mode)
    driven.qtbot.waitUntil(lambda: tab.preview is not None and tab.preview.line > 500, timeout=PATIENCE_MS)


def test_control_return_opens_a_new_tab(driven: Driven) -> None:
    before = driven.tab.title
    box = found(driven, "zombie")
    driven.press(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [tab.title for tab in driven.window.tabs] == [before, "Half-zombies"]


def test_what_was_found_goes_with_the_viewpoint(driven: Driven) -> None:
    box = found(driven, '"gives himself up"')
    assert box.results
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E02"))
    assert box.results == []
    assert not box.list.isVisible()
    driven.settle()
    assert box.results == []
    assert driven.session.view().line_found(driven.page("Lee Byeong-chan"), "gives himself") is None


def test_the_values_of_a_filter_are_read_once_until_something_changes(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    known = View.filter_values

    def counted(view: View, name: str) -> tuple[str, ...]:
        read.append(name)
        return known(view, name)

    monkeypatch.setattr(View, "filter_values", counted)
    box = found(driven, "status:de")
    assert read == ["status"]
    box.list.hide()
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E03"))
    assert "status:dead " not in found(driven, "status:").offered
    assert read == ["status", "status"]

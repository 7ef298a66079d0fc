"""Opening page after page: a preview that stands shows the next page and nothing of the last, and the page comes before
what stands around it.
"""

import json
from functools import partial

import pytest

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.editor.page_tab import Mode, PageTab
from fanwiki.ui.preview.profile import PreviewProfile
from fanwiki.ui.preview.view import PreviewView
from tests.ui.driving import PATIENCE_MS, Driven, Driver

pytestmark = pytest.mark.gui

_SEEN = """JSON.stringify({
  title: document.getElementById("title").textContent,
  text: document.getElementById("blocks").textContent,
  top: document.scrollingElement.scrollTop,
})"""


def _seen(driven: Driven, preview: PreviewView) -> dict[str, str | float]:
    """What stands in a preview just now."""
    answers: list[str] = []
    preview.ask(_SEEN, answers.append)
    driven.qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
    found: dict[str, str | float] = json.loads(answers[0])
    return found


def _preview(driven: Driven, tab: PageTab) -> PreviewView:
    """The preview of a tab, with the whole page in it."""
    driven.qtbot.waitUntil(lambda: tab.preview is not None and not tab.awaited, timeout=PATIENCE_MS)
    assert tab.preview is not None
    return tab.preview


def _add(driven: Driven, title: str, body: str) -> PageId:
    page = PageId(new_id())
    driven.session.apply(AddPage(page, PageKind.ARTICLE, title, body=body))
    driven.settle()
    return page


def test_the_preview_of_the_page_that_goes_shows_the_next(driven: Driven) -> None:
    _add(driven, "The roof", "Somebody has lit a fire on the roof.\n\n" * 200)
    _add(driven, "The yard", "Nobody is in the yard.\n\n" * 200)
    preview = _preview(driven, driven.go("The roof"))
    preview.scroll_to_line(300)
    driven.qtbot.waitUntil(lambda: float(_seen(driven, preview)["top"]) > 0, timeout=PATIENCE_MS)
    tab = driven.go("The yard")
    assert _preview(driven, tab) is preview
    found = _seen(driven, preview)
    assert found["title"] == "The yard"
    assert "Nobody is in the yard" in str(found["text"])
    assert "fire" not in str(found["text"])
    assert found["top"] == 0
    assert preview.line == 0


def test_of_many_pages_in_a_row_the_last_is_shown(driven: Driven) -> None:
    titles = [f"Room {number}" for number in range(12)]
    pages = [_add(driven, title, f"This is {title}. It is empty.\n") for title in titles]
    driven.go(titles[0])
    for page in pages:
        driven.window.tree.page_requested.emit(page, False)
    preview = _preview(driven, driven.tab)
    found = _seen(driven, preview)
    assert found["title"] == titles[-1]
    assert str(found["text"]).strip() == f"This is {titles[-1]}. It is empty."
    assert len(driven.window.findChildren(PreviewView)) <= 2, "previews have been left behind"


def test_what_was_answered_for_the_page_before_is_let_go(driven: Driven) -> None:
    preview = _preview(driven, driven.go("Class 2-5"))
    told: list[str] = []
    preview.shown.connect(partial(told.append, "shown"))
    preview.set_head("Class 2-5", "")
    preview.change(())
    preview.begin_page()
    assert _seen(driven, preview)["title"] == ""
    assert not told


def test_a_link_of_the_next_page_leads_from_there_alone(driven: Driven) -> None:
    _preview(driven, driven.go("Class 2-5"))
    preview = _preview(driven, driven.go("Nam On-jo"))
    with driven.qtbot.waitSignal(driven.window.tabs.page_shown, timeout=PATIENCE_MS):
        preview.page_requested.emit(driven.page("Choi Nam-ra"), "")
    assert [tab.title for tab in driven.window.tabs] == ["Choi Nam-ra"]


def test_what_is_scrolled_in_the_next_page_moves_its_own_text(driven: Driven) -> None:
    _add(driven, "The roof", "Somebody has lit a fire on the roof.\n\n" * 200)
    _preview(driven, driven.go("Class 2-5"))
    tab = driven.go("The roof")
    preview = _preview(driven, tab)
    bar = tab.editor.verticalScrollBar()
    driven.qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=PATIENCE_MS)
    bar.setValue(bar.maximum())
    driven.qtbot.waitUntil(lambda: float(_seen(driven, preview)["top"]) > 0, timeout=PATIENCE_MS)


def test_a_page_without_preview_leaves_none(driven: Driven) -> None:
    driven.tab.set_mode(Mode.EDIT)
    tab = driven.go("Class 2-5")
    tab.set_mode(Mode.SPLIT)
    assert "2-5" in str(_seen(driven, _preview(driven, tab))["title"])


def test_a_preview_stands_by_for_a_new_tab(driven: Driven) -> None:
    first = _preview(driven, driven.go("Class 2-5"))
    profile = driven.find(PreviewProfile)
    driven.qtbot.waitUntil(lambda: profile.has_spare, timeout=PATIENCE_MS)
    driven.window.tree.page_requested.emit(driven.page("Nam On-jo"), True)
    tab = driven.tab
    assert tab.preview is not None
    assert tab.preview is not first
    assert tab.preview.is_ready
    assert not profile.has_spare
    preview = _preview(driven, tab)
    assert preview.isVisible()
    assert _seen(driven, preview)["title"] == "Nam On-jo"
    assert _seen(driven, first)["title"] == "Class 2-5"
    driven.qtbot.waitUntil(lambda: profile.has_spare, timeout=PATIENCE_MS)


def test_the_preview_that_stands_by_goes_with_its_wiki(driver: Driver, driven: Driven) -> None:
    _preview(driven, driven.tab)
    profile = driven.find(PreviewProfile)
    driven.qtbot.waitUntil(lambda: profile.has_spare, timeout=PATIENCE_MS)
    assert driven.program.close_wiki()
    driven.qtbot.waitUntil(lambda: not driven.window.findChildren(PreviewView), timeout=PATIENCE_MS)


def test_the_page_comes_before_what_stands_around_it(driven: Driven) -> None:
    _preview(driven, driven.tab)
    driven.qtbot.waitUntil(lambda: driven.desk.at_rest, timeout=PATIENCE_MS)
    driven.window.tree.page_requested.emit(driven.page("Class 2-5"), False)
    tab, order = driven.tab, list[str]()
    assert tab.awaited
    assert not driven.desk.at_rest
    tab.shown.connect(partial(order.append, "shown"))
    driven.qtbot.waitUntil(lambda: driven.desk.at_rest, timeout=PATIENCE_MS)
    assert order
    assert not tab.awaited


def test_where_no_preview_is_seen_nothing_waits_for_one(driven: Driven) -> None:
    driven.tab.set_mode(Mode.EDIT)
    tab = driven.go("Class 2-5")
    assert not tab.awaited


def test_where_there_can_be_no_preview_nothing_waits_for_one(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PreviewProfile, "obstacle", lambda _profile: "There is none.")
    driven.window.tree.page_requested.emit(driven.page("Class 2-5"), True)
    assert not driven.tab.awaited

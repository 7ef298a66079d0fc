"""Finding one's way in the window: viewpoints, switcher, search, palette, history, panes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QTabBar, QWidget

from fanwiki.domain.edits import AddFact, AddPage, IntroducePage, RenamePage, SavePage
from fanwiki.domain.entities import Name
from fanwiki.domain.errors import WikiFileError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.points import EVERYTHING
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.actions import PANES, plain_text
from fanwiki.ui.dialogs.palette import CommandPalette
from fanwiki.ui.dialogs.shortcuts import ShortcutsDialog
from fanwiki.ui.dialogs.switcher import QuickSwitcher
from fanwiki.ui.search_work import SearchWork
from fanwiki.ui.theme import DARK, LIGHT
from fanwiki.ui.title_stock import TitleStock
from fanwiki.wiki import View
from fanwiki.wiki.reading.finding import Hit
from tests.building import NOTHING_SEEN
from tests.ui.driving import PATIENCE_MS, Driven

pytestmark = pytest.mark.gui

SHOW = "All of Us Are Dead"


def test_what_the_interface_names_is_there(driven: Driven) -> None:
    names = [
        "wikiTree", "editor", "statusPanel", "castPanel", "profilePanel", "outlinePanel", "backlinksPanel",
        "claimsPanel", "relationsPanel", "viewpointSelector", "searchBox", "saveState",
    ]  # fmt: skip
    assert [name for name in names if driven.window.findChild(QWidget, name) is None] == []
    assert driven.window.objectName() == "mainWindow"
    driven.qtbot.waitUntil(lambda: driven.window.findChild(QWidget, "preview") is not None, timeout=PATIENCE_MS)


def test_the_viewpoint_hides_later_pages_everywhere(driven: Driven) -> None:
    show = driven.page(SHOW)
    episodes = [line.id for line in driven.session.author_view().episodes(show)]
    driven.session.apply(
        AddPage(PageId(new_id()), PageKind.ARTICLE, "The roof", introduced_at=episodes[11]),
    )
    driven.settle()
    driven.go("The roof")
    driven.go("Episode 9", new_tab=True)
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E06"))
    assert "Episode 9" not in driven.tree_texts(driven.tree_index(SHOW, "Season 1"))
    assert "The roof" not in driven.tree_texts(driven.tree_index("Pages"))
    assert [tab.title for tab in driven.window.tabs] == []
    assert "S1E06" in driven.window.banner.text
    driven.window.search_box.setText("roof")
    driven.window.search_box.search_now()
    assert "The roof" not in driven.window.search_box.results
    driven.do("switch_page")
    switcher = driven.dialog(QuickSwitcher)
    switcher.field.setText("The roof")
    assert "The roof" not in switcher.texts
    switcher.reject()
    driven.do("go_next")
    assert "S1E07" in driven.window.banner.text
    driven.window.banner.button.click()
    assert driven.session.viewpoint == EVERYTHING
    assert not driven.window.banner.isVisible()
    assert {tab.title for tab in driven.window.tabs} == {"The roof", "Episode 9"}


def test_the_quick_switcher_finds_by_alias_and_creates(driven: Driven) -> None:
    driven.do("switch_page")
    switcher = driven.dialog(QuickSwitcher)
    assert switcher.texts[0] == SHOW
    switcher.field.setText("남온조")
    driven.press(switcher.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert driven.tab.title == "Nam On-jo"
    assert driven.window.tabs.count() == 2
    driven.do("switch_page")
    switcher = driven.dialog(QuickSwitcher)
    switcher.field.setText("The light on the roof")
    driven.press(switcher.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    driven.settle()
    assert driven.tab.title == "The light on the roof"


@pytest.mark.parametrize("name", ["온조", "On-jo", "Onjo", "Nam On-jo"])
def test_each_name_finds_the_one_character(driven: Driven, name: str) -> None:
    page = driven.page("Nam On-jo")
    view = driven.session.view()
    stock = TitleStock(driven.session)
    with driven.qtbot.waitSignal(stock.ready, timeout=PATIENCE_MS):
        assert stock.titles() is None
    switcher = QuickSwitcher(view, [], stock, can_create=False, parent=driven.window)
    (best, _), *_ = switcher.choices(name, 5)
    with driven.qtbot.waitSignal(switcher.page_requested) as asked:
        switcher.choose(best, Qt.KeyboardModifier.NoModifier)
    assert asked.args == [page, False]
    box = driven.window.search_box
    box.setText(name)
    box.search_now()
    driven.qtbot.waitUntil(lambda: box.results[:1] == ["Nam On-jo"], timeout=PATIENCE_MS)
    switcher.deleteLater()


def test_the_switcher_offers_what_the_index_has_until_all_titles_are_there(driven: Driven) -> None:
    driven.do("switch_page")
    switcher = driven.dialog(QuickSwitcher)
    switcher.field.setText("Nam Onjp")
    assert switcher.texts == []
    driven.qtbot.waitUntil(lambda: switcher.texts[:1] == ["Nam Onjo"], timeout=PATIENCE_MS)
    switcher.field.setText("No such page")
    assert switcher.said == "No page is called “No such page”. Shift+Enter makes one."
    driven.press(switcher.field, Qt.Key.Key_Return)
    assert switcher.isVisible()
    switcher.field.setText("Nam")
    assert switcher.said == ""
    driven.press(switcher.field, Qt.Key.Key_Down)
    gone_to = switcher.texts[1]
    switcher.refresh()
    assert switcher.list.currentIndex().data() == gone_to
    switcher.reject()


def test_titles_are_kept_until_a_page_changes(driven: Driven) -> None:
    stock = TitleStock(driven.session)
    with driven.qtbot.waitSignal(stock.ready, timeout=PATIENCE_MS):
        stock.titles()
    kept = stock.titles()
    driven.session.apply(SavePage(driven.page("Class 2-5"), "Another text."))
    driven.settle()
    assert kept is not None
    assert stock.titles() is kept
    driven.session.apply(RenamePage(driven.page("Class 2-5"), "Class 2-6"))
    driven.settle()
    with driven.qtbot.waitSignal(stock.ready, timeout=PATIENCE_MS):
        assert stock.titles() is None
    renewed = stock.titles()
    assert renewed is not None
    assert [way.text for way, _ in renewed.best("Class 2-6", 1)] == ["Class 2-6"]


def test_titles_read_before_the_viewpoint_moved_are_not_taken(driven: Driven) -> None:
    stock = TitleStock(driven.session)
    stock.titles()
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E01"))
    with driven.qtbot.waitSignal(stock.ready, timeout=PATIENCE_MS):
        assert stock.titles() is None
    seen = stock.titles()
    assert seen is not None
    assert "Episode 9" not in [way.text for way, _ in seen.best("Episode 9", 9)]


def test_a_name_finds_nothing_before_its_reveal(driven: Driven) -> None:
    page = driven.page("Nam On-jo")
    revealed = driven.session.author_view().orders().find("S1E04")
    driven.session.apply(AddFact(Name(FactId(new_id()), page, "Queen of ash", revealed_at=revealed)))
    driven.settle()
    for point, found in (("S1E03", False), ("S1E04", True)):
        driven.session.set_viewpoint(driven.session.author_view().viewpoint_at(point))
        stock = TitleStock(driven.session)
        switcher = QuickSwitcher(driven.session.view(), [], stock, can_create=False, parent=driven.window)
        with driven.qtbot.waitSignal(stock.ready, timeout=PATIENCE_MS):
            assert ("Queen of ash" in [choice.text for _, choice in switcher.choices("Queen of ash", 9)]) == found
        assert ("Queen of ash" in [choice.text for _, choice in switcher.choices("Queen of ash", 9)]) == found
        driven.window.search_box.setText("Queen of ash")
        driven.window.search_box.search_now()
        assert ("Nam On-jo" in driven.window.search_box.results) == found
        switcher.deleteLater()


def test_the_search_box_opens_what_it_finds(driven: Driven) -> None:
    box = driven.window.search_box
    box.setText("온조")
    driven.press(box, Qt.Key.Key_Return)
    assert box.results[0] == "Nam On-jo"
    driven.press(box, Qt.Key.Key_Return)
    assert driven.tab.title == "Nam On-jo"


def test_a_search_that_comes_to_no_end_says_why_and_keeps_what_was_found_first(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = View.search

    def broken(view: View, query: str, limit: int = 50, *, thorough: bool = True) -> tuple[Hit, ...]:
        if thorough:
            raise WikiFileError("the file is damaged")
        return search(view, query, limit, thorough=False)

    monkeypatch.setattr(View, "search", broken)
    box = driven.window.search_box
    box.setText("onjo")
    driven.press(box, Qt.Key.Key_Return)
    driven.qtbot.waitUntil(lambda: "The file is damaged." in box.said, timeout=PATIENCE_MS)
    assert box.results[0] == "Nam On-jo"


def test_a_filter_is_completed_and_its_faults_are_said(driven: Driven) -> None:
    box = driven.window.search_box
    box.setText("onjo sta")
    box.search_now()
    assert box.offered == ["onjo status:"]
    box.setText("status:")
    box.search_now()
    assert "status:alive " in box.offered
    assert "there is no state" not in box.said
    box.setText("status:al")
    box.search_now()
    lane = driven.find(SearchWork).lane
    driven.qtbot.waitUntil(lambda: not lane.busy, timeout=PATIENCE_MS)
    assert "there is no state" not in box.said
    box.setText("status:alive ")
    box.search_now()
    assert (box.results, box.said.splitlines()[0]) == ([], "Searching …")
    driven.qtbot.waitUntil(lambda: "Nam On-jo" in box.results, timeout=PATIENCE_MS)
    box.setText("status:deed ")
    box.search_now()
    driven.qtbot.waitUntil(lambda: "There is no state “deed”" in box.said, timeout=PATIENCE_MS)
    box.setText("kind:charcter ")
    box.search_now()
    assert box.results == []
    assert "There is no kind “charcter”; there is article" in box.said
    driven.press(box, Qt.Key.Key_Return)  # nothing there can be chosen


def test_the_whole_answer_follows_the_first(driven: Driven) -> None:
    box = driven.window.search_box
    box.setText("roo")
    box.search_now()
    assert (box.results, box.said.splitlines()[0]) == ([], "Searching …")
    driven.qtbot.waitUntil(lambda: "Nam On-jo" in box.results, timeout=PATIENCE_MS)


def test_every_action_has_a_name_and_a_text_and_is_in_the_palette(driven: Driven) -> None:
    actions = [action for action in driven.window.findChildren(QAction) if action.objectName().startswith("action_")]
    assert len(actions) > 50
    assert [action.objectName() for action in actions if not plain_text(action)] == []
    driven.do("show_commands")
    palette = driven.dialog(CommandPalette)
    listed = palette.texts
    assert [plain_text(each) for each in driven.window.actions_of_window if each.isEnabled()] == listed
    palette.field.setText("qqzz")
    assert (palette.texts, palette.said) == ([], "Nothing that can be done now is called “qqzz”.")
    driven.press(palette.field, Qt.Key.Key_Return)
    palette.field.setText("dark")
    assert palette.texts[0] == "Dark"
    driven.press(palette.field, Qt.Key.Key_Return)
    driven.qtbot.waitUntil(lambda: ground(driven) == DARK[QPalette.ColorRole.Window], timeout=PATIENCE_MS)
    driven.do("use_light")
    driven.qtbot.waitUntil(lambda: ground(driven) == LIGHT[QPalette.ColorRole.Window], timeout=PATIENCE_MS)


def ground(driven: Driven) -> str:
    """The colour that the window has behind everything."""
    return driven.window.palette().window().color().name()


def test_no_two_actions_have_the_same_keys(driven: Driven) -> None:
    keys = [key.toString() for action in driven.window.actions_of_window for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_the_shortcuts_are_listed(driven: Driven) -> None:
    driven.do("show_shortcuts")
    driven.dialog(ShortcutsDialog).reject()


def test_back_and_forward_and_up(driven: Driven) -> None:
    driven.go("Nam On-jo")
    driven.go("Choi Nam-ra")
    driven.do("go_back")
    assert driven.tab.title == "Nam On-jo"
    driven.do("go_forward")
    assert driven.tab.title == "Choi Nam-ra"
    driven.do("go_up")
    assert driven.tab.title == SHOW
    driven.go("Episode 3")
    driven.do("go_next")
    assert driven.tab.title == "Episode 4"
    driven.do("go_home")
    assert driven.tab.title == SHOW


def test_panes_go_and_come_back_and_f6_goes_round(driven: Driven) -> None:
    docks = driven.window.docks.values()
    driven.do("toggle_panes")
    assert all(dock.isHidden() for dock in docks)
    driven.do("toggle_panes")
    assert not any(dock.isHidden() for dock in docks)
    driven.window.tree.setFocus()
    driven.do("focus_next")
    assert driven.tab.isAncestorOf(driven.window.focusWidget())
    driven.do("focus_next")
    assert driven.window.docks["status"].isAncestorOf(driven.window.focusWidget())


def test_tabs_that_qt_has_not_gone_on_with_do_not_lie_over_the_panes(driven: Driven) -> None:
    window = driven.window
    left = QTabBar(window)
    for title in ("Profile", "Outline"):
        left.addTab(title)
    left.show()

    def rows() -> list[list[str]]:
        bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return sorted([bar.tabText(place) for place in range(bar.count())] for bar in bars if bar.isVisible())

    below = ["Profile", "Outline", "Backlinks", "Findings", "History"]
    window.docks["status"].toggleViewAction().trigger()
    driven.qtbot.waitUntil(lambda: rows() == [["Cast", "Claims", "Relations"], below], timeout=PATIENCE_MS)
    window.docks["status"].toggleViewAction().trigger()
    driven.qtbot.waitUntil(lambda: rows() == [below, ["Status", "Cast", "Claims", "Relations"]], timeout=PATIENCE_MS)


@pytest.mark.parametrize("name", PANES)
def test_each_pane_is_reached_by_name(driven: Driven, name: str) -> None:
    driven.go("Nam On-jo")
    dock = driven.window.docks[name]
    dock.hide()
    driven.do(f"show_{name}")
    driven.qtbot.waitUntil(lambda: not dock.visibleRegion().isEmpty(), timeout=PATIENCE_MS)
    assert dock.isAncestorOf(driven.window.focusWidget())


def test_the_names_of_the_panes_stand_whole_in_their_tabs(driven: Driven) -> None:
    driven.window.resize(1280, 800)
    bars = driven.window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    driven.qtbot.waitUntil(lambda: sorted(bar.count() for bar in bars if bar.isVisible()) == [4, 5])
    for bar in bars:
        for place in range(bar.count()):
            name = bar.fontMetrics().horizontalAdvance(bar.tabText(place))
            margins = bar.style().pixelMetric(QStyle.PixelMetric.PM_TabBarTabHSpace, None, bar)
            assert bar.tabRect(place).width() >= name + margins, bar.tabText(place)
            assert bar.rect().contains(bar.tabRect(place)), bar.tabText(place)


def test_a_link_out_of_the_wiki_shows_its_whole_address_first(driven: Driven) -> None:
    driven.tab.external_requested.emit("https://example.org/a?b=<b>c</b>")
    assert "https://example.org/a?b=<b>c</b>" in driven.dismiss()
    driven.tab.external_requested.emit("file:///etc/passwd")
    assert QApplication.activeModalWidget() is None


def test_favourites_are_kept_with_the_wiki_and_obey_the_viewpoint(driven: Driven) -> None:
    menu = driven.window.actions_of_window.favourites_menu

    def listed() -> list[str]:
        menu.aboutToShow.emit()
        return [action.text() for action in menu.actions() if action.isEnabled()]

    assert listed() == []
    action = driven.window.actions_of_window["toggle_favourite"]
    driven.go("Half-zombies")
    driven.do("toggle_favourite")
    driven.settle()
    assert plain_text(action) == "Take from the favourites"
    driven.go("Nam On-jo")
    assert plain_text(action) == "Keep among the favourites"
    driven.do("toggle_favourite")
    driven.settle()
    assert listed() == ["Half-zombies", "Nam On-jo"]
    menu.actions()[0].trigger()
    assert driven.tab.title == "Half-zombies"
    driven.do("toggle_favourite")
    driven.settle()
    assert listed() == ["Nam On-jo"]
    introduced = driven.session.author_view().orders().find("S1E02")
    driven.session.apply(IntroducePage(driven.page("Nam On-jo"), introduced))
    driven.settle()
    driven.session.set_viewpoint(NOTHING_SEEN)
    assert listed() == []


def test_a_line_is_gone_to_in_the_text_that_is_written_and_not_in_a_readers(driven: Driven) -> None:
    page = driven.page(SHOW)
    driven.desk.open_line(page, 2)
    assert driven.tab.editor.textCursor().blockNumber() == 2
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E06"))
    driven.desk.open_line(page, 1)
    assert driven.tab.page_id == page
    assert driven.tab.editor.textCursor().blockNumber() == 2


def test_a_page_by_chance_is_one_that_is_seen(driven: Driven) -> None:
    driven.do("go_random")
    assert driven.tab.page_id in {page.id for page in driven.session.view().pages()}
    assert driven.session.wiki.view(NOTHING_SEEN).random_page() in {
        None,
        *(page.id for page in driven.session.wiki.view(NOTHING_SEEN).pages()),
    }

"""Completion: what is offered, to whom, and never while an input method is composing."""

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddFact, AddPage, StoreMedia
from fanwiki.domain.entities import Media, Name
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import NameKind, PageKind
from fanwiki.ui.editor.completing import Kind, Open, what_is_open
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.editor.save_state import SaveState
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import Wiki
from tests.building import NOTHING_SEEN, Builder, seen
from tests.ui.writing import PATIENCE_MS, Desk, press, session_on, write

pytestmark = pytest.mark.gui

_EMPTY_SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def session(wiki: Wiki) -> Iterator[WikiSession]:
    with session_on(wiki) as opened:
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, session: WikiSession) -> Iterator[Desk]:
    made = Desk(qtbot, session)
    yield made
    made.clear()


@pytest.fixture
def tab(desk: Desk, wiki: Wiki) -> PageTab:
    builder = Builder(wiki)
    for title in ("Nam-ra", "Namsan", "한라산", "한강"):
        builder.page(title)
    return _open(desk, builder.page("Start"))


def _open(desk: Desk, page: PageId) -> PageTab:
    found = desk.open(page, shown=False)
    desk.window.show()
    found.show()
    found.editor.setFocus()
    desk.qtbot.waitUntil(found.editor.hasFocus, timeout=PATIENCE_MS)
    return found


def _offered(desk: Desk, tab: PageTab, typed: str) -> list[str]:
    """What is offered when this is typed into an empty page."""
    tab.editor.selectAll()
    write(tab.editor, typed)
    desk.settle()
    return tab.completer.offered


# --- pure -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("see [[Nam", Open(Kind.TITLE, 6, "Nam", "]]")),
        ("![[ro", Open(Kind.EMBED, 3, "ro", "]]")),
        ("[[Category:Sur", Open(Kind.CATEGORY, 11, "Sur", "]]")),
        ("[[Nam-ra#Li", Open(Kind.HEADING, 9, "Li", "]]", "Nam-ra")),
        ("[[#Li", Open(Kind.HEADING, 3, "Li", "]]")),
        ("{{inf", Open(Kind.BLOCK, 2, "inf", "}}")),
        ("{{status Nam", Open(Kind.CHARACTER, 9, "Nam", "}}")),
        ("{{cast ", Open(Kind.SCOPE, 7, "", "}}")),
        ("::: reveal S1", Open(Kind.POINT, 11, "S1", "")),
        ("> ::: reveal ", Open(Kind.POINT, 13, "", "")),
        ("she ||S1", Open(Kind.POINT, 6, "S1", ": ")),
        (r"| a | \|\|S", Open(Kind.POINT, 10, "S", ": ")),
        ("see [[Nam]] and", None),
        ("`code [[Nam", None),
        ("see [[Nam|lab", None),
        ("||S1E01: she|| ", None),
        ("||S1E01: she||", None),
        ("| a ||", None),
        ("::: rev", None),
        ("{{cast}} ", None),
    ],
)
def test_what_is_being_typed(before: str, expected: Open | None) -> None:
    assert what_is_open(before) == expected


# --- the popup --------------------------------------------------------------------------------------------


def test_titles_are_offered_behind_two_brackets_and_taken(desk: Desk, tab: PageTab) -> None:
    write(tab.editor, "see [[nam")
    desk.settle()
    assert tab.completer.offered == ["Nam-ra", "Namsan"]
    press(tab.completer.popup, Qt.Key.Key_Down)
    press(tab.completer.popup, Qt.Key.Key_Return)
    assert tab.editor.text() == "see [[Namsan]]"
    assert tab.completer.offered == []
    write(tab.editor, " on")
    assert tab.editor.text() == "see [[Namsan]] on"


def test_tab_takes_a_title_and_brackets_that_are_there_are_used(desk: Desk, tab: PageTab) -> None:
    tab.insert_link()
    assert tab.editor.text() == "[[]]"
    write(tab.editor, "Nam-")
    desk.settle()
    press(tab.completer.popup, Qt.Key.Key_Tab)
    assert tab.editor.text() == "[[Nam-ra]]"


def test_titles_are_read_once_for_all_pages_and_beside_the_lane_that_saves(
    desk: Desk, tab: PageTab, wiki: Wiki, session: WikiSession
) -> None:
    go_on = Event()
    session.lane.submit(go_on.wait)
    try:
        write(tab.editor, "[[Nam")
        desk.qtbot.waitUntil(lambda: bool(tab.completer.offered), timeout=PATIENCE_MS)
    finally:
        go_on.set()
    desk.settle()
    read = desk.texts.titles.shelves()
    other = _open(desk, Builder(wiki).page("Other"))
    write(other.editor, "[[Nam")
    assert other.completer.offered == ["Nam-ra", "Namsan"]
    assert desk.texts.titles.shelves() is read


def test_escape_closes_the_offer(desk: Desk, tab: PageTab) -> None:
    write(tab.editor, "[[nam")
    desk.settle()
    press(tab.completer.popup, Qt.Key.Key_Escape)
    assert tab.completer.offered == []
    assert tab.editor.text() == "[[nam"


def test_a_new_title_is_offered(desk: Desk, tab: PageTab, session: WikiSession) -> None:
    assert _offered(desk, tab, "[[zz") == []
    session.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "ZZ Top"))
    desk.settle()
    write(tab.editor, " t")
    desk.settle()
    assert tab.completer.offered == ["ZZ Top"]


def test_nothing_is_offered_in_a_fence(desk: Desk, tab: PageTab) -> None:
    assert _offered(desk, tab, "```\n[[nam") == []
    assert _offered(desk, tab, "[[nam") != []


def test_names_and_headings_are_offered(desk: Desk, wiki: Wiki) -> None:
    builder = Builder(wiki)
    show, _ = builder.show()
    nam_ra = builder.character(show, "Choi Nam-ra", body="# Early life\n\n## The roof\n")
    wiki.apply(AddFact(Name(FactId(new_id()), nam_ra, "최남라", NameKind.NATIVE)))
    tab = _open(desk, builder.page("Start"))
    assert _offered(desk, tab, "[[남라") == ["최남라"]
    assert _offered(desk, tab, "[[최남라#") == ["Early life", "The roof"]
    assert _offered(desk, tab, "[[Choi Nam-ra#roo") == ["The roof"]
    press(tab.completer.popup, Qt.Key.Key_Return)
    assert tab.editor.text() == "[[Choi Nam-ra#The roof]]"
    assert _offered(desk, tab, "[[Nobody#") == []


def test_headings_of_the_page_itself_are_those_that_stand_there_now(desk: Desk, tab: PageTab) -> None:
    assert _offered(desk, tab, "# One\n\n[[#") == ["One"]
    assert _offered(desk, tab, "# Two\n\n[[#") == ["Two"]


def test_media_categories_templates_and_data_blocks_are_offered(desk: Desk, wiki: Wiki) -> None:
    builder = Builder(wiki)
    show, _ = builder.show()
    builder.character(show, "Nam-ra")
    builder.page("Roof garden", "[[Category:Places of refuge]]")
    wiki.apply(AddPage(PageId(new_id()), PageKind.TEMPLATE, "Template:Episode box"))
    wiki.apply(AddPage(PageId(new_id()), PageKind.CATEGORY, "Category:Students"))
    wiki.apply(StoreMedia(Media(FactId(new_id()), "roof.txt", _EMPTY_SHA, "text/plain", "The roof"), b""))
    tab = _open(desk, builder.page("Start"))
    assert _offered(desk, tab, "![[roof") == ["roof.txt", "Roof garden"]
    assert _offered(desk, tab, "[[Category:ref") == ["Places of refuge"]
    assert _offered(desk, tab, "{{epis") == ["episodes", "Episode box"]
    press(tab.completer.popup, Qt.Key.Key_Down)
    press(tab.completer.popup, Qt.Key.Key_Return)
    assert tab.editor.text() == "{{Episode box}}"
    assert _offered(desk, tab, "{{status ") == ["Nam-ra"]
    assert _offered(desk, tab, "{{cast ") == ["S1  Show season 1"]
    assert "Category:Students" in _offered(desk, tab, "[[Students")
    press(tab.completer.popup, Qt.Key.Key_Return)
    assert tab.editor.text() == "[[:Category:Students]]"


def test_points_are_offered_where_they_fit(desk: Desk, wiki: Wiki) -> None:
    builder = Builder(wiki)
    builder.show(episodes=3)
    tab = _open(desk, builder.page("Start"))
    assert _offered(desk, tab, "::: reveal E02")[0] == "S1E02  Show episode 2"
    press(tab.completer.popup, Qt.Key.Key_Return)
    assert tab.editor.text() == "::: reveal S1E02"
    assert tab.completer.offered == []
    assert len(_offered(desk, tab, "She ||")) == 3
    press(tab.completer.popup, Qt.Key.Key_Return)
    write(tab.editor, "lives||")
    assert tab.editor.text() == "She ||S1E01: lives||"
    assert tab.completer.offered == []


def test_only_what_the_viewpoint_sees_is_offered(desk: Desk, wiki: Wiki, session: WikiSession) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show(episodes=3)
    builder.character(show, "Nam-ra the halfbie", introduced_at=episodes[1], body="# Turned\n")
    tab = _open(desk, builder.page("Start", reviewed=True))
    assert _offered(desk, tab, "[[halfbie") == ["Nam-ra the halfbie"]
    session.set_viewpoint(seen(show, episodes[0]))
    assert tab.completer.offered == []
    assert _offered(desk, tab, "[[halfbie") == []
    assert _offered(desk, tab, "{{status ") == []
    assert _offered(desk, tab, "[[Nam-ra the halfbie#") == []
    assert _offered(desk, tab, "||") == ["S1E01  Show episode 1"]
    session.set_viewpoint(NOTHING_SEEN)
    assert _offered(desk, tab, "||") == []


# --- input methods ----------------------------------------------------------------------------------------


def _compose(editor: TextEditor, preedit: str, commit: str = "") -> None:
    """What an input method sends: text that is still being composed, or text that is done."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(editor, event)


def test_hangul_is_composed_and_commits_whole(qtbot: QtBot, desk: Desk, tab: PageTab) -> None:
    editor = tab.editor
    write(editor, "[[")
    desk.settle()
    assert "한라산" in tab.completer.offered
    states: list[object] = []
    tab.save_now()
    qtbot.waitUntil(lambda: tab.save_state == SaveState.SAVED, timeout=PATIENCE_MS)
    tab.save_state_changed.connect(states.append)
    for preedit in ("ㅎ", "하", "한"):
        _compose(editor, preedit)
        assert editor.composing
        assert tab.completer.offered == []
        assert editor.text() == "[["
    assert states == []
    assert not tab.has_unsaved
    _compose(editor, "", "한")
    assert not editor.composing
    assert editor.text() == "[[한"
    assert tab.completer.offered == ["한강", "한라산"]
    assert tab.has_unsaved
    _compose(editor, "ㄹ")
    assert tab.completer.offered == []
    _compose(editor, "라")
    _compose(editor, "", "라")
    assert editor.text() == "[[한라"
    assert tab.completer.offered == ["한라산"]


def test_what_was_being_read_is_not_offered_over_what_is_being_composed(desk: Desk, tab: PageTab) -> None:
    write(tab.editor, "[[")
    _compose(tab.editor, "하")
    desk.settle()
    assert tab.completer.offered == []
    _compose(tab.editor, "", "한")
    assert tab.completer.offered == ["한강", "한라산"]


def test_what_is_being_composed_is_not_saved(tab: PageTab, desk: Desk, session: WikiSession) -> None:
    write(tab.editor, "one ")
    _compose(tab.editor, "하")
    tab.save_now()
    desk.settle()
    assert session.author_view().text(tab.page_id).body == "one "
    assert tab.editor.composing


def test_everything_that_takes_the_keyboard_has_a_name(tab: PageTab) -> None:
    for widget in tab.findChildren(QWidget):
        own = not isinstance(widget.parent(), QLineEdit)
        if own and isinstance(widget, QAbstractButton | QLineEdit | TextEditor):
            assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()), widget

"""A page in a tab: what is typed is shown and saved, nothing typed is ever lost, and modes, places and scroll
positions are kept.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddPage, DeletePage, RenamePage, ReviewPage, SavePage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.editor import autosave
from fanwiki.ui.editor.bars import PagePath
from fanwiki.ui.editor.page_tab import Mode, PageTab
from fanwiki.ui.editor.save_state import SaveKind, SaveState
from fanwiki.ui.preview.engine import RequestGuard
from fanwiki.ui.preview.scheme import PreviewSchemeHandler
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.ui.writing import PATIENCE_MS, Desk, press, session_on, write

pytestmark = pytest.mark.gui


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
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


@pytest.fixture
def page(build: Builder) -> PageId:
    return build.page("Start", "# Start\n\nOne.\n")


def _stored(session: WikiSession, page: PageId) -> str:
    return session.author_view().text(page).body


def _wait_saved(desk: Desk, tab: PageTab) -> None:
    desk.qtbot.waitUntil(lambda: tab.save_state == SaveState.SAVED and not tab.has_unsaved, timeout=PATIENCE_MS)


def _to_end(tab: PageTab) -> None:
    tab.editor.moveCursor(QTextCursor.MoveOperation.End)


def _button(tab: PageTab, name: str) -> QPushButton:
    found = [each for each in tab.notice.findChildren(QPushButton, name) if each.isVisible()]
    assert found, f"there is no button {name}"
    return found[-1]


# --- showing ----------------------------------------------------------------------------------------------


def test_what_is_typed_is_shown(desk: Desk, page: PageId) -> None:
    tab = desk.open(page)
    desk.wait_for_text(tab.preview, "One.")
    _to_end(tab)
    write(tab.editor, "\nTwo **bold** 한.")
    desk.wait_for(tab.preview, "document.querySelector('strong')?.textContent === 'bold'")
    assert "한" in desk.text(tab.preview)


def test_the_scroll_position_is_kept_while_typing(desk: Desk, build: Builder) -> None:
    body = "\n\n".join(f"Paragraph {n}. " + "Words and words. " * 30 for n in range(60))
    tab = desk.open(build.page("Long", body))
    desk.wait_for_text(tab.preview, "Paragraph 59.")
    tab.go_to_line(60)
    desk.wait_for(tab.preview, "document.scrollingElement.scrollTop > 500")
    _wait_until_they_stand_together(desk, tab)
    before = desk.ask(tab.preview, "document.scrollingElement.scrollTop")
    assert before > 500
    write(tab.editor, "Typed! ")
    desk.wait_for_text(tab.preview, "Typed!")
    assert abs(desk.ask(tab.preview, "document.scrollingElement.scrollTop") - before) < 60


def test_the_outline_follows(desk: Desk, page: PageId) -> None:
    tab = desk.open(page)
    assert [each.text for each in tab.headings] in ([], ["Start"])
    _to_end(tab)
    with desk.qtbot.waitSignal(tab.outline_changed, timeout=PATIENCE_MS, check_params_cb=lambda found: len(found) == 2):
        write(tab.editor, "\n## More")
    desk.qtbot.waitUntil(lambda: [each.text for each in tab.headings] == ["Start", "More"], timeout=PATIENCE_MS)


def test_facts_that_change_elsewhere_are_shown(desk: Desk, build: Builder, session: WikiSession) -> None:
    show, episodes = build.show()
    tab = desk.open(build.character(show, "Nam-ra", body="{{status}}\n"))
    desk.wait_for(tab.preview, "document.querySelector('.block')")
    event = build.status(tab.page_id, "half-zombie", revealed_at=episodes[2])
    session.changed.emit(_change_of(event.character))
    desk.wait_for_text(tab.preview, "half-zombie")


def test_a_template_that_changes_elsewhere_is_shown(desk: Desk, build: Builder, session: WikiSession) -> None:
    template = PageId(new_id())
    build.wiki.apply(AddPage(template, PageKind.TEMPLATE, "Box", body="before {{{1}}}"))
    tab = desk.open(build.page("Page", "{{Box|x}} {{Missing}}"))
    desk.wait_for_text(tab.preview, "before x")
    assert "There is no template Missing." in desk.text(tab.preview)
    session.apply(SavePage(template, "after {{{1}}}"))
    desk.wait_for_text(tab.preview, "after x")


def _change_of(page: PageId) -> Change:
    return Change("set status", facts=frozenset({"StatusEvent"}), subjects=frozenset({page}))


# --- saving -----------------------------------------------------------------------------------------------


def test_typing_saves_itself_and_says_so(desk: Desk, page: PageId, session: WikiSession) -> None:
    tab = desk.open(page, shown=False)
    states: list[SaveKind] = []
    tab.save_state_changed.connect(lambda state: states.append(state.kind))
    _to_end(tab)
    write(tab.editor, "Two.")
    assert tab.has_unsaved
    _wait_saved(desk, tab)
    assert states == [SaveKind.UNSAVED, SaveKind.SAVING, SaveKind.SAVED]
    assert _stored(session, page) == "# Start\n\nOne.\nTwo."
    assert [state.words for state in (SaveState.SAVED, SaveState.failed("x"))] == ["Saved", "Not saved: x"]


def test_typing_without_a_rest_is_saved_in_between(
    desk: Desk, page: PageId, session: WikiSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "IDLE_MS", 60_000)
    monkeypatch.setattr(autosave, "LATEST_MS", 50)
    tab = desk.open(page, shown=False)
    _to_end(tab)
    write(tab.editor, "a")
    desk.qtbot.waitUntil(lambda: _stored(session, page).endswith("a"), timeout=PATIENCE_MS)


def test_what_is_typed_while_a_save_is_under_way_is_saved_too(desk: Desk, page: PageId, session: WikiSession) -> None:
    tab = desk.open(page, shown=False)
    _to_end(tab)
    for letter in "abcdefgh":
        write(tab.editor, letter)
        tab.save_now()
    _wait_saved(desk, tab)
    assert _stored(session, page).endswith("abcdefgh")


def test_flush_gives_everything_to_the_lane_at_once(desk: Desk, page: PageId, session: WikiSession) -> None:
    tab = desk.open(page, shown=False)
    _to_end(tab)
    write(tab.editor, "a")
    tab.save_now()
    write(tab.editor, "b")
    tab.flush()
    session.lane.wait()
    assert _stored(session, page).endswith("ab")
    desk.settle()
    assert not tab.has_unsaved
    write(tab.editor, "c")
    tab.flush()
    _wait_saved(desk, tab)
    assert _stored(session, page).endswith("abc")


def test_a_fact_that_changes_meanwhile_is_no_conflict(desk: Desk, build: Builder, session: WikiSession) -> None:
    show, episodes = build.show()
    nam_ra = build.character(show, "Nam-ra", body="Text.")
    tab = desk.open(nam_ra, shown=False)
    _to_end(tab)
    write(tab.editor, "a")
    build.status(nam_ra, "alive", revealed_at=episodes[0])
    tab.save_now()
    _wait_saved(desk, tab)
    assert _stored(session, nam_ra) == "Text.a"
    assert not tab.notice.isVisibleTo(tab)


def test_a_conflict_keeps_both_texts_and_mine_can_be_kept(
    desk: Desk, page: PageId, session: WikiSession, wiki: Wiki
) -> None:
    tab = desk.open(page)
    _to_end(tab)
    write(tab.editor, "Mine.")
    wiki.apply(SavePage(page, "Theirs."))
    tab.save_now()
    desk.qtbot.waitUntil(tab.notice.isVisible, timeout=PATIENCE_MS)
    assert tab.save_state.kind is SaveKind.FAILED
    assert tab.has_unsaved
    assert _stored(session, page) == "Theirs."
    write(tab.editor, " More.")
    tab.flush()
    desk.settle()
    assert _stored(session, page) == "Theirs."
    _button(tab, "keep_mine").click()
    _wait_saved(desk, tab)
    assert _stored(session, page) == "# Start\n\nOne.\nMine. More."
    assert not tab.notice.isVisible()
    write(tab.editor, "x")
    tab.save_now()
    _wait_saved(desk, tab)
    assert _stored(session, page).endswith("x")


def test_theirs_can_be_taken_and_mine_brought_back_by_undo(desk: Desk, page: PageId, session: WikiSession) -> None:
    tab = desk.open(page)
    _to_end(tab)
    write(tab.editor, "Mine.")
    session.apply(SavePage(page, "# Start\n\nTheirs.\n"))
    desk.qtbot.waitUntil(tab.notice.isVisible, timeout=PATIENCE_MS)
    _button(tab, "take_theirs").click()
    assert tab.editor.text() == "# Start\n\nTheirs.\n"
    assert tab.save_state == SaveState.SAVED
    tab.editor.undo()
    assert tab.editor.text() == "# Start\n\nOne.\nMine."
    _wait_saved(desk, tab)
    assert _stored(session, page).endswith("Mine.")


def test_a_rename_elsewhere_comes_into_the_text(desk: Desk, build: Builder, session: WikiSession) -> None:
    old = build.page("Old name")
    page = build.page("Start", "See [[Old name]] there.\nEnd")
    tab = desk.open(page)
    _to_end(tab)
    session.apply(RenamePage(old, "A new name"))
    desk.qtbot.waitUntil(lambda: "A new name" in tab.editor.text(), timeout=PATIENCE_MS)
    assert tab.editor.text() == "See [[A new name]] there.\nEnd"
    assert tab.editor.textCursor().atEnd()
    assert not tab.has_unsaved
    desk.wait_for_text(tab.preview, "A new name")
    write(tab.editor, "!")
    tab.save_now()
    _wait_saved(desk, tab)
    assert _stored(session, page) == "See [[A new name]] there.\nEnd!"


def test_a_rename_elsewhere_meets_what_is_being_typed(desk: Desk, build: Builder, session: WikiSession) -> None:
    old = build.page("Old name")
    page = build.page("Start", "See [[Old name]] there.\n\nThe\nend")
    tab = desk.open(page)
    _to_end(tab)
    write(tab.editor, "!")
    session.apply(RenamePage(old, "A new name"))
    desk.qtbot.waitUntil(lambda: "A new name" in tab.editor.text(), timeout=PATIENCE_MS)
    assert tab.editor.text() == "See [[A new name]] there.\n\nThe\nend!"
    _wait_saved(desk, tab)
    assert not tab.notice.isVisible()
    assert _stored(session, page) == "See [[A new name]] there.\n\nThe\nend!"


def test_its_own_rename_is_told(desk: Desk, page: PageId, session: WikiSession) -> None:
    tab = desk.open(page, shown=False)
    with desk.qtbot.waitSignal(tab.title_changed, timeout=PATIENCE_MS) as told:
        session.apply(RenamePage(page, "Beginning"))
    assert told.args == ["Beginning"]
    assert tab.title == "Beginning"


def test_what_cannot_be_saved_stays_and_is_tried_again(desk: Desk, page: PageId, session: WikiSession) -> None:
    tab = desk.open(page, shown=False)
    _to_end(tab)
    tab.editor.insertPlainText("a\0b")
    tab.save_now()
    desk.qtbot.waitUntil(lambda: tab.save_state.kind is SaveKind.FAILED, timeout=PATIENCE_MS)
    assert "NUL" in tab.save_state.why
    assert tab.has_unsaved
    tab.editor.take_over(tab.editor.text().replace("\0", ""))
    tab.save_now()
    _wait_saved(desk, tab)
    assert _stored(session, page).endswith("ab")


def test_a_deleted_page_says_so_and_can_be_restored(desk: Desk, page: PageId, session: WikiSession) -> None:
    tab = desk.open(page)
    _to_end(tab)
    write(tab.editor, "Kept.")
    session.apply(DeletePage(page))
    desk.qtbot.waitUntil(tab.notice.isVisible, timeout=PATIENCE_MS)
    assert "trash" in tab.notice.text
    assert tab.editor.isReadOnly()
    _button(tab, "restore_page").click()
    desk.qtbot.waitUntil(lambda: not tab.notice.isVisible(), timeout=PATIENCE_MS)
    _wait_saved(desk, tab)
    assert _stored(session, page).endswith("Kept.")
    assert not tab.editor.isReadOnly()


def test_undo_survives_another_tab(desk: Desk, page: PageId, build: Builder) -> None:
    tab = desk.open(page)
    _to_end(tab)
    write(tab.editor, "a")
    other = desk.open(build.page("Other"))
    tab.hide()
    other.show()
    tab.show()
    tab.editor.undo()
    assert tab.editor.text() == "# Start\n\nOne.\n"


def test_a_wiki_for_reading_cannot_be_typed_into(qtbot: QtBot, page: PageId, wiki: Wiki) -> None:
    reading = Wiki.open(wiki.path, read_only=True)
    lane = WikiLane()
    desk = Desk(qtbot, WikiSession(reading, lane))
    tab = desk.open(page)
    write(tab.editor, "x")
    tab.toggle_bold()
    tab.set_heading(1)
    press(tab.editor, Qt.Key.Key_Tab)
    press(tab.editor, Qt.Key.Key_Return)
    assert tab.editor.text() == "# Start\n\nOne.\n"
    assert not tab.has_unsaved
    desk.clear()
    lane.shut_down()
    reading.close()


# --- modes and places -------------------------------------------------------------------------------------


def test_modes_show_one_or_both(desk: Desk, page: PageId) -> None:
    tab = desk.open(page)
    assert tab.preview is not None
    seen = []
    for _ in Mode:
        seen.append((tab.mode, tab.editor.isVisible(), tab.preview.isVisible()))
        tab.cycle_mode()
    assert seen == [(Mode.SPLIT, True, True), (Mode.READ, False, True), (Mode.EDIT, True, False)]
    assert tab.mode is Mode.SPLIT


def test_what_is_typed_unseen_is_shown_when_it_is_seen(desk: Desk, page: PageId) -> None:
    tab = desk.open(page)
    desk.wait_for_text(tab.preview, "One.")
    tab.set_mode(Mode.EDIT)
    _to_end(tab)
    write(tab.editor, "Unseen.")
    tab.set_mode(Mode.READ)
    desk.wait_for_text(tab.preview, "Unseen.")


def test_the_engine_is_not_started_for_a_tab_that_only_edits(desk: Desk, page: PageId) -> None:
    tab = desk.open(page, shown=False)
    tab.set_mode(Mode.EDIT)
    desk.window.show()
    tab.show()
    desk.pause(100)
    assert tab.preview is None


def test_importing_a_tab_does_not_import_the_engine() -> None:
    loaded = "[name for name in sys.modules if 'WebEngine' in name or 'markdown_it' in name or 'rapidfuzz' in name]"
    script = f"import sys, fanwiki.ui.editor.page_tab; print({loaded})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_state_comes_back(desk: Desk, build: Builder) -> None:
    page = build.page("Long", "\n\n".join(f"Line {n}" for n in range(200)))
    tab = desk.open(page)
    tab.editor.go_to_line(300)
    tab.set_mode(Mode.EDIT)
    state = tab.state()
    tab.hide()
    again = desk.open(page, shown=False)
    again.restore_state(state)
    again.show()
    desk.qtbot.waitUntil(lambda: again.state()["scroll"] == state["scroll"] > 0, timeout=PATIENCE_MS)
    assert again.mode is Mode.EDIT
    assert again.editor.textCursor().blockNumber() == 300
    again.restore_state({"mode": "nonsense", "cursor": 10**9, "anchor": -3, "scroll": None, "split": "x"})
    assert again.editor.textCursor().atEnd()


def test_going_to_a_heading_by_text_or_anchor(desk: Desk, build: Builder) -> None:
    body = "\n\n".join(f"## Part {n}\n\n" + "Words. " * 200 for n in range(20))
    tab = desk.open(build.page("Long", body))
    for heading, number in (("Part 12", 12), (tab.headings[5].anchor if tab.headings else "part-5", 5)):
        tab.go_to_heading(heading)
        assert tab.editor.textCursor().block().text() == f"## Part {number}"
        desk.wait_for(
            tab.preview,
            f"Math.abs([...document.querySelectorAll('h2')].find((each) => each.textContent === 'Part {number}')"
            "?.getBoundingClientRect().top) < 120",
        )


def test_a_link_to_a_heading_of_the_page_itself_stays_in_the_tab(
    desk: Desk, build: Builder, session: WikiSession
) -> None:
    tab = desk.open(build.page("Start", "[[#There]] and [[Other]] and [[Nowhere]]\n\n## There\n"))
    desk.wait_for_text(tab.preview, "There")
    with desk.qtbot.assertNotEmitted(tab.page_requested, wait=50):
        desk.ask(tab.preview, "document.querySelector('a').click()")
    desk.qtbot.waitUntil(lambda: tab.editor.textCursor().block().text() == "## There", timeout=PATIENCE_MS)
    with desk.qtbot.waitSignal(tab.wanted_page_requested, timeout=PATIENCE_MS) as told:
        desk.ask(tab.preview, "document.querySelectorAll('a')[2].click()")
    assert told.args == ["Nowhere"]
    other = PageId(new_id())
    session.apply(AddPage(other, PageKind.ARTICLE, "Other"))
    desk.wait_for(tab.preview, "document.querySelectorAll('a.wanted').length === 1")
    with desk.qtbot.waitSignal(tab.page_requested, timeout=PATIENCE_MS) as told:
        desk.ask(tab.preview, "document.querySelectorAll('a')[1].click()")
    assert told.args == [other, ""]


def test_editor_and_preview_scroll_together_both_ways(desk: Desk, build: Builder) -> None:
    body = "\n\n".join(f"Paragraph {n}. " + "Words and words. " * 25 for n in range(80))
    tab = desk.open(build.page("Long", body))
    desk.wait_for_text(tab.preview, "Paragraph 79.")
    assert tab.preview is not None
    bar = tab.editor.verticalScrollBar()
    bar.setValue(bar.maximum())
    page = "document.scrollingElement"
    desk.wait_for(tab.preview, f"{page}.scrollTop + innerHeight > {page}.scrollHeight - 5")
    bar.setValue(0)
    desk.wait_for(tab.preview, "document.scrollingElement.scrollTop === 0")
    preview = tab.preview

    def has_followed_the_wheel() -> bool:
        # The engine drops what comes before its first frame, so the wheel turns until something moves; and it takes its
        # events with another widget when it has begun anew.
        target = preview.focusProxy()
        assert target is not None
        QApplication.sendEvent(target, _wheel(-480))
        return bar.value() > 20

    desk.qtbot.waitUntil(has_followed_the_wheel, timeout=PATIENCE_MS)
    _wait_until_they_stand_together(desk, tab)


def _wait_until_they_stand_together(desk: Desk, tab: PageTab) -> None:
    """Until editor and preview have scrolled to the same line."""

    def together() -> bool:
        return bool(abs(desk.ask(tab.preview, "fanwiki.line()") - tab.editor.line_in_view()) < 3)

    desk.qtbot.waitUntil(together, timeout=PATIENCE_MS)


def _wheel(delta: int) -> QWheelEvent:
    place = QPointF(100, 100)
    return QWheelEvent(
        place, place, QPoint(0, delta), QPoint(0, delta), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_the_header_says_where_the_page_stands(desk: Desk, build: Builder, session: WikiSession) -> None:
    show, episodes = build.show("A & B")
    page = build.character(show, "Nam-ra", episodes[1], "One two three.")
    tab = desk.open(page, shown=False)
    path, review = tab.findChild(QLabel, "pagePath"), tab.findChild(QToolButton, "reviewState")
    assert path is not None
    assert review is not None
    assert "A &amp; B" in path.text()
    assert review.text() == "Safe from S1E02"
    with desk.qtbot.waitSignal(tab.page_requested, timeout=PATIENCE_MS) as told:
        path.linkActivated.emit(show)
    assert told.args == [show, ""]
    with desk.qtbot.waitSignal(tab.review_requested, timeout=PATIENCE_MS):
        review.click()
    session.apply(ReviewPage(page, reviewed=False))
    desk.qtbot.waitUntil(lambda: review.text() == "Unreviewed", timeout=PATIENCE_MS)


def test_the_way_to_a_page_is_shortened_to_the_room_there_is(qtbot: QtBot, wiki: Wiki, build: Builder) -> None:
    show, episodes = build.show("The long and winding title of a show")
    page = build.character(show, "The long & winding name of somebody in it", episodes[0])
    held = wiki.view()
    pages = (held.page(show), held.page(page))
    path = PagePath(None)
    qtbot.addWidget(path)
    path.show_path(pages)
    path.resize(2000, 30)
    path.show()
    assert path.text().count("…") == 0
    path.resize(300, 30)
    assert path.text().count("…") == 2
    assert "<b>The long &amp; winding" in path.text()
    assert path.sizeHint().width() <= 300
    assert "name of somebody in it" in path.toolTip()


def test_closing_leaves_nothing_of_the_engine_behind(
    qtbot: QtBot, session: WikiSession, page: PageId, capfd: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(qtbot, session)
    first, second = desk.open(page), desk.open(page)
    desk.wait_for_text(second.preview, "One.")
    with desk.qtbot.waitSignal(first.destroyed, timeout=PATIENCE_MS):
        first.deleteLater()
    asked, guard = desk.profile.findChild(PreviewSchemeHandler), desk.profile.findChild(RequestGuard)
    assert asked is not None
    assert guard is not None
    desk.clear()
    # They are not left to whichever thread finds the garbage.
    assert not isValid(asked)
    assert not isValid(guard)
    assert "Release of profile" not in capfd.readouterr().err


def test_a_tab_that_has_gone_is_told_nothing(desk: Desk, page: PageId, session: WikiSession) -> None:
    tab = desk.open(page)
    _to_end(tab)
    write(tab.editor, "Late.")
    tab.flush()
    tab.deleteLater()
    with desk.qtbot.waitSignal(tab.destroyed, timeout=PATIENCE_MS):
        pass
    desk.settle()
    assert _stored(session, page).endswith("Late.")


def test_a_file_is_never_served(desk: Desk, page: PageId, tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("secret")
    tab = desk.open(page)
    for address in (f"file://{tmp_path}/secret.css", f"fanwiki:style/{tmp_path}/secret.css", "fanwiki:style/../x.css"):
        asked = f"x.open('GET', {json.dumps(address)}, false); x.send(); return x.responseText"
        script = f"(() => {{ const x = new XMLHttpRequest(); try {{ {asked} }} catch {{ return 'refused' }} }})()"
        assert desk.ask(tab.preview, script) in ("refused", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere root may have a sandbox")
def test_without_an_engine_one_writes_all_the_same(
    desk: Desk, page: PageId, session: WikiSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", int)
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "")
    tab = desk.open(page, shown=False)
    desk.window.show()
    tab.show()
    desk.qtbot.waitUntil(
        lambda: any("sandbox" in each.text() for each in tab.findChildren(QLabel)), timeout=PATIENCE_MS
    )
    _to_end(tab)
    write(tab.editor, "Two.")
    tab.save_now()
    _wait_saved(desk, tab)
    assert _stored(session, page).endswith("Two.")
    assert tab.preview is None

"""The preview: what it shows, that it keeps its place, and that nothing hostile gets through it."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from pytestqt.qtbot import QtBot

from fanwiki.domain.colours import readable
from fanwiki.domain.edits import AddFact, AddPage, ChangeFact, SavePage, StoreMedia
from fanwiki.domain.entities import Media, Page, State, StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, StateId, new_id
from fanwiki.domain.vocabulary import Certainty, PageKind
from fanwiki.markup import parse, render
from fanwiki.markup.data.state_styles import DARK
from fanwiki.markup.units import PartsChanged, Unit, UnitsChanged, change_units, unit_changes
from fanwiki.ui import theme
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.preview.addresses import (
    MediaAddress,
    OutsideAddress,
    PageAddress,
    PreviewLinker,
    ShellAddress,
    WantedAddress,
    read_address,
)
from fanwiki.ui.preview.view import WORLD
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import Wiki
from tests.building import Builder, seen
from tests.security.watching import Listener
from tests.ui.writing import PATIENCE_MS, Desk, session_on, write

pytestmark = pytest.mark.gui

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf000001010100"
    "18dd8db00000000049454e44ae426082"
)


@pytest.fixture
def session(wiki: Wiki) -> Iterator[WikiSession]:
    with session_on(wiki) as opened:
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, session: WikiSession) -> Iterator[Desk]:
    made = Desk(qtbot, session)
    yield made
    made.clear()


# --- changes ----------------------------------------------------------------------------------------------


_units = st.lists(
    st.one_of(
        st.builds(Unit, st.integers(1, 3), st.sampled_from(["<p>a</p>", "<p>b</p>", "<hr>", ""])),
        st.builds(
            Unit,
            st.integers(1, 3),
            st.just("<ul>"),
            st.lists(st.sampled_from(["<li>a</li>", "<li>b</li>"]), min_size=1, max_size=5).map(tuple),
            st.just("</ul>"),
        ),
    ),
    max_size=12,
)


@given(_units, _units)
def test_changes_make_the_one_page_of_the_other(old: list[Unit], new: list[Unit]) -> None:
    page = list(old)
    change_units(page, unit_changes(old, new))
    assert page == new


@given(_units)
def test_nothing_is_done_where_nothing_changed(page: list[Unit]) -> None:
    assert unit_changes(page, page) == []


def test_a_change_is_as_small_as_the_edit() -> None:
    page = [Unit(2, f"<p>{n}</p>") for n in range(500)]
    grown = [*page[:250], Unit(3, "<p>new</p>"), *page[251:]]
    assert unit_changes(page, grown) == [UnitsChanged(250, 1, (grown[250],))]
    rows = tuple(f"<tr><td>{n}</td></tr>" for n in range(500))
    table, other = (Unit(502, "<table>", each, "</table>") for each in (rows, (*rows[:250], "<tr></tr>", *rows[251:])))
    assert unit_changes([table], [other]) == [PartsChanged(0, 250, 1, ("<tr></tr>",), 500, 502)]


# --- addresses --------------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable()), st.text(max_size=20))
def test_an_address_says_what_was_written_into_it(title: str, heading: str) -> None:
    linker = PreviewLinker()
    page = Page(PageId("1-2"), PageKind.ARTICLE, title)
    heading = heading.encode("utf-8", "ignore").decode()
    assert read_address(linker.page(page, heading)) == PageAddress(page.id, heading)
    assert read_address(linker.wanted(title)) == WantedAddress(title)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "file:///etc/passwd", "smb://host/share", "ms-msdt:/id", "data:text/html,x", "",
        "fanwiki:shell/../../x", "fanwiki:style/../secret.css", "fanwiki:media/../../etc/passwd", "fanwiki:other/x",
        "view-source:fanwiki:shell/dark", "fanwiki:", "fanwiki:page/", "http://\x00", "vbscript:x", "blob:x",
    ],
)  # fmt: skip
def test_no_other_address_leads_anywhere(address: str) -> None:
    assert read_address(address) is None


def test_the_addresses_that_lead_somewhere() -> None:
    assert read_address("fanwiki:shell/dark") == ShellAddress("dark")
    assert read_address("HTTPS://example.org/a?b#c") == OutsideAddress("HTTPS://example.org/a?b#c")
    assert read_address("mailto:a@example.org") == OutsideAddress("mailto:a@example.org")
    assert read_address(f"fanwiki:media/{'a' * 64}") == MediaAddress("a" * 64)


# --- showing ----------------------------------------------------------------------------------------------


def _tall(count: int) -> list[Unit]:
    more = "more<br>" * 8
    return [Unit(1, f'<p id="p{n}">Block {n}<br>{more}</p>') for n in range(count)]


def test_blocks_are_patched_and_those_that_stay_are_the_same_nodes(desk: Desk) -> None:
    view = desk.view()
    view.show_page("Title", "", [Unit(1, "<p>one</p>"), Unit(1, "<p>two</p>")])
    desk.wait_for_text(view, "two")
    desk.ask(view, "document.querySelector('.block').mine = 1")
    later = [Unit(3, "<p>one</p>"), Unit(2, "<p>3</p>"), Unit(1, "<p>two</p>")]
    view.show_page("Title", "", later)
    desk.wait_for(view, "document.querySelectorAll('.block').length === 3")
    assert desk.ask(view, "document.querySelector('.block').mine") == 1
    lines = desk.ask(view, "[...document.querySelectorAll('.block')].map((block) => block.lines)")
    assert lines == [3, 2, 1]
    assert desk.ask(view, "document.querySelector('h1').textContent") == "Title"


def test_the_reader_stays_where_he_is_when_something_above_grows(desk: Desk) -> None:
    view = desk.view()
    blocks = _tall(60)
    view.show_page("Title", "", blocks)
    desk.wait_for_text(view, "Block 59")
    desk.ask(view, "document.getElementById('p30').scrollIntoView()")
    desk.wait_for(view, "document.scrollingElement.scrollTop > 500")
    place = "[document.scrollingElement.scrollTop, document.getElementById('p30').getBoundingClientRect().top]"
    before = desk.ask(view, place)
    grown = [*blocks[:5], Unit(1, "<p>" + "long<br>" * 100 + "the end of it</p>"), *blocks[6:]]
    with desk.qtbot.waitSignal(view.shown, timeout=PATIENCE_MS):
        view.show_page("Title", "", grown)
    desk.wait_for_text(view, "the end of it")
    after = desk.ask(view, place)
    assert after[0] > before[0] + 500
    assert abs(after[1] - before[1]) < 2


def test_a_line_can_be_found_again(desk: Desk) -> None:
    view = desk.view()
    view.show_page("Title", "", _tall(60))
    desk.wait_for_text(view, "Block 59")
    for line in (0, 7.5, 30, 60):
        view.scroll_to_line(line)
        assert abs(desk.ask(view, "fanwiki.line()") - line) < 0.3


def test_where_scrolling_ended_is_told_though_the_engine_was_being_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = desk.view()
    asked: list[Callable[[Any], None]] = []
    told: list[float] = []
    monkeypatch.setattr(view, "ask", lambda _script, answer: asked.append(answer))
    view.scrolled.connect(told.append)
    for place in (10, 20, 30):
        view.page().scrollPositionChanged.emit(QPointF(0, place))
    assert len(asked) == 1
    asked[0](1.0)
    assert len(asked) == 2
    asked[1](3.0)
    assert told == [1.0, 3.0]
    assert len(asked) == 2


def test_the_theme_follows_the_palette(desk: Desk) -> None:
    view = desk.view()
    palette = view.palette()
    assert desk.ask(view, "document.documentElement.dataset.theme") == "light"
    palette.setColor(palette.ColorRole.Base, "#101010")
    view.setPalette(palette)
    desk.wait_for(view, "document.documentElement.dataset.theme === 'dark'")


def test_a_theme_that_changes_while_the_page_loads_is_worn(desk: Desk) -> None:
    view = desk.profile.make_view(desk.window)
    assert not view.is_ready
    view.setPalette(theme.palette(dark=True))
    desk.window.show()
    view.show()
    desk.qtbot.waitUntil(lambda: view.is_ready, timeout=PATIENCE_MS)
    desk.wait_for(view, "document.documentElement.dataset.theme === 'dark'")


_GONE = Unit(1, '<p><span class="status" data-colour="123456">gone</span></p>')


def test_a_state_has_its_colour_in_both_themes_and_follows_a_change(
    desk: Desk, wiki: Wiki, session: WikiSession
) -> None:
    own = State(StateId(new_id()), "gone", "cross", "#123456", position=9)
    wiki.apply(AddFact(own))
    view = desk.view()
    view.show_page("Page", "", [_GONE])
    colour = "getComputedStyle(document.querySelector('.status')).color === "
    desk.wait_for(view, f"{colour}'rgb(18, 52, 86)'")
    view.setPalette(theme.palette(dark=True))
    desk.wait_for(view, f"{colour}'{_css(readable('#123456', *DARK, tinted=0.09))}'")
    session.apply(ChangeFact(replace(own, colour="#00ff00")))
    soft = _css("#a2adae")
    desk.wait_for(view, f"{colour}'{soft}'")


def test_the_page_stays_while_the_states_are_read_again(desk: Desk, wiki: Wiki, session: WikiSession) -> None:
    own = State(StateId(new_id()), "gone", "cross", "#123456", position=9)
    wiki.apply(AddFact(own))
    view = desk.view()
    view.show_page("Page", "", [_GONE])
    desk.ask(view, "document.querySelector('.block').marked = true")
    own_colour = "getComputedStyle(document.querySelector('.status')).color === 'rgb(18, 52, 86)'"
    desk.wait_for(view, own_colour)
    session.apply(ChangeFact(replace(own, colour="#00ff00")))
    desk.wait_for(view, f"!({own_colour})")
    session.apply(ChangeFact(own))
    desk.wait_for(view, own_colour)
    assert desk.ask(view, "document.querySelector('.block').marked")
    desk.wait_for(view, "document.styleSheets.length === 3")


def _css(colour: str) -> str:
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


def test_a_lost_engine_comes_back_with_the_page(desk: Desk) -> None:
    view = desk.view()
    view.show_page("Title", "", [Unit(1, "<p>here</p>")])
    desk.wait_for_text(view, "here")
    with desk.qtbot.waitSignal(view.ready, timeout=PATIENCE_MS):
        view.page().renderProcessTerminated.emit(
            QWebEnginePage.RenderProcessTerminationStatus.CrashedTerminationStatus, 1
        )
    desk.wait_for_text(view, "here")


def test_an_engine_that_has_just_begun_gets_a_large_page_in_slices(desk: Desk) -> None:
    view = desk.view()
    units = [Unit(1, f"<p>{n}</p>") for n in range(1000)]
    view.show_page("Title", "", units)
    with desk.qtbot.waitSignal(view.ready, timeout=PATIENCE_MS):
        view.page().renderProcessTerminated.emit(
            QWebEnginePage.RenderProcessTerminationStatus.CrashedTerminationStatus, 1
        )
    changed = [*units[:100], Unit(1, "<p>new</p>"), *units[150:600], *units[700:], Unit(1, "<p>last</p>")]
    for step in (100, 500, 700, len(changed)):
        view.show_page("Title", "", [*changed[:step], *units[step:]])
    view.show_page("Title", "", changed)
    desk.wait_for(view, f"document.querySelectorAll('.block').length === {len(changed)}")
    shown = desk.ask(view, "[...document.querySelectorAll('.block')].map((each) => each.innerHTML).join()")
    assert shown == ",".join(unit.html for unit in changed)


def test_links_become_signals(desk: Desk) -> None:
    view = desk.view()
    html = (
        '<a id="p" href="fanwiki:page/12#Some%20heading">x</a><a id="w" href="fanwiki:new/Nam-ra%20%EB%82%98">x</a>'
        '<a id="e" href="https://example.org/?a=%20b">x</a><a id="j" href="javascript:document.title=1">x</a>'
        '<a id="f" href="file:///etc/passwd">x</a>'
    )
    view.show_page("Title", "", [Unit(1, html)])
    desk.wait_for(view, "document.getElementById('f')")
    with desk.qtbot.waitSignal(view.page_requested, timeout=PATIENCE_MS) as found:
        desk.ask(view, "document.getElementById('p').click()")
    assert found.args == [PageId("12"), "Some heading"]
    with desk.qtbot.waitSignal(view.wanted_page_requested, timeout=PATIENCE_MS) as found:
        desk.ask(view, "document.getElementById('w').click()")
    assert found.args == ["Nam-ra 나"]
    with desk.qtbot.waitSignal(view.external_requested, timeout=PATIENCE_MS) as found:
        desk.ask(view, "document.getElementById('e').click()")
    assert found.args == ["https://example.org/?a=%20b"]
    for other in ("j", "f"):
        with desk.qtbot.assertNotEmitted(view.external_requested, wait=100):
            desk.ask(view, f"document.getElementById('{other}').click()")
    assert desk.ask(view, "location.href") == "fanwiki:shell/light"
    assert desk.ask(view, "document.title") == "Preview"


# --- media ------------------------------------------------------------------------------------------------


def _stored(wiki: Wiki, revealed_at: EpisodeId | None = None) -> Media:
    media = Media(
        FactId(new_id()), "roof.png", hashlib.sha256(_PIXEL).hexdigest(), "image/png", "A roof", revealed_at=revealed_at
    )
    wiki.apply(StoreMedia(media, _PIXEL))
    return media


def _loaded(desk: Desk, media: Media) -> bool:
    view = desk.view()
    view.show_page("", "", [Unit(1, f'<img id="i" src="{PreviewLinker().media(media)}">')])
    desk.wait_for(view, "document.getElementById('i')?.complete")
    return bool(desk.ask(view, "document.getElementById('i').naturalWidth") == 1)


def test_an_image_of_the_wiki_is_shown(desk: Desk, wiki: Wiki) -> None:
    assert _loaded(desk, _stored(wiki))


def test_an_image_that_is_not_revealed_yet_is_not(desk: Desk, wiki: Wiki, session: WikiSession) -> None:
    show, episodes = Builder(wiki).show()
    media = _stored(wiki, episodes[3])
    session.set_viewpoint(seen(show, episodes[1]))
    assert not _loaded(desk, media)
    session.set_viewpoint(seen(show, episodes[3]))
    assert _loaded(desk, media)


# --- hostile content --------------------------------------------------------------------------------------


@pytest.fixture
def listener() -> Iterator[Listener]:
    opened = Listener()
    yield opened
    opened.close()


def _payload(port: int) -> str:
    """What a hostile wiki would put into a page, had it a way past the sanitiser."""
    there = f"http://127.0.0.1:{port}"
    return (
        f'<img src="{there}/img"><img srcset="{there}/srcset"><link rel="stylesheet" href="{there}/css">'
        f'<link rel="preload" as="image" href="{there}/preload"><link rel="dns-prefetch" href="{there}">'
        f'<iframe src="{there}/frame"></iframe><iframe srcdoc="<script>top.ran=1</script>"></iframe>'
        f'<object data="{there}/object"></object><embed src="{there}/embed">'
        f'<video src="{there}/video" autoplay></video><audio src="{there}/audio" autoplay></audio>'
        f"<style>body{{background:url({there}/background)}}</style>"
        f'<p style="background:url({there}/inline)">x</p><svg><image href="{there}/svg"/></svg>'
        f'<meta http-equiv="refresh" content="0;url={there}/refresh"><base href="{there}/">'
        f'<form id="form" action="{there}/form"><button id="send">x</button></form>'
        "<img id='bad' src='x:y' onerror=\"document.body.dataset.ran='yes'\">"
        "<svg onload=\"document.body.dataset.ran='yes'\"></svg><img src='file:///etc/hostname' id='file'>"
    )


def test_nothing_hostile_runs_and_nothing_is_fetched(desk: Desk, listener: Listener) -> None:
    view = desk.view()
    view.show_page("", "", [Unit(1, _payload(listener.port)), Unit(1, "<p id='last'>last</p>")])
    desk.wait_for(view, "document.getElementById('bad')?.complete && document.getElementById('file').complete")
    desk.ask(view, "document.getElementById('send').click()")
    desk.wait_for_text(view, "last")
    desk.pause(300)
    assert desk.ask(view, "document.body.dataset.ran ?? ''") == ""
    assert desk.ask(view, "document.getElementById('file').naturalWidth") == 0
    assert desk.ask(view, "location.href") == "fanwiki:shell/light"
    assert listener.connections == []


def test_the_control_an_open_engine_does_all_of_it(qtbot: QtBot, listener: Listener) -> None:
    profile = QWebEngineProfile()
    page = QWebEnginePage(profile)
    with qtbot.waitSignal(page.loadFinished, timeout=PATIENCE_MS):
        payload = _payload(listener.port).split("<meta")[0]
        page.setHtml(payload + "<img src='x:y' onerror=\"document.title='ran'\">", QUrl("http://127.0.0.1/"))
    qtbot.waitUntil(lambda: page.title() == "ran" and len(listener.connections) > 3, timeout=PATIENCE_MS)
    with qtbot.waitSignal(page.destroyed, timeout=PATIENCE_MS):
        page.deleteLater()
    profile.deleteLater()


def test_everything_that_is_not_needed_is_off(desk: Desk) -> None:
    page = desk.view().page()
    on = [each.name for each in QWebEngineSettings.WebAttribute if page.settings().testAttribute(each)]
    assert sorted(on) == ["AutoLoadImages", "LinksIncludedInFocusChain", "PrintElementBackgrounds", "ShowScrollBars"]
    assert page.profile().isOffTheRecord()


def test_the_page_cannot_be_led_away(desk: Desk) -> None:
    view = desk.view()
    view.page().runJavaScript("location.href = 'https://example.org/'", WORLD)
    view.page().runJavaScript("window.open('https://example.org/')", WORLD)
    desk.pause(100)
    assert desk.ask(view, "location.href") == "fanwiki:shell/light"


# --- following the text -----------------------------------------------------------------------------------


def _long_page(count: int) -> str:
    parts = [
        f"## Part {n}\n\nWords of [[Part]] {n}.\n\n- one {n}\n- two\n\n| a | b |\n|---|---|\n| {n} | x |\n"
        for n in range(count)
    ]
    return "\n".join(parts) + "\nA call[^1].\n\n[^1]: The note.\n"


def _shows_what_is_written(desk: Desk, tab: PageTab) -> bool:
    """Whether the preview's DOM is that of a full rendering of the text in the editor."""
    desk.qtbot.waitUntil(lambda: tab.live.is_complete, timeout=PATIENCE_MS)
    with desk.session.reading() as view:
        html = render(parse(tab.editor.text()), view.world(tab.page_id, PreviewLinker()))
    script = (
        "(() => { const whole = document.createElement('template'); whole.innerHTML = " + json.dumps(html) + ";"
        "const bare = (html) => html.replace(/>\\s+/g, '>').replace(/\\s+</g, '<');"
        "const shown = [...document.querySelectorAll('.block')].map((each) => each.innerHTML).join('');"
        "return bare(shown) === bare(whole.innerHTML); })()"
    )
    return bool(desk.ask(tab.preview, script))


def test_the_dom_follows_what_is_typed_anywhere(desk: Desk, wiki: Wiki) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Long", None, _long_page(120)))
    tab = desk.open(page)
    desk.wait_for_text(tab.preview, "The note.")
    assert _shows_what_is_written(desk, tab)
    cursor = tab.editor.textCursor()
    for line, text in (
        (2, "first "), (5, "in an item"), (5, "\n- new item"), (9, "| new | row |\n"), (4, "\n\n"), (600, "# Part 3\n"),
        (200, "```\n"), (900, "::: reveal S1E01\n"), (1, "[Part]: /x\n"), (700, "[^1] and "), (0, "- x\n"),
    ):  # fmt: skip
        cursor.setPosition(tab.editor.document().findBlockByNumber(line).position())
        cursor.insertText(text)
        assert _shows_what_is_written(desk, tab), text
    for _ in range(11):
        tab.editor.undo()
    assert _shows_what_is_written(desk, tab)
    cursor.select(cursor.SelectionType.Document)
    cursor.insertText("All new.")
    assert _shows_what_is_written(desk, tab)


def test_one_can_type_while_a_large_page_is_read(desk: Desk, wiki: Wiki) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Large", None, _long_page(300)))
    tab = desk.open(page)
    assert not tab.live.is_complete
    cursor = tab.editor.textCursor()
    for line in (2, 1500, 3000):
        cursor.setPosition(tab.editor.document().findBlockByNumber(line).position())
        cursor.insertText("typed meanwhile")
        desk.ask(tab.preview, "1")
    desk.qtbot.waitUntil(lambda: tab.live.is_complete, timeout=PATIENCE_MS)
    assert _shows_what_is_written(desk, tab)


def test_raw_html_that_leaves_its_item_is_shown_as_a_whole(desk: Desk, wiki: Wiki) -> None:
    """The browser makes two items of one here, so that the items cannot be counted."""
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Raw", None, "- one\n\n  <li>inner</li>\n\n- two\n"))
    tab = desk.open(page)
    desk.wait_for_text(tab.preview, "two")
    cursor = tab.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    cursor.insertText("- three\n")
    desk.wait_for_text(tab.preview, "three")
    assert _shows_what_is_written(desk, tab)


# --- viewpoints -------------------------------------------------------------------------------------------


def test_a_viewpoint_hides_what_is_revealed_later(desk: Desk, wiki: Wiki, session: WikiSession) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show()
    page = PageId(new_id())
    body = "Prose.\n\n::: reveal S1E04\nShe is bitten.\n:::\n"
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Nam-ra", show, body, reviewed=True))
    tab = desk.open(page)
    desk.wait_for_text(tab.preview, "She is bitten.")
    session.set_viewpoint(seen(show, episodes[2]))
    desk.wait_for(tab.preview, "!document.body.textContent.includes('bitten')")
    assert "Prose." in desk.text(tab.preview)
    session.set_viewpoint(seen(show, episodes[3]))
    desk.wait_for_text(tab.preview, "She is bitten.")


def test_a_large_page_turns_bit_by_bit_and_shows_nothing_of_before(
    desk: Desk, wiki: Wiki, session: WikiSession
) -> None:
    show, episodes = Builder(wiki).show()
    page = PageId(new_id())
    parts = "".join(f"Prose {n}.\n\n::: reveal S1E04\nShe is bitten, {n}.\n:::\n\n" for n in range(1000))
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Nam-ra", show, parts, reviewed=True))
    tab = desk.open(page)
    desk.wait_for_text(tab.preview, "She is bitten, 999.")
    desk.qtbot.waitUntil(lambda: tab.live.is_complete, timeout=PATIENCE_MS)
    session.set_viewpoint(seen(show, episodes[2]))
    told = "[...document.querySelectorAll('.block')].filter((each) => each.checkVisibility({visibilityProperty: true})"
    for _ in range(5):
        assert desk.ask(tab.preview, f"{told} && each.textContent.includes('bitten')).length") == 0
    assert _shows_what_is_written(desk, tab)
    assert desk.ask(tab.preview, "document.querySelectorAll('.veiled').length") == 0
    assert desk.ask(tab.preview, f"{told} && each.textContent.includes('Prose')).length") == 1000


def test_prose_that_nobody_vouched_for_is_not_shown_and_the_reader_is_told(
    desk: Desk, wiki: Wiki, session: WikiSession
) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show()
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Nam-ra", show, "Secret prose.\n\n::: reveal S1E02\nSeen.\n:::\n"))
    tab = desk.open(page)
    desk.wait_for_text(tab.preview, "Secret prose.")
    session.set_viewpoint(seen(show, episodes[1]))
    desk.wait_for_text(
        tab.preview, "This page has not been marked safe as of S1E02; only facts and revealed parts are shown."
    )
    assert "Secret" not in desk.text(tab.preview)
    assert "Seen." in desk.text(tab.preview)


def test_a_page_that_is_not_there_yet_says_so_and_shows_nothing(desk: Desk, wiki: Wiki, session: WikiSession) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show()
    page = builder.character(show, "The masked one", episodes[3], "All about the mask.")
    tab = desk.open(page)
    desk.wait_for_text(tab.preview, "All about the mask.")
    session.set_viewpoint(seen(show, episodes[0]))
    desk.wait_for_text(tab.preview, "does not exist yet")
    assert "mask" not in desk.text(tab.preview)


def test_a_query_finds_the_page_it_stands_on_once_that_is_saved(wiki: Wiki, desk: Desk) -> None:
    builder = Builder(wiki)
    builder.page("Roof", "There is a lantern.")
    tab = desk.open(builder.page("Lists", "{{query lantern}}"))
    desk.wait_for_text(tab.preview, "Roof")
    listed = "[...document.querySelectorAll('.block')].some((block) => block.textContent.includes('Lists'))"
    assert not desk.ask(tab.preview, listed)
    write(tab.editor, "A lantern.\n\n")
    tab.flush()
    desk.wait_for(tab.preview, listed)


def test_a_query_is_answered_again_when_texts_and_facts_change(wiki: Wiki, desk: Desk) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show()
    nara, roof = builder.character(show, "Nam-ra"), builder.page("Roof")
    tab = desk.open(builder.page("Lists", "{{query lantern}}\n\n{{query kind:character status:dead}}"))
    desk.wait_for_text(tab.preview, "Lists")
    assert "Roof" not in desk.text(tab.preview)
    desk.session.apply(SavePage(roof, "There is a lantern."))
    desk.wait_for_text(tab.preview, "Roof")
    assert "Nam-ra" not in desk.text(tab.preview)
    dead = builder.state("dead")
    event = StatusEvent(FactId(new_id()), nara, dead.id, Certainty.CONFIRMED, at=episodes[0], revealed_at=episodes[0])
    desk.session.apply(AddFact(event))
    desk.wait_for_text(tab.preview, "Nam-ra")
    desk.session.apply(SavePage(roof, "It is dark."))
    desk.wait_for(tab.preview, "!document.getElementById('page').textContent.includes('Roof')")
    assert "Nam-ra" in desk.text(tab.preview)

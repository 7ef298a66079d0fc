"""Every payload in the real preview: nothing runs, nothing is fetched, no file is read, and no link leads to
anything but the wiki, the web and mail.
"""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
)
from pytestqt.qtbot import QtBot

from fanwiki.domain.ids import PageId
from fanwiki.markup import parse, render
from fanwiki.markup.units import Unit
from fanwiki.ui.preview import engine
from fanwiki.ui.preview.addresses import PreviewLinker
from fanwiki.ui.preview.view import PreviewView
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.security.hostile_wiki import fill
from tests.security.payloads import frames, needs_payloads, payloads
from tests.security.watching import Canary, Listener, needs_inotify
from tests.ui.writing import PATIENCE_MS, Desk, session_on

pytestmark = [pytest.mark.gui, needs_payloads, needs_inotify]

INSPECT = """(() => {
  const forbidden = "script,iframe,object,embed,svg,math,form,button,select,textarea,style,link,meta,base,frame," +
    "video,audio,source,template,noscript,applet,input:not([disabled])";
  const wrong = [];
  const blocks = [...document.querySelectorAll(".block")];
  blocks.forEach((block, index) => {
    for (const each of block.querySelectorAll("*")) {
      const bad = [...each.attributes].some(({ name, value }) =>
        /^on|^style$|^srcdoc$|^srcset$|^action$|^formaction$|^background$|^poster$|^ping$/i.test(name) ||
        (name === "src" && !/^fanwiki:media\\/[0-9a-f]{64}$/.test(value)) ||
        (/href$/i.test(name) && !/^(#|https?:\\/\\/|mailto:|fanwiki:(page|new)\\/)/i.test(value)));
      if (bad || each.matches(forbidden)) wrong.push([index, each.outerHTML.slice(0, 200)]);
      if (each.tagName !== "A" && each.tagName !== "SUMMARY") {
        for (const name of ["click", "mouseover", "mouseenter", "focus", "toggle", "animationstart", "error", "load",
                            "pointerdown", "keydown", "wheel"]) {
          each.dispatchEvent(new Event(name));
        }
      }
    }
  });
  return { blocks: blocks.length, wrong };
})()"""


@pytest.fixture
def session(wiki: Wiki) -> Iterator[WikiSession]:
    with session_on(wiki) as opened:
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, session: WikiSession) -> Iterator[Desk]:
    made = Desk(qtbot, session)
    yield made
    made.clear()


class Witness:
    """Notes what the preview's engine asks of the program: a message of a script, an address other than ours."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ran: list[str] = []
        self.asked: list[str] = []
        guard = engine.RequestGuard.interceptRequest
        witness = self

        def alert(_page: QWebEnginePage, _origin: QUrl, message: str) -> None:
            witness.ran.append(message)

        def confirm(_page: QWebEnginePage, _origin: QUrl, message: str) -> bool:
            witness.ran.append(message)
            return False

        def intercept(refusing: engine.RequestGuard, info: QWebEngineUrlRequestInfo) -> None:
            if info.requestUrl().scheme() not in ("fanwiki", "data"):
                witness.asked.append(info.requestUrl().toString())
            guard(refusing, info)

        patch.setattr(engine.PreviewPage, "javaScriptAlert", alert)
        patch.setattr(engine.PreviewPage, "javaScriptConfirm", confirm)
        patch.setattr(engine.RequestGuard, "interceptRequest", intercept)


@pytest.fixture
def witness(monkeypatch: pytest.MonkeyPatch) -> Witness:
    return Witness(monkeypatch)


def show(desk: Desk, view: PreviewView, units: list[Unit]) -> None:
    """Shows units, and waits until the engine has them and their pictures."""
    view.show_page("", "", [*units, Unit(1, "<p>that was the last</p>")])
    desk.wait_for(view, f"document.querySelectorAll('.block').length === {len(units) + 1}")
    desk.wait_for(view, "[...document.images].every((each) => each.complete || each.loading === 'lazy')")


def assert_harmless(desk: Desk, view: PreviewView, named: list[str], witness: Witness) -> None:
    """What is shown is harmless: the blocks are those of payloads of these names."""
    found: dict[str, Any] = desk.ask(view, INSPECT)
    assert found["blocks"] == len(named) + 1
    assert [(named[index], html) for index, html in found["wrong"]] == []
    desk.pause(200)
    assert desk.ask(view, "location.href").startswith("fanwiki:shell/")
    assert witness.ran == []
    assert witness.asked == []


def test_no_payload_runs_fetches_or_reads(
    desk: Desk, wiki: Wiki, witness: Witness, listener: Listener, canary: Canary
) -> None:
    hostile = payloads(listener.port, canary.path)
    assert len(hostile) > 340
    pages = fill(wiki, hostile, framed=False)
    view = desk.view()
    named: list[str] = []
    units: list[Unit] = []
    with desk.session.reading() as read:
        world = read.world(read.find(pages[0]).id, PreviewLinker())
        for name, payload in hostile.items():
            for number, text in enumerate(frames(payload)):
                named.append(f"{name}, frame {number}")
                units.append(Unit(1, render(parse(text), world)))
        for title in pages:
            named.append(title)
            units.append(Unit(1, render(parse(read.text(read.find(title).id).body), world)))
    show(desk, view, units)
    assert_harmless(desk, view, named, witness)
    # The tab of a page goes the way of one who opens it: title, notice, and the page block by block.
    tab = desk.open(wiki.view().find("Payload 1").id)
    desk.wait_for(tab.preview, "document.querySelectorAll('.block').length > 5")
    assert tab.preview is not None
    found = desk.ask(tab.preview, INSPECT)
    assert found["wrong"] == []
    assert witness.ran == witness.asked == []
    assert listener.connections == []
    assert not canary.opened


def test_the_control_sees_scripts_requests_and_reads(qtbot: QtBot, listener: Listener, canary: Canary) -> None:
    """An engine that allows everything, shown the same payloads as they are."""

    class Open(QWebEnginePage):
        def javaScriptAlert(self, origin: QUrl | str, msg: str) -> None:
            ran.append(msg)

        def javaScriptConfirm(self, origin: QUrl | str, msg: str) -> bool:
            ran.append(msg)
            return False

        def javaScriptConsoleMessage(self, *_: object) -> None:
            pass

    ran: list[str] = []
    profile = QWebEngineProfile()
    settings = profile.settings()
    settings.setAttribute(QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls, True)
    page = Open(profile)
    html = canary.path.with_name("control.html")
    for name, payload in payloads(listener.port, canary.path).items():
        if name.startswith(("file", "request", "MarkText CVE-2022", "Zettlr")):
            html.write_text(f"<!doctype html><body>{payload}", encoding="utf-8")
            with qtbot.waitSignal(page.loadFinished, timeout=PATIENCE_MS):
                page.load(QUrl.fromLocalFile(str(html)))
    qtbot.waitUntil(lambda: len(ran) >= 3 and len(listener.connections) >= 5, timeout=PATIENCE_MS)
    assert canary.opened
    with qtbot.waitSignal(page.destroyed, timeout=PATIENCE_MS):
        page.deleteLater()
    profile.deleteLater()


ODD = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&#58;alert(1)",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)",
    "\x01javascript:alert(1)",
    "javascript:alert(1)//https://example.org",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "file:\\\\host\\share",
    "//host/share",
    "\\\\host\\share\\x",
    "smb://host/share",
    "SMB:\\\\host",
    "ms-msdt:/id PCWDiagnostic",
    "ms-msdt&colon;/id",
    "search-ms:query=x",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "view-source:https://example.org",
    "blob:https://example.org/x",
    "about:blank",
    "chrome://settings",
    "qrc:/x",
    "ssh://host",
    "tel:1",
    "intent://x#Intent;end",
    "steam://run/1",
    "fanwiki:shell/dark",
    "fanwiki:style/content.css",
    "fanwiki:media/../../etc/passwd",
    "http:",
    "https:///",
    "mailto:",
    "%6aavascript:alert(1)",
    "jar:https://example.org!/x",
)


def _note(noted: list[str], address: str) -> None:
    noted.append(address)


def _note_page(noted: list[str], page: PageId, _heading: str) -> None:
    noted.append(page)


def test_no_odd_link_is_ever_followed(desk: Desk, witness: Witness) -> None:
    """Those that a page cannot even have, put past the sanitiser into the engine, and clicked."""
    view = desk.view()
    external: list[str] = []
    view.external_requested.connect(partial(_note, external))
    links = "".join(
        f'<a class="odd" href="{address}">x</a><map><area class="odd" href="{address}"></map>'
        for address in (each.replace('"', "&quot;") for each in ODD)
    )
    show(desk, view, [Unit(1, f'<p>{links}<a id="end" href="fanwiki:page/end">x</a></p>')])
    ended: list[str] = []
    view.page_requested.connect(partial(_note_page, ended))

    def ends() -> bool:
        """A link that leads somewhere is told of; the one that was clicked before it has had its turn then."""
        desk.ask(view, "document.getElementById('end')?.click()")
        return bool(ended)

    for number in range(2 * len(ODD)):
        ended.clear()
        desk.ask(view, f"document.querySelectorAll('.odd')[{number}]?.click()")
        desk.qtbot.waitUntil(ends, timeout=PATIENCE_MS)
        assert set(ended) == {"end"}, ODD[number // 2]
    assert [address for address in external if not address.startswith(("http://", "https://", "mailto:"))] == []
    assert desk.ask(view, "location.href").startswith("fanwiki:shell/")
    assert witness.ran == []


def test_an_address_that_the_engine_cannot_read_leaves_the_page_as_it_was(desk: Desk, witness: Witness) -> None:
    view = desk.view()
    for address in ("https:javascript:alert(1)", "https://host:alert/", "http://[", "https://a b/"):
        show(desk, view, [Unit(1, f'<p><a id="odd" href="{address}">{address}</a></p>')])
        desk.ask(view, "document.getElementById('odd').click()")
        desk.pause(100)
        # The engine may be on its way to an empty page now, from which it is led back.
        desk.wait_for(view, "location.href.startsWith('fanwiki:shell/') && document.getElementById('odd')")
    assert witness.ran == []


def test_a_page_has_no_odd_link(desk: Desk, wiki: Wiki, witness: Witness) -> None:
    page = Builder(wiki).page("Page")
    view = desk.view()
    units, named = [], []
    with desk.session.reading() as read:
        world = read.world(page, PreviewLinker())
        for address in ODD:
            texts = (
                f"[x]({address})",
                f"[x](<{address}>)",
                f"<{address}>",
                f"[x][a]\n\n[a]: {address}",
                f'<a href="{address}">x</a>',
                f"<a href='{address}'>x</a>",
                f"<a href={address}>x</a>",
                f"![x]({address})",
                f'<img src="{address}">',
                f"[[{address}]]",
            )
            for text in texts:
                named.append(json.dumps(text))
                units.append(Unit(1, render(parse(text), world)))
    show(desk, view, units)
    assert_harmless(desk, view, named, witness)

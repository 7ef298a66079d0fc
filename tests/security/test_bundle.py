"""Every payload in exported pages, opened in a real browser: nothing runs, nothing is fetched, and no file is read but
those of the bundle.
"""

from pathlib import Path
from typing import Any, Final

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By

from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.exporters.browsing import complaints, needs_browser, open_page, start_browser, wait_until
from tests.exporters.conftest import write_bundle
from tests.security.hostile_wiki import fill
from tests.security.payloads import needs_payloads, payloads
from tests.security.watching import Canary, Listener, needs_inotify

pytestmark = [needs_browser, needs_payloads, needs_inotify]

_WITNESS: Final = """
globalThis.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  globalThis[name] = (said) => { globalThis.ran.push(`${name} ${said}`); };
}
globalThis.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  globalThis.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""

_INSPECT: Final = """
const wrong = [];
for (const each of document.querySelectorAll("main *")) {
  const bad = [...each.attributes].some(({ name, value }) =>
    /^on|^srcdoc$|^srcset$|^action$|^formaction$|^background$|^poster$|^ping$/i.test(name) ||
    (name === "src" && /^[a-z]+:|^\\/\\//i.test(value)) ||
    (/href$/i.test(name) && /^[\\s\\x00-\\x20]*[a-z]+:|^\\/\\//i.test(value) &&
     !/^(https?:\\/\\/|mailto:)/i.test(value)));
  if (bad || each.matches("script[src^=http],iframe,object,embed,base,frame,video,audio,template,applet")) {
    wrong.push(each.outerHTML.slice(0, 200));
  }
  if (each.tagName !== "A" && each.tagName !== "SUMMARY") {
    for (const name of ["mouseover", "mouseenter", "focus", "toggle", "animationstart", "error", "load",
                        "pointerdown"]) {
      each.dispatchEvent(new Event(name));
    }
  }
}
return wrong;
"""


@pytest.fixture
def browser() -> Any:
    driver = start_browser(reachable="127.0.0.1")
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WITNESS})
    yield driver
    driver.quit()


def pages_of(bundle: Path) -> list[str]:
    """The pages that together show everything: those that list, and those that show others."""
    found = [path.relative_to(bundle).as_posix() for path in bundle.rglob("*.html")]
    single = ("characters/", "people/", "groups/", "categories/", "also/", "pages/")
    lists = [path for path in found if not path.startswith(single)]
    return sorted([*lists, *(path for path in found if path.startswith("pages/everything-up-to"))])


def test_no_exported_page_runs_fetches_or_reads(
    browser: WebDriver, wiki: Wiki, tmp_path: Path, listener: Listener, canary: Canary
) -> None:
    fill(wiki, payloads(listener.port, canary.path))
    bundle = tmp_path / "bundle"
    write_bundle(wiki, bundle, HtmlOptions())
    opened = pages_of(bundle)
    assert len(opened) > 15
    for path in opened:
        open_page(browser, bundle, path)
        assert browser.execute_script(_INSPECT) == [], path
        assert browser.execute_script("return globalThis.ran") == [], path
        assert browser.execute_script("return globalThis.refused") == [], path
        assert browser.current_url.startswith((bundle / path).as_uri())
    assert complaints(browser) == []
    assert listener.connections == []
    assert not canary.opened


def test_what_is_searched_for_stays_text(browser: WebDriver, wiki: Wiki, tmp_path: Path, listener: Listener) -> None:
    every = payloads(listener.port, tmp_path / "none")
    hostile = {name: text for name, text in every.items() if name.startswith("owasp") and "alert" in text}
    fill(wiki, hostile, framed=False)
    bundle = tmp_path / "bundle"
    write_bundle(wiki, bundle, HtmlOptions())
    open_page(browser, bundle, "index.html")
    box = browser.find_element(By.CSS_SELECTOR, "input#finder")
    for words in ("alert", "script", '<img src=x onerror="alert(1)">'):
        box.clear()
        box.send_keys(words)
        assert browser.execute_script(_INSPECT) == []
    assert browser.execute_script("return [globalThis.ran, globalThis.refused]") == [[], []]
    assert listener.connections == []


def test_the_control_sees_scripts_requests_and_reads(
    tmp_path: Path, listener: Listener, canary: Canary, browser: WebDriver
) -> None:
    """The same payloads, as they are, in pages without a policy."""
    ran: list[str] = []
    page = tmp_path / "control.html"
    hostile = payloads(listener.port, canary.path)
    shown = [each for each in hostile if each.startswith(("file", "request", "MarkText", "Zettlr", "Logseq"))]

    def enough(_: WebDriver) -> bool:
        # What runs late is not noted before the next page has come: they are shown until enough was in time.
        for name in shown:
            page.write_text(f"<!doctype html><meta charset=utf-8><body>{hostile[name]}", encoding="utf-8")
            open_page(browser, tmp_path, page.name)
            ran.extend(browser.execute_script("return globalThis.ran") or [])
        return len(ran) >= 3 and len(listener.connections) >= 5

    wait_until(browser, enough)
    assert canary.opened

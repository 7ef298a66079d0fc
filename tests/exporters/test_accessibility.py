"""The bundle by axe-core, over every kind of page, in both themes, whole and with a viewpoint chosen.

axe-core comes from the npm registry and is kept in pytest's cache; FANWIKI_AXE may name a copy of `axe.min.js`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from tests.exporters.browsing import EVERY_KIND, FURTHER_KINDS, in_theme, needs_browser, open_page, start_browser
from tests.exporters.from_npm import file_of_package

pytestmark = needs_browser

VERSION = "4.14.1"
_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then((found) => {
  done(found.violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`));
});
"""


@pytest.fixture(scope="module")
def axe(pytestconfig: pytest.Config) -> str:
    named = os.environ.get("FANWIKI_AXE")
    if named:
        return Path(named).read_text()
    return file_of_package(pytestconfig, "axe-core", VERSION, "package/axe.min.js").read_text()


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    driver = start_browser()
    yield driver
    driver.quit()


def _violations(browser: WebDriver, axe: str) -> list[Any]:
    browser.execute_script(axe)
    return list(browser.execute_async_script(_RUN))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_kind_of_page_has_a_violation(
    browser: WebDriver, bundle: Path, bundle_of_all: Path, axe: str, theme: str
) -> None:
    in_theme(browser, theme)
    for folder, paths in ((bundle, EVERY_KIND), (bundle_of_all, FURTHER_KINDS)):
        for path in paths:
            open_page(browser, folder, path)
            assert _violations(browser, axe) == [], path


def test_nor_has_one_with_a_search_open_and_later_things_hidden(browser: WebDriver, bundle: Path, axe: str) -> None:
    for path in ("index.html", "survivors/all-of-us-are-dead.html", "pages/half-zombies.html"):
        open_page(browser, bundle, path)
        browser.execute_script(
            "const seen = document.getElementById('seen-0'); seen.value = '3'; seen.dispatchEvent(new Event('change'));"
        )
        assert _violations(browser, axe) == [], path
        browser.execute_async_script(
            """const done = arguments[0]; const box = document.getElementById('finder');
            const said = document.querySelector('.finder [role=status]');
            new MutationObserver(() => done()).observe(said, { childList: true });
            box.focus(); box.value = 'nam'; box.dispatchEvent(new Event('input'));"""
        )
        assert _violations(browser, axe) == [], path
        browser.execute_script("localStorage.clear()")

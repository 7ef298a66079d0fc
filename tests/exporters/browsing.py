"""Chromium for the tests of bundles: pages opened from their folder, with every address of the network refused."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from selenium import webdriver
from selenium.common.exceptions import SessionNotCreatedException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMEDRIVER = shutil.which("chromedriver")

needs_browser = pytest.mark.skipif(
    not (CHROMIUM and CHROMEDRIVER), reason="chromium and chromium-driver are not installed"
)

PATIENCE_S: Final = 90
"""How long a test waits for what is sure to come, until a busy machine has got round to it."""
_STARTS: Final = 3
"""Chromium is given up by its driver when a busy machine takes a minute to start it."""

GRAPH = "graph/all-of-us-are-dead.html"
BOARD = "survivors/all-of-us-are-dead.html"
EVERY_KIND = [
    "index.html",
    "a-z.html",
    "about.html",
    "categories.html",
    "categories/students.html",
    "shows/all-of-us-are-dead.html",
    "seasons/aouad-s1.html",
    "episodes/aouad-s1e05.html",
    "characters/choi-nam-ra.html",
    "groups/class-2-5.html",
    "people/cho-yi-hyun.html",
    "pages/hyosan-outbreak.html",
    BOARD,
    "cast/all-of-us-are-dead.html",
    GRAPH,
]
FURTHER_KINDS = ["index.html", "images.html", "recent.html", "characters/mina.html"]
"""What the sample has not, in the bundle `bundle_of_all`: pictures, recent changes."""

_SEEN_ALL: Final = """
const kept = Storage.prototype.getItem;
Storage.prototype.getItem = function (key) {
  const value = kept.call(this, key);
  const asked = value === null && key.startsWith("fanwiki-seen-");
  return asked ? JSON.stringify(window.fanwikiPoints.shows.map((show) => show.episodes.length)) : value;
};
"""


def start_browser(*, scripts: bool = True, seen_all: bool = True, reachable: str = "") -> WebDriver:
    """A browser whose reader has seen every episode, unless he is to choose for himself. It reaches no host but
    one that is named.
    """
    options = Options()
    options.binary_location = CHROMIUM or ""
    hosts = "MAP * ~NOTFOUND" + (f", EXCLUDE {reachable}" if reachable else "")
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--host-resolver-rules={hosts}",
    ):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = _started(options)
    driver.set_script_timeout(PATIENCE_S)
    if seen_all:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _SEEN_ALL})
    return driver


def _started(options: Options) -> WebDriver:
    for _ in range(_STARTS - 1):
        try:
            return webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))
        except SessionNotCreatedException:
            continue
    return webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))


def wait_until(browser: WebDriver, condition: Callable[[WebDriver], bool]) -> None:
    WebDriverWait(browser, PATIENCE_S).until(condition)


def open_page(browser: WebDriver, bundle: Path, path: str) -> None:
    browser.get((bundle / path).as_uri())


def complaints(browser: WebDriver) -> list[str]:
    """Everything the browser's console says: errors, refusals of the policy, files not found."""
    return [str(entry["message"]) for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]  # selenium


def in_theme(browser: WebDriver, theme: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": theme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

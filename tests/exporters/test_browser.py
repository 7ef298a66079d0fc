"""The bundle in a real browser, opened from its folder: it shows, its scripts run, and its policy refuses nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from fanwiki.wiki import Wiki
from tests.exporters import small_wiki
from tests.exporters.conftest import write_bundle

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMEDRIVER = shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and CHROMEDRIVER), reason="chromium and chromium-driver are not installed"
)

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
    "people/cho-yi-hyun.html",
    "pages/hyosan-outbreak.html",
    BOARD,
    "cast/all-of-us-are-dead.html",
]


def _browser(*, scripts: bool = True) -> WebDriver:
    options = Options()
    options.binary_location = CHROMIUM or ""
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    driver = _browser()
    yield driver
    driver.quit()


def _open(browser: WebDriver, bundle: Path, path: str) -> None:
    browser.get((bundle / path).as_uri())


def _complaints(browser: WebDriver) -> list[str]:
    """Everything the browser's console says: errors, refusals of the policy, files not found."""
    return [str(entry["message"]) for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]  # selenium


def _in_theme(browser: WebDriver, theme: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": theme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_kind_of_page_opens_and_fits(browser: WebDriver, bundle: Path, theme: str, width: int) -> None:
    _in_theme(browser, theme)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for path in EVERY_KIND:
        _open(browser, bundle, path)
        assert browser.find_element(By.TAG_NAME, "h1").is_displayed(), path
        wider = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, path
        assert browser.execute_script("return document.styleSheets.length") == 3, path
    assert _complaints(browser) == []


def test_the_theme_button_works_and_is_remembered(browser: WebDriver, bundle: Path) -> None:
    _in_theme(browser, "light")
    _open(browser, bundle, "index.html")
    browser.execute_script("localStorage.clear()")
    _open(browser, bundle, "index.html")
    light = _paper(browser)
    browser.find_element(By.CSS_SELECTOR, "button.theme").click()
    dark = _paper(browser)
    assert dark != light
    _open(browser, bundle, "characters/choi-nam-ra.html")
    assert _paper(browser) == dark
    browser.find_element(By.CSS_SELECTOR, "button.theme").click()
    assert _paper(browser) == light
    assert _complaints(browser) == []


def _paper(browser: WebDriver) -> str:
    return str(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))


def test_the_board_shows_sorts_and_filters(browser: WebDriver, bundle: Path) -> None:
    _open(browser, bundle, BOARD)
    rows = ".board tbody tr:not([hidden])"
    everyone = len(browser.find_elements(By.CSS_SELECTOR, rows))
    assert everyone > 15
    first = browser.find_element(By.CSS_SELECTOR, ".board tbody th").text
    browser.find_element(By.CSS_SELECTOR, ".board thead th .sorter").click()
    names = [cell.text for cell in browser.find_elements(By.CSS_SELECTOR, ".board tbody th")]
    assert names == sorted(names)
    assert names[0] != first
    alive = next(each for each in browser.find_elements(By.CSS_SELECTOR, ".heads button") if "alive" in each.text)
    alive.click()
    assert alive.get_attribute("aria-pressed") == "false"
    assert len(browser.find_elements(By.CSS_SELECTOR, rows)) == everyone - 6
    alive.click()
    assert len(browser.find_elements(By.CSS_SELECTOR, rows)) == everyone
    assert _complaints(browser) == []


@pytest.mark.parametrize(("typed", "found"), [("onjo", "Nam On-jo"), ("최남", "최남라"), ("HAMB", "Hambie")])
def test_titles_are_found_in_both_scripts(browser: WebDriver, bundle: Path, typed: str, found: str) -> None:
    _open(browser, bundle, "episodes/aouad-s1e05.html")
    browser.find_element(By.ID, "finder").send_keys(typed)
    results = WebDriverWait(browser, 10).until(lambda there: there.find_elements(By.CSS_SELECTOR, "#finder-results a"))
    assert any(found in result.text for result in results)
    browser.find_element(By.ID, "finder").send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda there: "episodes" not in there.current_url)
    assert browser.find_element(By.TAG_NAME, "h1").is_displayed()
    assert _complaints(browser) == []


def test_a_forwarding_page_forwards(browser: WebDriver, wiki: Wiki, tmp_path: Path) -> None:
    small_wiki.fill(wiki)
    write_bundle(wiki, tmp_path / "out")
    _open(browser, tmp_path / "out", "also/mina-the-brave.html")
    WebDriverWait(browser, 10).until(lambda there: "/characters/mina.html#" in there.current_url)
    picture = browser.find_element(By.CSS_SELECTOR, ".infobox img")
    assert browser.execute_script("return arguments[0].naturalWidth", picture) > 0
    assert _complaints(browser) == []


def test_all_can_be_read_without_scripts(bundle: Path) -> None:
    driver = _browser(scripts=False)
    try:
        _open(driver, bundle, BOARD)
        assert not driver.find_element(By.CSS_SELECTOR, "button.theme").is_displayed()
        assert not driver.find_element(By.ID, "finder").is_displayed()
        assert "half-zombie" in driver.find_element(By.CSS_SELECTOR, ".board").text
        assert driver.find_element(By.CSS_SELECTOR, "nav.site").is_displayed()
    finally:
        driver.quit()

"""A bundle of everything whose reader says how far he has come: he is shown what a bundle with that ceiling shows."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from fanwiki.wiki import Wiki
from tests.exporters.browsing import complaints, needs_browser, open_page, start_browser, wait_until
from tests.exporters.conftest import files_of

BOARD = "survivors/all-of-us-are-dead.html"
NAM_RA = "characters/choi-nam-ra.html"
_ROWS = """
return [...document.querySelectorAll("main tbody tr, .timeline li, .names li, .heads li")]
  .filter((row) => row.checkVisibility()).map((row) => row.innerText.replace(/\\s+/g, " ").trim());
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    driver = start_browser(seen_all=False)
    yield driver
    driver.quit()


def _choose(browser: WebDriver, point: str) -> None:
    Select(browser.find_element(By.ID, "seen-0")).select_by_visible_text(point)


def _rows(browser: WebDriver) -> list[str]:
    return list(browser.execute_script(_ROWS))


def test_a_bundle_with_a_ceiling_says_nothing_of_what_is_seen_when(bundle_to_six: Path) -> None:
    for path, content in files_of(bundle_to_six).items():
        assert path not in ("assets/points.js", "assets/viewpoint.js")
        if path.endswith(".html"):
            for word in ("data-from", "data-prose-from", "data-page", "viewpoint"):
                assert word.encode() not in content, (path, word)


def test_what_is_seen_when_comes_from_the_view(bundle: Path, sample: Wiki) -> None:
    points = json.loads((bundle / "assets/points.js").read_text().removeprefix("window.fanwikiPoints = ").rstrip(";\n"))
    assert points["wiki"] == sample.view().uuid()
    assert points["shows"][0]["episodes"][:2] == ["S1E01", "S1E02"]
    assert points["pages"]["pages/half-zombies.html"] == "0:12"
    assert [event[0] for event in points["status"][NAM_RA]] == ["", "0:7", "0:8", "0:12"]


@needs_browser
def test_the_safest_comes_first_and_the_choice_is_kept(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, BOARD)
    browser.execute_script("localStorage.clear()")
    open_page(browser, bundle, BOARD)
    assert "hidden until you choose" in browser.find_element(By.CSS_SELECTOR, ".viewpoint").text
    assert "half-zombie" not in browser.find_element(By.TAG_NAME, "main").text
    assert not browser.find_elements(By.XPATH, "//th[.='S1E01' and not(@data-later)]")
    _choose(browser, "S1E12, all there is")
    assert "half-zombie" in browser.find_element(By.TAG_NAME, "main").text
    open_page(browser, bundle, NAM_RA)
    assert "Four months later" in browser.find_element(By.TAG_NAME, "main").text
    assert "hidden until" not in browser.find_element(By.CSS_SELECTOR, ".viewpoint").text
    assert complaints(browser) == []


@needs_browser
def test_contents_of_which_nothing_is_seen_yet_have_no_heading(browser: WebDriver, bundle: Path) -> None:
    browser.set_window_size(1280, 900)
    open_page(browser, bundle, "characters/nam-on-jo.html")
    contents = browser.find_element(By.CSS_SELECTOR, ".contents")
    for point, shown in (("S1E12, all there is", True), ("S1E01", False), ("S1E02", True)):
        _choose(browser, point)
        assert contents.is_displayed() == shown, point
    browser.execute_script("localStorage.clear()")


@needs_browser
@pytest.mark.parametrize(
    "path",
    [
        BOARD,
        NAM_RA,
        "index.html",
        "cast/all-of-us-are-dead.html",
        "graph/all-of-us-are-dead.html",
        "seasons/aouad-s1.html",
        "shows/all-of-us-are-dead.html",
        "people/cho-yi-hyun.html",
        "characters/yoon-gwi-nam.html",
        "characters/lee-cheong-san.html",
    ],
)
def test_a_page_shows_what_it_would_with_a_ceiling(
    browser: WebDriver, bundle: Path, bundle_to_six: Path, path: str
) -> None:
    open_page(browser, bundle_to_six, path)
    expected = _rows(browser)
    open_page(browser, bundle, path)
    _choose(browser, "S1E12, all there is")
    whole = _rows(browser)
    _choose(browser, "S1E06")
    shown = _rows(browser)
    # How many episodes somebody is in is a count of all of them: it is not said at all.
    assert [row for row in shown if row not in expected] == [] or "cast" in path
    assert len(shown) == len(expected)
    _choose(browser, "S1E12, all there is")
    assert _rows(browser) == whole
    assert complaints(browser) == []


@needs_browser
def test_no_page_shows_a_later_name(browser: WebDriver, bundle: Path, bundle_to_six: Path, sample: Wiki) -> None:
    view = sample.view()
    later = {text for text, *_ in view.titles()} - {
        text for text, *_ in sample.view(view.viewpoint_at("S1E06")).titles()
    }
    plain = ("Episode", "Season", "Category:Survivors")
    later = {text.removeprefix("Category:") for text in later if not text.startswith(plain)}
    open_page(browser, bundle, "index.html")
    _choose(browser, "S1E06")
    for path in sorted(path for path in files_of(bundle_to_six) if path.endswith(".html")):
        if path.startswith("also/"):
            continue
        open_page(browser, bundle, path)
        text = str(browser.execute_script("return document.body.innerText"))
        assert [name for name in later if name in text] == [], path
    assert complaints(browser) == []


@needs_browser
def test_a_later_page_keeps_itself_back_and_is_not_found(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, "pages/half-zombies.html")
    _choose(browser, "S1E06")
    main = browser.find_element(By.TAG_NAME, "main").text
    assert main.startswith("Not yet\nThis page is about something you have not seen yet")
    assert "half" not in main
    box = browser.find_element(By.ID, "finder")
    box.send_keys("hambie")
    said = browser.find_element(By.CSS_SELECTOR, ".finder [role=status]")
    wait_until(browser, lambda _: "Nothing was found" in str(said.get_attribute("textContent")))
    assert not browser.find_elements(By.CSS_SELECTOR, "[role=option]")
    box.send_keys(Keys.ESCAPE)
    _choose(browser, "S1E12, all there is")
    assert browser.find_element(By.TAG_NAME, "h1").is_displayed()
    assert complaints(browser) == []


@needs_browser
def test_the_drawing_of_the_graph_follows(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, "graph/all-of-us-are-dead.html")
    _choose(browser, "S1E12, all there is")
    whole = len(browser.execute_script("return fanwikiDrawing.places()"))
    _choose(browser, "nothing yet")
    assert len(browser.execute_script("return fanwikiDrawing.places()")) < whole
    assert complaints(browser) == []


@needs_browser
def test_without_scripts_all_is_there_and_says_so(bundle: Path) -> None:
    driver = start_browser(scripts=False)
    try:
        open_page(driver, bundle, NAM_RA)
        assert "Four months later" in driver.find_element(By.TAG_NAME, "main").text
        assert "These pages tell everything" in driver.find_element(By.TAG_NAME, "body").text
        assert not driver.find_element(By.CSS_SELECTOR, ".viewpoint").is_displayed()
    finally:
        driver.quit()

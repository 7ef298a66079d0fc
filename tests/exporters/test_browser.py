"""The bundle in a real browser, opened from its folder: it shows, its scripts run, and its policy refuses nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from fanwiki.domain.entities import Relationship
from fanwiki.domain.ids import FactId, new_id
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters import small_wiki
from tests.exporters.browsing import (
    BOARD,
    EVERY_KIND,
    FURTHER_KINDS,
    GRAPH,
    complaints,
    in_theme,
    needs_browser,
    open_page,
    start_browser,
    wait_until,
)
from tests.exporters.conftest import write_bundle

pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    driver = start_browser()
    yield driver
    driver.quit()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_kind_of_page_opens_and_fits(
    browser: WebDriver, bundle: Path, bundle_of_all: Path, theme: str, width: int
) -> None:
    in_theme(browser, theme)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for folder, path in [(bundle, path) for path in EVERY_KIND] + [(bundle_of_all, path) for path in FURTHER_KINDS]:
        open_page(browser, folder, path)
        assert browser.find_element(By.TAG_NAME, "h1").is_displayed(), path
        wider = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, path
        assert browser.execute_script("return document.styleSheets.length") == (4 if path == GRAPH else 3), path
    assert complaints(browser) == []


def test_on_a_phone_the_menu_lies_over_the_page_and_leads_within_it(browser: WebDriver, bundle: Path) -> None:
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    open_page(browser, bundle, "characters/choi-nam-ra.html")
    contents = browser.find_element(By.CSS_SELECTOR, ".side .contents a")
    assert not contents.is_displayed()
    browser.find_element(By.CSS_SELECTOR, ".to-menu").click()
    assert browser.execute_script("return document.querySelector('.side').getBoundingClientRect().top") == 0
    heading = str(contents.get_attribute("href"))
    contents.click()
    assert browser.current_url == heading
    assert not contents.is_displayed()
    browser.find_element(By.CSS_SELECTOR, ".to-menu").click()
    browser.find_element(By.CSS_SELECTOR, ".close-menu").click()
    assert not browser.find_element(By.CSS_SELECTOR, ".close-menu").is_displayed()


def test_on_a_phone_a_board_begins_where_it_says_how_things_stand(browser: WebDriver, bundle: Path) -> None:
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    open_page(browser, bundle, BOARD)
    right = browser.execute_script("return document.querySelector('td.now').getBoundingClientRect().right")
    assert right <= 390


def test_paper_has_the_text_alone_and_says_where_links_lead(browser: WebDriver, bundle_of_all: Path) -> None:
    open_page(browser, bundle_of_all, "characters/mina.html")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for around in (".side", ".masthead", ".crumbs", ".neighbours", ".viewpoint", ".colophon"):
            assert not browser.find_element(By.CSS_SELECTOR, around).is_displayed(), around
        assert browser.find_element(By.CSS_SELECTOR, ".infobox").is_displayed()
        link = browser.find_element(By.CSS_SELECTOR, "a.external")
        written = browser.execute_script("return getComputedStyle(arguments[0], '::after').content", link)
        assert "https://paper.example/a" in str(written)
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_the_theme_button_works_and_is_remembered(browser: WebDriver, bundle: Path) -> None:
    in_theme(browser, "light")
    open_page(browser, bundle, "index.html")
    browser.execute_script("localStorage.clear()")
    open_page(browser, bundle, "index.html")
    light = _paper(browser)
    browser.find_element(By.CSS_SELECTOR, "button.theme").click()
    dark = _paper(browser)
    assert dark != light
    open_page(browser, bundle, "characters/choi-nam-ra.html")
    assert _paper(browser) == dark
    browser.find_element(By.CSS_SELECTOR, "button.theme").click()
    assert _paper(browser) == light
    assert complaints(browser) == []


def _paper(browser: WebDriver) -> str:
    return str(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))


def test_the_board_shows_sorts_and_filters(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, BOARD)
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
    assert complaints(browser) == []


def _places(browser: WebDriver) -> dict[str, dict[str, float]]:
    """Where the drawing has each node, by its title."""
    found: list[dict[str, Any]] = browser.execute_script("return fanwikiDrawing.places()")
    return {str(each["title"]): each for each in found}


def test_the_graph_is_drawn_from_the_table_alike_each_time(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, GRAPH)
    rows = browser.find_elements(By.CSS_SELECTOR, ".ties tbody tr")
    named = {link.text for link in browser.find_elements(By.CSS_SELECTOR, ".ties tbody a")}
    places = _places(browser)
    assert set(places) == named
    assert len(rows) == 20
    assert len({(place["x"], place["y"]) for place in places.values()}) == len(places)
    open_page(browser, bundle, GRAPH)
    assert _places(browser) == places
    assert complaints(browser) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_click_on_a_node_opens_its_page(browser: WebDriver, bundle: Path, theme: str) -> None:
    in_theme(browser, theme)
    open_page(browser, bundle, GRAPH)
    place = _places(browser)["Choi Nam-ra"]
    frame = browser.find_element(By.CSS_SELECTOR, ".graph")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", frame)
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    from_middle = (round(place["left"] - frame.size["width"] / 2), round(place["top"] - frame.size["height"] / 2))
    ActionChains(browser).move_to_element_with_offset(frame, *from_middle).click().perform()
    wait_until(browser, lambda there: there.current_url.endswith("/characters/choi-nam-ra.html"))
    assert str(browser.find_element(By.CSS_SELECTOR, ".to-graph a").get_attribute("href")).endswith(GRAPH)
    assert complaints(browser) == []


def test_a_filter_of_the_graph_hides_rows_and_nodes_and_keeps_places(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, GRAPH)
    before = _places(browser)
    browser.find_element(By.CSS_SELECTOR, ".filters input").send_keys("on-jo")
    shown = browser.find_elements(By.CSS_SELECTOR, ".ties tbody tr:not([hidden])")
    assert len(shown) == 4
    after = _places(browser)
    assert set(after) == {"Nam On-jo", "Nam So-ju", "Lee Cheong-san", "Yoon I-sak", "Class 2-5"}
    assert all((after[name]["x"], after[name]["y"]) == (before[name]["x"], before[name]["y"]) for name in after)
    assert complaints(browser) == []


def test_the_graph_can_do_without_latin_letters(browser: WebDriver, wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, _ = build.show("지금 우리 학교는", "aouad")
    first, second = build.character(show, "남온조"), build.character(show, "이청산")
    build.fact(Relationship(FactId(new_id()), first, second, "친구", "친구"))
    write_bundle(wiki, tmp_path / "out")
    (page,) = (tmp_path / "out" / "graph").iterdir()
    open_page(browser, tmp_path / "out", f"graph/{page.name}")
    assert set(_places(browser)) == {"남온조", "이청산"}
    browser.execute_script("fanwikiDrawing.mark('tie 0')")
    assert complaints(browser) == []


def test_a_forwarding_page_forwards(browser: WebDriver, wiki: Wiki, tmp_path: Path) -> None:
    small_wiki.fill(wiki)
    write_bundle(wiki, tmp_path / "out")
    open_page(browser, tmp_path / "out", "also/mina-the-brave.html")
    wait_until(browser, lambda there: "/characters/mina.html#" in there.current_url)
    wait_until(browser, lambda there: there.execute_script("return document.readyState") == "complete")
    picture = browser.find_element(By.CSS_SELECTOR, ".infobox img")
    assert browser.execute_script("return arguments[0].naturalWidth", picture) > 0
    assert complaints(browser) == []


def test_all_can_be_read_without_scripts(bundle: Path) -> None:
    driver = start_browser(scripts=False)
    try:
        open_page(driver, bundle, BOARD)
        assert not driver.find_element(By.CSS_SELECTOR, "button.theme").is_displayed()
        assert not driver.find_element(By.ID, "finder").is_displayed()
        assert "half-zombie" in driver.find_element(By.CSS_SELECTOR, ".board").text
        assert driver.find_element(By.CSS_SELECTOR, "nav.site").is_displayed()
        open_page(driver, bundle, GRAPH)
        assert "childhood friend" in driver.find_element(By.CSS_SELECTOR, ".ties").text
        assert not driver.find_elements(By.CSS_SELECTOR, ".graph")
    finally:
        driver.quit()

"""The cards of links: first lines and pictures, and nothing of what the reader has not come to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from fanwiki.exporters.html import HtmlOptions
from fanwiki.exporters.html.cards import shard_of
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters.browsing import complaints, needs_browser, open_page, start_browser, wait_until
from tests.exporters.conftest import files_of, write_bundle

BODY = """{{infobox}}

## Early days

She is *quiet*.[^1] ||S1E04: She turns.||

A second paragraph.

::: reveal S1E05
She goes away.
:::

[^1]: A note.
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cards")
    wiki = Wiki.create(folder / "cards.fanwiki")
    build = Builder(wiki)
    show, episodes = build.show()
    build.character(show, "On-jo", body=BODY)
    build.character(show, "Nam-ra", body="[[On-jo]], [[Gwi-nam]] and [[Veiled]].")
    build.character(show, "Gwi-nam", episodes[3], "He comes late.")
    build.character(show, "Veiled", body="::: reveal S1E02\nFirst.\n:::\n::: reveal S1E03\nThen.\n:::\n")
    write_bundle(wiki, folder / "all")
    write_bundle(wiki, folder / "early", HtmlOptions(as_of="S1E03"))
    wiki.close()
    return folder


def _cards(bundle: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for path, content in files_of(bundle).items():
        if path.startswith("assets/cards/"):
            text = content.decode()
            found |= json.loads(text[text.index("{") : text.rindex("}") + 1])
    return found


def test_a_card_has_the_first_lines_and_says_from_where_on(out: Path) -> None:
    cards = _cards(out / "all")
    assert cards["characters/gwi-nam.html"] == ["Gwi-nam", "character", [["He comes late.", "0:4"]]]
    assert cards["characters/veiled.html"][2] == [["First.", "0:2"], ["Then.", "0:3"]]
    (first, since), *_ = cards["characters/on-jo.html"][2]
    # The first paragraph holds something that is seen later; the second is the first that is the same for all.
    assert (first, since) == ("A second paragraph.", "")
    early = _cards(out / "early")
    assert "characters/gwi-nam.html" not in early
    assert b"She turns" not in b"".join(files_of(out / "early").values())
    assert early["characters/on-jo.html"][2] == [["She is quiet.", ""]]


def test_the_script_of_a_card_is_found_by_its_address() -> None:
    assert 0 <= shard_of("characters/on-jo.html", 7) < 7
    assert shard_of("a", 1 << 16) == ord("a")


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    driver = start_browser(seen_all=False)
    yield driver
    driver.quit()


def _choose(browser: WebDriver, point: str) -> None:
    Select(browser.find_element(By.ID, "seen-0")).select_by_visible_text(point)


def _shown(browser: WebDriver, title: str) -> str:
    card = browser.find_element(By.ID, "link-card")
    wait_until(browser, lambda _: card.is_displayed() and card.text.startswith(title))
    return card.text


@needs_browser
def test_a_card_comes_by_pointer_and_goes_by_escape(browser: WebDriver, out: Path) -> None:
    open_page(browser, out / "all", "characters/nam-ra.html")
    _choose(browser, "S1E03")
    link = browser.find_element(By.LINK_TEXT, "Veiled")
    ActionChains(browser).move_to_element(link).perform()
    assert _shown(browser, "Veiled") == "Veiled\ncharacter\nFirst."
    assert link.get_attribute("aria-describedby") == "link-card"
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    assert not browser.find_element(By.ID, "link-card").is_displayed()
    assert complaints(browser) == []


@needs_browser
def test_a_card_comes_by_keyboard_and_tells_nothing_later(browser: WebDriver, out: Path) -> None:
    open_page(browser, out / "all", "characters/nam-ra.html")
    _choose(browser, "S1E01")
    box = browser.find_element(By.CSS_SELECTOR, ".crumbs a:last-of-type")
    box.send_keys(Keys.TAB)
    for _ in range(12):
        if browser.switch_to.active_element.text == "Veiled":
            break
        ActionChains(browser).send_keys(Keys.TAB).perform()
    assert _shown(browser, "Veiled") == "Veiled\ncharacter"
    links = browser.find_elements(By.CSS_SELECTOR, "main a[href*=gwi-nam]")
    assert not any(link.is_displayed() for link in links)
    assert complaints(browser) == []

"""What a bundle of everything keeps from a reader who has not come so far, thing by thing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from fanwiki.domain.edits import AddFact, AddPage, StoreMedia
from fanwiki.domain.entities import Claim, Portrait, Portrayal, Relationship
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.images import new_picture
from fanwiki.domain.vocabulary import PageKind, Standing
from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters.browsing import complaints, needs_browser, open_page, start_browser
from tests.exporters.conftest import write_bundle

pytestmark = needs_browser

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    driver = start_browser(seen_all=False)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gaps")
    wiki = Wiki.create(folder / "gaps.fanwiki")
    _fill(wiki)
    write_bundle(wiki, folder / "out", HtmlOptions(recent=True))
    wiki.close()
    return folder / "out"


def _fill(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    fourth = episodes[3]
    hero = build.character(show, "Hero", body="She.\n\n::: reveal S1E04\n[[Category:Turned]] ![[late.png]]\n:::\n")
    friend, hidden = build.character(show, "Friend"), build.character(show, "Hidden", fourth)
    actor = build.person("Actor")
    old, new = FactId(new_id()), FactId(new_id())
    for name in ("before", "after", "late"):
        content = PNG + name.encode()
        media = new_picture(f"{name}.png", content, f"picture {name}")
        wiki.apply(StoreMedia(media, content))
        if name != "late":
            point = fourth if name == "after" else None
            wiki.apply(AddFact(Portrait(FactId(new_id()), hero, media.id, revealed_at=point)))
    wiki.apply(
        AddFact(Claim(old, hero, "fate", "lives", Standing.SUPERSEDED)),
        AddFact(Claim(new, hero, "fate", "turns", Standing.CONFIRMED, supersedes=old, revealed_at=fourth)),
        AddFact(Portrayal(FactId(new_id()), show, actor, hero)),
        AddFact(Portrayal(FactId(new_id()), show, actor, hidden)),
        AddFact(Relationship(FactId(new_id()), hero, friend, "friend", "friend", end=fourth)),
        AddPage(PageId(new_id()), PageKind.ARTICLE, "The cure", body="Too late.", introduced_at=fourth, reviewed=True),
    )


def _as_of(browser: WebDriver, out: Path, path: str, point: str) -> str:
    """What a page shows to a reader who has come so far."""
    open_page(browser, out, path)
    Select(browser.find_element(By.ID, "seen-0")).select_by_visible_text(point)
    return str(browser.execute_script("return document.querySelector('#main').innerText"))


def _alts(browser: WebDriver) -> list[str]:
    pictures = browser.find_elements(By.CSS_SELECTOR, "main img")
    return [str(each.get_attribute("alt")) for each in pictures if each.is_displayed()]


ALL = "S1E06, all there is"


def test_a_claim_stands_as_it_did(browser: WebDriver, out: Path) -> None:
    assert "speculation" in (early := _as_of(browser, out, "characters/hero.html", "S1E03"))
    assert "superseded" not in early
    assert "superseded" in (late := _as_of(browser, out, "characters/hero.html", ALL))
    assert "speculation" not in late


def test_a_category_without_a_page_is_there_with_what_is_in_it(browser: WebDriver, out: Path) -> None:
    for path in ("categories.html", "characters/hero.html", "index.html", "a-z.html"):
        assert "Turned" not in _as_of(browser, out, path, "S1E03"), path
        assert "Turned" in _as_of(browser, out, path, "S1E04"), path
    assert "Not yet" in _as_of(browser, out, "categories/turned.html", "S1E03")
    assert "Hero" in _as_of(browser, out, "categories/turned.html", "S1E04")


def test_an_earlier_portrait_stands_in_for_a_later_one(browser: WebDriver, out: Path) -> None:
    _as_of(browser, out, "characters/hero.html", "S1E03")
    assert _alts(browser) == ["picture before"]
    _as_of(browser, out, "characters/hero.html", "S1E04")
    assert _alts(browser) == ["picture after", "picture late"]


def test_the_tab_of_a_later_page_does_not_name_it(browser: WebDriver, out: Path) -> None:
    _as_of(browser, out, "pages/the-cure.html", "S1E03")
    assert browser.title == "gaps"
    _as_of(browser, out, "pages/the-cure.html", "S1E04")
    assert browser.title == "The cure – gaps"


def test_the_list_of_images_holds_what_is_shown_by_now(browser: WebDriver, out: Path) -> None:
    assert "late.png" not in _as_of(browser, out, "images.html", "S1E03")
    assert _alts(browser) == ["picture before"]
    assert "late.png" in _as_of(browser, out, "images.html", "S1E04")
    assert len(_alts(browser)) == 3


def test_a_role_is_named_once_it_is_known_and_the_others_before(browser: WebDriver, out: Path) -> None:
    early = _as_of(browser, out, "people/actor.html", "S1E03")
    assert "Plays" in early
    assert "Hero" in early
    assert "Hidden" not in early
    assert "Hidden" in _as_of(browser, out, "people/actor.html", "S1E04")


def test_a_tie_is_over_once_it_is(browser: WebDriver, out: Path) -> None:
    assert "over" not in _as_of(browser, out, "graph/show.html", "S1E03").replace("Dashed: over", "")
    assert "over" in _as_of(browser, out, "graph/show.html", "S1E04").replace("Dashed: over", "")


def test_recent_changes_keep_back_what_holds_later_things(browser: WebDriver, out: Path) -> None:
    early = _as_of(browser, out, "recent.html", "S1E03")
    assert "Hero" not in early
    assert "The cure" not in early
    assert "The cure" in _as_of(browser, out, "recent.html", ALL)
    assert complaints(browser) == []

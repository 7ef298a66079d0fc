"""The search of a bundle: what is indexed, in which shard, and what a browser finds with the network refused."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from fanwiki.domain.edits import SavePage
from fanwiki.exporters.html import HtmlOptions, shards
from fanwiki.exporters.html.shards import TIMES, shard_of
from fanwiki.exporters.html.words import folded, words_in
from fanwiki.resources import resource
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.canons import modest
from tests.exporters.browsing import complaints, needs_browser, open_page, start_browser, wait_until
from tests.exporters.conftest import files_of, write_bundle


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    driver = start_browser()
    yield driver
    driver.quit()


def _shards(bundle: Path, kind: str) -> list[Any]:
    found = sorted(
        (bundle / "assets/search").glob(f"{kind}-*.js"), key=lambda path: int(re.findall(r"\d+", path.name)[0])
    )
    return [json.loads(re.sub(r"^[^,]*,[^,]*, |\);\n$", "", path.read_text())) for path in found]


def test_words_are_found_without_case_marks_and_hyphens() -> None:
    assert folded("Ünïcode ＡＢＣ") == "unicode abc"
    assert set(words_in("Nam On-jo's").counts) == {"nam", "on", "jo", "onjos"}
    assert set(words_in("남온조는 a 2022").counts) == {"남온", "온조", "조는", "2022"}
    assert set(words_in("일본語ひらな x").counts) == {"일본", "본語", "語ひ", "ひら", "らな"}


def test_words_that_begin_alike_lie_together() -> None:
    assert len({shard_of(word, 64) for word in ("virus", "vi", "village")}) == 1
    assert len({shard_of(word, 64) for word in ("virus", "on", "wo", "st", "pa", "남온")}) > 3


def test_every_word_of_a_text_lies_in_its_shard(wiki: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "_POSTINGS_OF_A_SHARD", 8)
    monkeypatch.setattr(shards, "_WORDS_OF_TEXTS", 12)
    build = Builder(wiki)
    texts = ["The virus spreads in 효산고 today", "Another village, a quiet one", "Nothing of note in the village"]
    for number, text in enumerate(texts):
        build.page(f"Page {number}", text)
    write_bundle(wiki, tmp_path / "out")
    indexes, chunks = _shards(tmp_path / "out", "words"), _shards(tmp_path / "out", "texts")
    assert len(indexes) == 4
    assert len(chunks) == 2
    found: dict[str, set[int]] = {}
    for number, index in enumerate(indexes):
        for word, postings in index:
            assert shard_of(word, len(indexes)) == number
            found[word] = {posting // TIMES for posting in postings}
    assert found["village"] == {1, 2}
    assert found["효산"] == {0}
    assert [row[1] for chunk in chunks for row in chunk] == texts


def test_the_index_ends_where_the_bundle_does(bundle: Path, bundle_to_six: Path) -> None:
    def words(index: Path) -> set[str]:
        return {word for shard in _shards(index, "words") for word, _ in shard}

    assert "hambie" in words(bundle)
    assert "hambie" not in words(bundle_to_six)
    for path, content in files_of(bundle_to_six).items():
        if path.startswith("assets/search/") or path == "assets/titles.js":
            assert re.search(rb'"\d+:\d+"', content) is None, path


def test_a_later_passage_changes_no_earlier_index(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    build.show("Show", "show")
    page = build.page("Open", "Known words.")
    write_bundle(wiki, tmp_path / "before", HtmlOptions(as_of="show:S1E01"))
    wiki.apply(SavePage(page, "Known words.\n\n::: reveal show:S1E03\nUnheard of.\n:::\n"))
    write_bundle(wiki, tmp_path / "after", HtmlOptions(as_of="show:S1E01"))
    assert files_of(tmp_path / "before") == files_of(tmp_path / "after")


def test_the_library_is_shipped_as_it_was_made(bundle: Path) -> None:
    shipped = resource("vendor/minisearch/minisearch.js").read_bytes()
    assert files_of(bundle)["assets/minisearch.js"] == shipped
    assert resource("vendor/minisearch/LICENSE").is_file()
    assert resource("vendor/minisearch/VERSION").is_file()


def _options(browser: WebDriver, typed: str) -> list[str]:
    """What the search offers, once it has said how much it found."""
    box = browser.find_element(By.ID, "finder")
    box.clear()
    box.send_keys(typed)
    # What was said of the first letters is unsaid, and the whole is asked for once more.
    box.send_keys(Keys.ESCAPE)
    assert _said(browser) == ""
    browser.execute_script("arguments[0].dispatchEvent(new Event('input'))", box)
    wait_until(browser, lambda there: "found" in _said(there))
    return [each.text for each in browser.find_elements(By.CSS_SELECTOR, "#finder-results [role=option]")]


def _said(browser: WebDriver) -> str:
    return str(browser.find_element(By.CSS_SELECTOR, ".finder [role=status]").get_attribute("textContent"))


@needs_browser
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("onjo", "Nam On-jo"),
        ("온조", "남온조"),
        ("최남", "최남라"),
        ("HAMB", "Hambie"),
        ("namra choi", "Choi Namra"),
        ("cheongsam", "Cheong-san"),
    ],
)
def test_names_are_found_in_both_scripts(browser: WebDriver, bundle: Path, typed: str, found: str) -> None:
    open_page(browser, bundle, "episodes/aouad-s1e05.html")
    assert any(found in option for option in _options(browser, typed))
    browser.find_element(By.ID, "finder").send_keys(Keys.ENTER)
    wait_until(browser, lambda there: "episodes" not in there.current_url)
    assert browser.find_element(By.TAG_NAME, "h1").is_displayed()
    assert complaints(browser) == []


@needs_browser
def test_enter_opens_what_the_whole_word_finds_however_fast_it_came(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, "index.html")
    _options(browser, "Na")
    box = browser.find_element(By.ID, "finder")
    # In one turn of the browser, before it can have answered.
    browser.execute_script(
        """const [box] = arguments;
        box.value = "Cheong-san";
        box.dispatchEvent(new Event("input"));
        box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter"}));""",
        box,
    )
    wait_until(browser, lambda there: "index.html" not in there.current_url)
    assert "Cheong-san" in browser.find_element(By.TAG_NAME, "h1").text


@needs_browser
def test_texts_are_found_below_the_titles_with_their_surroundings(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, "index.html")
    found = _options(browser, "Hyosan outbre")
    assert found[0].startswith("Hyosan outbreak")
    marked = browser.find_elements(By.CSS_SELECTOR, "#finder-results mark")
    assert marked
    assert all(re.match("hyosan|outbreak", each.text, re.IGNORECASE) for each in marked)
    assert complaints(browser) == []


@needs_browser
def test_the_keyboard_is_enough(browser: WebDriver, bundle: Path) -> None:
    open_page(browser, bundle, "index.html")
    browser.find_element(By.TAG_NAME, "body").send_keys("/")
    box = browser.switch_to.active_element
    assert box.get_attribute("id") == "finder"
    found = _options(browser, "lee")
    assert len(found) > 2
    assert box.get_attribute("aria-expanded") == "true"
    box.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP)
    chosen = browser.find_element(By.CSS_SELECTOR, "[role=option][aria-selected=true]")
    assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant") == "found-0"
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert not browser.find_elements(By.CSS_SELECTOR, "[role=option]")
    assert "Nothing" in _said(browser) or not _options(browser, "zzzzqqq")
    assert complaints(browser) == []


@needs_browser
def test_no_more_is_loaded_than_a_search_needs(
    browser: WebDriver, wiki: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "_POSTINGS_OF_A_SHARD", 8)
    monkeypatch.setattr(shards, "_WORDS_OF_TEXTS", 12)
    build = Builder(wiki)
    for number in range(12):
        build.page(f"Page {number}", f"Some words {number} of theirs, and efgh{number} xyz{number} lmn{number}")
    build.page("Zebra", "A needle lies here.")
    write_bundle(wiki, tmp_path / "out")
    open_page(browser, tmp_path / "out", "index.html")
    loaded = "return [...document.scripts].map(each => each.src).filter(each => each.includes('/search/')).length"
    assert _options(browser, "needle")[0].startswith("Zebra")
    assert browser.execute_script(loaded) == 3
    assert len(list((tmp_path / "out/assets/search").iterdir())) > 10
    assert complaints(browser) == []


_WORDS = ["virus", "village", "quiet", "school", "today", "효산고", "On-jo", "note"]
_passages = st.lists(
    st.tuples(st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join), st.sampled_from(["", "0:1", "0:2"])),
    max_size=3,
)


def _page(passages: list[tuple[str, str]]) -> shards.Said:
    return shards.said(shards.Passage(words_in(text), since) for text, since in passages)


def _index(pages: list[shards.Said]) -> dict[str, bytes]:
    """The index as two gather it, in whichever order."""
    index = shards.Index(len(pages))
    with TemporaryDirectory() as folder:
        for first in (1, 0):
            with closing(shards.Texts(Path(folder))) as texts:
                for entry in range(first, len(pages), 2):
                    texts.add(entry, pages[entry])
                for piece in texts.gathered():
                    index.add(piece)
        return dict(index.files())


@settings(modest)
@given(st.lists(_passages, min_size=1, max_size=6), st.integers(0, 5), _passages)
def test_an_index_that_is_mended_is_one_made_anew(
    pages: list[list[tuple[str, str]]], number: int, later: list[tuple[str, str]]
) -> None:
    entry = number % len(pages)
    before = _index([_page(page) for page in pages])
    after = _index([_page(page) if place != entry else _page(later) for place, page in enumerate(pages)])
    mended = shards.changed_files(before, entry, _page(later))
    if mended is not None:
        assert {**before, **mended} == after

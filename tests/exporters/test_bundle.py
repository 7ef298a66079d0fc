"""What every bundle keeps: links that lead somewhere, nothing from outside, the same bytes, its ceiling."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

import pytest

from fanwiki.domain.edits import AddPage
from fanwiki.domain.entities import Character, Redirect, Relationship
from fanwiki.domain.errors import UnknownPoint, WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters import ceiling
from fanwiki.exporters.html import HtmlExport, HtmlOptions, specials
from fanwiki.exporters.html.site import Site
from fanwiki.exporters.html.templates import Templates
from fanwiki.exporters.verify import verify
from fanwiki.resources import resource
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters import small_wiki
from tests.exporters.conftest import files_of, leftovers, write_bundle

_COUNTED = (PageKind.SEASON, PageKind.EPISODE)


class _Page(HTMLParser):
    """Collects what a page refers to, and what can be referred to in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.policy = ""
        self.inline: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._tag = "" if given.get("type") == "application/ld+json" else tag
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in ("link", "script", "img"):
            self.loaded.append(given.get("href") or given.get("src") or "")
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag in ("script", "style"):
            self.inline.append(data)


@pytest.fixture(scope="session", params=["bundle", "bundle_to_six", "bundle_of_all"])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The files of one bundle after the other."""
    return files_of(request.getfixturevalue(request.param))


@pytest.fixture(scope="session")
def pages(files: dict[str, bytes]) -> dict[str, _Page]:
    return {path: _read(content) for path, content in files.items() if path.endswith(".html")}


def _read(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode())
    return page


def _target(path: str, address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    file = normpath(f"{dirname(path)}/{unquote(parts.path)}".lstrip("/")) if parts.path else path
    return file, unquote(parts.fragment)


def test_every_link_leads_to_a_place_in_the_bundle(pages: dict[str, _Page], files: dict[str, bytes]) -> None:
    there = files
    for path, page in pages.items():
        for address in [*page.links, *page.loaded]:
            if urlsplit(address).scheme:
                continue
            file, fragment = _target(path, address)
            assert file in there, (path, address)
            assert not fragment or fragment in pages[file].ids, (path, address)


def test_nothing_is_loaded_from_outside_and_nothing_is_absolute(pages: dict[str, _Page]) -> None:
    for path, page in pages.items():
        for address in page.loaded:
            assert not urlsplit(address).scheme, (path, address)
            assert not address.startswith("/"), (path, address)
        for address in page.links:
            assert urlsplit(address).scheme in ("", "http", "https", "mailto"), (path, address)


def test_no_style_sheet_asks_for_anything(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".css"):
            assert not re.search(rb"url\(|@import|://", content), path


def test_every_page_has_a_policy_and_nothing_inline(pages: dict[str, _Page]) -> None:
    for path, page in pages.items():
        assert page.policy.startswith("default-src 'none'"), path
        assert "unsafe" not in page.policy
        assert page.inline == [], path


def test_ids_are_unique(pages: dict[str, _Page]) -> None:
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path


def test_every_page_of_the_wiki_is_there(bundle: Path, sample: Wiki) -> None:
    card = json.loads((bundle / "fanwiki.json").read_text())
    assert card["wiki"] == sample.view().uuid()
    assert card["ceiling"] is None
    folders = {"characters": PageKind.CHARACTER, "people": PageKind.PERSON, "episodes": PageKind.EPISODE}
    for folder, kind in folders.items():
        assert len(list((bundle / folder).glob("*.html"))) == len(sample.view().pages(kind))
    assert "half-zombie" in (bundle / "survivors/all-of-us-are-dead.html").read_text()
    assert "최남라" in (bundle / "characters/choi-nam-ra.html").read_text()
    assert "Cho Yi-hyun" in (bundle / "cast/all-of-us-are-dead.html").read_text()


def test_a_bundle_for_all_has_no_remarks_for_the_author(bundle: Path) -> None:
    for path, content in files_of(bundle).items():
        if path.endswith(".html"):
            text = content.decode()
            assert "author-note" not in text, path
            assert "reveal-label" not in text, path
            assert 'class="wanted"' not in text, path


def test_two_exports_are_the_same_bytes(sample: Wiki, bundle: Path, tmp_path: Path) -> None:
    report = write_bundle(sample, tmp_path / "elsewhere" / ".." / "b")
    written = files_of(tmp_path / "b")
    assert written.keys() == files_of(bundle).keys()
    assert sum(map(len, written.values())) == report.bytes
    assert len(written) == report.files
    # The sample is opened as another copy, and yet all is the same, the manifest included.
    assert written == files_of(bundle)


def test_a_ceiling_holds_in_every_byte(bundle_to_six: Path, sample: Wiki) -> None:
    everything = sample.view()
    view = everything.viewpoint_at("S1E06")
    # The sample's reviewed prose counts the episodes of its season, and sources are about the next one, so that
    # their plain titles stand in it.
    titles = {text for text, _, kind, _ in everything.titles() if kind not in _COUNTED}
    later = titles - {text for text, *_ in sample.view(view).titles()}
    assert "Half-zombies" in later
    wanted = [*later, "half-zombie", "hambie", "절비", "halfbie"]
    for path, content in files_of(bundle_to_six).items():
        text = f"{path}\n{content.decode()}".casefold()
        for name in wanted:
            assert name.casefold() not in text, (name, path)


def test_a_ceiling_is_told_and_counted_through_the_view(bundle_to_six: Path) -> None:
    card = json.loads((bundle_to_six / "fanwiki.json").read_text())
    assert card["ceiling"] == "aouad:S1E06"
    assert card["counts"]["episodes"] == 6
    assert "revisions" not in card["counts"]
    assert "S1E06 of All of Us Are Dead" in (bundle_to_six / "about.html").read_text()


def test_what_is_left_out_is_reported(sample: Wiki, tmp_path: Path) -> None:
    draft = PageId(new_id())
    sample.apply(AddPage(draft, PageKind.ARTICLE, "Draft", body="A secret thought."))
    report = write_bundle(sample, tmp_path / "six", HtmlOptions(as_of="S1E06"))
    assert ("Half-zombies", "is not introduced yet") in report.withheld
    assert ("Draft", "nobody has reviewed its prose") in report.withheld
    assert "secret thought" not in (tmp_path / "six/pages/draft.html").read_text()
    bold = write_bundle(sample, tmp_path / "bold", HtmlOptions(as_of="S1E06", include_unreviewed=True))
    assert "secret thought" in (tmp_path / "bold/pages/draft.html").read_text()
    assert "Draft" not in dict(bold.withheld)
    everything = write_bundle(sample, tmp_path / "all")
    assert everything.withheld == ()
    assert "secret thought" in (tmp_path / "all/pages/draft.html").read_text()


def test_a_later_page_changes_nothing_of_an_earlier_bundle(wiki: Wiki, tmp_path: Path) -> None:
    small_wiki.fill(wiki)
    write_bundle(wiki, tmp_path / "before", HtmlOptions(as_of="S1E01"))
    later, twin, show = PageId(new_id()), PageId(new_id()), small_wiki.page("show")
    second, third = small_wiki.episode(2), small_wiki.episode(3)
    wiki.apply(
        AddPage(later, PageKind.ARTICLE, "Cón", body="[[Mina]] [[Category:Staff]]", introduced_at=third),
        AddPage(twin, PageKind.CHARACTER, "Jun!", show, "", Character(twin), introduced_at=second),
    )
    write_bundle(wiki, tmp_path / "after", HtmlOptions(as_of="S1E01"))
    assert files_of(tmp_path / "after") == files_of(tmp_path / "before")


def test_scripts_of_the_graph_come_with_a_graph_alone(wiki: Wiki, bundle: Path, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    one, other = build.character(show, "One"), build.character(show, "Other")
    build.fact(Relationship(FactId(new_id()), one, other, "friend", revealed_at=episodes[2]))
    write_bundle(wiki, tmp_path / "early", HtmlOptions(as_of="S1E02"))
    write_bundle(wiki, tmp_path / "late", HtmlOptions(as_of="S1E03"))
    brought = {"assets/cytoscape.min.js", "assets/graph.js", "assets/graph.css", "assets/ties.js", "graph/show.html"}
    early, late = files_of(tmp_path / "early"), files_of(tmp_path / "late")
    assert not brought & early.keys()
    assert late.keys() - early.keys() - {"episodes/show-s1e03.html"} == brought
    assert b"graph/" not in early["index.html"] + early["characters/one.html"]
    assert b"../graph/show.html" in late["characters/one.html"]
    shipped = resource("vendor/cytoscape/cytoscape.min.js").read_bytes()
    assert files_of(bundle)["assets/cytoscape.min.js"] == shipped
    assert resource("vendor/cytoscape/LICENSE").is_file()


def test_names_of_files_are_safe_everywhere(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    odd = ["CON", "aux.", "Aux!", "a/b\\c", "..", "한글 제목", "Ｆｕｌｌ!", "full", "<b>&amp;", "% ?"]
    titles = [*odd, "x" * 250, "가" * 80]
    for title in titles:
        build.page(title, "text")
    write_bundle(wiki, tmp_path / "out")
    names = [path.name for path in (tmp_path / "out/pages").iterdir()]
    assert len(names) == len(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert len(name.encode()) <= 120
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert name.split(".")[0] not in ("con", "aux")
    files = files_of(tmp_path / "out")
    for path, content in files.items():
        if path.endswith(".html"):
            for address in _read(content).links:
                assert urlsplit(address).scheme or _target(path, address)[0] in files, (path, address)


def test_two_pages_of_one_category_are_both_there(wiki: Wiki, tmp_path: Path) -> None:
    for title in ("Category:Night staff", "Category:Night Staff"):
        wiki.apply(AddPage(PageId(new_id()), PageKind.CATEGORY, title, body=f"{title} says so.", reviewed=True))
    wiki.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "Somebody", body="[[Category:Night staff]]", reviewed=True))
    write_bundle(wiki, tmp_path / "out")
    texts = [file.read_text(encoding="utf-8") for file in (tmp_path / "out" / "categories").iterdir()]
    assert len(texts) == 2
    assert all(any(f"{title} says so." in text for text in texts) for title in ("Night staff", "Night Staff"))


def test_a_wiki_without_anything_gives_a_bundle(wiki: Wiki, tmp_path: Path) -> None:
    report = write_bundle(wiki, tmp_path / "out")
    assert report.pages == 0
    assert verify(tmp_path / "out") == ()
    assert "no shows in this wiki yet" in (tmp_path / "out/index.html").read_text()


def test_the_programs_own_words_are_known_to_the_scan(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, episodes = build.show("Zzz", "zzz")
    build.status(build.character(show, "Yyy"), "alive", at=episodes[0])
    write_bundle(wiki, tmp_path / "out", HtmlOptions(as_of="S1E01"))
    known = {word for text in ceiling.own_words() for word in ceiling.words(text)}
    known |= {"zzz", "yyy", "y", "z", "alive", "test", *ceiling.words(wiki.view().uuid())}
    for path, content in files_of(tmp_path / "out").items():
        if path.endswith(".html"):
            text = re.sub(r"<[^<>]*>", " ", content.decode())
            strange = {word for word in ceiling.words(text) if word not in known and not re.search(r"\d", word)}
            assert not strange, path


def test_a_leak_is_found_and_nothing_is_written(sample: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = specials.categories_file

    def leaking(site: Site, templates: Templates) -> bytes:
        return honest(site, templates) + "<!-- pages/half-zombies.html 절비를 -->".encode()

    monkeypatch.setattr(specials, "categories_file", leaking)
    with pytest.raises(WikiError, match=r"Half-zombies.*categories\.html"):
        write_bundle(sample, tmp_path / "out", HtmlOptions(as_of="S1E06"))
    assert not (tmp_path / "out").exists()
    assert not leftovers(tmp_path)


def test_a_word_and_a_number_of_the_index_are_no_name(wiki: Wiki, tmp_path: Path) -> None:
    """A later page "Watcher 0" is not given away by an index that says how often "watcher" stands in text 0."""
    build = Builder(wiki)
    show, episodes = build.show()
    build.character(show, "Watcher 0", episodes[3])
    wiki.apply(
        *(AddPage(PageId(new_id()), PageKind.ARTICLE, f"Text {n}", body="a watcher", reviewed=True) for n in range(3))
    )
    write_bundle(wiki, tmp_path / "out", HtmlOptions(as_of="S1E02"))
    assert (tmp_path / "out" / "index.html").is_file()


def test_an_unknown_ceiling_is_refused(sample: Wiki, tmp_path: Path) -> None:
    with pytest.raises(UnknownPoint):
        write_bundle(sample, tmp_path / "out", HtmlOptions(as_of="S9E99"))
    assert not (tmp_path / "out").exists()


def test_the_report_is_there_at_the_end_alone(sample: Wiki, tmp_path: Path) -> None:
    export = HtmlExport(sample, tmp_path / "out")
    with pytest.raises(RuntimeError):
        _ = export.report


def test_a_redirect_to_a_heading_leads_within_its_own_page_and_from_others(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    body = "# Roof\n\nUp on [[the rooftop]] and in [[School]].\n"
    school = build.page("School", body)
    build.fact(Redirect(FactId(new_id()), "the rooftop", school, "Roof"))
    for title in ("A class", "Z class"):
        build.page(title, "To [[the rooftop]] of [[School]].")
    write_bundle(wiki, tmp_path / "out", HtmlOptions())

    def links(path: str) -> list[str]:
        return re.findall(r'class="wikilink" href="([^"]*)"', (tmp_path / "out" / path).read_text(encoding="utf-8"))

    assert links("pages/school.html") == ["#roof", "../pages/school.html"]
    for path in ("pages/a-class.html", "pages/z-class.html"):
        assert links(path) == ["../pages/school.html#roof", "../pages/school.html"]

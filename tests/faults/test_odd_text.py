"""Odd text comes back as it was written, as title and as body, through saving, reopening, undoing, and leaving and
coming back by a bundle; what cannot be a title is refused in words.
"""

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from fanwiki.domain.edits import AddPage, DeletePage, RenamePage, SavePage
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.link_titles import in_link
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.markdown import MarkdownExport
from fanwiki.importers.bundle.importing import BundleImport
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.conftest import Tell
from tests.exporters.conftest import write_bundle
from tests.security.payloads import SUITES

NAUGHTY: Final = SUITES / "naughty-strings.json"
needs_strings = pytest.mark.skipif(not NAUGHTY.exists(), reason="the naughty strings are not beside this repository")

REFUSED: Final = {"already a page": 4, "needs a title": 2}
"""How many of the strings are refused as titles, and what is said of them: those that are there already, as they stand
or but for blanks, and those without anything to be seen.
"""
FOLDED: Final = 9
"""Whose blanks become single ones between words, as in every title."""


def strings() -> list[str]:
    found: list[str] = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    return found


def titled(wiki: Wiki, titles: list[str]) -> tuple[dict[PageId, str], Counter[str]]:
    """Pages under those titles that may be some, whose bodies they are too; and why the others are none."""
    made: dict[PageId, str] = {}
    refused: Counter[str] = Counter()
    for text in titles:
        id = PageId(new_id())
        try:
            wiki.apply(AddPage(id, PageKind.ARTICLE, text, body=text))
        except InvalidEdit as error:
            refused[next((why for why in REFUSED if why in str(error) and error.field == "title"), str(error))] += 1
        else:
            made[id] = text
    return made, refused


def bodies(wiki: Wiki) -> dict[str, str]:
    """Titles and texts of every page."""
    with wiki.view().together() as view:
        return {page.title: view.text(page.id).body for page in view.pages()}


@needs_strings
def test_every_naughty_string_is_a_title_or_refused_in_words(wiki: Wiki, tmp_path: Path, tell: Tell) -> None:
    everything = strings()
    assert len(everything) == 515
    made, refused = titled(wiki, everything)
    tell(f"odd titles: {len(made)} of 515 kept, {refused.total()} refused in words: {dict(refused)}")
    assert refused == REFUSED
    assert len(made) == 515 - sum(REFUSED.values())
    with wiki.view().together() as view:
        kept = {id: view.page(id).title for id in made}
        assert kept == {id: " ".join(text.split()) for id, text in made.items()}
        assert sum(kept[id] != made[id] for id in made) == FOLDED
        assert [view.find(title).id for title in kept.values()] == list(kept)
    assert linked(wiki, kept) == kept.keys()
    for id, title in list(kept.items())[::20]:
        wiki.apply(RenamePage(id, "Another name", redirect=False))
        wiki.undo()
        wiki.apply(DeletePage(id))
        wiki.undo()
        assert wiki.view().page(id).title == title
    before = bodies(wiki)
    out = tmp_path / "out"
    for _ in MarkdownExport(wiki, out).run():
        pass
    with closing(Wiki.create(tmp_path / "again.fanwiki")) as again:
        for _ in BundleImport(again, out).run():
            pass
        assert bodies(again) == before
    report = write_bundle(wiki, tmp_path / "html")
    assert report.pages >= len(made)
    wiki.close()
    with closing(Wiki.open(wiki.path)) as opened:
        assert bodies(opened) == before
    assert check(wiki.path) == ()


def linked(wiki: Wiki, titles: Mapping[PageId, str]) -> set[PageId]:
    """The pages that a page leads to which links to all of them, as completion writes links."""
    links = PageId(new_id())
    body = "\n\n".join(f"[[{in_link(title)}]] and [[{in_link(title)}|*label*]]" for title in titles.values())
    wiki.apply(AddPage(links, PageKind.ARTICLE, "All of them", body=body))
    with wiki.view().together() as view:
        assert view.links(links).wanted == ()
        return set(view.leads([links])[links])


class Codes(HTMLParser):
    """The texts of the code blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag == "pre":
            self.found.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


@needs_strings
def test_every_naughty_string_is_a_body(wiki: Wiki, tmp_path: Path, tell: Tell) -> None:
    texts = {f"Page {number}": text for number, text in enumerate(strings())}
    ids = {title: PageId(new_id()) for title in texts}
    wiki.apply(*(AddPage(ids[title], PageKind.ARTICLE, title) for title in texts))
    wiki.apply(*(SavePage(ids[title], text) for title, text in texts.items()))
    assert bodies(wiki) == texts
    wiki.apply(*(SavePage(ids[title], f"{text}\n{text}") for title, text in texts.items()), label="twice")
    wiki.undo()
    assert bodies(wiki) == texts
    wiki.redo()
    wiki.undo()
    wiki.apply(*(DeletePage(id) for id in ids.values()))
    wiki.undo()
    for _ in MarkdownExport(wiki, tmp_path / "out").run():
        pass
    with closing(Wiki.create(tmp_path / "again.fanwiki")) as again:
        for _ in BundleImport(again, tmp_path / "out").run():
            pass
        assert bodies(again) == texts
    wiki.close()
    with closing(Wiki.open(wiki.path)) as opened:
        assert bodies(opened) == texts
        history = opened.view().history(ids["Page 100"])
        assert history[0].size == len(texts["Page 100"].encode())
        found = shown_as_code(opened, ids, texts, tmp_path / "html")
    same = sum(found[title] == text for title, text in texts.items())
    tell(f"odd bodies: {len(texts)} of 515 back after reopening, undo, export and import; {same} shown in a page")
    assert same == len(texts)
    assert check(wiki.path) == ()


def shown_as_code(wiki: Wiki, ids: dict[str, PageId], texts: dict[str, str], out: Path) -> dict[str, str]:
    """What the exported pages show of each text when it stands in a code block, where nothing of it means anything."""
    wiki.apply(*(SavePage(ids[title], f"``````\n{text}\n``````") for title, text in texts.items()))
    write_bundle(wiki, out)
    found = {}
    for title in texts:
        page = Codes()
        page.feed((out / "pages" / f"{title.replace(' ', '-').lower()}.html").read_bytes().decode())
        found[title] = page.found[0].removesuffix("\n")
    return found


HARD: Final = {
    "right to left": "مُنَاقَشَةُ \u202eobverse\u202c עברית",
    "combining": "n\u0303a\u0300\u0301\u0302 Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "joined": "👩‍👩‍👧‍👦 🏳️‍🌈 각 각",
    "255 bytes": "온" * 85,
    "as long in ASCII": "a" * 255,
    "a device": "CON",
    "another device": "aux.md",
    "a third": "LPT1",
    "dots": "...",
    "a trailing dot": "ends with a dot.",
    "a path": "../../etc/passwd",
    "a drive": "C:\\Windows\\x",
    "wild": 'a*b?c"d<e>f',
    "a dash first": "-rf",
    "beyond the plane": "𝕳𝖊 𐎀𐎁 🀄",
    "private": "\ue000\uf8ff\U000f0000",
    "case": "Straße",
    "other case": "STRASSE of another kind",
}


def test_titles_that_file_systems_dislike_leave_and_come_back(wiki: Wiki, tmp_path: Path) -> None:
    made, refused = titled(wiki, list(HARD.values()))
    assert refused == {}
    for _ in MarkdownExport(wiki, tmp_path / "out").run():
        pass
    write_bundle(wiki, tmp_path / "html")
    written = [path for path in tmp_path.rglob("*") if path.suffix in (".md", ".html")]
    assert len(written) >= 2 * len(made)
    folded = [path.as_posix().casefold() for path in written]
    assert len(set(folded)) == len(folded)
    assert all(len(path.name.encode()) <= 255 for path in written)
    devices = ("con", "aux", "nul", "prn", "lpt1")
    assert [path.name for path in written if path.stem.split(".")[0].casefold() in devices] == []
    with closing(Wiki.create(tmp_path / "again.fanwiki")) as again:
        for _ in BundleImport(again, tmp_path / "out").run():
            pass
        assert bodies(again) == bodies(wiki)


def test_titles_that_differ_in_case_alone_are_two_pages_or_refused(wiki: Wiki, tmp_path: Path) -> None:
    made, refused = titled(wiki, ["The Roof", "the roof", "THE ROOF"])
    assert len(made) + refused.total() == 3
    write_bundle(wiki, tmp_path / "html")
    names = [path.name.casefold() for path in (tmp_path / "html" / "pages").iterdir()]
    assert len(set(names)) == len(names) == len(made)


def test_what_no_file_can_hold_is_cleaned_or_refused(wiki: Wiki) -> None:
    id = PageId(new_id())
    wiki.apply(AddPage(id, PageKind.ARTICLE, "Lone \ud83d surrogate", body="one \udfff and \ud800\udc00 a pair"))
    assert wiki.view().page(id).title == "Lone \ufffd surrogate"
    assert wiki.view().text(id).body == "one \ufffd and \U00010000 a pair"
    for edit in (SavePage(id, "a\0b"), AddPage(PageId(new_id()), PageKind.ARTICLE, "a\0b")):
        with pytest.raises(InvalidEdit, match="NUL"):
            wiki.apply(edit)
    assert wiki.view().text(id).body == "one \ufffd and \U00010000 a pair"

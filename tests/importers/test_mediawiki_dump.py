"""Dumps are read whatever they are packed in and however old they are; what is damaged or hostile changes nothing."""

import bz2
import gzip
import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanwiki.cli.program import run
from fanwiki.domain.edits import AddFact, AddPage, KeepRevision
from fanwiki.domain.entities import Redirect
from fanwiki.domain.errors import InvalidEdit, WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.looks import detect
from fanwiki.importers.mediawiki.dump import DumpReader
from fanwiki.importers.mediawiki.importing import MediaWikiImport
from fanwiki.importers.options import ImportOptions
from fanwiki.importers.source import open_source
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.importers.dumps import body, dump, imported, page

BOMBS = Path(__file__).parents[3] / "shared" / "suites" / "xmlbombs"

PAGES = [
    page("Roof", "first", "The '''roof'''.", namespace=0),
    page("roof (song)", "A song.", namespace=0),
    page("Top", "#REDIRECT[[Roof#View]]", namespace=0),
    page("Higher", "#REDIRECT [[Top]]", namespace=0),
    page("Here", "#REDIRECT [[There]]", namespace=0),
    page("There", "#REDIRECT [[Here]]", namespace=0),
    page("Nowhere", "#REDIRECT [[Gone]]", namespace=0),
    page("Category:Places", "All places.", namespace=14),
    page("Template:Hi", "Hello {{{1|you}}}!", namespace=10),
    page("Talk:Roof", "Is it ''high''?", namespace=1),
    page("User:Nam-ra", "me", namespace=2),
    page("Thread:1", "a thread", namespace=1201),
    page("Roof: The Return", "A colon is no namespace.", namespace=0),
]


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    opened = Wiki.create(tmp_path / "roof.fanwiki")
    yield opened
    opened.close()


def written(folder: Path, content: bytes, name: str = "dump.xml") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_pages_categories_templates_and_redirects_come(wiki: Wiki, tmp_path: Path) -> None:
    report = imported(wiki, written(tmp_path, dump(PAGES)))
    view = wiki.view()
    assert {each.title: each.kind for each in view.pages()} == {
        "Roof": PageKind.ARTICLE,
        "Roof (song)": PageKind.ARTICLE,
        "Roof: The Return": PageKind.ARTICLE,
        "Category:Places": PageKind.CATEGORY,
        "Template:Hi": PageKind.TEMPLATE,
    }
    assert body(wiki, "Roof") == "The **roof**.\n"
    assert view.find("Higher").title == "Roof", "a double redirect leads to its end"
    assert report.redirects == 2
    assert report.skipped["redirects", "they lead in a circle"] == 2
    assert report.skipped["redirects", "they lead to no page of the dump"] == 1
    assert report.skipped["threads", "not part of the encyclopaedia"] == 1
    assert report.skipped["talk pages", "they come if they are asked for"] == 1
    assert not check(wiki.path)


def test_history_becomes_revisions_by_those_who_wrote_them(wiki: Wiki, tmp_path: Path) -> None:
    texts = [f"The roof, seen {number} times. " * 40 for number in range(1, 9)]
    imported(wiki, written(tmp_path, dump([page("Roof", *texts, namespace=0)])))
    view = wiki.view()
    history = view.history(view.find("Roof").id)
    assert [each.author for each in history] == [f"Writer {number}" for number in range(8, 0, -1)]
    assert history[0].time == "2014-03-08T10:00:00Z"
    assert history[0].summary == "edit 8"
    assert [view.revision_text(each.id).strip() for each in history] == [text.strip() for text in reversed(texts)]
    assert not check(wiki.path)


def test_no_history_is_put_before_one_that_is_there(wiki: Wiki) -> None:
    page_id = PageId(new_id())
    wiki.apply(AddPage(page_id, PageKind.ARTICLE, "Roof"))
    with pytest.raises(InvalidEdit, match="has a history in this wiki already"):
        wiki.apply(KeepRevision(page_id, "older", "somebody", "2014-03-01T10:00:00Z"))


def test_revisions_are_told_in_their_order(wiki: Wiki) -> None:
    page_id = PageId(new_id())
    newer = KeepRevision(page_id, "b", "somebody", "2014-03-02T10:00:00Z")
    older = KeepRevision(page_id, "a", "somebody", "2014-03-01T10:00:00Z")
    with pytest.raises(InvalidEdit, match="not in the order"):
        wiki.apply(AddPage(page_id, PageKind.ARTICLE, "Roof"), newer, older)


def test_an_import_is_one_step_that_can_be_undone_and_done_again(wiki: Wiki, tmp_path: Path) -> None:
    imported(wiki, written(tmp_path, dump(PAGES)))
    assert wiki.undo() is not None
    assert wiki.view().pages() == ()
    assert wiki.undo_label() == ""
    wiki.redo()
    assert body(wiki, "Roof") == "The **roof**.\n"
    assert not check(wiki.path)


def test_importing_twice_adds_nothing_and_changes_nothing(wiki: Wiki, tmp_path: Path) -> None:
    source = written(tmp_path, dump(PAGES))
    imported(wiki, source)
    before = wiki.view().pages()
    report = imported(wiki, source)
    assert wiki.view().pages() == before
    assert report.pages == 0
    assert report.skipped["pages", "the wiki has a page of this title"] == 5


def test_a_redirect_that_the_wiki_has_stays_what_it_is(wiki: Wiki, tmp_path: Path) -> None:
    other = PageId(new_id())
    redirect = Redirect(FactId(new_id()), "Top", other)
    wiki.apply(AddPage(other, PageKind.ARTICLE, "Other"), AddFact(redirect))
    report = imported(wiki, written(tmp_path, dump(PAGES)))
    assert report.skipped["redirects", "the wiki has a page or redirect of this title"] == 1
    assert wiki.view().find("Top").id == other
    assert wiki.view().find("Higher").title == "Roof"


def test_a_dry_run_changes_nothing_and_reports_the_same(wiki: Wiki, tmp_path: Path) -> None:
    source = written(tmp_path, dump(PAGES))
    tried = imported(wiki, source, ImportOptions(dry_run=True))
    assert wiki.view().pages() == ()
    done = imported(wiki, source)
    assert (tried.pages, tried.redirects, tried.skipped) == (done.pages, done.redirects, done.skipped)


def test_a_cancelled_import_leaves_the_wiki_as_it_was(wiki: Wiki, tmp_path: Path) -> None:
    many = [page(f"Page {number}", "text", namespace=0) for number in range(900)]
    work = MediaWikiImport(wiki, written(tmp_path, dump(many)))
    steps = work.run()
    for step in steps:
        if step.what == "taking in the pages":
            break
    steps.close()
    assert wiki.view().pages() == ()
    assert wiki.undo_label() == ""


def test_talk_comes_as_notes_if_asked_for(wiki: Wiki, tmp_path: Path) -> None:
    report = imported(wiki, written(tmp_path, dump(PAGES)), ImportOptions(talk=True))
    assert report.talk == 1


@pytest.mark.parametrize("version", ["0.3", "0.6", "0.11"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_schemas_and_encodings(tmp_path: Path, version: str, encoding: str) -> None:
    bare = [page("Roof", "온조"), page("Talk:Roof", "no ns element")]
    source = written(tmp_path, dump(bare, version=version, encoding=encoding))
    detect(source)
    with open_source(source) as opened:
        reader = DumpReader(opened)
        pages = list(reader.pages())
    assert [each.revisions[-1].text for each in pages] == ["온조", "no ns element"]
    assert reader.site.read("Talk:Roof").namespace == 1


def test_a_localised_namespace_is_known_by_its_own_name(wiki: Wiki, tmp_path: Path) -> None:
    german = dump([page("Kategorie:Orte", "Orte", namespace=14), page("Dach", "[[Kategorie:Orte]]", namespace=0)])
    imported(wiki, written(tmp_path, german.replace(b">Category<", b">Kategorie<")))
    view = wiki.view()
    assert view.categories(view.find("Dach").id) == ("Orte",)
    assert view.find("Category:Orte").kind is PageKind.CATEGORY


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_dumps(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    source = written(tmp_path, pack(dump(PAGES)), "dump.packed")
    with open_source(source) as opened:
        assert len(list(DumpReader(opened).pages())) == len(PAGES)


def test_a_7z_with_one_dump_in_it(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr", reason="py7zr is optional")
    written(tmp_path, dump(PAGES))
    with py7zr.SevenZipFile(tmp_path / "dump.7z", "w") as archive:
        archive.write(tmp_path / "dump.xml", "dump.xml")
    with open_source(tmp_path / "dump.7z") as opened:
        assert len(list(DumpReader(opened).pages())) == len(PAGES)


@pytest.mark.parametrize(
    "content",
    [
        dump(PAGES)[:-400],
        gzip.compress(dump(PAGES))[:-30],
        bz2.compress(dump(PAGES))[:-30],
        lzma.compress(dump(PAGES))[:-30],
        b"7z\xbc\xaf\x27\x1c" + b"\0" * 200,
        b"<html></html>",
        b"",
        b"<mediawiki>" + b"<x>" * 100,
        b"<!DOCTYPE mediawiki [<!ENTITY a 'b'>]><mediawiki>&a;</mediawiki>",
    ],
    ids=["xml", "gz", "bz2", "xz", "7z", "html", "empty", "deep", "entity"],
)
def test_damaged_and_hostile_sources_end_with_2_and_change_nothing(
    wiki: Wiki, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.close()
    source = written(tmp_path, content, "dump.bin")
    before = wiki.path.read_bytes()
    assert run(["import", str(wiki.path), str(source)]) == 2
    assert capsys.readouterr().err.startswith("fanwiki: error: ")
    assert wiki.path.read_bytes() == before


def test_a_7z_that_is_cut_off_changes_nothing(wiki: Wiki, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    py7zr = pytest.importorskip("py7zr", reason="py7zr is optional")
    wiki.close()
    written(tmp_path, dump(PAGES))
    with py7zr.SevenZipFile(tmp_path / "dump.7z", "w") as archive:
        archive.write(tmp_path / "dump.xml", "dump.xml")
    whole = (tmp_path / "dump.7z").read_bytes()
    before = wiki.path.read_bytes()
    for length in (len(whole) // 2, len(whole) - 20):
        (tmp_path / "dump.7z").write_bytes(whole[:length])
        assert run(["import", str(wiki.path), str(tmp_path / "dump.7z")]) == 2
        assert capsys.readouterr().err.startswith("fanwiki: error: ")
    assert wiki.path.read_bytes() == before


@pytest.mark.skipif(not BOMBS.is_dir(), reason="../shared is not there")
def test_entity_bombs_are_refused_at_once() -> None:
    for bomb in sorted(BOMBS.iterdir()):
        with open_source(bomb) as opened, pytest.raises(WikiError):
            list(DumpReader(opened).pages())


def test_a_text_that_is_far_too_long_is_left_out_and_said_to_be(wiki: Wiki, tmp_path: Path) -> None:
    source = written(tmp_path, dump([page("Long", "x" * (20 << 20), namespace=0), page("Short", "y", namespace=0)]))
    report = imported(wiki, source)
    assert [each.title for each in wiki.view().pages()] == ["Short"]
    assert sum(report.skipped.values()) == 1


def test_links_are_counted_and_whether_they_lead_somewhere(wiki: Wiki, tmp_path: Path) -> None:
    text = "[[Roof]], [[roof#View|view]], [[Top]], [[Gone]], [[Here]], [[Category:Places]] [[File:x.png]] [[#below]]"
    report = imported(wiki, written(tmp_path, dump([*PAGES, page("Door", text, namespace=0)])))
    assert (report.links, report.links_resolved) == (5, 3)

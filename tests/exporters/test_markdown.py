"""The Markdown bundle: a wiki that leaves by it comes back the same, and git sees what was changed alone."""

import json
import subprocess
import unicodedata
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.cli.program import run
from fanwiki.domain import bundle, edits, entities
from fanwiki.domain.entities import Redirect, StatusEvent
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, OrderId, PageId, new_id
from fanwiki.domain.vocabulary import Standing
from fanwiki.exporters.file_names import FileNames, safe_name
from fanwiki.exporters.markdown import MarkdownExport, MarkdownOptions
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.verify import verify
from fanwiki.importers.bundle.importing import BundleImport, BundleOptions
from fanwiki.importers.report import ImportReport
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.building import Builder
from tests.canons import EPISODES, Canon, Plan, introductions, modest, plans, random_canon, whole_and_part
from tests.exporters.conftest import files_of, leftovers
from tests.exporters.small_wiki import fill
from tests.importers.dumps import imported

DUMPS = Path(__file__).parents[3] / "shared" / "data" / "mediawiki"


def exported(wiki: Wiki, out: Path, options: MarkdownOptions | None = None) -> ExportReport:
    export = MarkdownExport(wiki, out, options)
    for _ in export.run():
        pass
    return export.report


def brought(wiki: Wiki, source: Path, options: BundleOptions | None = None) -> ImportReport:
    work = BundleImport(wiki, source, options)
    for _ in work.run():
        pass
    return work.report


def what_is_said(wiki: Wiki) -> dict[str, Any]:
    """Everything that the author's view says of a wiki, ids included; of positions the order alone counts."""
    with wiki.view().gathered() as view:
        pages = sorted(view.pages(), key=lambda page: page.id)
        ranks = sorted((page.parent or "", page.position, page.title, page.id) for page in pages)
        return {
            "wiki": (view.uuid(), view.title(), view.counts() | {"revisions": 0}),
            "pages": [(page.id, page.kind, page.title, page.parent) for page in pages],
            "points": [(page.introduced_at, page.reviewed, page.safe_from) for page in pages],
            "order": [(parent, id) for parent, _, _, id in ranks],
            "subjects": [view.subject(page.id) for page in pages],
            "texts": [view.text(page.id).body for page in pages],
            "names": [(view.aliases(page.id), view.categories(page.id)) for page in pages],
            "facts": {kind.__name__: view.facts(kind) for kind in bundle.FACT_FILES},
            "locks": view.locks(),
            "titles": sorted(view.titles()),
            "files": [view.media_content(media.name) for media in view.facts(entities.Media)],
            "orders": view.orders(),
            "boards": [view.board(show.page.id) for show in view.shows()],
            "casts": [view.cast(show.page.id) for show in view.shows()],
            "links": [(link.source, link.title, link.target) for link in view.typed_links()],
        }


def round_trip(wiki: Wiki, folder: Path, options: MarkdownOptions | None = None) -> ImportReport:
    """Exports, imports into a new wiki, compares, and exports that one to the same bytes."""
    exported(wiki, folder / "out", options)
    assert verify(folder / "out") == ()
    copy = Wiki.create(folder / "copy.fanwiki", title="Another")
    try:
        report = brought(copy, folder / "out")
        assert report.warnings == []
        assert not report.skipped
        assert what_is_said(copy) == what_is_said(wiki)
        exported(copy, folder / "again", options)
        assert files_of(folder / "again") == files_of(folder / "out")
    finally:
        copy.close()
    assert not check(folder / "copy.fanwiki")
    return report


@settings(modest, max_examples=10)
@given(plans, introductions)
def test_a_wiki_comes_back_as_it_was(asked: list[Plan], introduced: list[int | None]) -> None:
    with random_canon(asked, introduced) as canon, TemporaryDirectory() as folder:
        round_trip(canon.wiki, Path(folder))


def test_the_sample_comes_back_as_it_was(sample: Wiki, tmp_path: Path) -> None:
    assert round_trip(sample, tmp_path).pages == 70


def test_histories_come_along_if_asked(sample: Wiki, tmp_path: Path) -> None:
    page = sample.view().find("Choi Nam-ra").id
    sample.apply(edits.SavePage(page, "Once.\n"))
    sample.apply(edits.SavePage(page, "Now.\r\n---\nstill\x0b.", summary="shorter"))
    exported(sample, tmp_path / "out", MarkdownOptions(history=True, zip=True))
    copy = Wiki.create(tmp_path / "copy.fanwiki")
    brought(copy, tmp_path / "out.zip")
    with sample.view().together() as before, copy.view().together() as after:
        told = [(each.time, each.author, each.summary) for each in before.history(page)]
        assert [(each.time, each.author, each.summary) for each in after.history(page)][-len(told) :] == told
        assert after.text(page).body == before.text(page).body
        texts = [before.revision_text(each.id) for each in before.history(page)]
        assert [after.revision_text(each.id) for each in after.history(page)][-len(told) :] == texts
    copy.close()


@pytest.mark.skipif(not DUMPS.is_dir(), reason="../shared is not there")
@pytest.mark.parametrize("dump", ["inception", "weirdal"])
def test_real_wikis_come_back_as_they_were(tmp_path: Path, dump: str) -> None:
    wiki = Wiki.create(tmp_path / "dump.fanwiki")
    imported(wiki, DUMPS / f"{dump}_pages_current.xml.gz")
    round_trip(wiki, tmp_path)
    wiki.close()


@pytest.mark.parametrize("options", [MarkdownOptions(), MarkdownOptions(canon_alone=True)])
def test_odd_things_come_back_as_they_were(wiki: Wiki, tmp_path: Path, options: MarkdownOptions) -> None:
    """Positions between positions, claims that supersede later ones, an order of episodes, states of one's own."""
    fill(wiki)
    build = Builder(wiki)
    show, episodes = build.show("Other", "other")
    titles = (
        "CON",
        "a/b",
        "a b",
        "A B",
        "한글",
        unicodedata.normalize("NFD", "한글"),
        "x" * 255,
        ".hidden",
        "end.",
        "Characters",
        "People",
    )
    for title in titles:
        build.page(title, f"---\nnot: front\n---\n{title}", introduced_at=episodes[2])
    order = entities.AlternativeOrder(OrderId(new_id()), show, "Disc", tuple(episodes[::-1]))
    old, new = (FactId(new_id()) for _ in range(2))
    standing = Standing.RUMOUR
    first = entities.Claim(old, show, "renewed", "no", standing)
    state = wiki.view().states()[3]
    wiki.apply(
        edits.AddFact(first),
        edits.AddFact(entities.Claim(new, show, "renewed", "yes", standing)),
        edits.ChangeFact(entities.Claim(old, show, "renewed", "no", standing, supersedes=new)),
        edits.AddFact(order),
        edits.ChooseOrder(show, order.id),
        edits.MovePage(wiki.view().find("한글").id, None, wiki.view().find("Sleeper").id),
        edits.RemoveFact("State", FactId(next(s.id for s in wiki.view().states() if s.word == "missing"))),
        edits.ChangeFact(entities.State(state.id, "turned", "x", "#123456", None, 3)),
    )
    if options.canon_alone:
        exported(wiki, tmp_path / "out", options)
        assert {path.split("/")[0] for path in files_of(tmp_path / "out")} == {
            "canon", ".gitattributes", "fanwiki.json", "manifest-sha256.txt"
        }  # fmt: skip
        copy = Wiki.create(tmp_path / "copy.fanwiki")
        assert brought(copy, tmp_path / "out").skipped["files", "the bundle brings the canon alone"] == 1
        assert copy.view().facts(StatusEvent) == wiki.view().facts(StatusEvent)
        copy.close()
        return
    round_trip(wiki, tmp_path, options)


def test_one_word_is_one_file_and_its_line_of_the_manifest(sample: Wiki, tmp_path: Path) -> None:
    exported(sample, tmp_path / "out")
    page = sample.view().find("Half-zombies").id
    sample.apply(edits.SavePage(page, sample.view().text(page).body.replace("half", "HALF", 1)))
    before = files_of(tmp_path / "out")
    exported(sample, tmp_path / "out")
    after = files_of(tmp_path / "out")
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {"pages/Half-zombies.md", "manifest-sha256.txt"}
    pairs = zip(before["manifest-sha256.txt"].splitlines(), after["manifest-sha256.txt"].splitlines(), strict=True)
    assert sum(one != other for one, other in pairs) == 1


def test_a_page_is_read_by_other_programs(sample: Wiki, tmp_path: Path) -> None:
    exported(sample, tmp_path / "out")
    text = (tmp_path / "out/pages/All of Us Are Dead/Characters/Choi Nam-ra.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    said = yaml.safe_load(front)
    assert said["title"] == "Choi Nam-ra"
    assert said["kind"] == "character"
    assert "최남라" in said["aliases"]
    assert body == sample.view().text(PageId(said["uuid"])).body


@settings(modest, max_examples=8)
@given(plans, introductions, st.integers(1, EPISODES))
def test_a_ceiling_leaves_no_trace_of_what_is_revealed_later(
    asked: list[Plan], introduced: list[int | None], position: int
) -> None:
    with whole_and_part(asked, introduced, position) as (whole, part), TemporaryDirectory() as folder:
        with_all = _to(whole, position, Path(folder) / "whole")
        with_part = _to(part, position, Path(folder) / "part")
    assert with_all.keys() == with_part.keys()
    assert not [path for path in with_all if with_all[path] != with_part[path]]


def _to(canon: Canon, position: int, out: Path) -> dict[str, bytes]:
    exported(canon.wiki, out, MarkdownOptions(as_of=f"S1E{position:02d}"))
    return files_of(out)


def test_a_readers_bundle_says_what_it_leaves_out_and_makes_no_copy(sample: Wiki, tmp_path: Path) -> None:
    report = exported(sample, tmp_path / "six", MarkdownOptions(as_of="S1E06"))
    assert report.withheld
    copy = Wiki.create(tmp_path / "copy.fanwiki")
    came = brought(copy, tmp_path / "six")
    assert came.pages == report.pages
    assert copy.view().uuid() != sample.view().uuid()
    assert not came.warnings
    copy.close()


def test_what_hangs_on_the_trash_stays_with_it(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    someone = build.character(show, "Someone", episodes[0])
    later = build.character(show, "Later", episodes[5])
    build.status(someone, "dead", episodes[5])
    build.fact(Redirect(FactId(new_id()), "Somebody", someone, revealed_at=episodes[5]))
    wiki.apply(edits.ReviewPage(someone, True, episodes[5]), edits.DeletePage(PageId(episodes[5])))
    report = exported(wiki, tmp_path / "out")
    assert {title for title, _ in report.withheld} == {"Someone", "Later"}
    copy = Wiki.create(tmp_path / "copy.fanwiki")
    assert brought(copy, tmp_path / "out").warnings == []
    view = copy.view()
    assert view.status_events(someone) == ()
    assert not view.page(someone).reviewed
    assert later not in {page.id for page in view.pages()}
    copy.close()


# --- into a wiki that has pages ------------------------------------------------------------------------------


def test_what_exists_stays(sample: Wiki, wiki: Wiki, tmp_path: Path) -> None:
    exported(sample, tmp_path / "out")
    mine = Builder(wiki).page("Half-zombies", "Mine.")
    uuid, states = wiki.view().uuid(), wiki.view().states()
    report = brought(wiki, tmp_path / "out")
    view = wiki.view()
    assert view.text(mine).body == "Mine."
    assert (view.uuid(), view.states()) == (uuid, states)
    assert report.skipped["pages", "the wiki has a page of this title"] == 1
    assert report.pages == 69
    assert len(view.pages()) == 70
    again = brought(wiki, tmp_path / "out")
    assert again.pages == 0
    assert len(wiki.view().pages()) == 70
    wiki.undo()
    assert wiki.undo_label() != ""
    assert [page.title for page in wiki.view().pages()] == ["Half-zombies"]


def test_a_season_of_the_same_show_finds_its_place(wiki: Wiki, tmp_path: Path) -> None:
    other = Wiki.create(tmp_path / "other.fanwiki")
    show, _ = Builder(wiki).show("The Show", "show", episodes=2)
    _, theirs = Builder(other).show("The Show", "show", episodes=3)
    Builder(other).character(other.view().shows()[0].page.id, "Guest", theirs[2])
    exported(other, tmp_path / "out")
    other.close()
    report = brought(wiki, tmp_path / "out")
    assert report.warnings == []
    assert (report.episodes, report.characters) == (1, 1)
    assert len(wiki.view().episodes(show)) == 3
    guest = wiki.view().find("Guest")
    assert (guest.parent, guest.introduced_at) == (show, theirs[2])


def test_a_dry_run_changes_nothing(sample: Wiki, wiki: Wiki, tmp_path: Path) -> None:
    exported(sample, tmp_path / "out")
    before = what_is_said(wiki)
    report = brought(wiki, tmp_path / "out", BundleOptions(dry_run=True))
    assert (report.pages, report.dry_run) == (70, True)
    assert what_is_said(wiki) == before
    assert wiki.undo_label() == ""


def test_cancelling_changes_nothing(sample: Wiki, wiki: Wiki, tmp_path: Path) -> None:
    exported(sample, tmp_path / "out")
    before = what_is_said(wiki)
    steps = BundleImport(wiki, tmp_path / "out").run()
    for _ in range(4):
        next(steps)
    steps.close()
    assert what_is_said(wiki) == before


# --- hostile bundles -----------------------------------------------------------------------------------------


_BYTES: Final[dict[str, tuple[str, bytes]]] = {
    "no json": (bundle.PAGES, b"[{]"),
    "deep json": (bundle.PAGES, b"[" * 200_000),
    "no list": (bundle.PAGES, b"{}"),
    "card": (bundle.CARD, b'"x"'),
    "newer": (bundle.CARD, b'{"format": "fanwiki-markdown", "version": 2}'),
    "huge number": ("canon/portrayals.json", b'[{"billing": 1' + b"0" * 5000 + b"}]"),
}
_FIRST_PAGE: Final[dict[str, dict[str, Any]]] = {
    "wrong type": {"title": 7},
    "wrong kind": {"kind": "god"},
    "no id": {"id": "1"},
    "unknown field": {"evil": 1},
    "slip": {"file": "../../../etc/passwd"},
    "absolute": {"file": "/etc/passwd"},
}


def _spoil(out: Path, harm: str) -> None:
    pages = json.loads((out / bundle.PAGES).read_text(encoding="utf-8"))
    text = out / pages[0]["file"]
    if harm in _BYTES:
        path, content = _BYTES[harm]
        (out / path).write_bytes(content)
        return
    if harm in _FIRST_PAGE:
        pages[0] |= _FIRST_PAGE[harm]
    elif harm == "child first":
        pages.reverse()
    elif harm == "no utf-8":
        text.write_bytes(b"\xff\xfe")
    else:
        text.unlink()
        if harm == "link":
            text.symlink_to("/etc/passwd")
    (out / bundle.PAGES).write_text(json.dumps(pages), encoding="utf-8")


@pytest.mark.parametrize("harm", [*_BYTES, *_FIRST_PAGE, "child first", "no utf-8", "no text", "link"])
def test_a_spoilt_bundle_leaves_the_wiki_as_it_was(
    sample: Wiki, tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    out, target = tmp_path / "out", tmp_path / "target.fanwiki"
    exported(sample, out)
    _spoil(out, harm)
    with_page = Wiki.create(target)
    Builder(with_page).page("Mine", "Mine.")
    before = what_is_said(with_page)
    with_page.close()
    assert run(["import", str(target), str(out)]) == 2
    assert capsys.readouterr().err.startswith("fanwiki: error: ")
    after = Wiki.open(target)
    assert what_is_said(after) == before
    after.close()


def test_a_zip_that_leads_out_is_refused(sample: Wiki, wiki: Wiki, tmp_path: Path) -> None:
    exported(sample, tmp_path / "out")
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files_of(tmp_path / "out").items():
            archive.writestr(name, content)
        archive.writestr("../outside.txt", "x")
    with pytest.raises(WikiError):
        brought(wiki, path)
    assert wiki.view().pages() == ()


def test_facts_that_contradict_the_wiki_are_left_out_and_said(sample: Wiki, wiki: Wiki, tmp_path: Path) -> None:
    exported(sample, tmp_path / "out")
    path = tmp_path / "out/canon/statuses.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    rows[0]["source"] = new_id()
    rows[1]["character"] = next(
        page["id"] for page in json.loads((tmp_path / "out" / bundle.PAGES).read_text()) if page["kind"] == "person"
    )
    path.write_text(json.dumps(rows), encoding="utf-8")
    report = brought(wiki, tmp_path / "out")
    assert report.skipped["facts (status)", "they name what is not there"] == 1
    assert len(report.warnings) == 1
    assert report.statuses == len(rows) - 2 == len(wiki.view().facts(StatusEvent))


def test_an_html_bundle_says_how_to_bring_a_wiki(bundle: Path, tmp_path: Path) -> None:
    wiki = Wiki.create(tmp_path / "x.fanwiki")
    with pytest.raises(WikiError, match="--format markdown"):
        brought(wiki, bundle)
    wiki.close()


# --- names of files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("CON", "CON_"), ("aux.txt", "aux.txt_"), ("a/b:c", "a_b_c"), ("end. .", "end"), (".git", "git"),
        ("…", "…"), ("?", "_"), ("..", "_"), ("\u202egnp.exe", "gnp.exe"), ("한글", "한글"), ("LPT1", "LPT1_"),
    ],
)  # fmt: skip
def test_names_are_safe(title: str, name: str) -> None:
    assert safe_name(title) == name


def test_names_that_differ_in_case_or_form_alone_are_kept_apart() -> None:
    names = FileNames()
    found = [
        names.free("", title, ".md", f"{number}2345678") for number, title in enumerate(["Al", "AL", "al", "Al.md"])
    ]
    assert found == ["Al", "AL ~12345678", "al ~22345678", "Al.md ~32345678"]
    assert len(safe_name("한" * 85).encode()) <= 80


def test_git_keeps_every_byte(sample: Wiki, tmp_path: Path) -> None:
    page = sample.view().find("Half-zombies").id
    sample.apply(edits.SavePage(page, "Windows\r\nlines\r\n"))
    out = tmp_path / "out"
    exported(sample, out)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=true"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], cwd=out, check=True)
    subprocess.run([*git, "clone", "-q", str(out), str(tmp_path / "clone")], check=True)
    cloned = {path: text for path, text in files_of(tmp_path / "clone").items() if not path.startswith(".git/")}
    assert cloned == {path: text for path, text in files_of(out).items() if not path.startswith(".git/")}
    copy = Wiki.create(tmp_path / "copy.fanwiki")
    assert brought(copy, tmp_path / "clone").pages == 70
    copy.close()
    assert not leftovers(tmp_path)

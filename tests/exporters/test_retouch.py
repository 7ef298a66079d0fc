"""An export over a bundle of which only texts have changed makes little and comes to the same bytes; and whatever goes
wrong on the way, the bundle that is there stays whole.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.domain.edits import AddFact, AddPage, DeletePage, RenamePage, SavePage, StoreMedia
from fanwiki.domain.entities import Favourite, Media, Redirect, SavedQuery, TalkNote
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html import HtmlExport, HtmlOptions, former, making, retouch
from fanwiki.exporters.html.export import as_it_was
from fanwiki.exporters.html.former import Former
from fanwiki.exporters.html.layout import Layout, lay_out
from fanwiki.exporters.interrupted import left_beside, put_back
from fanwiki.exporters.selection import Selection
from fanwiki.exporters.verify import verify
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.canons import modest
from tests.exporters import small_wiki
from tests.exporters.conftest import files_of, leftovers, write_bundle
from tests.exporters.small_wiki import PICTURE

TEXTS = (
    "Plain words.",
    "Other words with [[Page 1]], [[Page 2#Past]] and [[Nowhere]].",
    "## Past\n\nThe past of [[Page 3|somebody]].\n\n## Present\n\n||S1E02: Hidden words with [[Page 0]].||",
    "![[Page 1]]\n\nmore words, [[Elsewhere]]",
    "![[Page 2#Past]]\n\n[[Page 0#Present]] ![[picture.svg]]",
    "{{card|a=[[Page 2]]}} and [[Category:Things]]",
    "::: reveal S1E01\nSeen from the first on.\n:::\n\n[[Category:things]] [[Page 4]]",
    "",
)
PAGES = 5
edits = st.lists(
    st.tuples(
        st.sampled_from(["text"] * 8 + ["template", "show", "rename", "redirect", "delete", "undo", "category"]),
        st.integers(0, PAGES - 1),
        st.integers(0, len(TEXTS) - 1),
    ),
    min_size=2,
    max_size=7,
)


class Small:
    """A wiki of a few pages, a show, a template and a category."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        build = Builder(wiki)
        self.show, _ = build.show("Show", "show")
        self.pages = [build.page(f"Page {number}", TEXTS[number]) for number in range(PAGES)]
        self.template, self.category = PageId(new_id()), PageId(new_id())
        digest = hashlib.sha256(PICTURE).hexdigest()
        picture = Media(FactId(new_id()), "picture.svg", digest, "image/svg+xml", "a picture")
        wiki.apply(
            AddPage(self.template, PageKind.TEMPLATE, "Template:Card", body="A card of {{{a}}}.", reviewed=True),
            AddPage(self.category, PageKind.CATEGORY, "Category:Things", body="All things.", reviewed=True),
            StoreMedia(picture, PICTURE),
        )

    def edit(self, verb: str, number: int, text: int) -> None:
        """One edit; one that the wiki refuses changes nothing."""
        page = self.pages[number]
        try:
            match verb:
                case "text":
                    self.wiki.apply(SavePage(page, TEXTS[text]), label="edit")
                case "template":
                    self.wiki.apply(SavePage(self.template, f"Card {text} of {{{{{{a}}}}}}."), label="edit")
                case "category":
                    self.wiki.apply(SavePage(self.category, TEXTS[text]), label="edit")
                case "show":
                    self.wiki.apply(SavePage(self.show, TEXTS[text]), label="edit")
                case "rename":
                    self.wiki.apply(RenamePage(page, f"Page {text}", redirect=False))
                case "redirect":
                    redirect = Redirect(FactId(new_id()), "Elsewhere", page, "Past")
                    self.wiki.apply(AddFact(redirect))
                case "delete":
                    self.wiki.apply(DeletePage(page))
                case _:
                    self.wiki.undo()
        except WikiError:
            return


@settings(modest, max_examples=12)
@given(edits)
def test_bundle_upon_bundle_is_one_made_anew(asked: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "small.fanwiki")
        small = Small(wiki)
        out = Path(folder) / "out"
        write_bundle(wiki, out, HtmlOptions(recent=True))
        for edit in asked:
            small.edit(*edit)
            write_bundle(wiki, out, HtmlOptions(recent=True))
            _same(wiki, out, Path(folder) / "anew", recent=True)
        wiki.close()


def _same(wiki: Wiki, out: Path, anew: Path, *, recent: bool = False) -> None:
    write_bundle(wiki, anew, HtmlOptions(cached=False, recent=recent))
    found, expected = files_of(out), files_of(anew)
    assert found.keys() == expected.keys()
    assert not [path for path in found if found[path] != expected[path]]
    assert verify(out) == ()


@pytest.fixture
def small(wiki: Wiki) -> Small:
    return Small(wiki)


@pytest.mark.parametrize("text", [0, 1, 2])
def test_a_text_that_changes_is_all_that_is_made(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: int
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a whole bundle was made")

    out = tmp_path / "out"
    write_bundle(small.wiki, out)
    monkeypatch.setattr(making, "lay_out", refused)
    with pytest.raises(AssertionError, match="whole"):
        write_bundle(small.wiki, tmp_path / "elsewhere")
    small.edit("text", 3, text)
    report = write_bundle(small.wiki, out)
    assert report.rendered <= 3
    assert report.bytes == sum(len(content) for content in files_of(out).values())
    assert report.files == len(files_of(out))
    assert verify(out) == ()
    assert not leftovers(tmp_path)


def test_where_nothing_has_changed_nothing_is_done(small: Small, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = write_bundle(small.wiki, out)
    before = out.stat().st_ino
    again = write_bundle(small.wiki, out)
    assert out.stat().st_ino == before
    assert (again.rendered, again.reused) == (0, first.rendered)


def test_what_was_not_touched_is_known_from_outside(small: Small, tmp_path: Path) -> None:
    out, wiki, options = tmp_path / "out", small.wiki.path, HtmlOptions()
    assert as_it_was(wiki, out, options) is None
    first = write_bundle(small.wiki, out)
    again = as_it_was(wiki, out, options)
    assert again is not None
    assert (again.bytes, again.files, again.rendered, again.reused) == (first.bytes, first.files, 0, first.rendered)
    other = (replace(options, recent=True), replace(options, as_of="S1E01"), replace(options, cached=False))
    assert not any(as_it_was(wiki, out, each) for each in (*other, replace(options, zip=True)))
    os.utime(out / "about.html")
    assert as_it_was(wiki, out, options) is None


@pytest.mark.parametrize("text", [1, 4])
def test_a_save_is_seen_where_the_clock_stands_still(small: Small, tmp_path: Path, text: int) -> None:
    out, wiki = tmp_path / "out", small.wiki.path
    write_bundle(small.wiki, out)
    before = wiki.stat()
    small.edit("text", 0, text)
    os.utime(wiki, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert as_it_was(wiki, out, HtmlOptions()) is None
    write_bundle(small.wiki, out)
    _same(small.wiki, out, tmp_path / "anew")
    assert as_it_was(wiki, out, HtmlOptions()) is not None


def test_what_is_written_while_a_bundle_is_made_is_not_taken_for_made(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    honest = Wiki.snapshot

    @contextmanager
    def written_meanwhile(wiki: Wiki) -> Iterator[Wiki]:
        with honest(wiki) as frozen:
            small.edit("text", 0, 1)
            yield frozen

    monkeypatch.setattr(Wiki, "snapshot", written_meanwhile)
    write_bundle(small.wiki, out)
    monkeypatch.undo()
    assert as_it_was(small.wiki.path, out, HtmlOptions()) is None
    write_bundle(small.wiki, out)
    _same(small.wiki, out, tmp_path / "anew")


def test_a_bundle_with_a_ceiling_stays_where_nothing_was_touched(wiki: Wiki, tmp_path: Path) -> None:
    small_wiki.fill(wiki)
    out, options = tmp_path / "out", HtmlOptions(as_of="S1E01")
    write_bundle(wiki, out, options)
    before = out.stat().st_ino
    write_bundle(wiki, out, options)
    assert out.stat().st_ino == before
    wiki.apply(SavePage(small_wiki.page("con"), "Another text."))
    write_bundle(wiki, out, options)
    assert out.stat().st_ino != before
    write_bundle(wiki, tmp_path / "anew", replace(options, cached=False))
    assert files_of(out) == files_of(tmp_path / "anew")


@pytest.mark.parametrize(
    "fact",
    [
        Favourite(FactId("f0000000-0000-4000-8000-000000000000"), PageId("page")),
        TalkNote(FactId("f0000000-0000-4000-8000-000000000000"), PageId("page"), "me", "2026-01-31T00:00:00Z", "Why?"),
    ],
    ids=["favourite", "talk note"],
)
def test_what_no_reader_is_shown_makes_no_bundle(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fact: Favourite | TalkNote
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a whole bundle was made")

    out = tmp_path / "out"
    write_bundle(small.wiki, out)
    with monkeypatch.context() as watched:
        watched.setattr(making, "lay_out", refused)
        small.wiki.apply(AddFact(replace(fact, page=small.pages[0])))
        write_bundle(small.wiki, out)
    _same(small.wiki, out, tmp_path / "anew")


def test_a_saved_query_that_a_page_shows_is_answered_anew(small: Small, tmp_path: Path) -> None:
    out = tmp_path / "out"
    small.wiki.apply(SavePage(small.pages[0], "{{query Mine}}"))
    write_bundle(small.wiki, out)
    small.wiki.apply(AddFact(SavedQuery(FactId(new_id()), "Mine", "kind:article")))
    write_bundle(small.wiki, out)
    assert b"Page 1" in (out / "pages/page-0.html").read_bytes()
    _same(small.wiki, out, tmp_path / "anew")


@pytest.mark.parametrize("other", ["css", "recent", "base_url", "include_unreviewed", "program"])
def test_what_is_asked_for_otherwise_is_made(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    out, style = tmp_path / "out", tmp_path / "mine.css"
    style.write_text("p { color: red }")
    write_bundle(small.wiki, out, HtmlOptions(css=style))
    options = HtmlOptions(css=style)
    match other:
        case "css":
            style.write_text("p { color: blue }")
        case "recent":
            options = replace(options, recent=True)
        case "base_url":
            options = replace(options, base_url="https://example.org/wiki/")
        case "include_unreviewed":
            options = replace(options, include_unreviewed=True)
        case _:
            monkeypatch.setattr(former, "_program", str)
    made: list[str] = []

    def watched(selection: Selection, *, styled: bool) -> Layout:
        made.append(other)
        return lay_out(selection, styled=styled)

    monkeypatch.setattr(making, "lay_out", watched)
    write_bundle(small.wiki, out, options)
    # Without a ceiling every prose is shown, whatever is asked for.
    assert made == ([] if other == "include_unreviewed" else [other])
    write_bundle(small.wiki, tmp_path / "anew", replace(options, cached=False))
    assert files_of(out) == files_of(tmp_path / "anew")


@pytest.mark.parametrize("harm", ["record", "cut off", "plan", "file", "touched"])
def test_what_is_not_known_for_sure_is_made(small: Small, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "out"
    write_bundle(small.wiki, out)
    file = Former(out).file
    match harm:
        case "record":
            file.unlink()
        case "cut off":
            file.write_bytes(file.read_bytes()[:5000])
        case "plan":
            file.write_bytes(file.read_bytes().replace(b"Selection", b"Selektion"))
        case "file":
            (out / "about.html").unlink()
        case _:
            os.utime(out / "about.html")
    small.edit("text", 0, 1)
    write_bundle(small.wiki, out)
    _same(small.wiki, out, tmp_path / "anew")


def test_a_bundle_that_somebody_has_changed_is_refused(small: Small, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_bundle(small.wiki, out)
    (out / "about.html").write_text("mine")
    small.edit("text", 0, 1)
    with pytest.raises(WikiError, match=r"about\.html"):
        write_bundle(small.wiki, out)
    assert (out / "about.html").read_text() == "mine"


def test_cancelling_leaves_the_bundle_as_it_was(small: Small, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_bundle(small.wiki, out)
    before = files_of(out)
    small.edit("text", 0, 1)
    steps = HtmlExport(small.wiki, out).run()
    for _ in range(2):
        next(steps)
    steps.close()
    assert files_of(out) == before
    assert not leftovers(tmp_path)
    write_bundle(small.wiki, out)
    _same(small.wiki, out, tmp_path / "anew")


KILLED = """
import os, signal, sys
from pathlib import Path
from fanwiki.exporters.html import HtmlExport
from fanwiki.exporters.write import BundleWriter
from fanwiki.wiki import Wiki

honest = getattr(BundleWriter, sys.argv[3])

def killed(*args, **kwargs):
    if sys.argv[3] == "take_over":
        honest(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(BundleWriter, sys.argv[3], killed)
for _ in HtmlExport(Wiki.open(Path(sys.argv[1]), read_only=True), Path(sys.argv[2])).run():
    pass
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill")
@pytest.mark.parametrize("step", ["take", "take_over", "_swap"])
def test_an_export_that_is_killed_leaves_the_bundle_as_it_was(small: Small, tmp_path: Path, step: str) -> None:
    out = tmp_path / "out"
    write_bundle(small.wiki, out)
    before = files_of(out)
    small.edit("text", 0, 1)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(small.wiki.path), str(out), step], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert files_of(out) == before
    assert verify(out) == ()
    write_bundle(small.wiki, out)
    _same(small.wiki, out, tmp_path / "anew")


KILLED_BETWEEN = """
import os, signal, sys
from pathlib import Path
from fanwiki.exporters.html import HtmlExport
from fanwiki.wiki import Wiki

honest = Path.rename

def killed(path, target):
    if ".part-" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return honest(path, target)

Path.rename = killed
for _ in HtmlExport(Wiki.open(Path(sys.argv[1]), read_only=True), Path(sys.argv[2])).run():
    pass
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill")
def test_a_bundle_that_lost_its_name_to_a_kill_gets_it_back(small: Small, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_bundle(small.wiki, out)
    before = files_of(out)
    small.edit("text", 0, 1)
    subprocess.run([sys.executable, "-c", KILLED_BETWEEN, str(small.wiki.path), str(out)], check=False)
    assert not out.exists()
    with pytest.raises(WikiError, match=r"\.out\.old-\w{8}: export again"):
        verify(out)
    put_back(out)
    assert files_of(out) == before
    assert write_bundle(small.wiki, out).rendered <= 3
    _same(small.wiki, out, tmp_path / "anew")


@pytest.mark.parametrize("there", ["two", "no bundle", "something", "another name"])
def test_what_may_be_somebody_elses_is_not_put_back(small: Small, tmp_path: Path, there: str) -> None:
    out, old = tmp_path / "out", tmp_path / ".out.old-0123abcd"
    write_bundle(small.wiki, old)
    match there:
        case "two":
            shutil.copytree(old, tmp_path / ".out.old-4567abcd")
        case "no bundle":
            (old / "manifest-sha256.txt").unlink()
        case "something":
            out.mkdir()
        case _:
            old.rename(tmp_path / ".out.old-mine")
    assert left_beside(out) is None
    put_back(out)
    assert out.exists() is (there == "something")


def test_a_disk_without_links_has_copies(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    write_bundle(small.wiki, out)

    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    small.edit("text", 0, 1)
    write_bundle(small.wiki, out)
    small.edit("text", 0, 0)
    assert write_bundle(small.wiki, out).rendered == 1
    monkeypatch.undo()
    _same(small.wiki, out, tmp_path / "anew")


def test_many_texts_at_once_are_made_as_a_whole(wiki: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_wiki.fill(wiki)
    write_bundle(wiki, tmp_path / "out")
    monkeypatch.setattr(retouch, "_MOST", 0)
    wiki.apply(SavePage(small_wiki.page("con"), "Another text."))
    write_bundle(wiki, tmp_path / "out")
    _same(wiki, tmp_path / "out", tmp_path / "anew")


def test_a_bundle_that_was_moved_is_known_no_more(small: Small, tmp_path: Path) -> None:
    write_bundle(small.wiki, tmp_path / "out")
    shutil.move(tmp_path / "out", tmp_path / "moved")
    small.edit("text", 0, 1)
    write_bundle(small.wiki, tmp_path / "moved")
    _same(small.wiki, tmp_path / "moved", tmp_path / "anew")


def test_a_heading_that_a_redirect_leads_to_is_looked_for_anew(small: Small, tmp_path: Path) -> None:
    small.edit("text", 0, 2)
    small.edit("redirect", 2, 0)
    small.edit("text", 2, 0)
    out = tmp_path / "out"
    write_bundle(small.wiki, out)
    for text, there in ((2, True), (0, False)):
        small.edit("text", 2, text)
        write_bundle(small.wiki, out)
        assert (b"#past" in (out / "pages/page-3.html").read_bytes()) is there
        _same(small.wiki, out, tmp_path / "anew")

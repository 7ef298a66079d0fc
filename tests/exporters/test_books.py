"""Books: EPUB passes epubcheck, ZIM passes zimcheck, and neither tells what is revealed later."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Generator
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree

import pytest

from fanwiki.cli.program import run
from fanwiki.domain import edits
from fanwiki.domain.errors import WikiError
from fanwiki.exporters.book.epub import EpubExport
from fanwiki.exporters.book.pages import BookOptions
from fanwiki.exporters.book.xhtml import to_xhtml
from fanwiki.exporters.html import HtmlOptions
from fanwiki.exporters.report import ExportReport
from fanwiki.wiki import Wiki
from tests.exporters.small_wiki import fill
from tests.importers.dumps import imported

DUMPS = Path(__file__).parents[3] / "shared" / "data" / "mediawiki"
CHECKER = Path("/usr/share/java/epubcheck.jar")


class Export(Protocol):
    def run(self) -> Generator[object, None, None]: ...

    @property
    def report(self) -> ExportReport: ...


def done(export: Export) -> ExportReport:
    for _ in export.run():
        pass
    return export.report


def epub_errors(path: Path) -> str:
    """What epubcheck says of a book."""
    if not CHECKER.is_file() or shutil.which("java") is None:
        pytest.skip("epubcheck is not installed")
    said = subprocess.run(["java", "-jar", str(CHECKER), "-q", str(path)], capture_output=True, text=True, check=False)
    return said.stdout + said.stderr


def test_an_epub_passes_its_checker(sample: Wiki, wiki: Wiki, tmp_path: Path) -> None:
    done(EpubExport(sample, tmp_path / "sample"))
    assert epub_errors(tmp_path / "sample.epub") == ""
    fill(wiki)
    page = wiki.view().find("Con").id
    wiki.apply(edits.SavePage(page, "<p>open <b>bold\n\n[x](<http:///nowhere>) a[^1]\n\n[^1]: note\n\n- [ ] task\n"))
    done(EpubExport(wiki, tmp_path / "small"))
    assert epub_errors(tmp_path / "small.epub") == ""


@pytest.mark.skipif(not DUMPS.is_dir(), reason="../shared is not there")
def test_a_real_wiki_as_an_epub(wiki: Wiki, tmp_path: Path) -> None:
    imported(wiki, DUMPS / "inception_pages_current.xml.gz")
    done(EpubExport(wiki, tmp_path / "inception.epub"))
    assert "ERROR" not in epub_errors(tmp_path / "inception.epub")


def test_an_epub_has_title_contents_chapters_and_pictures(wiki: Wiki, tmp_path: Path) -> None:
    fill(wiki)
    report = done(EpubExport(wiki, tmp_path / "book.epub"))
    with zipfile.ZipFile(tmp_path / "book.epub") as archive:
        assert archive.namelist()[0] == "mimetype"
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xhtml", ".opf"))}
        assert any(name.startswith("EPUB/media/") for name in archive.namelist())
    for text in texts.values():
        ElementTree.fromstring(text)
    assert report.pages == 13
    nav = texts["EPUB/nav.xhtml"]
    assert nav.index("The Night Shift") < nav.index("Season 1") < nav.index("Pilot") < nav.index("Mina")
    mina = next(text for text in texts.values() if '<h1 class="chapter">Mina</h1>' in text)
    assert "미나" in mina
    assert 'href="c' in mina
    first = (tmp_path / "book.epub").read_bytes()
    done(EpubExport(wiki, tmp_path / "book.epub"))
    assert (tmp_path / "book.epub").read_bytes() == first


def test_a_book_to_a_ceiling(wiki: Wiki, tmp_path: Path) -> None:
    fill(wiki)
    report = done(EpubExport(wiki, tmp_path / "one.epub", BookOptions(as_of="S1E01")))
    with zipfile.ZipFile(tmp_path / "one.epub") as archive:
        said = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    assert "Sleeper" not in said
    assert "Nightwalker" not in said
    assert "For readers who have seen S1E01 of The Night Shift" in said
    assert ("Sleeper", "is not introduced yet") in report.withheld


def test_one_page_is_a_book(wiki: Wiki, tmp_path: Path) -> None:
    fill(wiki)
    assert done(EpubExport(wiki, tmp_path / "mina", BookOptions(page="Mina"))).pages == 1
    with pytest.raises(WikiError, match="there is no page"):
        done(EpubExport(wiki, tmp_path / "x", BookOptions(page="Nobody")))
    assert not (tmp_path / "x.epub").exists()


def test_nothing_of_anyone_is_destroyed(sample: Wiki, tmp_path: Path) -> None:
    (tmp_path / "mine.epub").write_text("mine")
    with pytest.raises(WikiError, match="no epub file"):
        done(EpubExport(sample, tmp_path / "mine.epub"))
    assert (tmp_path / "mine.epub").read_text() == "mine"
    steps = EpubExport(sample, tmp_path / "new.epub").run()
    for _ in range(5):
        next(steps)
    steps.close()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".epub"] == ["mine.epub"]


def test_a_zim_passes_its_checker(sample: Wiki, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("libzim")
    from fanwiki.exporters.zim import ZimExport  # noqa: PLC0415 - where libzim is there

    report = done(ZimExport(sample, tmp_path / "sample", HtmlOptions(as_of="S1E06")))
    assert report.bytes == (tmp_path / "sample.zim").stat().st_size
    assert capfd.readouterr().out == ""
    if shutil.which("zimcheck") is None:
        pytest.skip("zimcheck is not installed")
    said = subprocess.run(["zimcheck", str(tmp_path / "sample.zim")], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
    assert "Overall Test Status: Pass" in said.stdout


def test_what_is_missing_is_said_in_words(
    sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "libzim", None)
    assert run(["export", str(sample_file), str(tmp_path / "x.zim"), "--format", "zim"]) == 2
    assert "libzim" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "fanwiki.ui.pdf", None)
    assert run(["export", str(sample_file), str(tmp_path / "x.pdf"), "--format", "pdf"]) == 2
    assert "PySide6" in capsys.readouterr().err
    assert list(tmp_path.glob("x.*")) == []


@pytest.mark.parametrize("format", ["markdown", "json", "mediawiki", "epub"])
def test_every_format_by_the_command(
    sample_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    assert (
        run(["export", str(sample_file), str(tmp_path / "out"), "--format", format, "--as-of", "S1E06", "--json"]) == 0
    )
    report = json.loads(capsys.readouterr().out)
    assert report["pages"] > 50
    assert report["withheld"]


@pytest.mark.parametrize(
    ("html", "xhtml"),
    [
        ("<p>a<br>b &amp; c", "<p>a<br />b &amp; c</p>"),
        ("<b><i>x</b>", "<b><i>x</i></b>"),
        ('<p id="a">x</p><p id="a" data-from="1">y</p>', '<p id="a">x</p><p>y</p>'),
        ('<input disabled type="checkbox">', '<input disabled="" type="checkbox" />'),
        ('<a href="http:///x">y</a>', "<a>y</a>"),
    ],
)
def test_xhtml(html: str, xhtml: str) -> None:
    assert to_xhtml(html) == xhtml

"""What would fill memory, disk or time is refused in words: within a second of the processor, in less than 300 MB, with
the wiki as it was and nothing written beside it.
"""

import bz2
import gzip
import json
import lzma
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import folder_of
from tests.building import Builder
from tests.importers.dumps import dump, page
from tests.security.payloads import SUITES

pytest.importorskip("resource")

SECONDS: Final = 1.0
MEGABYTES: Final = 300.0
BOMBS: Final = SUITES / "xmlbombs"
HUGE: Final = 310 << 20
_START: Final = dump([page("A", "text")]).partition(b"</mediawiki>")[0]


def endless(path: Path, pack: Callable[..., Any], piece: bytes) -> Path:
    """A dump that is small as it lies there, and far too large unpacked."""
    with pack(path, "wb") as file:
        file.write(_START)
        for _ in range(HUGE // len(piece)):
            file.write(piece)
    return path


def deep(path: Path) -> Path:
    path.write_bytes(_START + b"<page>" * 2_000_000)
    return path


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", bytes(HUGE // 8))
    return path


def zip_that_slips(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bundle.json", "{}")
        archive.writestr("../outside.md", "slipped")
    return path


def lines(path: Path) -> Path:
    """Edits that no one writes: nested without end, numbers without end, a title of megabytes."""
    name, _, what = path.stem.partition(" ")
    assert name == "edits"
    text = {
        "deep list": '{"edit": ' + "[" * 500_000,
        "deep mapping": '{"edit": ' + '{"a": ' * 500_000,
        "huge number": '{"edit": "AddPage", "id": "a", "kind": "article", "title": ' + "9" * 2_000_000 + "}",
        "huge power": '{"edit": "AddFact", "fact": {"type": "Portrayal", "billing": 1e400}}',
        "huge title": json.dumps({"edit": "AddPage", "id": "a", "kind": "article", "title": "x" * 5_000_000}),
        "no edit": "[1, 2, 3]",
        "not base64": json.dumps({"edit": "StoreMedia", "media": {"type": "Media"}, "content": "=" * 2_000_000}),
    }[what]
    path.write_text(text, encoding="utf-8")
    return path


EDITS: Final = ("deep list", "deep mapping", "huge number", "huge power", "huge title", "no edit", "not base64")


@pytest.fixture
def wiki_file(tmp_path: Path) -> Path:
    path = tmp_path / "wiki" / "wiki.fanwiki"
    path.parent.mkdir()
    wiki = Wiki.create(path)
    Builder(wiki).page("Page", "text")
    wiki.close()
    return path


def refuse_all(wiki: Path, command: str, sources: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives all of these to a command, each of which must be refused without harm."""
    before, beside = wiki.read_bytes(), _files_around(wiki)
    scratch = wiki.parent.parent / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    started = [sys.executable, "-m", "tests.security.door", str(wiki), command, *map(str, sources)]
    done = subprocess.run(
        started, capture_output=True, text=True, timeout=120, check=False, cwd=Path(__file__).parents[2]
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["name"] for each in found] == [source.name for source in sources], done.stderr
    for each in found:
        assert each["status"] == 2, each
        assert each["said"].strip(), each
        assert "Traceback" not in each["said"], each
        assert each["seconds"] < SECONDS, each
        assert each["megabytes"] < MEGABYTES, each
    assert list(scratch.iterdir()) == []
    scratch.rmdir()
    assert wiki.read_bytes() == before
    assert _files_around(wiki) == beside


def _files_around(wiki: Path) -> list[Path]:
    """All that lies beside a wiki but its backups, of which an import makes one before it looks further."""
    return sorted(path for path in wiki.parent.parent.rglob("*") if folder_of(wiki) not in (path, *path.parents))


def test_edits_without_end_are_refused(wiki_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_all(wiki_file, "apply", [lines(tmp_path / f"edits {what}.jsonl") for what in EDITS], monkeypatch)


@pytest.mark.skipif(not BOMBS.exists(), reason="the XML bombs are not beside this repository")
def test_the_bombs_of_xml_are_refused(wiki_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = []
    for bomb in sorted(BOMBS.glob("*.xml")):
        if bomb.name == "simple.xml":
            continue
        # As it is, and as a dump that begins like one.
        sources.append(tmp_path / bomb.name)
        sources[-1].write_bytes(bomb.read_bytes())
        head, _, rest = bomb.read_bytes().rpartition(b"]>")
        sources.append(tmp_path / f"dump {bomb.name}")
        sources[-1].write_bytes(head + b"]>" + b"<mediawiki><page><title>&a;</title></page></mediawiki>" + rest[:0])
    assert len(sources) > 8
    refuse_all(wiki_file, "import", sources, monkeypatch)


def test_dumps_without_end_are_refused(wiki_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spaces = bytes(1 << 20)
    sources = [
        endless(tmp_path / "nul.xml.gz", gzip.open, spaces),
        endless(tmp_path / "nul.xml.bz2", bz2.open, spaces),
        endless(tmp_path / "nul.xml.xz", lzma.open, spaces),
        endless(tmp_path / "blank.xml.gz", gzip.open, b" " * len(spaces)),
        deep(tmp_path / "deep.xml"),
        zip_that_slips(tmp_path / "slip.zip"),
        zipped(tmp_path / "bomb.zip"),
    ]
    refuse_all(wiki_file, "import", sources, monkeypatch)
    assert not (tmp_path.parent / "outside.md").exists()

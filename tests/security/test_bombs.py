"""What would fill memory, disk or time is refused in words: within a second of the processor, in less than 300 MB, with
the wiki as it was and nothing written beside it.
"""

import base64
import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.images import image_type
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.vaults.frontmatter import split
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import folder_of
from tests.building import Builder
from tests.importers.dumps import dump, page
from tests.security.payloads import SUITES

pytest.importorskip("resource")

CROWDED: Final = 3.0
"""A processor whose caches many others use counts up to so much more; what is without end takes far more than that."""
SECONDS: Final = 1.0 * CROWDED
SECONDS_OF_A_PAGE: Final = 3.0 * CROWDED
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


def given(wiki: Path, command: str, sources: list[Path]) -> list[dict[str, Any]]:
    """What came of each of these, given to a command in a process of its own."""
    started = [sys.executable, "-m", "tests.security.door", str(wiki), command, *map(str, sources)]
    done = subprocess.run(
        started, capture_output=True, text=True, timeout=900, check=False, cwd=Path(__file__).parents[2]
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["name"] for each in found] == [source.name for source in sources], done.stderr
    return found


def least_seconds(wiki: Path, command: str, source: Path, first: float, bound: float = SECONDS) -> float:
    """What it takes of the processor: the least of three, since a processor that others use too counts more."""
    found = first
    for _ in range(2):
        if found >= bound:
            (again,) = given(wiki, command, [source])
            found = min(found, again["seconds"])
    return found


def files_around(wiki: Path) -> list[Path]:
    """What lies there, but for the backup that is made before an import."""
    return sorted(each for each in wiki.parent.parent.rglob("*") if folder_of(wiki) not in (each, *each.parents))


def refuse_all(
    wiki: Path, command: str, sources: list[Path], monkeypatch: pytest.MonkeyPatch, *, words: str = ""
) -> None:
    """Gives all of these to a command, each of which must be refused without harm, in words with these among them."""
    before, beside = wiki.read_bytes(), files_around(wiki)
    scratch = wiki.parent.parent / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    for source, each in zip(sources, given(wiki, command, sources), strict=True):
        assert each["status"] == 2, each
        assert each["said"].strip(), each
        assert words in each["said"], each
        assert "Traceback" not in each["said"], each
        assert least_seconds(wiki, command, source, each["seconds"]) < SECONDS, each
        assert each["megabytes"] < MEGABYTES, each
    assert list(scratch.iterdir()) == []
    scratch.rmdir()
    assert wiki.read_bytes() == before
    assert files_around(wiki) == beside


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


def test_a_7z_without_end_is_refused(wiki_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    py7zr = pytest.importorskip("py7zr")
    honest, lying = tmp_path / "zeros.7z", tmp_path / "damaged.7z"
    with py7zr.SevenZipFile(honest, "w") as archive:
        archive.writef(io.BytesIO(_START + bytes(HUGE)), "dump.xml")
    lying.write_bytes(honest.read_bytes()[:-40] + bytes(40))
    refuse_all(wiki_file, "import", [honest, lying], monkeypatch)
    refuse_all(wiki_file, "import", [honest], monkeypatch, words="would unpack to more than")


def tables(path: Path) -> Path:
    """Tables that no one fills."""
    text = {
        "many cells": "Name" + ",x" * 900 + "\n" + "a,b\n" * 2_000_000,
        "wide": "Name" + ",x" * 2_000_000,
        "large": "Name,Status\n" + "x" * (17 << 20),
        "wide letters": "Name,状態\n" + "名,生\n" * 1_500_000,
        "huge cell": 'Name,Status\n"' + "x" * 10_000_000,
        "nul": "Name,Status\n" + "\0" * 10_000_000,
    }[path.stem]
    path.write_text(text, encoding="utf-8")
    return path


TABLES: Final = ("many cells", "wide", "large", "wide letters", "huge cell", "nul")


def test_tables_without_end_are_refused(wiki_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_all(wiki_file, "import", [tables(tmp_path / f"{what}.csv") for what in TABLES], monkeypatch)


def test_notes_and_json_without_end_are_refused(
    wiki_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "note.md.gz"
    with gzip.open(note, "wb") as file:
        for _ in range(HUGE >> 20):
            file.write(b" " * (1 << 20))
    lists = tmp_path / "lists.json"
    lists.write_text("[" + "[]," * 1_300_000 + "[]]")
    longer = tmp_path / "longer.json"
    longer.write_text("[" + "[]," * 12_000_000 + "[]]")
    refuse_all(wiki_file, "import", [note, lists, longer], monkeypatch)


PROPERTIES: Final = {
    "laughs": "a0: &a0 [ha, ha]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 12)),
    "merged": "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 300)),
    "itself": "a: &a [*a, *a]\n",
    "deep": "a: " + "[" * 100_000 + "\n",
    "many": "a: [" + "b, " * 80_000 + "]\n",
    "long": "a: " + "b" * 1_000_000 + "\n",
    "aliases": "a: &a b\nc: [" + "*a, " * 60_000 + "]\n",
}
"""YAML that comes to more than anybody types."""


def test_the_bombs_of_yaml_stay_text(tmp_path: Path) -> None:
    """A note is not refused for its properties: they stay what they are, and come to nothing."""
    for name, source in PROPERTIES.items():
        read = split(f"---\n{source}---\nThe note.\n")
        assert read.wrong, name
        assert (read.body, dict(read.properties)) == ("The note.\n", {})
    vault = tmp_path / "vault"
    vault.mkdir()
    for name, source in PROPERTIES.items():
        (vault / f"{name}.md").write_text(f"---\n{source}---\n[[Page]].\n", encoding="utf-8")
    path = tmp_path / "wiki" / "wiki.fanwiki"
    path.parent.mkdir()
    Wiki.create(path).close()
    (found,) = given(path, "import", [vault])
    assert found["status"] == 0, found
    assert found["seconds"] < SECONDS * len(PROPERTIES), found
    assert found["megabytes"] < MEGABYTES, found


def test_templates_without_end_come_to_little(tmp_path: Path) -> None:
    path = tmp_path / "wiki.fanwiki"
    wiki = Wiki.create(path)
    builder = Builder(wiki)

    def template(name: str, text: str) -> None:
        wiki.apply(AddPage(PageId(new_id()), PageKind.TEMPLATE, f"Template:{name}", body=text))

    for level in range(1, 8):
        template(f"Ten {level}", f"{{{{Ten {level + 1}}}}} " * 10)
        template(f"Double {level}", f"{{{{Double {level + 1}|{{{{{{1}}}}}}{{{{{{1}}}}}}}}}}")
    template("Ten 8", "word " * 20)
    template("Double 8", "{{{1}}}" * 50)
    template("Itself", "{{Itself}} {{Itself}}")
    texts = {
        "Tens": "{{Ten 1}}\n\n" * 100,
        "Doubled": "{{Double 1|" + "x" * 9_000 + "}}\n\n" * 3,
        "Around": "{{Itself}}\n\n" * 2_000,
        "Braces": "{{" * 20_000,
        "Switches": "{{#switch: x |" * 2_000 + "}}" * 2_000,
        "Embeds": "![[Embeds]]\n\n" * 2_000,
    }
    for title, text in texts.items():
        builder.page(title, text)
    wiki.close()
    sources = [Path(title) for title in texts]
    for source, each in zip(sources, given(path, "render", sources), strict=True):
        assert each["status"] == 0, each
        # Such a page is not refused: it is shown as far as a page may go.
        assert least_seconds(path, "render", source, each["seconds"], SECONDS_OF_A_PAGE) < SECONDS_OF_A_PAGE, each
        assert each["megabytes"] < MEGABYTES, each


def pictures() -> dict[str, bytes]:
    """Pictures that are small as files, and far too large decoded."""
    sides = {"PNG": 7_000, "GIF": 7_000, "JPEG": 7_000, "WEBP": 3_600, "AVIF": 4_100}
    found = {}
    for kind, side in sides.items():
        file = io.BytesIO()
        Image.new("RGB", (side, side)).save(file, kind, **({"speed": 10} if kind == "AVIF" else {}))
        found[kind.lower()] = file.getvalue()
    return found


def test_pictures_without_end_are_refused(wiki_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = []
    for kind, content in pictures().items():
        assert len(content) < 1 << 20
        fact = {"type": "Media", "id": kind, "name": f"x.{kind}", "sha256": sha256(content).hexdigest()}
        sources.append(tmp_path / f"{kind}.jsonl")
        mime = image_type(content)
        encoded = base64.b64encode(content).decode()
        line = {"edit": "StoreMedia", "media": {**fact, "mime": mime, "alt": ""}, "content": encoded}
        sources[-1].write_text(json.dumps(line), encoding="utf-8")
    refuse_all(wiki_file, "apply", sources, monkeypatch, words="has too many pixels")


def test_pictures_that_are_pasted_are_bounded(tmp_path: Path) -> None:
    """Too large, they are refused; as large as they may be, they stay below the bound as well."""
    pytest.importorskip("PySide6")
    fitting = {"PNG": ("RGBA", 6_900), "GIF": ("P", 6_900), "JPEG": ("RGB", 6_900), "WEBP": ("RGBA", 3_500)}
    path = tmp_path / "wiki.fanwiki"
    Wiki.create(path).close()
    refused = []
    for kind, content in pictures().items():
        refused.append(tmp_path / f"large.{kind}")
        refused[-1].write_bytes(content)
    for source, each in zip(refused, given(path, "take", refused), strict=True):
        assert "has too many pixels" in each["said"], each
        assert least_seconds(path, "take", source, each["seconds"]) < SECONDS, each
        assert each["megabytes"] < MEGABYTES, each
    for kind, (mode, side) in fitting.items():
        source = tmp_path / f"fitting.{kind}"
        Image.new(mode, (side, side)).save(source, kind)
        (each,) = given(path, "take", [source])
        assert each["status"] == 0, each
        assert each["megabytes"] < MEGABYTES, each

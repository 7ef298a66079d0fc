"""Zip archives that would do harm are refused before anything of them is unpacked; honest ones are read."""

import stat
import struct
import zipfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from random import Random

import pytest

from fanwiki.domain.errors import WikiError
from fanwiki.importers.archive import Bounds, open_archive

Files = Sequence[tuple[str, bytes]]


def packed(path: Path, files: Files, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name) if name.endswith("/") else name, content)
    return path


def everything(path: Path, bounds: Bounds | None = None) -> dict[str, bytes]:
    with open_archive(path, bounds) as archive:
        return {name: archive.read(name) for name in archive.names}


def with_entry(path: Path, change: Callable[[zipfile.ZipInfo], None]) -> Path:
    """An archive of one file whose entry is other than zipfile would make it."""
    info = zipfile.ZipInfo("page.md")
    change(info)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, b"text")
    return path


def changed(path: Path, *changes: tuple[bytes, bytes]) -> Path:
    content = path.read_bytes()
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    path.write_bytes(content)
    return path


# --- honest ones ------------------------------------------------------------------------------------------------------


def test_an_honest_archive_is_read_in_its_order(tmp_path: Path) -> None:
    files = [("b/two.md", b"two"), ("a.md", b"one " * 5000), ("b/c/three.png", bytes(range(256))), ("empty.md", b"")]
    path = packed(tmp_path / "wiki.zip", [("b/", b""), *files])
    assert everything(path) == dict(files)
    with open_archive(path) as archive:
        assert archive.names == tuple(name for name, _ in files)
        assert archive.size("a.md") == 20_000
        with archive.stream("a.md") as stream:
            assert stream.read(7) == b"one one"


def test_names_of_any_script_come_as_they_were_written(tmp_path: Path) -> None:
    path = packed(tmp_path / "wiki.zip", [("남온조/온조.md", b"x"), ("Café.md", b"y"), ("a b%20c#.md", b"z")])
    assert set(everything(path)) == {"남온조/온조.md", "Café.md", "a b%20c#.md"}


def test_names_in_utf_8_that_do_not_say_so_are_read_as_a_mac_meant_them(tmp_path: Path) -> None:
    path = packed(tmp_path / "wiki.zip", [("XXXXXX.md", b"x")])
    changed(path, (b"XXXXXX", "온조".encode()))
    assert set(everything(path)) == {"온조.md"}


def test_an_archive_with_a_comment_something_before_it_and_no_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wiki.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = b"PK of my wiki " * 100
        archive.writestr("page.md", b"text")
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())
    assert everything(path) == {"page.md": b"text"}
    assert everything(packed(tmp_path / "empty.zip", [])) == {}


# --- slips ------------------------------------------------------------------------------------------------------------


SLIPS = {
    "../outside.md": "leads out", "a/../../outside.md": "leads out", "a/..": "leads out", "./page.md": "leads out",
    "a//page.md": "leads out", "/etc/passwd": "root of a disk", "//host/share/page.md": "root of a disk",
    "C:/Windows/page.md": "root of a disk", "c:page.md": "root of a disk", "..\\outside.md": "backslash",
    "a\\b.md": "backslash", "page\n.md": "control character", "page\x7f.md": "control character",
    "a/\x1b[2J.md": "control character",
}  # fmt: skip


@pytest.mark.parametrize(("name", "why"), SLIPS.items())
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str, why: str) -> None:
    path = packed(tmp_path / "slip.zip", [("page.md", b"text"), (name, b"slipped")])
    with pytest.raises(WikiError, match=why):
        everything(path)
    assert [each.name for each in tmp_path.iterdir()] == ["slip.zip"]


def test_a_name_that_ends_early_is_refused(tmp_path: Path) -> None:
    # zipfile cuts a name off at a NUL, and so shows another one than there is.
    path = changed(packed(tmp_path / "slip.zip", [("page.mdX.exe", b"text")]), (b"page.mdX.exe", b"page.md\0.exe"))
    with pytest.raises(WikiError, match="control character"):
        everything(path)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("page.md", "page.md", "twice"),
        ("page.md", "PAGE.md", "twice"),
        ("Café.md", "Cafe\u0301.md", "twice"),
        ("a", "a/page.md", "what is a file"),
        ("a/page.md", "A", "twice"),
        ("a/", "a", "twice"),
        ("a", "a/", "twice"),
    ],
)
def test_names_that_are_one_on_some_disk_are_refused(tmp_path: Path, one: str, other: str, why: str) -> None:
    with pytest.warns(UserWarning, match="Duplicate name") if one == other else nullcontext():
        path = packed(tmp_path / "twice.zip", [(one, b""), (other, b"")])
    with pytest.raises(WikiError, match=why):
        everything(path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    def become(info: zipfile.ZipInfo) -> None:
        info.create_system = 3
        info.external_attr = (kind | 0o777) << 16

    with pytest.raises(WikiError, match="a link or a device"):
        everything(with_entry(tmp_path / "link.zip", become))


def test_what_is_locked_or_packed_strangely_is_refused(tmp_path: Path) -> None:
    locked = packed(tmp_path / "locked.zip", [("page.md", b"text")], zipfile.ZIP_STORED)
    # The flags stand 6 bytes into a local header and 8 bytes into an entry of the list.
    content = bytearray(locked.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    locked.write_bytes(content)
    with pytest.raises(WikiError, match="locked with a password"):
        everything(locked)
    with pytest.raises(WikiError, match="packed in a way"):
        everything(packed(tmp_path / "lzma.zip", [("page.md", b"text")], zipfile.ZIP_LZMA))


# --- bombs ------------------------------------------------------------------------------------------------------------


def test_what_would_unpack_to_too_much_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.zip", [(f"{number}.md", bytes(3 << 20)) for number in range(10)])
    with pytest.raises(WikiError, match="200 times its size"):
        everything(path)
    with pytest.raises(WikiError, match="larger than 2 MB"):
        everything(path, Bounds(each=2 << 20))
    with pytest.raises(WikiError, match="more than 20 MB"):
        everything(path, Bounds(total=20 << 20))
    with pytest.raises(WikiError, match="more than 9 files"):
        everything(path, Bounds(entries=9))


def test_an_entry_that_holds_more_than_it_declares_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "liar.zip", [("page.md", bytes(30 << 20))])
    changed(path, (struct.pack("<L", 30 << 20), struct.pack("<L", 1000)))
    with pytest.raises(WikiError, match="damaged"):
        everything(path)


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """As in the bombs of David Fifield: many entries in the list, one stretch of packed bytes."""
    single = packed(tmp_path / "one.zip", [("page.md", b"text " * 1000)]).read_bytes()
    at = single.index(b"PK\1\2")
    entry, end = single[at : single.index(b"PK\5\6")], single[single.index(b"PK\5\6") :]
    entries = b"".join(entry.replace(b"page", b"%04d" % number) for number in range(20))
    fields = list(struct.unpack("<4s4H2LH", end))
    fields[3] = fields[4] = 20
    fields[5] = len(entries)
    path = tmp_path / "overlap.zip"
    path.write_bytes(single[:at] + entries + struct.pack("<4s4H2LH", *fields))
    assert len(zipfile.ZipFile(path).namelist()) == 20
    with pytest.raises(WikiError, match="overlap"):
        everything(path)


def test_a_list_that_is_too_long_is_refused_before_it_is_read(tmp_path: Path) -> None:
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * 700_000, 0, 0)
    path = tmp_path / "list.zip"
    path.write_bytes(entry * 700_000 + end)
    with pytest.raises(WikiError, match="more than 100000 files"):
        everything(path)
    path.write_bytes(entry * 800_000 + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, len(entry) * 800_000, 0, 0))
    with pytest.raises(WikiError, match="too long to be read"):
        everything(path)


def test_whatever_is_damaged_is_refused_in_words(tmp_path: Path) -> None:
    sound = packed(tmp_path / "sound.zip", [("a/page.md", b"text " * 300), ("b.md", b"more")]).read_bytes()
    path = tmp_path / "damaged.zip"
    dice = Random(20260301)
    read = refused = 0
    for number in range(400):
        damaged = bytearray(sound)
        for _ in range(dice.randrange(1, 4)):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        path.write_bytes(damaged if number % 4 else damaged[: dice.randrange(len(damaged))])
        try:
            everything(path)
            read += 1
        except WikiError:
            refused += 1
    assert read + refused == 400
    assert refused > 200


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.zip"
    for content in (b"", b"PK", b"text " * 10_000, b"PK\5\6" + bytes(17)):
        path.write_bytes(content)
        with pytest.raises(WikiError, match="damaged or no zip"):
            everything(path)
    with pytest.raises(WikiError, match="cannot be read"):
        everything(tmp_path / "missing.zip")

"""Every command with whatever a stranger gives it: one line that says what to do, exit status 2, nothing touched. A new
command is in none of these tables, and fails the first test.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from fanwiki.cli.program import COMMANDS, run
from fanwiki.store import schema
from fanwiki.wiki import Wiki
from tests.building import Builder

READ: Final[dict[str, tuple[str, ...]]] = {
    "write": ("Page", "--from", os.devnull),
    "apply": ("edits.jsonl",),
    "info": (),
    "tree": (),
    "page": ("Page",),
    "search": ("word",),
    "links": (),
    "history": ("Page",),
    "diff": ("Page", "abcd"),
    "restore": ("Page",),
    "past": ("2026-01-31", "out.fanwiki"),
    "status": (),
    "cast": (),
    "appearances": (),
    "claims": (),
    "import": ("notes",),
    "export": ("out",),
    "check": (),
    "backup": ("out.fanwiki",),
    "rescue": ("out",),
    "lint": (),
}
"""The commands that take a wiki first, and what comes after it."""

OTHERS: Final = frozenset({"new", "verify", "open"})
"""Those that do not, or that open a window."""

SOURCES: Final = (
    ("verify", "{}"),
    ("import", "x.fanwiki", "{}"),
    ("import", "x.fanwiki", "{}", "--format", "mediawiki"),
    ("import", "x.fanwiki", "{}", "--format", "tv"),
)
LARGE: Final = 1 << 40


def text(path: Path) -> None:
    path.write_text("not a wiki at all, " * 20)


def empty(path: Path) -> None:
    path.touch()


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGE)


def newer(path: Path) -> None:
    Wiki.create(path).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version={schema.VERSION + 1}")


def other_program(path: Path) -> None:
    """With settings of its own, that SQLite would take for the file's."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("CREATE TABLE song (title)")
        file.commit()


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def missing(_path: Path) -> None:
    pass


MAKING: Final = (text, empty, huge, newer, other_program, folder, pipe, loop, missing)
RESCUED: Final = (newer,)
"""What a rescue is for all the same: it reads what it can of any file that has rows of a wiki."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with what the commands are given besides."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edits.jsonl").write_text("")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "Note.md").write_text("A note.")
    return tmp_path


def content(path: Path) -> object:
    """What there is at a place: never read from a pipe, nor a terabyte of nothing."""
    if path.is_file() and not path.is_symlink():
        return path.stat().st_size if path.stat().st_size == LARGE else path.read_bytes()
    return path.lstat().st_mode if os.path.lexists(path) else None


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a command that must be refused in one line."""
    capsys.readouterr()
    assert run(arguments) == 2, arguments
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("fanwiki: error: "), said.err
    assert said.err.count("\n") == 1
    return said.err


def test_every_command_is_here() -> None:
    assert COMMANDS.keys() == READ.keys() | OTHERS


@pytest.mark.skipif(os.name == "nt", reason="there are pipes in folders on POSIX alone")
@pytest.mark.parametrize("make", MAKING)
@pytest.mark.parametrize("command", READ)
def test_what_is_no_wiki_is_refused_and_left_as_it_is(
    here: Path, make: Callable[[Path], None], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here / "x.fanwiki"
    make(path)
    if command == "rescue" and make in RESCUED:
        pytest.skip("a rescue reads it")
    before, beside = content(path), sorted(each.name for each in here.iterdir())
    refused([command, str(path), *READ[command]], capsys)
    assert content(path) == before
    assert sorted(each.name for each in here.iterdir()) == beside


@pytest.mark.parametrize("command", READ)
@pytest.mark.parametrize("more", [("--nonsense",), ("one", "two", "three", "four")])
def test_options_and_arguments_that_there_are_not(
    here: Path, command: str, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    Wiki.create(here / "x.fanwiki").close()
    refused([command, "x.fanwiki", *READ[command], *more], capsys)


@pytest.mark.skipif(os.name == "nt", reason="there are pipes in folders on POSIX alone")
@pytest.mark.parametrize("make", [text, empty, huge, folder, pipe, loop, missing])
@pytest.mark.parametrize("arguments", SOURCES)
def test_what_is_no_source_and_no_bundle(
    here: Path, make: Callable[[Path], None], arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    Wiki.create(here / "x.fanwiki").close()
    before = (here / "x.fanwiki").read_bytes()
    make(here / "source")
    refused([each.format(here / "source") for each in arguments], capsys)
    assert (here / "x.fanwiki").read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="there are pipes in folders on POSIX alone")
@pytest.mark.parametrize("make", [text, pipe])
@pytest.mark.parametrize("format", ["html", "markdown", "json", "obsidian", "mediawiki", "epub", "zim"])
def test_an_export_to_where_something_else_is(
    here: Path, make: Callable[[Path], None], format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Wiki.create(here / "x.fanwiki")) as wiki:
        Builder(wiki).page("Page")
    out = here / f"out.{format}"
    make(out)
    before = content(out)
    refused(["export", "x.fanwiki", out.name, "--format", format], capsys)
    assert content(out) == before


@pytest.mark.parametrize("name", ["x.txt", "nowhere/x.fanwiki", "there.fanwiki", "x" * 300 + ".fanwiki"])
def test_a_new_wiki_where_none_can_be(here: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder(here / "there.fanwiki")
    refused(["new", name], capsys)


def test_a_window_that_cannot_open_ends_in_words(here: Path) -> None:
    """Of arguments alone: what a window says of files has tests of its own."""
    said = subprocess.run([sys.executable, "-m", "fanwiki", "open"], capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert said.stderr.startswith("fanwiki: error: ")
    assert "Traceback" not in said.stderr

"""Files: made whole, refused untouched, written by one, never half."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from fanwiki.domain.edits import AddPage, SavePage
from fanwiki.domain.errors import InvalidEdit, ReadOnlyWiki, WikiError, WikiFileError, WikiLocked
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import schema, texts
from fanwiki.store.gates import TOUCHING
from fanwiki.store.standing import stamp
from fanwiki.store.store import Store
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import backup
from fanwiki.wiki.checking import check


def test_the_migrations_make_the_schema(wiki: Wiki) -> None:
    store = Store(wiki.path, writable=False)
    with store.reading() as reading:
        context = MigrationContext.configure(reading.connection, opts={"compare_type": True})
        differences = [each for each in compare_metadata(context, schema.metadata) if "_index" not in str(each[-1])]
    store.close()
    assert differences == []


def test_a_wiki_file_says_what_it_is(wiki: Wiki) -> None:
    header = wiki.path.read_bytes()[:100]
    assert header[68:72] == b"FANW"
    assert int.from_bytes(header[60:64], "big") == schema.VERSION


def test_the_file_is_kept_safely(wiki: Wiki) -> None:
    store = Store(wiki.path, writable=True)
    with store.writing() as writing:
        pragmas = {
            name: writing.connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "fullfsync", "trusted_schema")
        }
    store.close()
    assert pragmas == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "fullfsync": 1,
        "trusted_schema": 0,
    }


def test_what_facts_touch_is_known_to_the_index() -> None:
    """`TOUCHING` names the columns behind `touches()`: each fact is asked with its own column names as ids."""
    for record in schema.FACT_TABLES:
        columns = {field.name: field.name for field in fields(record)}
        touched = record(**columns).touches()
        assert set(touched) == set(TOUCHING.get(record, ()))


def _text_file(path: Path) -> None:
    path.write_text(
        "this is a shopping list, and not short of a hundred bytes either: milk, bread, butter, eggs, tea, jam\n" * 3
    )


def _other_program(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA application_id=1234")
        file.execute("CREATE TABLE t (x)")


def _newer(path: Path) -> None:
    Wiki.create(path).close()
    with sqlite3.connect(path) as file:
        file.execute(f"PRAGMA user_version={schema.VERSION + 1}")


def _truncated(path: Path) -> None:
    Wiki.create(path).close()
    path.write_bytes(path.read_bytes()[:5000])


def _empty(path: Path) -> None:
    path.touch()


@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")  # sqlite3's `with` commits and does not close
@pytest.mark.parametrize("make", [_text_file, _other_program, _newer, _truncated, _empty])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_cannot_be_used_is_refused_untouched(
    tmp_path: Path, make: Callable[[Path], None], read_only: bool
) -> None:
    path = tmp_path / "x.fanwiki"
    make(path)
    before = path.read_bytes()
    with pytest.raises(WikiFileError):
        _open_and_read(path, read_only=read_only)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["x.fanwiki"]


def _open_and_read(path: Path, *, read_only: bool) -> None:
    """What is damaged further in shows when it is read."""
    wiki = Wiki.open(path, read_only=read_only)
    try:
        wiki.view().counts()
    finally:
        wiki.close()


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(WikiFileError, match="there is no file"):
        Wiki.open(tmp_path / "none.fanwiki")
    with pytest.raises(WikiFileError, match="is a folder"):
        Wiki.open(tmp_path)
    with pytest.raises(WikiFileError, match="there is no folder"):
        Wiki.create(tmp_path / "none" / "x.fanwiki")
    with pytest.raises(WikiFileError, match=r"ends in \.fanwiki"):
        Wiki.create(tmp_path / "x.txt")


def test_an_existing_file_is_not_made_anew(wiki: Wiki) -> None:
    before = wiki.path.read_bytes()
    with pytest.raises(WikiFileError, match="exists already"):
        Wiki.create(wiki.path)
    assert wiki.path.read_bytes() == before


def test_one_writes_and_others_are_told_who(wiki: Wiki) -> None:
    with pytest.raises(WikiLocked, match=f"process {os.getpid()}"):
        Wiki.open(wiki.path)
    reader = Wiki.open(wiki.path, read_only=True)
    assert reader.view().title() == "test"
    with pytest.raises(ReadOnlyWiki):
        reader.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "No"))
    reader.close()


@pytest.mark.skipif(os.name == "nt", reason="only the locks of POSIX are let go of by whoever closes a file")
def test_whoever_looks_at_an_open_wiki_leaves_its_locks_alone(wiki: Wiki, tmp_path: Path) -> None:
    """Another process, which alone can tell, must not get in while this one writes."""
    script = (
        "import sqlite3, sys; file = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None);"
        "file.execute('BEGIN IMMEDIATE')"
    )

    def others_say() -> str:
        tried = subprocess.run(
            [sys.executable, "-c", script, str(wiki.path)], capture_output=True, text=True, check=False
        )
        return tried.stderr.strip().rpartition(": ")[2]

    stored = stamp(wiki.path)
    assert stored
    store = Store(wiki.path, writable=True)
    with store.writing():
        assert others_say() == "database is locked"
        Wiki.open(wiki.path, read_only=True).close()
        with pytest.raises(WikiLocked):
            Wiki.open(wiki.path)
        assert check(wiki.path) == ()
        backup(wiki.path, tmp_path / "copy.fanwiki")
        with wiki.snapshot() as copy:
            assert copy.view().title() == "test"
        assert wiki.stamp() == stored
        assert others_say() == "database is locked"
    assert others_say() == ""
    store.close()


def test_a_closed_wiki_leaves_nothing_beside_it(tmp_path: Path) -> None:
    Wiki.create(tmp_path / "x.fanwiki").close()
    assert [each.name for each in tmp_path.iterdir()] == ["x.fanwiki"]


def test_the_lock_of_a_killed_writer_holds_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "x.fanwiki"
    Wiki.create(path).close()
    script = (
        "import os, signal, sys; from pathlib import Path; from fanwiki.wiki import Wiki;"
        "Wiki.open(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    Wiki.open(path).close()


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be made read-only on Windows")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Root may write everywhere; there the kernel's own read-only tree does."""
    folder = Path("/proc") if os.geteuid() == 0 else tmp_path
    if folder == tmp_path:
        tmp_path.chmod(0o500)
    try:
        with pytest.raises(WikiError, match="cannot be"):
            Wiki.create(folder / "x.fanwiki")
    finally:
        tmp_path.chmod(0o700)


def test_a_refused_edit_leaves_the_file_as_it_was(wiki: Wiki) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "A"))
    before = wiki.path.read_bytes()
    with pytest.raises(InvalidEdit):
        wiki.apply(SavePage(page, "new"), AddPage(PageId(new_id()), PageKind.ARTICLE, "A"))
    assert wiki.path.read_bytes() == before


def test_naughty_text_comes_back_or_is_refused(wiki: Wiki, shared: Path) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Naughty"))
    for naughty in json.loads((shared / "suites/naughty-strings.json").read_text(encoding="utf-8")):
        wiki.apply(SavePage(page, naughty))
        assert wiki.view().text(page).body == naughty


def test_nul_is_refused_and_lone_surrogates_are_replaced(wiki: Wiki) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Odd"))
    with pytest.raises(InvalidEdit, match="NUL"):
        wiki.apply(SavePage(page, "a\0b"))
    wiki.apply(SavePage(page, "a\ud800b"))
    assert wiki.view().text(page).body == "a\ufffdb"


def test_every_flipped_byte_of_a_text_shows_in_the_chain(wiki: Wiki) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Chained", body="first text"))
    wiki.apply(SavePage(page, "second text"))
    wiki.apply(SavePage(page, "third text"))
    store = Store(wiki.path, writable=True)
    with store.reading() as reading:
        assert len(texts.history(reading, page)) == 3
        assert texts.broken_links_of_the_chain(reading) == []
    with store.writing() as writing:
        writing.connection.execute(text("UPDATE page_text SET body = 'third texT'"))
    with store.reading() as reading:
        assert [each[0] for each in texts.broken_links_of_the_chain(reading)] == [page]
    store.close()


def test_old_revisions_keep_their_text(wiki: Wiki) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Kept", body="one"))
    wiki.apply(SavePage(page, "two", summary="second"))
    view = wiki.view()
    newest, oldest = view.history(page)
    assert (view.revision_text(newest.id), view.revision_text(oldest.id)) == ("two", "one")
    assert newest.summary == "second"
    assert newest.parent == oldest.id


def test_saves_while_typing_are_one_revision(wiki: Wiki) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Typed", body=""))
    for text_so_far in ("t", "ty", "typ"):
        wiki.apply(SavePage(page, text_so_far, closing=False))
    wiki.apply(SavePage(page, "type"))
    wiki.apply(SavePage(page, "type more"))
    view = wiki.view()
    assert [view.revision_text(each.id) for each in view.history(page)] == ["type more", "type", ""]


def test_what_a_crash_left_half_written_is_rolled_back_by_whoever_opens_next(wiki: Wiki) -> None:
    """A transaction larger than SQLite's cache has written into the file already when its process dies."""
    path = wiki.path
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Safe", body="safe text"))
    wiki.close()
    script = (
        "import os, signal, sys; from pathlib import Path; from sqlalchemy import text;"
        "from fanwiki.store.store import Store\n"
        "with Store(Path(sys.argv[1]), writable=True).writing() as writing:\n"
        "    writing.connection.execute(text(\"UPDATE page_text SET body = 'lost'\"))\n"
        "    writing.connection.execute(text('INSERT INTO blob VALUES (:h, zeroblob(20000000))'), {'h': 'x'})\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert path.with_name(path.name + "-journal").stat().st_size > 0
    reader = Wiki.open(path, read_only=True)
    assert reader.view().text(page).body == "safe text"
    reader.close()

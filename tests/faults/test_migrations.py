"""A wiki of every schema that was ever released opens and has all that was in it; one that is brought up to date is so
whole or not at all, and a copy of it as it was is made first.

A golden file is made by the program as it was when it had that schema, with what it holds as JSON beside it; neither is
ever made anew.
"""

import gzip
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from sqlalchemy import Engine, event

from fanwiki.domain.entities import Fact, Media
from fanwiki.domain.errors import WikiFileError
from fanwiki.exporters.markdown.canon import record_row
from fanwiki.store import schema
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import backups_of
from fanwiki.wiki.checking import check
from tests.conftest import Tell
from tests.exporters import small_wiki

FIXTURES: Final = Path(__file__).parent / "fixtures"
VERSIONS: Final = tuple(range(1, schema.VERSION + 1))


def golden(version: int, folder: Path) -> Path:
    """The golden file of a schema, unpacked."""
    path = folder / f"schema{version}.fanwiki"
    path.write_bytes(gzip.decompress((FIXTURES / f"{path.name}.gz").read_bytes()))
    return path


def held(wiki: Wiki) -> dict[str, list[Any]]:
    """All that a wiki holds, as JSON has it: pages with texts and histories, facts kind by kind, what its files are."""
    with wiki.view().together() as view:
        pages = [
            [page.id, page.kind, page.title, view.text(page.id).body, [each.summary for each in view.history(page.id)]]
            for page in sorted(view.pages(), key=lambda page: page.id)
        ]
        facts = {
            kind.__name__: sorted((record_row(fact) for fact in view.facts(kind)), key=lambda row: str(row["id"]))
            for kind in get_args(Fact)
        }
        names = sorted(media.name for media in view.facts(Media))
        files = [hashlib.sha256(found[1]).hexdigest() for name in names if (found := view.media_content(name))]
    return json.loads(json.dumps({"pages": pages, **facts, "files": files}))  # type: ignore[no-any-return]  # JSON


def test_every_schema_has_its_golden_file() -> None:
    wanted = [f"schema{version}.{ending}" for version in VERSIONS for ending in ("fanwiki.gz", "json")]
    assert sorted(path.name for path in FIXTURES.iterdir()) == wanted


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_of_every_schema_opens_with_all_that_is_in_it(version: int, tmp_path: Path) -> None:
    path = golden(version, tmp_path)
    assert check(path) == ()
    wanted = json.loads((FIXTURES / f"schema{version}.json").read_text(encoding="utf-8"))
    assert len(wanted["pages"]) == 13
    with closing(Wiki.open(path)) as opened:
        found = held(opened)
        assert opened.view().title() == "The Night Shift"
    # What a later schema added is in none of the older ones.
    assert {name: found[name] for name in wanted} == wanted
    assert not any(found[name] for name in found.keys() - wanted.keys())
    assert check(path) == ()


class Refused(Exception):
    """What is raised in the middle of a migration."""


class Statements:
    """Counts the statements of a migration, from the first of its transaction to the one that ends it; refuses one."""

    def __init__(self, refused: int = 0) -> None:
        self.count = 0
        self._refused = refused
        self._within = False

    def __call__(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement == "BEGIN IMMEDIATE":
            self._within = True
        if not self._within:
            return
        self._within = statement not in ("COMMIT", "ROLLBACK")
        self.count += 1
        if self.count == self._refused:
            raise Refused(statement)


@pytest.mark.usefixtures("invented")
def test_an_older_file_is_brought_up_to_date_and_kept_as_it_was(tmp_path: Path) -> None:
    path = golden(1, tmp_path)
    before = content(path)
    opened = Wiki.open(path)
    assert opened.view().text(small_wiki.page("jun")).body == "## Past\n\nKnown by now.\n"
    opened.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert connection.execute("SELECT DISTINCT mood FROM page").fetchall() == [("calm",)]
        assert ("MINA",) in connection.execute("SELECT word FROM mood").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    (kept,) = backups_of(path)
    assert content(kept.path) == before
    Wiki.open(path).close()
    assert len(backups_of(path)) == 1


@pytest.mark.usefixtures("invented")
def test_an_older_file_that_is_opened_for_reading_is_left_as_it_is(tmp_path: Path) -> None:
    path = golden(1, tmp_path)
    before = path.read_bytes()
    with pytest.raises(WikiFileError, match="open it for writing once"):
        Wiki.open(path, read_only=True)
    assert path.read_bytes() == before
    assert backups_of(path) == ()


@pytest.mark.usefixtures("invented")
def test_a_migration_that_fails_at_any_statement_leaves_the_file_as_it_was(tmp_path: Path, tell: Tell) -> None:
    path = golden(1, tmp_path)
    before = path.read_bytes()
    counting = Statements()
    event.listen(Engine, "before_cursor_execute", counting)
    Wiki.open(path).close()
    event.remove(Engine, "before_cursor_execute", counting)
    assert counting.count > 10
    changed = 0
    for number in range(1, counting.count + 1):
        path.write_bytes(before)
        refusing = Statements(number)
        event.listen(Engine, "before_cursor_execute", refusing)
        try:
            with pytest.raises(Refused):
                Wiki.open(path).close()
        finally:
            event.remove(Engine, "before_cursor_execute", refusing)
        changed += path.read_bytes() != before
    tell(f"migration: refused at each of {counting.count} statements, {changed} files changed by it")
    assert not changed
    # The lock was let go of each time.
    Wiki.open(path).close()


@pytest.mark.usefixtures("invented")
def test_without_a_backup_nothing_is_migrated(tmp_path: Path) -> None:
    path = golden(1, tmp_path)
    before = path.read_bytes()
    path.with_name("schema1 backups").write_text("in the way of the folder")
    with pytest.raises(WikiFileError, match="cannot be made"):
        Wiki.open(path)
    assert path.read_bytes() == before


def content(path: Path) -> dict[str, list[Any]]:
    """Every row of every table that people write and that is there, as SQLite reads it."""
    with closing(sqlite3.connect(path)) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        tables = [table for table in schema.CANONICAL if table in there]
        return {table: connection.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall() for table in tables}

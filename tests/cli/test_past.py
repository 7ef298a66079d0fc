"""The history of a page on the command line."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fanwiki.cli.program import run
from fanwiki.domain.edits import AddPage, DeletePage, RenamePage, SavePage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import backups_of, folder_of
from tests.building import Builder
from tests.importers import dumps

Say = Callable[..., str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A wiki with a page that was rewritten once."""
    wiki = Wiki.create(tmp_path / "diary.fanwiki", author="Mira")
    page = Builder(wiki).page("Diary", "The roof is cold.\n\nNobody came.")
    wiki.apply(SavePage(page, "The roof was cold.\n\nNobody came.", summary="tense"))
    wiki.close()
    return wiki.path


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command that must succeed, and answers what it prints."""

    def ask(*arguments: object) -> str:
        capsys.readouterr()
        assert run([*map(str, arguments)]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        return said.out

    return ask


def _revisions(say: Say, path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(say("history", path, "Diary", "--json"))
    return found


def test_history_names_the_revisions(path: Path, say: Say) -> None:
    newest, first = _revisions(say, path)
    assert set(newest) == {"revision", "time", "author", "summary", "size", "hash"}
    assert (newest["author"], newest["summary"]) == ("Mira", "tense")
    assert first["revision"][:8] in say("history", path, "diary")


def test_diff_says_what_changed(path: Path, say: Say) -> None:
    newest, first = _revisions(say, path)
    said = say("diff", path, "Diary", first["revision"][:8], newest["revision"])
    assert said == "~ The roof [-is-]{+was+} cold.\n  \n  Nobody came.\n"
    found = json.loads(say("diff", path, "Diary", first["revision"], "--json"))
    assert (found["older"]["revision"], found["newer"]["revision"]) == (first["revision"], newest["revision"])
    (line,) = found["lines"]
    assert [run["mark"] for run in line["runs"]] == ["same", "removed", "added", "same"]
    assert found["facts"] == []
    assert "The text is the same." in say("diff", path, "Diary", newest["revision"])


def test_restore_brings_a_revision_back(path: Path, say: Say) -> None:
    first = _revisions(say, path)[-1]
    assert say("restore", path, "Diary", first["revision"][:8]) == ""
    assert "The roof is cold." in say("page", path, "Diary")
    newest = _revisions(say, path)[0]
    assert newest["summary"].startswith("restored as of ")
    assert newest["summary"].endswith("by Mira")


def test_restore_takes_a_page_out_of_the_trash(path: Path, say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    first = _revisions(say, path)[-1]
    wiki = Wiki.open(path)
    wiki.apply(DeletePage(wiki.view().find("Diary").id))
    wiki.close()
    say("restore", path, "diary")
    assert "The roof was cold." in say("page", path, "Diary")
    wiki = Wiki.open(path)
    wiki.apply(DeletePage(wiki.view().find("Diary").id))
    wiki.close()
    say("restore", path, "Diary", first["revision"], "--facts")
    assert "The roof is cold." in say("page", path, "Diary")
    assert run(["restore", str(path), "Diary"]) == 2
    assert "not in the trash" in capsys.readouterr().err


def test_texts_follow_a_title_that_is_given_back(path: Path, say: Say) -> None:
    first = _revisions(say, path)[-1]
    with closing(Wiki.open(path)) as wiki:
        wiki.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "Linking", body="[[Diary]]"))
        list(wiki.following(wiki.apply(RenamePage(wiki.view().find("Diary").id, "Notes"))))
    assert "[[Notes]]" in say("page", path, "Linking")
    say("restore", path, "Notes", first["revision"], "--facts")
    assert "[[Diary]]" in say("page", path, "Linking")


def test_a_revision_that_is_not_there_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(path), "Diary", "zzzz"]) == 2
    assert "has no revision" in capsys.readouterr().err
    assert run(["restore", str(path), "Diary", "zzzz"]) == 2


def test_the_whole_wiki_as_it_stood(path: Path, say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "then.fanwiki"
    assert json.loads(say("past", path, "2099-01-01", out, "--json"))["path"] == str(out)
    assert say("page", out, "Diary") == say("page", path, "Diary")
    assert run(["past", str(path), "2001-01-01", str(tmp_path / "never.fanwiki")]) == 2
    assert "no pages from before" in capsys.readouterr().err
    assert run(["past", str(path), "soon", str(tmp_path / "never.fanwiki")]) == 2


def notes_in(folder: Path) -> Path:
    folder.mkdir()
    (folder / "Other.md").write_text("Another page", encoding="utf-8")
    return folder


def test_a_backup_is_made_before_an_import(path: Path, say: Say, tmp_path: Path) -> None:
    notes = notes_in(tmp_path / "notes")
    say("import", path, notes, "--dry-run")
    assert backups_of(path) == ()
    say("import", path, notes)
    (backup,) = backups_of(path)
    before = Wiki.open(backup.path, read_only=True)
    assert [page.title for page in before.view().pages()] == ["Diary"]
    before.close()
    say("import", path, notes)
    assert len(backups_of(path)) == 1
    empty = Wiki.create(tmp_path / "empty.fanwiki")
    empty.close()
    say("import", empty.path, notes)
    assert backups_of(empty.path) == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.xml", dumps.dump([dumps.page("One", "Text")])[:-40]),
        ("show.json", b'{"name": '),
        ("people.csv", b"Whoever,Shoes\nSu-hyeok,red\n"),
        ("bundle.zip", b"PK\3\4 and no more"),
    ],
)
def test_a_source_that_cannot_be_read_leaves_no_backup(path: Path, tmp_path: Path, name: str, content: bytes) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    assert run(["import", str(path), str(source)]) == 2
    assert backups_of(path) == ()
    assert not folder_of(path).exists()

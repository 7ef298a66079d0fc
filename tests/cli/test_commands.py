"""The command line: what it prints, how it ends, and that it leaves alone what it refuses."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from fanwiki.cli.program import COMMANDS, run
from fanwiki.store import schema
from fanwiki.wiki import Wiki

Run = Callable[..., Any]


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must succeed, and answers what it says as JSON."""

    def ask(*arguments: object) -> Any:
        capsys.readouterr()
        assert run([*map(str, arguments), "--json"]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        return json.loads(said.out)

    return ask


def test_info(sample_file: Path, answer: Run) -> None:
    info = answer("info", sample_file)
    assert info["shows"] == 1
    assert info["episodes"] == 12
    assert info["schema"] == schema.VERSION
    assert set(info) >= {
        "shows", "seasons", "episodes", "characters", "people", "portrayals", "status_events", "claims", "pages",
        "redirects", "categories", "media", "revisions", "schema", "uuid", "path",
    }  # fmt: skip


def test_status_as_of_a_point(sample_file: Path, answer: Run) -> None:
    now = {row["character"]: row for row in answer("status", sample_file)}
    columns = {"character", "state", "certainty", "evidence", "since", "cause", "by_whom", "show"}
    assert set(now["Choi Nam-ra"]) == columns
    assert (now["Choi Nam-ra"]["state"], now["Choi Nam-ra"]["certainty"]) == ("half-zombie", "confirmed")
    early = {row["state"] for row in answer("status", sample_file, "--as-of", "S1E01", "--show", "aouad")}
    assert "half-zombie" not in early


def test_cast_and_claims(sample_file: Path, answer: Run) -> None:
    cast = {row["character"]: row for row in answer("cast", sample_file)}
    assert set(cast["Choi Nam-ra"]) == {
        "person", "character", "role", "credited_as", "language", "order", "from", "to", "episodes", "first_seen",
        "standing", "source",
    }  # fmt: skip
    assert (cast["Choi Nam-ra"]["person"], cast["Choi Nam-ra"]["standing"]) == ("Cho Yi-hyun", "confirmed")
    claims = answer("claims", sample_file)
    assert set(claims[0]) == {
        "subject", "property", "value", "standing", "source", "published", "checked_on", "review_by", "stale"
    }  # fmt: skip
    stale = answer("claims", sample_file, "--stale", "--as-of-date", "2026-01-01")
    assert 0 < len(stale) < len(claims)
    assert all(row["stale"] for row in stale)


@pytest.mark.parametrize("name", ["온조", "On-jo", "Onjo", "Nam On-jo", "nam onjo"])
def test_page_by_any_of_its_names(sample_file: Path, answer: Run, name: str) -> None:
    assert answer("page", sample_file, name)["title"] == "Nam On-jo"


def test_a_name_that_nobody_has_is_told(sample_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["page", str(sample_file), "Nobody"]) == 2
    assert "there is no page “Nobody”" in capsys.readouterr().err


def test_page_by_alias(sample_file: Path, answer: Run) -> None:
    page = answer("page", sample_file, "Nam-ra")
    assert set(page) == {
        "title", "kind", "slug", "path", "aliases", "categories", "safe_from", "body", "html", "links", "revision"
    }  # fmt: skip
    assert page["title"] == "Choi Nam-ra"
    assert page["path"][-1] == "Choi Nam-ra"
    assert "최남라" in page["aliases"]
    assert page["categories"] == ["Students"]


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_page_formats(sample_file: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["page", str(sample_file), "Nam On-jo", "--format", form]) == 0
    assert "남온조" in capsys.readouterr().out


def test_tables_are_for_people(sample_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("info", "tree", "status", "cast", "claims"):
        assert run([command, str(sample_file)]) == 0
        assert capsys.readouterr().out.count("\n") > 3
    assert run(["search", str(sample_file), "온조"]) == 0
    assert "Nam On-jo" in capsys.readouterr().out
    assert run(["history", str(sample_file), "Nam On-jo"]) == 0


def test_write_replaces_and_makes(tmp_path: Path, answer: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.fanwiki"
    assert run(["new", str(path)]) == 0
    source = tmp_path / "text.md"
    source.write_text("\ufefffirst [[Other]]", encoding="utf-8")
    assert run(["write", str(path), "Page", "--from", str(source)]) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("둘째".encode())))
    assert run(["write", str(path), "page", "--summary", "second"]) == 0
    page = answer("page", path, "Page")
    assert page["body"] == "둘째"
    history = answer("history", path, "Page")
    assert [each["summary"] for each in history] == ["second", "new page"]
    assert history[0]["hash"] != history[1]["hash"]


def _page(kind: str, title: str, subject: dict[str, Any], parent: str | None = None) -> dict[str, Any]:
    return {"edit": "AddPage", "kind": kind, "title": title, "parent": parent, "subject": subject}


def _fact(type: str, **fields: object) -> dict[str, Any]:
    return {"edit": "AddFact", "fact": {"type": type, **fields}}


EDITS = [
    _page("show", "Show", {"type": "Show", "code": "s"}),
    _page("season", "One", {"type": "Season", "show": "Show", "number": 1}, "Show"),
    _page("episode", "Pilot", {"type": "Episode", "season": "One", "number": 1, "air_date": "2020-01-01"}, "One"),
    _page("character", "Her", {"type": "Character"}, "Show"),
    _fact("Name", page="Her", text="그녀", kind="native"),
    _fact("Source", id="src", kind="interview", title="A talk"),
    _fact("StatusEvent", character="그녀", state="dead", at="S1E01", source="src"),
]


def _write_lines(path: Path, edits: list[Any]) -> Path:
    path.write_text("\n".join(json.dumps(edit, ensure_ascii=False) for edit in edits), encoding="utf-8")
    return path


def test_apply_reads_edits_as_people_write_them(tmp_path: Path, answer: Run) -> None:
    path = tmp_path / "w.fanwiki"
    run(["new", str(path)])
    assert run(["apply", str(path), str(_write_lines(tmp_path / "edits.jsonl", EDITS))]) == 0
    (row,) = answer("status", path)
    assert (row["character"], row["state"], row["since"]) == ("Her", "dead", "S1E01")


def test_texts_follow_what_is_renamed_in_a_list_of_edits(tmp_path: Path, answer: Run) -> None:
    path = tmp_path / "w.fanwiki"
    run(["new", str(path)])
    made = [
        {"edit": "AddPage", "kind": "article", "title": title, "body": body}
        for title, body in (("A", ""), ("B", ""), ("Both", "[[A]] [[B]]"))
    ]
    assert run(["apply", str(path), str(_write_lines(tmp_path / "made.jsonl", made))]) == 0
    swapped = [
        {"edit": "RenamePage", "page": page, "title": title} for page, title in (("A", "T"), ("B", "A"), ("T", "B"))
    ]
    assert run(["apply", str(path), str(_write_lines(tmp_path / "swapped.jsonl", swapped))]) == 0
    assert answer("page", path, "Both")["body"] == "[[B|A]] [[A|B]]"
    with closing(Wiki.open(path)) as opened:
        opened.undo()
        assert opened.view().text(opened.view().find("Both").id).body == "[[A]] [[B]]"


def test_texts_that_keep_an_old_title_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.fanwiki"
    run(["new", str(path)])
    early = {"edit": "AddPage", "kind": "article", "title": "Early", "body": "[[Her]]", "reviewed": True}
    hidden = {"edit": "IntroducePage", "page": "Her", "at": "S1E01"}
    assert run(["apply", str(path), str(_write_lines(tmp_path / "made.jsonl", [*EDITS, hidden, early]))]) == 0
    assert "keep an old title" not in capsys.readouterr().out
    renamed = {"edit": "RenamePage", "page": "Her", "title": "The queen"}
    assert run(["apply", str(path), str(_write_lines(tmp_path / "renamed.jsonl", [renamed]))]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2
    assert "keep an old title" in said[0]
    assert said[1] == "Early"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"edit": "Explode"}, "there is no edit “Explode”"),
        ({"edit": "DeletePage"}, "DeletePage needs “page”"),
        ({"edit": "DeletePage", "page": "Nobody"}, "the wiki has no “Nobody”"),
        ({"edit": "DeletePage", "page": 7}, "a name or an id"),
        ({"edit": "RenamePage", "page": "Her", "title": "Him", "colour": "red"}, "has no field “colour”"),
        ({"edit": "RenamePage", "page": "Her", "title": 3}, "a text, not “3”"),
        ({"edit": "AddFact", "fact": {"type": "Feeling"}}, "has no type “Feeling”"),
        ({"edit": "AddFact", "fact": {"type": "Name", "page": "Her", "text": "x", "kind": "pet"}}, "is one of native"),
        ({"edit": "AddFact", "fact": {"type": "StatusEvent", "character": "Her", "state": "sad"}}, "no “sad”"),
        ({"edit": "IntroducePage", "page": "Her", "at": "S9E99"}, "no “S9E99”"),
        ({"edit": "ReorderCast", "show": "Show", "portrayals": "x"}, "is a list"),
        ({"edit": "SavePage", "page": "Her", "text": "a\0b"}, "NUL"),
        (["no", "object"], "is no edit"),
    ],
)
def test_one_wrong_edit_and_none_is_applied(
    tmp_path: Path, wrong: Any, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.fanwiki"
    run(["new", str(path)])
    before = path.read_bytes()
    assert run(["apply", str(path), str(_write_lines(tmp_path / "edits.jsonl", [*EDITS, wrong]))]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert path.read_bytes() == before


def test_the_schema_of_edits_fits_what_is_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", "--schema"]) == 0
    edit_schema = json.loads(capsys.readouterr().out)
    validator = jsonschema.Draft202012Validator(edit_schema)
    for edit in EDITS:
        validator.validate(edit)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"edit": "Explode"})


def _no_wiki(path: Path) -> None:
    path.write_text("not a wiki at all, " * 20)


def _newer_wiki(path: Path) -> None:
    Wiki.create(path).close()
    file = sqlite3.connect(path)
    file.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    file.close()


@pytest.mark.parametrize("make", [_no_wiki, _newer_wiki, None])
@pytest.mark.parametrize(
    "command",
    [
        ["info"],
        ["tree"],
        ["page", "X"],
        ["status"],
        ["cast"],
        ["claims"],
        ["write", "X", "--from", "/dev/null"],
        ["export", "out"],
    ],
)
def test_bad_files_end_in_one_line(
    tmp_path: Path, make: Callable[[Path], None] | None, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.fanwiki"
    if make is not None:
        make(path)
    before = path.read_bytes() if make else None
    assert run([command[0], str(path), *command[1:]]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("fanwiki: error: ")
    assert said.err.count("\n") == 1
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["page", "{}", "Nobody"],
        ["page", "{}", "Half-zombies", "--as-of", "S1E01"],
        ["status", "{}", "--as-of", "S9E99"],
        ["status", "{}", "--as-of", "soon"],
        ["status", "{}", "--show", "none"],
        ["claims", "{}", "--as-of-date", "yesterday"],
        ["new", "{}"],
        ["export", "{}", "/proc/nowhere/out"],
        ["verify", "{}"],
        ["bogus"],
        ["page", "{}"],
        ["apply", "{}"],
        ["apply", "{}", "/nowhere/edits.jsonl"],
    ],
)
def test_what_the_user_can_mend_is_said_in_one_line(
    sample_file: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = sample_file.read_bytes()
    assert run([each.format(sample_file) for each in arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith("fanwiki: error: ")
    assert said.count("\n") == 1
    assert sample_file.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be made read-only on Windows")
def test_a_wiki_in_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if os.geteuid() == 0:
        assert run(["new", "/proc/x.fanwiki"]) == 2
    else:
        tmp_path.chmod(0o500)
        assert run(["new", str(tmp_path / "x.fanwiki")]) == 2
        tmp_path.chmod(0o700)
    assert capsys.readouterr().err.count("\n") == 1


def test_export_and_verify(sample_file: Path, tmp_path: Path, answer: Run, capsys: pytest.CaptureFixture[str]) -> None:
    report = answer("export", sample_file, tmp_path / "out")
    assert set(report) == {"pages", "files", "bytes", "rendered", "reused", "withheld", "manifest"}
    assert (tmp_path / "out" / "index.html").is_file()
    assert answer("verify", tmp_path / "out") == []
    page = tmp_path / "out" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"e", b"3", 1))
    assert run(["verify", str(tmp_path / "out")]) == 1
    assert "index.html" in capsys.readouterr().out


def test_a_bundle_with_a_ceiling_gives_nothing_away(sample_file: Path, tmp_path: Path) -> None:
    assert run(["export", str(sample_file), str(tmp_path / "early"), "--as-of", "S1E01"]) == 0
    for file in (tmp_path / "early").rglob("*"):
        said = f"{file.name}\n{file.read_bytes().decode(errors='replace')}" if file.is_file() else file.name
        assert "half-zombie" not in said.casefold(), file
        assert "hambie" not in said.casefold(), file


def test_rescue(sample_file: Path, tmp_path: Path, answer: Run, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer("rescue", sample_file, tmp_path / "out")
    assert told["missing"] == []
    assert len(list((tmp_path / "out" / "pages").iterdir())) == told["pages"]
    assert set(told) == {"pages", "raw", "from_history", "facts", "files", "missing"}
    damaged = tmp_path / "damaged.fanwiki"
    damaged.write_bytes(sample_file.read_bytes()[:-200_000])
    as_it_was = damaged.read_bytes()
    assert run(["rescue", str(damaged), str(tmp_path / "left")]) == 1
    assert "what is missing" in capsys.readouterr().out
    assert damaged.read_bytes() == as_it_was
    assert run(["rescue", str(damaged), str(tmp_path / "left")]) == 2
    assert "not empty" in capsys.readouterr().err


def test_check_and_backup(tmp_path: Path, answer: Run, capsys: pytest.CaptureFixture[str]) -> None:
    wiki = tmp_path / "small.fanwiki"
    text = tmp_path / "diary.md"
    text.write_text("온조 wrote this.", encoding="utf-8")
    assert run(["new", str(wiki)]) == 0
    assert run(["write", str(wiki), "Diary", "--from", str(text)]) == 0
    assert answer("check", wiki) == []
    copy = tmp_path / "copy.fanwiki"
    assert answer("backup", wiki, copy) == {"backup": str(copy), "bytes": copy.stat().st_size}
    with closing(sqlite3.connect(wiki)) as connection:
        connection.execute("UPDATE title SET text = 'Another'")
        connection.commit()
    assert run(["check", str(wiki), "--json"]) == 1
    assert [fault["part"] for fault in json.loads(capsys.readouterr().out)] == ["index"]


def test_headless_commands_do_not_import_qt(sample_file: Path, tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from fanwiki.cli.program import run\n"
        f"assert run(['status', {str(sample_file)!r}, '--json']) == 0\n"
        f"assert run(['export', {str(sample_file)!r}, {str(tmp_path / 'out')!r}]) == 0\n"
        f"assert run(['open', {str(sample_file)!r}]) == 2\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "the window needs PySide6" in done.stderr


def test_each_command_loads_what_it_needs(sample_file: Path, tmp_path: Path) -> None:
    seldom = {"jinja2", "regex", "merge3", "PIL", "PySide6"}
    heavy = {*seldom, "sqlalchemy", "markdown_it", "filelock", "rich"}

    def loaded(*arguments: object) -> set[str]:
        script = (
            "import sys; from fanwiki.cli.program import run\n"
            f"assert run({[*map(str, arguments)]!r}) == 0\n"
            f"sys.stderr.write(' '.join(name for name in {heavy!r} if name in sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return set(done.stderr.split())

    assert not loaded("--version")
    assert not loaded("export", "--help")
    assert not loaded("search", sample_file, "Nam-ra") & seldom
    assert "jinja2" in loaded("export", sample_file, tmp_path / "out")
    assert not loaded("export", sample_file, tmp_path / "out")


def test_every_command_is_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"\n  {name} " in told for name in COMMANDS)


def test_interrupted_commands_end_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fanwiki.cli.reading.view_of", interrupt)
    assert run(["info", "a.fanwiki"]) == 130


def test_links(sample_file: Path, answer: Run) -> None:
    found = answer("links", sample_file, "Choi Nam-ra")
    assert set(found) == {"outgoing", "backlinks", "wanted", "mentions"}
    assert "Lee Su-hyeok" in found["backlinks"]
    early = answer("links", sample_file, "Choi Nam-ra", "--as-of", "S1E01")
    assert set(early["mentions"]) <= set(found["mentions"]) | set(found["backlinks"])

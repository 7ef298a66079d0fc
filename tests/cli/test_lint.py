"""`fanwiki lint`: what it prints and how it ends."""

import json
from pathlib import Path

import pytest

from fanwiki.cli.program import run
from fanwiki.domain.edits import SavePage
from fanwiki.lint.linting import Linting, Step
from fanwiki.wiki import View, Wiki


def test_findings_are_listed(sample_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", str(sample_file), "--json"]) == 1
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert said.err == ""
    assert {tuple(each) for each in found} == {("rule", "severity", "title", "line", "message")}
    assert {each["rule"] for each in found} > {"wanted-page"}
    assert run(["lint", str(sample_file), "--rule", "wanted-page", "--json"]) == 1
    alone = json.loads(capsys.readouterr().out)
    assert alone == [each for each in found if each["rule"] == "wanted-page"]
    kingdom = next(each for each in alone if "“Kingdom”" in each["message"])
    assert (kingdom["severity"], kingdom["title"], kingdom["line"]) == ("warning", "All of Us Are Dead", 44)


def test_a_wiki_without_findings_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.fanwiki"
    Wiki.create(path).close()
    assert run(["lint", str(path)]) == 0
    assert "Nothing needs care" in capsys.readouterr().out


def test_an_unknown_rule_is_named(sample_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", str(sample_file), "--rule", "nonsense"]) == 2
    assert "there is no rule “nonsense”; there are air-dates" in capsys.readouterr().err


def test_a_wiki_that_is_changed_meanwhile_is_told_of_and_never_held_up(
    sample: Wiki, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves after each step."""
    whole = Linting.step
    saved: list[str] = []

    def saving(linting: Linting, view: View) -> Step | None:
        page = sample.view().find("Nam-ra").id
        saved.append(f"Saved for the {len(saved)}th time.")
        sample.apply(SavePage(page, saved[-1]))
        return whole(linting, view)

    monkeypatch.setattr(Linting, "step", saving)
    assert run(["lint", str(sample.path)]) == 1
    assert len(saved) > 2
    assert capsys.readouterr().err == "fanwiki: the wiki was changed while it was looked at; look again to be sure\n"

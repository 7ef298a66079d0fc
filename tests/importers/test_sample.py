"""The sample wiki: what its makers promise of it, by bytes where a byte could give something away."""

import json

import pytest

from fanwiki.cli.program import run
from fanwiki.domain.vocabulary import Certainty, Standing
from fanwiki.wiki import Wiki

SURVIVORS = ["Jang Ha-ri", "Lee Su-hyeok", "Nam On-jo", "Park Mi-jin", "Seo Hyo-ryung", "Yang Dae-su"]


def test_who_is_alive_in_the_end(sample: Wiki) -> None:
    view = sample.view()
    statuses = {each.name: each for each in view.statuses(view.characters())}
    alive = [name for name, each in statuses.items() if each.state is not None and each.state.word == "alive"]
    assert sorted(alive) == SURVIVORS
    namra = statuses["Choi Nam-ra"]
    assert namra.state is not None
    assert (namra.state.word, namra.certainty) == ("half-zombie", Certainty.CONFIRMED)
    cheongsan = statuses["Lee Cheong-san"]
    assert cheongsan.state is not None
    assert (cheongsan.state.word, cheongsan.certainty) == ("dead", Certainty.CONTESTED)


def test_before_the_outbreak_all_are_alive(sample: Wiki) -> None:
    view = sample.view()
    for character in view.characters():
        first = view.status_events(character.id)[0]
        assert first.at is None
        assert next(state.word for state in view.states() if state.id == first.state) == "alive"


def test_no_half_zombie_before_the_seventh_episode(sample: Wiki) -> None:
    view = sample.view()
    for number in range(1, 7):
        early = sample.view(view.viewpoint_at(f"S1E{number}"))
        assert "half-zombie" not in [state.word for state in early.states()]


def test_namra_is_played_by_cho_yihyun(sample: Wiki) -> None:
    view = sample.view()
    plays = {line.character: line for line in view.cast()}
    assert plays["Choi Nam-ra"].person == "Cho Yi-hyun"
    assert plays["Choi Nam-ra"].portrayal.standing == Standing.CONFIRMED
    claims = {
        (entry.claim.property, entry.claim.value): entry.claim.standing for entry in view.claims(view.find("Nam-ra").id)
    }
    assert claims["played by", "Nam Ji-hyun"] == Standing.CONTRADICTED


def test_the_renewal_supersedes_the_article(sample: Wiki) -> None:
    entries = [entry.claim for entry in sample.view().claims()]
    by_id = {claim.id: claim for claim in entries}
    renewal = [
        claim for claim in entries if claim.supersedes and by_id[claim.supersedes].standing == Standing.SUPERSEDED
    ]
    assert any(claim.published == "2022-06-06" for claim in renewal)
    assert any(entry.stale for entry in sample.view().claims())


def test_every_page_is_reviewed_and_every_link_meant(sample: Wiki) -> None:
    view = sample.view()
    wanted: set[str] = set()
    for page in view.pages():
        assert page.reviewed, page.title
        wanted |= set(view.links(page.id).wanted)
    assert {"Kingdom", "Train to Busan", "Squid Game", "The Witcher"} <= wanted
    assert len(wanted) <= 6


@pytest.mark.parametrize(
    "command",
    [
        ["status", "--as-of", "S1E01", "--json"],
        ["tree", "--as-of", "S1E01"],
        ["cast", "--as-of", "S1E01", "--json"],
        ["claims", "--as-of", "S1E01", "--json"],
        ["search", "half-zombie", "--as-of", "S1E01", "--json"],
        ["search", "hambie", "--as-of", "S1E01", "--json"],
    ],
)
def test_nothing_is_given_away_on_the_command_line(
    sample: Wiki, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command[0], str(sample.path), *command[1:]]) == 0
    said = capsys.readouterr().out.casefold()
    assert "half-zombie" not in said
    assert "hambie" not in said


def test_no_page_gives_anything_away(sample: Wiki, capsys: pytest.CaptureFixture[str]) -> None:
    early = sample.view(sample.view().viewpoint_at("S1E01"))
    for page in early.pages():
        assert run(["page", str(sample.path), page.title, "--as-of", "S1E01", "--format", "json"]) == 0
        said = capsys.readouterr().out
        assert "half-zombie" not in said.casefold(), page.title
        assert "hambie" not in said.casefold(), page.title
        assert json.loads(said)["title"] == page.title

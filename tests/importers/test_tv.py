"""Files of TVmaze and TMDB and tables of characters: what they say, once, and nothing that the wiki has already."""

import json
from pathlib import Path
from typing import Any

import pytest

from fanwiki.domain.entities import Episode, ProfileValue, Show
from fanwiki.domain.errors import WikiError
from fanwiki.domain.vocabulary import PageKind, RoleType, ShowStatus
from fanwiki.importers.looks import SourceFormat, detect
from fanwiki.importers.options import ImportOptions
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.importers.vaults import brought

DATA = Path(__file__).parents[3] / "shared" / "data" / "tv"

TMDB: dict[str, Any] = {
    "name": "The Roof", "original_name": "옥상", "first_air_date": "2022-01-28", "number_of_seasons": 1,
    "status": "Returning Series", "networks": [{"name": "Netflix"}], "overview": "A *school*.",
    "seasons": [{"season_number": 0, "name": "Specials"}, {"season_number": 1, "name": "Season 1"}],
    "season/1": {
        "season_number": 1, "name": "Season 1", "air_date": "2022-01-28",
        "episodes": [
            {"episode_number": 1, "season_number": 1, "name": "Pilot", "air_date": "2022-01-28", "runtime": 61,
             "overview": "It begins.", "guest_stars": [{"name": "Kim", "character": "The Teacher"}]},
            {"episode_number": 2, "season_number": 1, "name": "Pilot", "air_date": "soon", "runtime": None},
        ],
    },
    "credits": {"cast": [
        {"name": "Park Ji-hu", "character": "Nam On-jo"},
        {"name": "Lee", "character": "Ghost (voice)"},
        {"name": "Host", "character": "Self"},
        {"name": "Twice", "character": "One / Two"},
    ]},
}  # fmt: skip
TVMAZE: dict[str, Any] = {
    "url": "https://www.tvmaze.com/shows/1/roof", "name": "The Roof", "status": "Ended",
    "webChannel": {"name": "Netflix"}, "summary": "<p>A <b>school</b>.</p><p>Burns.</p>",
    "_embedded": {
        "seasons": [{"number": 1, "name": "", "episodeOrder": 12, "premiereDate": "2022-01-28"}],
        "episodes": [
            {"season": 1, "number": 1, "name": "Pilot", "airdate": "2022-01-28", "runtime": 61, "summary": "<p>Go</p>"},
            {"season": 1, "number": None, "name": "Extra", "type": "significant_special"},
        ],
        "cast": [{"person": {"name": "Park Ji-hu", "birthday": "2003-11-07"}, "character": {"name": "Nam On-jo"},
                  "self": False, "voice": False}],
    },
}  # fmt: skip


@pytest.fixture
def wiki(tmp_path: Path) -> Wiki:
    return Wiki.create(tmp_path / "mine.fanwiki")


def saved(tmp_path: Path, name: str, document: Any) -> Path:
    file = tmp_path / name
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return file


def test_tmdb(tmp_path: Path, wiki: Wiki) -> None:
    source = saved(tmp_path, "show.json", TMDB)
    report = brought(wiki, source)
    view = wiki.view()
    show = view.find("The Roof")
    assert view.subject(show.id) == Show(show.id, "roof", "옥상", "Netflix", ShowStatus.RETURNING)
    assert view.text(show.id).body == "A \\*school\\*."
    assert [(line.point, line.title, line.air_date) for line in view.episodes(show.id)] == [
        ("S1E01", "Pilot", "2022-01-28"), ("S1E02", "Pilot (The Roof S1E02)", None),
    ]  # fmt: skip
    assert [(line.person, line.character, line.portrayal.role) for line in view.cast(show.id)] == [
        ("Kim", "The Teacher", RoleType.GUEST), ("Park Ji-hu", "Nam On-jo", RoleType.MAIN),
        ("Lee", "Ghost", RoleType.VOICE), ("Twice", "One", RoleType.MAIN), ("Twice", "Two", RoleType.MAIN),
    ]  # fmt: skip
    assert len(view.appearances_of(view.find("The Teacher").id)) == 1
    assert (report.episodes, report.characters, report.people) == (2, 5, 4)
    assert report.skipped["cast", "they appear as themselves"] == 1
    again = brought(wiki, source)
    assert (again.pages, again.portrayals, again.skipped["episodes", "the wiki has them"]) == (0, 0, 2)
    wiki.undo()
    assert wiki.view().pages() == ()
    wiki.close()


def test_tvmaze_completes_what_is_there(tmp_path: Path, wiki: Wiki) -> None:
    show, _ = Builder(wiki).show("The Roof", episodes=1)
    tried = brought(wiki, saved(tmp_path, "m.json", TVMAZE), ImportOptions(dry_run=True))
    report = brought(wiki, saved(tmp_path, "m.json", TVMAZE))
    assert (tried.pages, tried.skipped) == (report.pages, report.skipped)
    view = wiki.view()
    assert [line.title for line in view.episodes(show)] == ["The Roof episode 1", "Extra"]
    extra = view.subject(view.find("Extra").id)
    assert isinstance(extra, Episode)
    assert extra.number == 1
    assert view.cast(show)[0].person == "Park Ji-hu"
    again = brought(wiki, saved(tmp_path, "m.json", TVMAZE))
    assert again.pages == 0
    wiki.close()


def test_a_table_of_characters(tmp_path: Path, wiki: Wiki) -> None:
    Builder(wiki).show("The Roof")
    source = saved(
        tmp_path,
        "cast.csv",
        "Real name;Status;Cause of death;Actor;Age;Notes;Shoes\n"
        'Nam On-jo;Alive;;Park Ji-hu;18;"=HYPERLINK(""http://x.example"")";red\n'
        "Gwi-nam;Deceased;Fell;Yoo In-soo, Somebody;=1+1;+cmd|'/C calc'!A0;blue\n;Alive;;;;;\n",
    )
    assert detect(source) is SourceFormat.CSV
    with pytest.raises(WikiError, match="which"):
        brought(wiki, source)
    with pytest.raises(WikiError, match="no column"):
        brought(wiki, source, ImportOptions(columns=(("Nothing", "name"),)))
    report = brought(wiki, source, ImportOptions(columns=(("Real name", "name"), ("shoes", "skip"))))
    view = wiki.view()
    states = {each.name: each for each in view.statuses(view.characters())}
    assert states["Gwi-nam"].cause == "Fell"
    assert {name: each.state and each.state.word for name, each in states.items()} == {
        "Nam On-jo": "alive", "Gwi-nam": "dead",
    }  # fmt: skip
    assert {(each.field, each.value) for each in view.facts(ProfileValue)} == {("Age", "18"), ("Age", "=1+1")}
    assert "HYPERLINK" in view.text(view.find("Nam On-jo").id).body
    assert len(view.cast()) == 3
    assert report.skipped["lines", "they have no name"] == 1
    assert [each.target for each in report.mapping] == [
        "name", "status", "cause", "portrayed by", "Age", "text", "skip",
    ]  # fmt: skip
    wiki.close()


@pytest.mark.parametrize("text", ["{", "[1, 2]", '{"a": 1}', "[" * 100_000, "nul\0"])
def test_other_json_is_refused(tmp_path: Path, wiki: Wiki, text: str) -> None:
    with pytest.raises(WikiError):
        brought(wiki, saved(tmp_path, "x.json", text), format=SourceFormat.TV)
    assert wiki.view().pages() == ()
    wiki.close()


def test_data_of_no_show_need_one(tmp_path: Path, wiki: Wiki) -> None:
    credits = saved(tmp_path, "credits.json", TMDB["credits"])
    with pytest.raises(WikiError, match="--show"):
        brought(wiki, credits)
    brought(wiki, credits, ImportOptions(show="The Roof"))
    assert wiki.view().find("The Roof").kind is PageKind.SHOW
    wiki.close()


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared is not there")
def test_real_files(wiki: Wiki) -> None:
    report = brought(wiki, DATA / "tvmaze-the-fosters-episodes.json")
    assert report.episodes == 104
    view = wiki.view()
    assert len(view.episodes(view.find("The Fosters").id)) == 104
    options = ImportOptions(show="Avengers", columns=(("Name/Alias", "name"),))
    table = brought(wiki, DATA / "avengers-deaths.csv", options)
    assert table.read == 173
    assert table.characters + sum(table.skipped.values()) == 173
    wiki.close()

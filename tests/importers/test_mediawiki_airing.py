"""Seasons and episodes of a dump stand below their show, in order; what is not sure is an article and reported."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fanwiki.domain import entities
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki import airing
from fanwiki.importers.mediawiki.airing import Place
from fanwiki.importers.mediawiki.dates import first_date
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.importers.dumps import body, dump, imported, page

PORTABLE = """<infobox><title source="title"/><data source="season"/><data source="number"/>
<data source="airdate"><label>First aired</label></data>
<data source="writer"><label>Written by</label></data></infobox>"""

PAGES = [
    page("Nam-ra", "{{Infobox character|status=Alive|first=[[Start]]|last=Season 1, Episode 2}}", namespace=0),
    page("On-jo", "{{Infobox character|first=1x02|last=[[Gone]]}}", namespace=0),
    page("Second", "{{Episode|season=[[Season 1]]|number=2|airdate=June 8, 2022|writer=[[Chun]]}}\nMore.", namespace=0),
    page("First", "{{Episode|season=[[Season 1]]|number=1|airdate=2022-06-06}}\nIt begins.", namespace=0),
    page("Start", "#REDIRECT [[First]]", namespace=0),
    page("Return", "{{Episode|season=2|number=1|airdate=03/04/2024}}", namespace=0),
    page("Again", "{{Episode|season=2|number=1|airdate=2024}}", namespace=0),
    page("Somewhen", "{{Episode|season=|number=7}}", namespace=0),
    page("Season 1", "The first one.", namespace=0),
    page("Folge", "{{Folgeninfo|Staffel=3|Folge=4|Erstausstrahlung=8. Juni 2024|Regie=Kim}}", namespace=0),
    page("Template:Episode", PORTABLE, namespace=10),
    page("Template:Folgeninfo", "{| class=box\n| {{{Staffel}}}\n|}", namespace=10),
    page("Template:Infobox character", "{| class=box\n| {{{status}}}\n|}", namespace=10),
]  # fmt: skip


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    opened = Wiki.create(tmp_path / "roof.fanwiki")
    (tmp_path / "dump.xml").write_bytes(dump(PAGES))
    yield opened
    opened.close()


def test_seasons_and_episodes_stand_in_order_below_the_show(wiki: Wiki, tmp_path: Path) -> None:
    report = imported(wiki, tmp_path / "dump.xml")
    view = wiki.view()
    show = view.shows()[0].page.id
    assert [(each.title, season.number) for each, season in view.seasons(show)] == [
        ("Season 1", 1), ("Season 2", 2), ("Season 3", 3),
    ]  # fmt: skip
    order = view.orders().of_show(show)
    assert order is not None
    titles = [view.page(PageId(each.id)).title for each in order.episodes]
    assert titles == ["First", "Second", "Return", "Folge"]
    aired = [view.subject(view.find(title).id) for title in titles]
    assert [each.air_date for each in aired if isinstance(each, entities.Episode)] == [
        "2022-06-06", "2022-06-08", None, "2024-06-08",
    ]  # fmt: skip
    assert (report.seasons, report.episodes) == (3, 4)
    assert body(wiki, "Season 1") == "The first one.\n"
    assert not check(wiki.path)


def test_what_is_not_sure_is_an_article_and_reported(wiki: Wiki, tmp_path: Path) -> None:
    report = imported(wiki, tmp_path / "dump.xml")
    view = wiki.view()
    assert view.find("Again").kind is PageKind.ARTICLE
    assert report.warnings == [
        "“Again” stays an article: there is another episode S2E01",
        "“Somewhen” stays an article: its infobox does not say its season and its number",
    ]
    assert "> - **number:** 7" in body(wiki, "Somewhen")
    unclear = view.facts(entities.ProfileValue, page=view.find("Return").id)
    assert [(each.field, each.value) for each in unclear] == [("First aired", "03/04/2024")]


def test_the_rest_of_an_infobox_is_the_profile(wiki: Wiki, tmp_path: Path) -> None:
    imported(wiki, tmp_path / "dump.xml")
    view = wiki.view()
    values = view.facts(entities.ProfileValue, page=view.find("Second").id)
    assert [(each.field, each.value) for each in values] == [("Written by", "Chun")]
    values = view.facts(entities.ProfileValue, page=view.find("Folge").id)
    assert [(each.field, each.value) for each in values] == [("Regie", "Kim")]
    assert body(wiki, "Second") == "{{infobox}}\n\nMore.\n"


def test_first_and_last_seen_are_points_of_the_dump(wiki: Wiki, tmp_path: Path) -> None:
    imported(wiki, tmp_path / "dump.xml")
    view = wiki.view()
    namra, onjo = view.find("Nam-ra"), view.find("On-jo")
    assert namra.introduced_at is not None
    assert view.point(namra.introduced_at) == "S1E01"
    assert sorted(view.point(each.episode) for each in view.facts(entities.Appearance, character=namra.id)) == [
        "S1E01",
        "S1E02",
    ]
    assert onjo.introduced_at is not None
    assert view.point(onjo.introduced_at) == "S1E02"
    told = view.facts(entities.ProfileValue, page=onjo.id)
    assert ("Last seen", "Gone") in [(each.field, each.value) for each in told]


def test_importing_twice_adds_no_season_and_no_episode(wiki: Wiki, tmp_path: Path) -> None:
    imported(wiki, tmp_path / "dump.xml")
    counts = wiki.view().counts()
    report = imported(wiki, tmp_path / "dump.xml")
    assert wiki.view().counts() == counts
    assert report.pages == report.seasons == report.episodes == 0


def test_an_episode_of_another_show_is_reported(wiki: Wiki, tmp_path: Path) -> None:
    pages = [
        page(f"Number {n}", f"{{{{Infobox episode|series={show}|season=1|episode={n}}}}}", namespace=0)
        for n, show in enumerate(["Roof", "[[Roof]]", "Cellar"], 1)
    ]
    box = page("Template:Infobox episode", "{|\n| {{{season}}}\n|}", namespace=10)
    (tmp_path / "shows.xml").write_bytes(dump([*pages, box]))
    report = imported(wiki, tmp_path / "shows.xml")
    assert report.episodes == 2
    assert report.warnings == ["“Number 3” stays an article: it belongs to another show, “Cellar”"]


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("Infobox episode", PageKind.EPISODE),
        ("Infobox television season", PageKind.SEASON),
        ("Episode", PageKind.EPISODE),
        ("Season", PageKind.SEASON),
        ("Infobox Épisode", PageKind.EPISODE),
        ("Ficha de temporada", PageKind.SEASON),
        ("Карточка эпизода", PageKind.EPISODE),
        ("Episode list", None),
        ("Season navbox", None),
        ("Infobox television series", None),
        ("Infobox song", None),
    ],
)
def test_which_templates_are_infoboxes(template: str, kind: PageKind | None) -> None:
    assert airing.kind_by_name(template) is kind


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"season": "1", "episode": "02"}, Place(1, 2)),
        ({"season_number": "''Season'' One", "ep no": "Episode 3"}, Place(1, 3)),
        ({"episode": "S02E05"}, Place(2, 5)),
        ({"episode": "4x11", "runtime": "58 min"}, Place(4, 11, runtime=58)),
        ({"staffel": "3", "nummer": "7", "premiere": "1. März 2022"}, Place(3, 7, aired=first_date("2022-03-01"))),
        ({"시즌": "1", "회차": "6화", "방영일": "2022년 1월 28일"}, Place(1, 6, aired=first_date("2022-01-28"))),
        ({"series": "2", "episode": "1"}, Place(2, 1)),
        ({"season": "Specials", "number": "1"}, Place(0, 1)),
        ({"season": "1", "episode": "1 and 2"}, Place(1, None)),
        ({"season": "", "episode": "4"}, Place(None, 4)),
    ],
)  # fmt: skip
def test_the_place_that_an_infobox_gives(fields: dict[str, str], place: Place) -> None:
    assert airing.place_of(PageKind.EPISODE, "Roof", fields.items()) == place


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("June 6, 2022", "2022-06-06"),
        ("6th of June 2022", "2022-06-06"),
        ("{{Start date|2022|6|6}}", "2022-06-06"),
        ("1er juin 2022", "2022-06-01"),
        ("6 de junio de 2022", "2022-06-06"),
        ("6 июня 2022", "2022-06-06"),
        ("2022年6月6日", "2022-06-06"),
        ("06.06.2022", "2022-06-06"),
        ("6/25/2022", "2022-06-25"),
        ("6/7/2022", None),
        ("Sept. 2022", "2022-09"),
        ("2022", "2022"),
        ("31 February 2022", None),
        ("soon", None),
    ],
)
def test_dates_as_people_write_them(text: str, date: str | None) -> None:
    assert first_date(text) == date

"""Infoboxes become profiles: statuses with their certainty, people who play, points where episodes are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fanwiki.domain import entities
from fanwiki.domain.vocabulary import Certainty, PageKind, RoleType
from fanwiki.importers.mediawiki import infobox
from fanwiki.importers.mediawiki.infobox import Target
from fanwiki.importers.options import ImportOptions
from fanwiki.wiki import Wiki
from tests.importers.dumps import body, dump, imported, page

PORTABLE = """<infobox>
<title source="name"><default>{{PAGENAME}}</default></title>
<image source="image"/>
<data source="eye"><label>Eye colour</label></data>
<data source="status"><label>Status</label></data>
</infobox>"""

PAGES = [
    page("Template:Character", PORTABLE, namespace=10),
    page(
        "Nam-ra",
        "{{Character|name=Choi Nam-ra|image=Nam-ra.png|eye=brown|status=Alive, (Immortal)|aliases=President"
        "|portrayed=[[Cho Yi-hyun]]|first=S1E01|last=[[Finale]]|family=*[[Mother]]\n*Father}}\n'''Nam-ra''' leads.",
        namespace=0,
    ),
    page(
        "Gwi-nam", "{{Character|status=Deceased|cause=fell|portrayed=*[[Yoo In-soo]]\n*A Child (young)}}", namespace=0
    ),
    page("Eun-ji", "{{Character|status=Undead (season 1)<br>Dead (season 2)}}", namespace=0),
    page("Su-hyeok", "{{Character|status=Presumed dead}}", namespace=0),
    page("Mi-jin", "{{Character|status=Flowering}}", namespace=0),
    page("Cho Yi-hyun", "An actress.", namespace=0),
]


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    opened = Wiki.create(tmp_path / "roof.fanwiki")
    (tmp_path / "dump.xml").write_bytes(dump(PAGES))
    yield opened
    opened.close()


def test_characters_people_and_their_show(wiki: Wiki, tmp_path: Path) -> None:
    report = imported(wiki, tmp_path / "dump.xml")
    view = wiki.view()
    assert [show.page.title for show in view.shows()] == ["Roof"]
    assert {each.title for each in view.pages(PageKind.CHARACTER)} == {
        "Nam-ra",
        "Gwi-nam",
        "Eun-ji",
        "Su-hyeok",
        "Mi-jin",
    }
    assert {each.title for each in view.pages(PageKind.PERSON)} == {"Cho Yi-hyun", "Yoo In-soo", "A Child"}
    assert (report.characters, report.people, report.portrayals) == (5, 3, 3)
    cast = {(line.person, line.character): line.portrayal.role for line in view.cast(view.shows()[0].page.id)}
    assert cast["A Child", "Gwi-nam"] is RoleType.YOUNGER
    assert body(wiki, "Nam-ra") == "{{infobox}}\n\n**Nam-ra** leads.\n"


def test_statuses_with_their_certainty(wiki: Wiki, tmp_path: Path) -> None:
    imported(wiki, tmp_path / "dump.xml")
    view = wiki.view()
    words = {state.id: state.word for state in view.states()}

    def said(title: str) -> list[tuple[str, Certainty, str, str]]:
        events = view.facts(entities.StatusEvent, character=view.find(title).id)
        ordered = sorted(events, key=lambda event: event.id)
        return [(words[each.state], each.certainty, each.note, each.cause) for each in ordered]

    assert said("Nam-ra") == [("alive", Certainty.CONFIRMED, "(Immortal)", "")]
    assert said("Gwi-nam") == [("dead", Certainty.CONFIRMED, "", "fell")]
    assert said("Eun-ji") == [
        ("undead", Certainty.CONTESTED, "Undead (season 1)", ""),
        ("dead", Certainty.CONTESTED, "Dead (season 2)", ""),
    ]
    assert said("Su-hyeok") == [("dead", Certainty.PRESUMED, "Presumed dead", "")]
    assert said("Mi-jin") == []
    assert [each.value for each in view.facts(entities.ProfileValue, page=view.find("Mi-jin").id)] == ["Flowering"]


def test_fields_have_the_labels_of_the_definition(wiki: Wiki, tmp_path: Path) -> None:
    report = imported(wiki, tmp_path / "dump.xml", ImportOptions())
    view = wiki.view()
    namra = view.find("Nam-ra").id
    values = {(each.field, each.value) for each in view.facts(entities.ProfileValue, page=namra)}
    assert values == {
        ("Image", "Nam-ra.png"),
        ("Eye colour", "brown"),
        ("Family", "Mother"),
        ("Family", "Father"),
        ("First seen", "S1E01"),
        ("Last seen", "Finale"),
    }
    assert {each.text for each in view.facts(entities.Name, page=namra)} == {"Choi Nam-ra", "President"}
    assert report.wanted == ("Nam-ra.png",)
    uses = {each.field: (each.target, each.filled, each.uses) for each in report.mapping}
    assert uses["status"] == ("status", 5, 5)
    assert uses["eye"] == ("profile", 1, 5)


def test_first_and_last_seen_are_points_where_episodes_are_known(wiki: Wiki, tmp_path: Path) -> None:
    wiki.apply_written(
        [
            {"edit": "AddPage", "id": "show", "kind": "show", "title": "Roof",
             "subject": {"type": "Show", "code": "r"}},
            {"edit": "AddPage", "id": "s1", "kind": "season", "title": "One", "parent": "show",
             "subject": {"type": "Season", "show": "show", "number": 1}},
            {"edit": "AddPage", "id": "e1", "kind": "episode", "title": "Pilot", "parent": "s1",
             "subject": {"type": "Episode", "season": "s1", "number": 1}},
            {"edit": "AddPage", "id": "e2", "kind": "episode", "title": "Finale", "parent": "s1",
             "subject": {"type": "Episode", "season": "s1", "number": 2}},
        ],
        label="episodes",
    )  # fmt: skip
    imported(wiki, tmp_path / "dump.xml")
    view = wiki.view()
    namra = view.find("Nam-ra")
    assert view.point(namra.introduced_at) == "S1E01" if namra.introduced_at else False
    seen = view.facts(entities.Appearance, character=namra.id)
    assert sorted(view.point(each.episode) for each in seen) == ["S1E01", "S1E02"]


def test_pictures_come_from_a_folder(wiki: Wiki, tmp_path: Path) -> None:
    (tmp_path / "media" / "a").mkdir(parents=True)
    (tmp_path / "media" / "a" / "nam-ra.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    (tmp_path / "media" / "other.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    report = imported(wiki, tmp_path / "dump.xml", ImportOptions(media=tmp_path / "media"))
    assert report.media == 1
    assert report.wanted == ()
    view = wiki.view()
    assert view.media_content("Nam-ra.png") is not None
    namra = view.find("Nam-ra").id
    assert [media.name for _, media in view.portraits(namra)] == ["Nam-ra.png"]
    assert "Image" not in {each.field for each in view.facts(entities.ProfileValue, page=namra)}


def test_links_in_a_field_are_links_of_the_profile(wiki: Wiki, tmp_path: Path) -> None:
    text = "{{Character|family=[[gwi-nam|G.]] (foe)<br>An aunt<br>[[Eun-ji]] and [[Nobody]]}}"
    (tmp_path / "dump.xml").write_bytes(dump([*PAGES, page("Bare-su", text, namespace=0)]))
    imported(wiki, tmp_path / "dump.xml")
    view = wiki.view()
    box = view.infobox(view.find("Bare-su").id)
    assert box is not None
    family = next(field for field in box.fields if field.label == "Family")
    assert family.values == (
        ("G. (foe)", view.find("Gwi-nam").id),
        ("An aunt", None),
        ("Eun-ji", view.find("Eun-ji").id),
        ("and Nobody", None),
    )


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("Infobox character", PageKind.CHARACTER),
        ("Character", PageKind.CHARACTER),
        ("Infobox_actor", PageKind.PERSON),
        ("Ficha de personaje", PageKind.CHARACTER),
        ("Infobox Personnage", PageKind.CHARACTER),
        ("Infobox Schauspieler", PageKind.PERSON),
        ("등장인물 정보", PageKind.CHARACTER),
        ("登場人物情報", PageKind.CHARACTER),
        ("Ficha de canción", None),
        ("Infobox song", None),
        ("Infobox character/doc", None),
    ],
)
def test_which_infoboxes_are_profiles(template: str, kind: PageKind | None) -> None:
    assert infobox.kind_of(template) is kind


@pytest.mark.parametrize(
    ("key", "target"),
    [
        ("Erster Auftritt", Target.FIRST_SEEN),
        ("Todesursache", Target.CAUSE),
        ("causa_de_muerte", Target.CAUSE),
        ("última aparición", Target.LAST_SEEN),
        ("ultima_aparicion", Target.LAST_SEEN),
        ("Interprété par", Target.PORTRAYED_BY),
        ("surnom", Target.ALIASES),
        ("담당 배우", Target.PORTRAYED_BY),
        ("생존 여부", Target.STATUS),
        ("종족", Target.SPECIES),
        ("声優", Target.PORTRAYED_BY),
        ("名前", Target.TITLE),
        ("Haarfarbe", Target.PROFILE),
        ("혈액형", Target.PROFILE),
    ],
)
def test_fields_of_other_languages_go_where_those_in_english_go(key: str, target: Target) -> None:
    assert infobox.target_of(key) is target


@pytest.mark.parametrize(
    ("value", "states"),
    [
        ("Verstorben", ["dead"]),
        ("Untot", ["undead"]),
        ("lebt", ["alive"]),
        ("Muerta", ["dead"]),
        ("Desconocido", ["unknown"]),
        ("Décédée", ["dead"]),
        ("En vie", ["alive"]),
        ("사망 (추정)", ["dead"]),
        ("행방불명", ["missing"]),
        ("절비", ["half-zombie"]),
        ("生存", ["alive"]),
        ("Total", []),
        ("Mortal", []),
    ],
)
def test_statuses_in_other_languages(value: str, states: list[str]) -> None:
    found = infobox.fates(value)
    assert [fate.state for fate in found] == states
    assert [fate.certainty is Certainty.PRESUMED for fate in found] == ["추정" in value] * len(found)

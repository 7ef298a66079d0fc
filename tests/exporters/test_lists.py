"""The pages about the whole bundle: all images, recent changes, what the bundle is; and what stands beside a page."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from fanwiki.domain.edits import AddFact, AddPage, ChangeSubject, SavePage, StoreMedia
from fanwiki.domain.entities import Appearance, Character, Episode, Group, Media, Portrait, Redirect, StatusEvent
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.images import new_picture
from fanwiki.domain.vocabulary import AppearanceMode, PageKind
from fanwiki.exporters.html import HtmlOptions
from fanwiki.exporters.html.beside import MOST_SISTERS
from fanwiki.wiki import Wiki
from fanwiki.wiki import wiki as wiki_module
from tests.building import Builder
from tests.exporters.conftest import files_of, write_bundle

PNG = b"\x89PNG\r\n\x1a\n"


def _picture(wiki: Wiki, name: str, alt: str = "") -> Media:
    content = PNG + name.encode()
    media = new_picture(f"{name}.png", content, alt)
    wiki.apply(StoreMedia(media, content))
    return media


def _page(files: dict[str, bytes], path: str) -> str:
    return files[path].decode()


def test_all_images_are_listed_with_their_licence_and_where_they_are_shown(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, _ = build.show()
    content = PNG + b"roof"
    made = new_picture("roof.png", content, "The roof")
    wiki.apply(
        StoreMedia(
            Media(made.id, made.name, made.sha256, made.mime, "The roof", "Ann", "CC BY 4.0", "our own"), content
        )
    )
    _picture(wiki, "nobody shows it")
    hero = build.character(show, "Hero", body="![[roof.png]]")
    wiki.apply(AddFact(Portrait(FactId(new_id()), hero, made.id)))
    write_bundle(wiki, tmp_path / "out")
    text = _page(files_of(tmp_path / "out"), "images.html")
    for words in ("The roof", "roof.png", "Ann", "CC BY 4.0", "our own", '<a href="characters/hero.html">Hero</a>'):
        assert words in text, words
    assert text.count("<figure>") == 1
    assert "All images" in _page(files_of(tmp_path / "out"), "about.html")


def test_an_image_is_on_the_list_from_where_it_is_first_shown(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    _picture(wiki, "late", "The late one")
    _picture(wiki, "templated", "By a template")
    wiki.apply(AddPage(PageId(new_id()), PageKind.TEMPLATE, "Template:Shot", body="![[templated.png]]", reviewed=True))
    build.character(show, "Hero", body="::: reveal S1E04\n![[late.png]]\n\n{{Shot}}\n:::\n")
    write_bundle(wiki, tmp_path / "early", HtmlOptions(as_of="S1E03"))
    write_bundle(wiki, tmp_path / "all")
    early = files_of(tmp_path / "early")
    assert "images.html" not in early
    assert b"The late one" not in b"".join(early.values())
    text = _page(files_of(tmp_path / "all"), "images.html")
    assert text.count('<li data-from="0:4"><a href="characters/hero.html">Hero</a></li>') == 2
    assert len(episodes) == 6


def test_a_wiki_without_pictures_has_no_page_for_them(wiki: Wiki, tmp_path: Path) -> None:
    Builder(wiki).show()
    write_bundle(wiki, tmp_path / "out")
    assert "images.html" not in files_of(tmp_path / "out")


class _Clock:
    """Says what day it is."""

    def __init__(self) -> None:
        self.day = "2022-01-28"

    def __call__(self) -> str:
        return f"{self.day}T12:00:00+00:00"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(wiki_module, "_now", made)
    return made


def _save(wiki: Wiki, page: PageId, text: str, summary: str = "") -> None:
    wiki.apply(SavePage(page, text, summary=summary))


def _changed(out: Path) -> str:
    found = re.search(r'last changed on <time datetime="([^"]*)"', _page(files_of(out), "about.html"))
    assert found is not None
    return found[1]


def test_what_was_changed_last_is_told_as_far_as_the_reader_can_see(wiki: Wiki, tmp_path: Path, clock: _Clock) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    hero = build.character(show, "Hero", body="He lives.")
    build.character(show, "Other", body="Another.")
    clock.day = "2022-02-01"
    _save(wiki, hero, "He lives in a school.", "where he lives")
    clock.day = "2022-03-01"
    _save(wiki, hero, "He lives in a school.\n\n::: reveal S1E05\nHe dies.\n:::\n", "he dies")
    clock.day = "2022-04-01"
    build.character(show, "Late", introduced_at=episodes[4])
    clock.day = "2022-05-01"
    build.status(hero, "dead", at=episodes[4])
    for point, day in (("S1E02", "2022-02-01"), ("S1E05", "2022-04-01")):
        write_bundle(wiki, tmp_path / point, HtmlOptions(as_of=point, recent=True))
        assert _changed(tmp_path / point) == day
    text = _page(files_of(tmp_path / "S1E02"), "recent.html")
    assert "2022-02-01" in text
    assert "28 January 2022" in text
    for hidden in ("2022-03", "2022-04", "2022-05", "where he lives", "he dies", "Late"):
        assert hidden not in text, hidden
    assert text.index("Hero") < text.index("Other")
    later = _page(files_of(tmp_path / "S1E05"), "recent.html")
    assert "2022-03-01" in later
    assert "2022-05" not in later


def test_a_reader_of_everything_hears_of_a_page_once_he_has_come_to_its_end(
    wiki: Wiki, tmp_path: Path, clock: _Clock
) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    hero = build.character(show, "Hero", body="He lives.")
    _save(wiki, hero, "He lives.\n\n::: reveal S1E05\nHe dies.\n:::\n", "he dies")
    other = build.character(show, "Other")
    clock.day = "2022-05-01"
    build.status(other, "dead", at=episodes[4])
    write_bundle(wiki, tmp_path / "out", HtmlOptions(recent=True))
    text = _page(files_of(tmp_path / "out"), "recent.html")
    assert re.search(r'<li data-from="0:5"><a href="characters/hero.html">Hero</a>.*data-from="x">he dies<', text)
    assert re.search(r'<li data-from="x"><a href="characters/other.html">', text)
    assert _changed(tmp_path / "out") == "2022-05-01"


def test_recent_changes_are_there_if_wanted_alone(bundle: Path) -> None:
    assert not (bundle / "recent.html").exists()
    assert b"Recent changes" not in (bundle / "index.html").read_bytes()


def test_characters_follow_one_another_and_sisters_know_each_other(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, _ = build.show("First", "one", 2)
    other, _ = build.show("Second", "two", 2)
    build.character(show, "Nam-ra")
    build.character(show, "On-jo")
    build.character(other, "Nam-ra (webtoon)")
    group = PageId(new_id())
    wiki.apply(AddPage(group, PageKind.GROUP, "Class", show, subject=Group(group)))
    write_bundle(wiki, tmp_path / "out")
    files = files_of(tmp_path / "out")
    first = _page(files, "characters/nam-ra.html")
    assert re.search(r'rel="next" href="../characters/on-jo.html"', first)
    assert 'rel="prev"' not in first
    assert re.search(r'href="../characters/nam-ra-webtoon.html">Nam-ra \(webtoon\) <span class="kind">Second<', first)
    assert "Of the same title" not in _page(files, "characters/on-jo.html")
    assert "Of the same title" not in _page(files, "seasons/one-s1.html")
    assert Character(group).species == ""


def test_of_many_sisters_some_are_named(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    for number in range(MOST_SISTERS + 3):
        build.page(f"Nam-ra ({number})", "Words.")
    write_bundle(wiki, tmp_path / "out")
    page = _page(files_of(tmp_path / "out"), "pages/nam-ra-7.html")
    assert len(re.findall(r'<span class="kind">article</span></a></li>', page)) == MOST_SISTERS
    assert 'href="nam-ra-7.html"' not in page


def test_the_shows_picture_is_the_cover_the_icon_and_what_is_shared(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    hero = build.character(show, "Hero")
    early, late, face = (_picture(wiki, name, name) for name in ("early", "late", "face"))
    wiki.apply(
        AddFact(Portrait(FactId(new_id()), show, early.id)),
        AddFact(Portrait(FactId(new_id()), show, late.id, revealed_at=episodes[2])),
        AddFact(Portrait(FactId(new_id()), hero, face.id)),
    )
    write_bundle(wiki, tmp_path / "out", HtmlOptions(base_url="https://example.org/w"))
    files = files_of(tmp_path / "out")
    icon = f"media/{early.sha256[:20]}.png"
    assert f'<link rel="icon" href="{icon}">' in _page(files, "index.html")
    assert f'<meta property="og:image" content="https://example.org/w/{icon}">' in _page(files, "index.html")
    shared = f'<meta property="og:image" content="https://example.org/w/media/{face.sha256[:20]}.png">'
    assert shared in _page(files, "characters/hero.html")
    cover = _page(files, "index.html").partition('class="hero-picture"')[2].partition("</div>")[0]
    assert re.search(r'alt="early"[^>]* data-until="0:3" hidden=""', cover)
    assert re.search(r'alt="late"[^>]* data-from="0:3"', cover)
    write_bundle(wiki, tmp_path / "plain")
    assert b"og:image" not in files_of(tmp_path / "plain")["index.html"]


def test_the_alphabet_has_categories_by_their_plain_names(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    page = build.page("The class")
    build.fact(Redirect(FactId(new_id()), "Category:Pupils", page))
    write_bundle(wiki, tmp_path / "out")
    text = _page(files_of(tmp_path / "out"), "a-z.html")
    assert ">Pupils</a>" in text
    assert "Category:" not in text


def test_episodes_have_no_column_for_what_is_not_known(wiki: Wiki, tmp_path: Path) -> None:
    _, episodes = Builder(wiki).show()
    write_bundle(wiki, tmp_path / "bare")
    assert "Length" not in _page(files_of(tmp_path / "bare"), "shows/show.html")
    first = wiki.view().subject(PageId(episodes[0]))
    assert isinstance(first, Episode)
    wiki.apply(ChangeSubject(replace(first, runtime=50)))
    write_bundle(wiki, tmp_path / "known")
    text = _page(files_of(tmp_path / "known"), "shows/show.html")
    assert "Length" in text
    assert "<td>50 min</td>" in text
    assert "Aired" not in text


def test_a_box_with_nothing_in_it_is_left_out(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    build.show()
    build.page("Bare", "{{infobox}}\n\nText.")
    write_bundle(wiki, tmp_path / "out", HtmlOptions(include_unreviewed=True))
    files = files_of(tmp_path / "out")
    assert "infobox" not in _page(files, "shows/show.html")
    assert "infobox" not in _page(files, "pages/bare.html")


def test_an_episode_lists_what_becomes_of_whom_and_who_appears(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    hero, villain = (build.character(show, title) for title in ("Hero", "Villain"))
    build.status(hero, "alive", None)
    event = StatusEvent(
        FactId(new_id()),
        hero,
        build.state("dead").id,
        at=episodes[1],
        revealed_at=episodes[3],
        cause="a fall",
        by_whom=villain,
    )
    build.fact(event)
    for appearance in (
        Appearance(FactId(new_id()), hero, episodes[1]),
        Appearance(FactId(new_id()), villain, episodes[1], AppearanceMode.VOICE, revealed_at=episodes[2]),
    ):
        build.fact(appearance)
    write_bundle(wiki, tmp_path / "all")
    files = files_of(tmp_path / "all")
    second, fourth = (_page(files, f"episodes/show-s1e0{number}.html") for number in (2, 4))
    assert '<tr data-from="0:4"><th scope="row"><a class="wikilink" href="../characters/hero.html">Hero' in second
    assert 'a fall; by <a class="wikilink" href="../characters/villain.html">Villain</a>; learnt in' in second
    assert 'true since <span class="point">S1E02</span>' in fourth
    appearing = second.partition('id="data.appearing"')[2]
    assert '<li data-from="0:2"><a class="wikilink" href="../characters/hero.html">Hero</a></li>' in appearing
    assert 'Villain</a> <span class="kind">(voice)</span></li>' in appearing
    assert "Hero" not in _page(files, "episodes/show-s1e01.html")
    write_bundle(wiki, tmp_path / "to two", HtmlOptions(as_of="S1E02"))
    second = _page(files_of(tmp_path / "to two"), "episodes/show-s1e02.html")
    assert "data.fates" not in second
    assert "Hero" in second
    assert "Villain" not in second

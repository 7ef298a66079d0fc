"""What a bundle tells other programs: schema.org in its pages, and addresses of the web where it has one."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from fanwiki.domain.edits import AddFact
from fanwiki.domain.entities import Portrayal
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.vocabulary import Standing
from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters import small_wiki
from tests.exporters.conftest import files_of, write_bundle


def _graph(file: Path) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', file.read_text(), re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def test_shows_seasons_episodes_people_and_roles(wiki: Wiki, tmp_path: Path) -> None:
    small_wiki.fill(wiki)
    write_bundle(wiki, tmp_path / "out")
    (series,) = _graph(tmp_path / "out/shows/the-night-shift.html")
    assert (series["@type"], series["name"], series["alternateName"]) == ("TVSeries", "The Night Shift", "야근")
    (role,) = series["actor"]
    assert (role["@type"], role["characterName"], role["actor"]["name"]) == ("PerformanceRole", "Mina", "Kim A")
    (season,) = _graph(tmp_path / "out/seasons/night-s1.html")
    assert [each["name"] for each in season["episode"]] == ["Pilot", "Second", "Third"]
    (episode,) = _graph(tmp_path / "out/episodes/night-s1e02.html")
    assert (episode["@type"], episode["episodeNumber"], episode["timeRequired"]) == ("TVEpisode", 2, "PT50M")
    assert episode["partOfSeries"]["url"] == "../shows/the-night-shift.html"
    person, in_series = _graph(tmp_path / "out/people/kim-a.html")
    assert (person["@type"], in_series["@type"]) == ("Person", "TVSeries")


def test_what_is_not_confirmed_or_not_revealed_is_not_said(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, episodes = build.show("Show", "show")
    hero, rumoured, later = build.character(show, "Hero"), build.person("Rumoured"), build.person("Later")
    wiki.apply(
        AddFact(Portrayal(FactId(new_id()), show, rumoured, hero, standing=Standing.RUMOUR)),
        AddFact(Portrayal(FactId(new_id()), show, later, hero, revealed_at=episodes[2])),
    )
    write_bundle(wiki, tmp_path / "early", HtmlOptions(as_of="S1E02"))
    (series,) = _graph(tmp_path / "early/shows/show.html")
    assert "actor" not in series
    assert "ld+json" not in (tmp_path / "early/characters/hero.html").read_text()


def test_a_title_cannot_end_the_script(wiki: Wiki, tmp_path: Path) -> None:
    Builder(wiki).show("</script><b>&amp;", "show")
    write_bundle(wiki, tmp_path / "out")
    (file,) = (tmp_path / "out/shows").iterdir()
    (series,) = _graph(file)
    assert series["name"] == "</script><b>&amp;"


def test_addresses_of_the_web_stand_there_only_when_they_are_given(wiki: Wiki, tmp_path: Path, bundle: Path) -> None:
    for path, content in files_of(bundle).items():
        assert path != "sitemap.xml"
        assert b"canonical" not in content or not path.endswith(".html")
    small_wiki.fill(wiki)
    write_bundle(wiki, tmp_path / "out", HtmlOptions(base_url="https://example.org/night"))
    page = (tmp_path / "out/characters/mina.html").read_text()
    assert '<link rel="canonical" href="https://example.org/night/characters/mina.html">' in page
    assert 'property="og:url" content="https://example.org/night/characters/mina.html"' in page
    tree = ElementTree.fromstring((tmp_path / "out/sitemap.xml").read_bytes())
    places = [each.text or "" for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert places[-1].startswith("https://example.org/night/")
    assert "https://example.org/night/" in places
    written = {path for path in files_of(tmp_path / "out") if path.endswith(".html") and not path.startswith("also/")}
    assert len(places) == len(written)
    assert unescape(places[0]) == places[0]


@pytest.mark.parametrize(
    "wrong", ["example.org", "ftp://example.org/", "https://", "https://example.org/?a=b", "javascript:1"]
)
def test_what_is_no_address_is_refused(wiki: Wiki, tmp_path: Path, wrong: str) -> None:
    with pytest.raises(WikiError, match="no address"):
        write_bundle(wiki, tmp_path / "out", HtmlOptions(base_url=wrong))
    assert not (tmp_path / "out").exists()

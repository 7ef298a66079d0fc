"""What a page is about in the words of schema.org (JSON-LD), for search engines and other programs.

It says no more than the page: all of it comes through the bundle's View, and casting only where it is confirmed.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from fanwiki.domain.casting import Billing
from fanwiki.domain.entities import Episode, Page, Person, Season, Show
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind, Standing
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.site import Site

Thing = dict[str, Any]


def linked_data(site: Site, page: Page, here: str) -> Markup:
    """The content of a `script` of type `application/ld+json`; empty for a page of a kind that has no words there."""
    things = list(_things(site, page, here))
    if not things:
        return Markup("")
    written = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    # Nothing in it may end the script.
    return Markup(written.replace("<", "\\u003c").replace("&", "\\u0026").replace(">", "\\u003e"))


def _things(site: Site, page: Page, here: str) -> Iterable[Thing]:
    subject = site.view.subject(page.id)
    match subject:
        case Show():
            yield _series(site, page, subject, here)
        case Season():
            yield _season(site, page, subject, here)
        case Episode():
            yield _episode(site, page, subject, here)
        case Person():
            yield _thing("Person", page, site, here, alternateName=_names(site, page), birthDate=subject.born)
            yield from _roles(site, site.view.portrayals_of(page.id), here)
    if page.kind is PageKind.CHARACTER:
        yield from _roles(site, site.view.portrayals_of(page.id), here)


def _series(site: Site, page: Page, show: Show, here: str) -> Thing:
    seasons = site.view.seasons(page.id)
    return _thing(
        "TVSeries",
        page,
        site,
        here,
        alternateName=show.original_title,
        containsSeason=[
            _thing("TVSeason", each, site, here, seasonNumber=season.number, datePublished=season.released)
            for each, season in seasons
        ],
        actor=[_role(site, line, here) for line in _confirmed(site.view.cast(page.id))],
    )


def _season(site: Site, page: Page, season: Season, here: str) -> Thing:
    lines = [line for line in site.view.episodes(season.show, season.number) if PageId(line.id) in site.pages]
    return _thing(
        "TVSeason",
        page,
        site,
        here,
        seasonNumber=season.number,
        datePublished=season.released,
        partOfSeries=_thing("TVSeries", site.pages[season.show], site, here),
        episode=[
            _thing("TVEpisode", site.pages[PageId(line.id)], site, here, datePublished=line.air_date) for line in lines
        ],
    )


def _episode(site: Site, page: Page, episode: Episode, here: str) -> Thing:
    season = site.pages[episode.season]
    line = site.line(season)
    series = next((each for each in line if each.kind is PageKind.SHOW), None)
    return _thing(
        "TVEpisode",
        page,
        site,
        here,
        episodeNumber=episode.number,
        datePublished=episode.air_date,
        timeRequired=None if episode.runtime is None else f"PT{episode.runtime}M",
        partOfSeason=_thing("TVSeason", season, site, here),
        partOfSeries=None if series is None else _thing("TVSeries", series, site, here),
    )


def _roles(site: Site, lines: Iterable[Billing], here: str) -> Iterable[Thing]:
    """The roles of a person or of a character, each in its series."""
    for line in _confirmed(lines):
        show = site.pages.get(line.portrayal.show)
        if show is not None:
            yield _thing("TVSeries", show, site, here, actor=[_role(site, line, here)])


def _confirmed(lines: Iterable[Billing]) -> Iterable[Billing]:
    return (line for line in lines if line.portrayal.standing is Standing.CONFIRMED)


def _role(site: Site, line: Billing, here: str) -> Thing:
    """A role in its series: schema.org has it as an actor who is himself a role with an actor."""
    person = site.pages[line.portrayal.person]
    return {"@type": "PerformanceRole", "characterName": line.character, "actor": _thing("Person", person, site, here)}


def _thing(kind: str, page: Page, site: Site, here: str, **more: object) -> Thing:
    return {"@type": kind, "name": page.title, "url": _url(site, page, here), **_given(more)}


def _given(values: Mapping[str, object]) -> Thing:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _names(site: Site, page: Page) -> list[str]:
    return [name.text for name in site.selection.names.get(page.id, ()) if name.text != page.title]


def _url(site: Site, page: Page, here: str) -> str:
    path = site.layout.pages[page.id]
    return site.base + address("", path) if site.base else address(here, path)

"""The episodes that a character is in, season by season, as its page in the bundle lists them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from fanwiki.domain.entities import Appearance, Page
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.vocabulary import AppearanceMode, PageKind
from fanwiki.exporters.html.site import Link, Site
from fanwiki.markup.data.pieces import page_link, row, table
from fanwiki.markup.html import either, element, escape
from fanwiki.wiki.world import PageWorld


def appearances_of(site: Site, character: Page, world: PageWorld) -> str:
    """A table of seasons and episodes; empty where no appearance is known. Each episode says how the character is in
    it, unless plainly on screen.
    """
    found = site.view.appearances_of(character.id)
    if not found:
        return ""
    rows = [
        row(
            page_link(season, title, world),
            _episodes([_episode(episode, list(modes), world) for episode, modes in groupby(group, _episode_of)]),
            since=either(site.view.since(each.id) for each in group),
        )
        for (season, title), group in _by_season(found, site.seasons)
    ]
    return table("appearances", "Appearances", ["Season", "Episodes"], rows)


def seasons_of(site: Site, page: Page, here: str) -> list[Link]:
    """The seasons that a character is in, each with from where on that is known."""
    if page.kind is not PageKind.CHARACTER:
        return []
    since: dict[PageId, list[str]] = {}
    for each in site.view.appearances_of(page.id):
        season, _ = site.seasons[each.episode]
        since.setdefault(season, []).append(site.view.since(each.id))
    return [site.link(site.pages[season], here, since=either(found)) for season, found in since.items()]


def _by_season(
    found: Iterable[Appearance], seasons: Mapping[EpisodeId, tuple[PageId, str]]
) -> Iterator[tuple[tuple[PageId, str], list[Appearance]]]:
    for season, group in groupby(found, lambda each: seasons[each.episode]):
        yield season, list(group)


def _episodes(found: list[str]) -> str:
    """In one line, as a list: each may be hidden by itself."""
    return element("ul", "".join(element("li", each) for each in found), class_="inline")


def _episode(episode: EpisodeId, appearances: list[Appearance], world: PageWorld) -> str:
    link = page_link(PageId(episode), world.point(episode), world)
    modes = [each.mode for each in appearances]
    if modes == [AppearanceMode.ON_SCREEN]:
        return link
    words = escape(f"({', '.join(modes)})")
    return f"{link} {element('span', words, class_='kind')}"


def _episode_of(appearance: Appearance) -> EpisodeId:
    return appearance.episode

"""What the page of an episode in the bundle lists below its text: what becomes of whom in it, and who appears."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from fanwiki.domain.entities import Appearance, Page, StatusEvent
from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import AppearanceMode
from fanwiki.exporters.html.site import Site
from fanwiki.markup.data.pieces import page_link, point, row, table
from fanwiki.markup.data.status import status_html
from fanwiki.markup.html import either, element, escape
from fanwiki.wiki.world import PageWorld


def fates_in(site: Site, episode: Page, world: PageWorld) -> str:
    """A table of the states that characters enter in an episode, and of those of which it is learnt there; empty where
    there are none.
    """
    here = EpisodeId(episode.id)
    found = {
        event.id: event
        for event in (
            *site.view.facts(StatusEvent, at=episode.id),
            *site.view.facts(StatusEvent, revealed_at=episode.id),
        )
        if event.character in site.pages
    }
    if not found:
        return ""
    states = {state.id: state for state in site.view.states()}
    rows: list[str] = []
    for event in sorted(found.values(), key=lambda each: site.pages[each.character].title):
        status = Status(event.character, "", None, states[event.state], event.certainty)
        rows.append(
            row(
                page_link(event.character, "", world),
                status_html(status),
                "; ".join(_told(event, here, world)),
                since=site.view.since_event(event),
            )
        )
    return table("fates", "What becomes of whom", ["Character", "Status", "How"], rows)


def appearing_in(site: Site, episode: Page, world: PageWorld) -> str:
    """A list of the characters that are in an episode, each with how, unless plainly on screen; empty where none is
    known.
    """
    found = [each for each in site.view.facts(Appearance, episode=episode.id) if each.character in site.pages]
    by_title = sorted(found, key=lambda each: (site.pages[each.character].title, each.character))
    items = [
        _item(site, site.pages[character], list(group), world)
        for character, group in groupby(by_title, lambda each: each.character)
    ]
    return element("ul", "\n" + "".join(items), class_="members") + "\n" if items else ""


def _told(event: StatusEvent, here: EpisodeId, world: PageWorld) -> Iterator[str]:
    if event.cause:
        yield escape(event.cause)
    if event.by_whom is not None and (name := page_link(event.by_whom, "", world)):
        yield f"by {name}"
    if event.at != here:
        yield "true " + ("from the start" if event.at is None else f"since {point(event.at, world)}")
    elif event.revealed_at not in (None, here):
        yield f"learnt in {point(event.revealed_at, world)}"


def _item(site: Site, character: Page, appearances: Iterable[Appearance], world: PageWorld) -> str:
    listed = list(appearances)
    shown = page_link(character.id, "", world)
    modes = [each.mode for each in listed]
    if modes != [AppearanceMode.ON_SCREEN]:
        shown += " " + element("span", escape(f"({', '.join(modes)})"), class_="kind")
    since = either(site.view.since(each.id) for each in listed)
    return element("li", shown, data_from=since or None) + "\n"

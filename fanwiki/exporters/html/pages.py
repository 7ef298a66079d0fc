"""The file of each page of the wiki: its body, with what belongs around it."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import NameKind, PageKind
from fanwiki.exporters.html.appearances import appearances_of, seasons_of
from fanwiki.exporters.html.bodies import Body, Contents
from fanwiki.exporters.html.episodes import appearing_in, fates_in
from fanwiki.exporters.html.layout import media_path
from fanwiki.exporters.html.linked_data import linked_data
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.site import Link, Site
from fanwiki.exporters.html.templates import Templates
from fanwiki.exporters.selection import Category
from fanwiki.markup.data.status import status_html
from fanwiki.wiki.world import PageWorld

MOST_BACKLINKS: Final = 200
"""Pages listed as linking to one; a list of all would make a bundle of many pages grow by their square."""

_KINDS: Final = {PageKind.ARTICLE: "", PageKind.PERSON: "person"}
_NAME_KINDS: Final = {
    NameKind.NATIVE: "",
    NameKind.ROMANISED: "romanised",
    NameKind.ALIAS: "",
    NameKind.CREDITED_AS: "credited as",
}


@dataclass(frozen=True)
class Backlinks:
    """The pages that link to one: as many as are listed, how many there are, and how many of them are not listed."""

    listed: Markup
    count: int
    more: int


def page_file(site: Site, templates: Templates, page: Page) -> bytes:
    """The file of a page that is no category."""
    here = site.layout.pages[page.id]
    world = site.world(page, here)
    body = site.body(page, world)
    timeline = _timeline(site, templates, page, world) if page.kind is PageKind.CHARACTER else Markup("")
    if page.kind is PageKind.CHARACTER:
        body = body.with_section("data.appearances", "Appearances", appearances_of(site, page, world))
    if page.kind is PageKind.EPISODE:
        body = body.with_section("data.fates", "What becomes of whom", fates_in(site, page, world))
        body = body.with_section("data.appearing", "Who appears", appearing_in(site, page, world))
    contents = body.contents
    if timeline:
        contents = (*contents, Contents(2, "Status, episode by episode", "data.timeline"))
    beside = site.besides.of(page)
    return templates.fill(
        "page",
        frame=site.frame(here, page.title, page=page, contents=contents, picture=_picture(site, page)),
        kind=_KINDS.get(page.kind, str(page.kind)),
        names=_names(site, page),
        linked_data=linked_data(site, page, here),
        prose_since=site.view.since_prose(page.id),
        body=body,
        timeline=timeline,
        graph=site.graph_of(page, here),
        categories=_categories(site, page, here),
        before=None if beside.before is None else site.link(beside.before, here),
        after=None if beside.after is None else site.link(beside.after, here),
        sisters=_sisters(site, page, here),
        seasons=seasons_of(site, page, here),
        backlinks=_backlinks(site, page, here),
    )


def category_file(site: Site, templates: Templates, category: Category) -> bytes:
    """The file of a category: its text, if it has a page, and its members."""
    here = site.layout.categories[category.key]
    page = category.page
    body = Body(Markup(""), Markup(""), (), ())
    if page is not None:
        body = site.body(page, site.world(page, here))
    return templates.fill(
        "category",
        frame=site.frame(
            here,
            category.name,
            crumbs=(Link("Categories", address(here, "categories.html")),),
            contents=body.contents,
        ),
        body=body,
        members=[
            site.link(member, here, note=str(member.kind), since=category.members_since.get(member.id, ""))
            for member in category.members
        ],
        sisters=(),
        seasons=(),
        categories=() if page is None else _categories(site, page, here),
    )


def _names(site: Site, page: Page) -> list[Link]:
    """The further names of a page, as links that lead nowhere: only text, language and kind are used."""
    names = site.selection.names.get(page.id, ())
    found = [
        Link(name.text, "", lang=name.language, note=_NAME_KINDS[name.kind], since=site.view.since(name.id))
        for name in names
    ]
    return [name for name in found if name.text != page.title]


def _categories(site: Site, page: Page, here: str) -> list[Link]:
    of = site.selection.categories_of.get(page.id, ())
    return [
        Link(each.name, address(here, site.layout.categories[each.key]), since=each.members_since.get(page.id, ""))
        for each in of
    ]


def _picture(site: Site, page: Page) -> str:
    """The file of the picture that stands for a page on the web: the last portrait that everybody may see."""
    if not site.base:
        return ""
    portraits = site.view.portraits(page.id)
    found = [media for portrait, media in portraits if not site.view.since(portrait.id, media.id)]
    return media_path(found[-1]) if found else ""


def _backlinks(site: Site, page: Page, here: str) -> Backlinks:
    found = [id for id in site.backlinks(page.id) if id in site.pages]
    # A bundle has more of these than of anything else: each is written once, and not by a template.
    listed = "".join([site.listed(id, here) for id in found[:MOST_BACKLINKS]])
    return Backlinks(Markup(listed), len(found), max(len(found) - MOST_BACKLINKS, 0))


def _sisters(site: Site, page: Page, here: str) -> list[Link]:
    """The pages of the same title, each with the show it stands below, or else its kind."""
    found: list[Link] = []
    for sister in site.besides.of(page).sisters:
        show = next((each.title for each in site.line(sister) if each.kind is PageKind.SHOW), "")
        found.append(site.link(sister, here, note=show or str(sister.kind)))
    return found


def _timeline(site: Site, templates: Templates, page: Page, world: PageWorld) -> Markup:
    """What befell a character, event by event; empty where the box has said it all."""
    events = site.view.status_events(page.id)
    if len(events) < 2:
        return Markup("")
    states = {state.id: state for state in site.view.states()}
    lines = [
        {
            "since": site.view.since_event(event),
            "when": _point(event.at, world),
            "status": Markup(status_html(Status(page.id, page.title, None, states[event.state], event.certainty))),
            "cause": event.cause,
            "note": event.note,
            "by": None if event.by_whom is None else world.page(event.by_whom),
            "learnt": "" if event.revealed_at in (None, event.at) else _point(event.revealed_at, world),
        }
        for event in events
    ]
    return Markup(templates.fill("timeline", lines=lines).decode())


def _point(episode: EpisodeId | None, world: PageWorld) -> str:
    return "" if episode is None else world.point(episode)

"""The files that are no page of the wiki: the cover, the lists of its pages, the boards of its shows."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from fanwiki import markup
from fanwiki.domain.dates import in_words
from fanwiki.domain.entities import Page, Redirect, Season, State
from fanwiki.domain.network import NetworkNode
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html.alphabet import initial, place
from fanwiki.exporters.html.bodies import NOTE_CALL, data_block
from fanwiki.exporters.html.layout import A_TO_Z, CATEGORIES, HOME
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.search import names_of
from fanwiki.exporters.html.site import Link, Site, shown_title
from fanwiki.exporters.html.templates import Templates
from fanwiki.exporters.selection import ShowPart
from fanwiki.markup.data.relations import over_since, when_html
from fanwiki.markup.data.state_styles import colour_key
from fanwiki.markup.data.status import status_html
from fanwiki.markup.images import Shown, last_seen_html

_PREFIX: Final = re.compile(r"^category:\s*", re.IGNORECASE)
MOST_CARDS: Final = 24
"""Characters that the cover introduces for each show."""


@dataclass(frozen=True)
class Card:
    """A character on the cover."""

    link: Link
    native: Link | None
    status: Markup
    picture: Markup


@dataclass(frozen=True)
class Head:
    """One line of the head count: a state and how many are in it."""

    state: State
    sign: Markup
    count: int

    @property
    def colour(self) -> str | None:
        """The colour of its line, for `data-colour`."""
        return colour_key(self.state)


def home_file(site: Site, templates: Templates) -> bytes:
    """The cover: every show with its data, its seasons and who is alive."""
    articles = [
        site.link(page, HOME)
        for page in site.selection.pages
        if page.kind in (PageKind.ARTICLE, PageKind.GROUP) and page.parent is None
    ]
    categories = [
        Link(each.name, address(HOME, site.layout.categories[each.key]), note=str(len(each.members)))
        for each in site.selection.categories
        if each.members
    ]
    return templates.fill(
        "home",
        frame=site.frame(HOME, site.selection.title),
        shows=[_cover(site, show) for show in site.selection.shows],
        articles=articles[:MOST_CARDS],
        all_articles=address(HOME, A_TO_Z) if len(articles) > MOST_CARDS else "",
        categories=categories[:MOST_CARDS],
        all_categories=address(HOME, CATEGORIES) if len(categories) > MOST_CARDS else "",
    )


def board_file(site: Site, templates: Templates, show: ShowPart) -> bytes:
    """The survivor board of a show."""
    here = site.layout.boards[show.page.id]
    statuses = site.view.statuses(site.view.characters(show.page.id))
    return templates.fill(
        "list",
        frame=site.frame(here, f"Survivors of {show.page.title}", page=show.page, crumbs=(Link("Survivors", ""),)),
        lead="What was true at the end of each episode, as far as these pages go.",
        heads=_heads(site, statuses),
        table=Markup(data_block("survivors", site.world(show.page, here))),
    )


def cast_file(site: Site, templates: Templates, show: ShowPart) -> bytes:
    """The cast list of a show."""
    here = site.layout.casts[show.page.id]
    return templates.fill(
        "list",
        frame=site.frame(here, f"Cast of {show.page.title}", page=show.page, crumbs=(Link("Cast", ""),)),
        lead="Who plays whom, in the order of billing.",
        heads=(),
        table=Markup(data_block("cast", site.world(show.page, here))),
    )


def graph_file(site: Site, templates: Templates, show: ShowPart) -> bytes:
    """Who has to do with whom in a show: a table, from which a script makes a drawing."""
    here = site.layout.graphs[show.page.id]
    world = site.world(show.page, here)
    known = {node.page: node for node in show.graph.nodes}
    return templates.fill(
        "graph",
        frame=site.frame(
            here, f"Relationships in {show.page.title}", page=show.page, crumbs=(Link("Relationships", ""),)
        ),
        ties=[
            {
                "tie": tie,
                "who": _end(site, known[tie.subject], here),
                "whom": _end(site, known[tie.object], here),
                "since": site.view.since(tie.fact),
                "when": Markup(when_html(tie.since, tie.until, world, tie.end_learnt)),
                "over_since": "" if tie.until is None else over_since(tie.until, tie.end_learnt, world),
            }
            for tie in show.graph.ties
        ],
    )


def _end(site: Site, node: NetworkNode, here: str) -> dict[str, object]:
    """One end of a tie; the state of characters alone, and where one is known."""
    status = Status(node.page, node.title, None, node.state, node.certainty)
    return {
        "link": site.link(site.pages[node.page], here),
        "kind": node.kind,
        "status": Markup("" if node.state is None else status_html(status)),
    }


def a_to_z_file(site: Site, templates: Templates) -> bytes:
    """Every title and name, by its first letter."""
    entries = sorted(_titles(site), key=lambda each: (*place(each.text), each.href))
    letters = [(letter, list(group)) for letter, group in groupby(entries, lambda each: initial(each.text))]
    return templates.fill("a-z", frame=site.frame(A_TO_Z, "A to Z"), letters=letters)


def categories_file(site: Site, templates: Templates) -> bytes:
    """Every category with the number of its members."""
    links = [
        Link(each.name, address(CATEGORIES, site.layout.categories[each.key]), note=str(len(each.members)))
        for each in site.selection.categories
    ]
    return templates.fill("categories", frame=site.frame(CATEGORIES, "Categories"), categories=links)


def forward_file(site: Site, templates: Templates, redirect: Redirect) -> bytes:
    """A page that forwards from a further title to the page it leads to."""
    here = site.layout.redirects[redirect.id]
    page = site.pages[redirect.page]
    href = site.world(page, here).linker.page(page, redirect.heading)
    return templates.fill(
        "forward",
        title=redirect.title,
        link=Link(page.title, href),
        root="../" * here.count("/"),
        icon=address(here, site.icon),
    )


def _titles(site: Site) -> list[Link]:
    """Every way to name a page. `note` is the page's kind, `lang` the page's title where the name is another."""
    found: dict[tuple[str, str], Link] = {}
    names = names_of(site)
    for text, id, kind, own in site.view.titles():
        page = site.pages.get(id)
        if page is None:
            continue
        title = shown_title(page)
        name = title if own else _PREFIX.sub("", text)
        since = "" if own else names.get(id, {}).get(text, "")
        path = address("", site.layout.pages[id])
        link = Link(name, path, note=str(kind), lang="" if name == title else title, since=since)
        found.setdefault((name, link.href), link)
    for category in site.selection.categories:
        if category.page is None:
            path = address("", site.layout.categories[category.key])
            found[(category.name, path)] = Link(category.name, path, note="category")
    return list(found.values())


def _cover(site: Site, show: ShowPart) -> dict[str, object]:
    """A show as the cover has it."""
    characters = site.view.characters(show.page.id)
    statuses = site.view.statuses(characters)
    subject = show.entry.show
    numbers = Counter(each.season for each in show.episodes)
    return {
        "link": site.link(show.page, HOME),
        "original_title": subject.original_title,
        "facts": [each for each in (subject.network, subject.status and str(subject.status)) if each],
        "intro": Markup(_intro(site, show)),
        "intro_since": site.view.since_prose(show.page.id),
        "picture": Markup(_picture(site, show.page)),
        "heads": _heads(site, statuses),
        "lists": site.lists(show, HOME),
        "seasons": [(site.link(page, HOME), numbers[page.id], _said(season)) for page, season in show.seasons],
        "cards": [
            Card(
                site.link(page, HOME), _native(site, status), Markup(status_html(status)), Markup(_picture(site, page))
            )
            for page, status in zip(characters[:MOST_CARDS], statuses, strict=False)
        ],
        "more": max(len(characters) - MOST_CARDS, 0),
    }


def _said(season: Season) -> str:
    return season.status if season.released is None else in_words(season.released)


def _intro(site: Site, show: ShowPart) -> str:
    """The first paragraph of a show's page."""
    document = markup.parse(site.view.text(show.page.id).body)
    blocks = markup.render_blocks(document, site.world(show.page, HOME))
    first = next((block.html for block in blocks if block.html.startswith("<p>")), "")
    return NOTE_CALL.sub("", first)


def _picture(site: Site, page: Page) -> str:
    """The picture of a show or a character: the last that the reader has come to."""
    world = site.world(page, HOME)
    found: list[Shown] = []
    for portrait, media in site.view.portraits(page.id):
        target = world.media(media.name)
        if target is not None:
            found.append(Shown(target, media.alt, site.view.since(portrait.id, media.id)))
    return last_seen_html(found)


def _native(site: Site, status: Status) -> Link | None:
    names = site.selection.names.get(status.character, ())
    return next((Link(name.text, "", lang=name.language) for name in names if name.kind == "native"), None)


def _heads(site: Site, statuses: tuple[Status, ...]) -> list[Head]:
    """How many are in each state, in the order of the vocabulary."""
    counts = Counter(status.state.id for status in statuses if status.state is not None)
    return [
        Head(state, Markup(status_html(Status(statuses[0].character, "", None, state))), counts[state.id])
        for state in site.view.states()
        if counts[state.id]
    ]

"""What a bundle of everything tells its scripts, so that a reader can say how far he has come and see no further.

Elements say by themselves from where on they are seen (`data-from`); here is what they do not: the episodes there are,
which pages are to wait for which, and what befell each character, since the state shown of one is the newest.
"""

import json

from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.site import Site
from fanwiki.markup.data.pieces import sign
from fanwiki.markup.data.state_styles import colour_key

POINTS = "assets/points.js"


def points_script(site: Site) -> bytes:
    """`assets/points.js`."""
    states = site.view.states()
    places = {state.id: place for place, state in enumerate(states)}
    orders = site.view.orders()
    titles = {show.page.id: show.page.title for show in site.selection.shows}
    points = {
        "wiki": site.selection.uuid,
        "shows": [
            {"title": titles[order.show], "episodes": [str(episode.name) for episode in order.episodes]}
            for order in orders.orders
        ],
        "pages": {address("", path): since for path, since in sorted(_pages(site).items()) if since},
        "states": [[state.word, sign(state), state.icon, colour_key(state) or ""] for state in states],
        "status": {
            address("", site.layout.pages[page.id]): [
                [site.view.since_event(event), *_place(site, event), places[event.state], event.certainty]
                for event in events
            ]
            for page in site.selection.pages
            if page.kind is PageKind.CHARACTER and (events := site.view.status_events(page.id))
        },
    }
    return f"window.fanwikiPoints = {json.dumps(points, ensure_ascii=False, indent=0)};\n".encode()


def _pages(site: Site) -> dict[str, str]:
    """From where on each file of a page or category is for the reader, by its path."""
    found = {path: site.view.since(id) for id, path in site.layout.pages.items()}
    return found | {site.layout.categories[each.key]: each.since for each in site.selection.categories}


def _place(site: Site, event: StatusEvent) -> tuple[int, int]:
    """The show and the episode that a status begins with, as numbers; before them all if it holds from the start."""
    for number, order in enumerate(site.view.orders().orders):
        if event.at is not None and event.at in order:
            return number, order.position(event.at)
    return -1, 0

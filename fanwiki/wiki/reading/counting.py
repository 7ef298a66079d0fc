"""How many of everything there are, as far as the viewpoint sees."""

from fanwiki.domain import entities
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import links, pages, texts
from fanwiki.store.facts import fact_count
from fanwiki.wiki.reading.scene import Scene

_PAGES = {
    "shows": PageKind.SHOW,
    "seasons": PageKind.SEASON,
    "episodes": PageKind.EPISODE,
    "characters": PageKind.CHARACTER,
    "people": PageKind.PERSON,
}
_FACTS = {
    "portrayals": entities.Portrayal,
    "status_events": entities.StatusEvent,
    "claims": entities.Claim,
    "redirects": entities.Redirect,
    "media": entities.Media,
}


def counts(scene: Scene) -> dict[str, int]:
    reading, horizon = scene.reading, scene.horizon
    found = {name: pages.page_count(reading, horizon, kind) for name, kind in _PAGES.items()}
    found |= {name: fact_count(reading, horizon, kind) for name, kind in _FACTS.items()}
    found["pages"] = pages.page_count(reading, horizon)
    found["categories"] = len(links.categories(reading, horizon))
    found["revisions"] = texts.revision_count(reading) if scene.viewpoint.author else 0
    return found

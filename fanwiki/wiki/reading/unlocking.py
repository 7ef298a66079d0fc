"""What the last step of a viewpoint unlocked: what is seen now and was not an episode before.

It is the difference of two views of the same state of the file, so it cannot know more than the later of them.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from fanwiki.domain import entities
from fanwiki.domain.entities import Fact
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import ALL, horizon
from fanwiki.domain.vocabulary import Certainty
from fanwiki.store import pages, passages
from fanwiki.store.facts import fact
from fanwiki.wiki.reading import canon
from fanwiki.wiki.reading.masking import facts_seen
from fanwiki.wiki.reading.scene import Scene

KINDS: Final[tuple[type[Any], ...]] = (
    entities.StatusEvent,
    entities.Name,
    entities.Redirect,
    entities.Portrayal,
    entities.Relationship,
    entities.Membership,
    entities.Claim,
    entities.ProfileValue,
    entities.Portrait,
    entities.Appearance,
)
"""The facts that tell of a story, in the order in which they are listed."""


@dataclass(frozen=True)
class Unlocked:
    """Something first seen at a viewpoint. `what` is `page`, `prose` or the noun of a kind of fact, `text` what it
    says. With `changed` it was there before, but less was known of it.
    """

    key: str
    what: str
    page: PageId
    title: str
    text: str
    changed: bool = False


def unlocked(scene: Scene, show: PageId) -> tuple[Unlocked, ...]:
    """What the last episode seen of a show unlocked; nothing for the author, and for one who has not begun it."""
    order = scene.orders.of_show(show)
    reach = scene.horizon.of_show(show)
    if scene.viewpoint.author or order is None or not 0 < reach <= len(order.episodes):
        return ()
    others = tuple(each for each in scene.viewpoint.seen if each[0] != show)
    last = ((show, order.at(reach - 1).id),) if reach > 1 else ()
    viewpoint = replace(scene.viewpoint, seen=(*others, *last))
    before = Scene(scene.reading, viewpoint, horizon(viewpoint, scene.orders))
    found = _pages(scene, before)
    fresh = {each.page for each in found}
    for kind in KINDS:
        found += _facts(scene, before, kind)
    return (*found, *(each for each in _prose(scene, before) if each.page not in fresh))


def _pages(scene: Scene, before: Scene) -> list[Unlocked]:
    known = {page.id for page in pages.pages(before.reading, before.horizon, ())}
    fresh = [page for page in pages.pages(scene.reading, scene.horizon, ()) if page.id not in known]
    return [Unlocked(page.id, "page", page.id, page.title, page.kind.value) for page in fresh]


def _prose(scene: Scene, before: Scene) -> list[Unlocked]:
    known = passages.pages_with_text(before.reading, before.horizon)
    fresh = passages.pages_with_text(scene.reading, scene.horizon)
    grown = {page for page, keys in fresh.items() if keys - known.get(page, set())}
    titles = pages.titles(scene.reading, scene.horizon, grown)
    return [
        Unlocked(f"prose:{page}", "prose", PageId(page), title, "", changed=page in known)
        for page, title in sorted(titles.items(), key=_by_title)
    ]


def _by_title(each: tuple[str, str]) -> tuple[str, str]:
    return (each[1], each[0])


def _facts(scene: Scene, before: Scene, kind: type[Any]) -> list[Unlocked]:
    known = {each.id: each for each in _seen(before, kind)}
    grown = [each for each in _seen(scene, kind) if known.get(each.id) != each]
    titles = pages.titles(scene.reading, scene.horizon, {page for each in grown for page in each.touches()})
    return [
        Unlocked(
            each.id,
            each.noun,
            each.touches()[0],
            titles[each.touches()[0]],
            _text(scene, each, titles),
            each.id in known,
        )
        for each in grown
    ]


def _seen(scene: Scene, kind: type[Any]) -> list[Fact]:
    if kind is entities.Claim:
        # How a claim stands depends on what else is known: the ledger says.
        return [entry.claim for entry in canon.ledger(scene, None, date.min)]
    return list(facts_seen(scene, kind))


def _text(scene: Scene, found: Fact, titles: dict[str, str]) -> str:
    """What a fact says, beside the title of the page it is about."""
    match found:
        case entities.StatusEvent():
            state = fact(scene.reading, ALL, entities.State, found.state)
            doubt = "" if found.certainty is Certainty.CONFIRMED else found.certainty.value
            parts = ["" if state is None else state.word, doubt, found.cause]
        case entities.Relationship():
            parts = [f"{found.kind}: {titles[found.object]}", _until(scene, found.end)]
        case entities.Membership():
            parts = [titles[found.group], found.role, _until(scene, found.end)]
        case entities.Portrayal():
            parts = [titles[found.person]]
        case entities.Portrait():
            media = fact(scene.reading, scene.horizon, entities.Media, found.media)
            parts = ["" if media is None else media.alt or media.name]
        case entities.Appearance():
            parts = [scene.write(found.episode), found.mode.value]
        case _:
            parts = [_plain_text(found)]
    return ", ".join(part for part in parts if part)


def _plain_text(found: Fact) -> str:
    match found:
        case entities.Name():
            return found.text
        case entities.Redirect():
            return found.title
        case entities.Claim():
            return f"{found.property}: {found.value}"
        case entities.ProfileValue():
            return f"{found.field}: {found.value}"
        case _:
            return ""


def _until(scene: Scene, end: EpisodeId | None) -> str:
    return "" if end is None else f"until {scene.write(end)}"

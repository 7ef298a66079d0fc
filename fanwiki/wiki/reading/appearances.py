"""Who is in which episode, as of a viewpoint."""

from collections import defaultdict
from collections.abc import Collection

from fanwiki.domain.casting import AppearanceRow, AppearanceTable, in_story_order
from fanwiki.domain.entities import Appearance, Page
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EpisodeOrder
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import pages
from fanwiki.store.facts import facts_among
from fanwiki.wiki.reading.scene import Scene


def appearances_of(scene: Scene, character: PageId) -> tuple[Appearance, ...]:
    """A character's appearances that the viewpoint knows, in the order of the story."""
    return tuple(in_story_order(by_character(scene, [character]).get(character, ()), scene.orders))


def by_character(scene: Scene, characters: Collection[PageId]) -> dict[PageId, list[Appearance]]:
    """The appearances of these characters, as they were entered."""
    found: dict[PageId, list[Appearance]] = defaultdict(list)
    for each in facts_among(scene.reading, scene.horizon, Appearance, "character", characters):
        found[each.character].append(each)
    return found


def table(scene: Scene, show: PageId, season: int | None, *, at_once: bool = False) -> AppearanceTable | None:
    """The characters of a show by its episodes seen (of one season, if asked). None for a show not seen. `at_once`
    leaves out those from elsewhere who are only introduced in it, for whom all pages are looked through.
    """
    order = scene.orders.of_show(show)
    if order is None or pages.page(scene.reading, scene.horizon, show) is None:
        return None
    reach = scene.horizon.of_show(show)
    episodes = tuple(each.id for each in order.episodes[:reach] if season is None or each.season == season)
    there: dict[PageId, dict[EpisodeId, list[Appearance]]] = defaultdict(lambda: defaultdict(list))
    found = facts_among(scene.reading, scene.horizon, Appearance, "episode", episodes)
    for each in in_story_order(found, scene.orders):
        there[each.character][each.episode].append(each)
    rows = [
        AppearanceRow(page.id, page.title, tuple(tuple(there[page.id].get(each, ())) for each in episodes))
        for page in _characters(scene, order, there.keys(), at_once=at_once)
    ]
    return AppearanceTable(show, episodes, tuple(rows))


def _characters(scene: Scene, order: EpisodeOrder, appearing: Collection[PageId], *, at_once: bool) -> list[Page]:
    """The characters below a show in the order of the tree, then, by title, those from elsewhere that come into it."""
    below = pages.children(scene.reading, scene.horizon, order.show, (PageKind.CHARACTER,))
    points = () if at_once else (each.id for each in order.episodes)
    introduced = pages.introduced_among(scene.reading, scene.horizon, points)
    others = {*appearing, *introduced} - {page.id for page in below}
    found = pages.pages_among(scene.reading, scene.horizon, others)
    return below + sorted((page for page in found if page.kind is PageKind.CHARACTER), key=lambda page: page.title)

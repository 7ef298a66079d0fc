"""Shows, seasons and episodes as of a viewpoint."""

from collections import defaultdict
from dataclasses import dataclass

from fanwiki.domain.entities import Episode, Page, Season, Show
from fanwiki.domain.ids import PageId
from fanwiki.domain.listing import EpisodeLine
from fanwiki.domain.points import EpisodeOrder
from fanwiki.store import pages
from fanwiki.store.gathered import gathered
from fanwiki.wiki.reading.scene import Scene


@dataclass(frozen=True)
class ShowEntry:
    """A show with its page, and the episode order as far as it has been seen."""

    page: Page
    show: Show
    order: EpisodeOrder


def shows(scene: Scene) -> tuple[ShowEntry, ...]:
    """Every show that is seen, in the order of the tree."""
    entries: list[ShowEntry] = []
    for page, show in pages.subjects(scene.reading, scene.horizon, Show):
        order = scene.orders.of_show(page.id)
        assert order is not None
        seen = order.episodes[: scene.horizon.of_show(page.id)]
        entries.append(ShowEntry(page, show, EpisodeOrder(page.id, show.code, seen)))
    return tuple(entries)


def seasons(scene: Scene, show: PageId) -> tuple[tuple[Page, Season], ...]:
    """The seasons of a show that are seen, by number."""
    if (known := gathered(scene.reading)) is not None:
        return known.once(scene.horizon, "seasons by show", lambda: _seasons(scene)).get(show, ())
    return _seasons(scene).get(show, ())


def _seasons(scene: Scene) -> dict[PageId, tuple[tuple[Page, Season], ...]]:
    """The seasons of every show."""
    found: dict[PageId, list[tuple[Page, Season]]] = defaultdict(list)
    for page, season in pages.subjects(scene.reading, scene.horizon, Season):
        found[season.show].append((page, season))
    return {show: tuple(sorted(of, key=lambda each: each[1].number)) for show, of in found.items()}


def episode_lines(scene: Scene, show: PageId, season: int | None) -> tuple[EpisodeLine, ...]:
    """The episodes of a show that are seen, in its order; of one season, if asked."""
    order = scene.orders.of_show(show)
    if order is None:
        return ()
    titles = {page.id: (page.title, of) for page, of in seasons(scene, show)}
    data = pages.subjects_by_id(scene.reading, scene.horizon, Episode)
    lines: list[EpisodeLine] = []
    for each in order.episodes:
        known = data.get(PageId(each.id))
        if known is None or season not in (None, each.season):
            continue
        page, episode = known
        lines.append(
            EpisodeLine(
                each.id,
                page.title,
                episode.season,
                titles[episode.season][0],
                scene.orders.write(each.id, show),
                episode.air_date,
                episode.runtime,
            )
        )
    return tuple(lines)

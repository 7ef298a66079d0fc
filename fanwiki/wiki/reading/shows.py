"""Shows, seasons and episodes as of a viewpoint."""

from dataclasses import dataclass

from fanwiki.domain.entities import Episode, Page, Season, Show
from fanwiki.domain.ids import PageId
from fanwiki.domain.listing import EpisodeLine
from fanwiki.domain.points import EpisodeOrder
from fanwiki.store import pages
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
        whole = len(seen) == len(order.episodes)
        entries.append(ShowEntry(page, show, order if whole else EpisodeOrder(page.id, show.code, seen)))
    return tuple(entries)


def seasons(scene: Scene, show: PageId) -> tuple[tuple[Page, Season], ...]:
    """The seasons of a show that are seen, by number."""
    found = pages.subjects_with(scene.reading, scene.horizon, Season, "show", [show])
    return tuple(sorted(found, key=lambda each: each[1].number))


def episode_lines(scene: Scene, show: PageId, season: int | None) -> tuple[EpisodeLine, ...]:
    """The episodes of a show that are seen, in its order; of one season, if asked."""
    order = scene.orders.of_show(show)
    if order is None:
        return ()
    titles = {page.id: (page.title, of) for page, of in seasons(scene, show)}
    ids = [each.id for each in order.episodes if season in (None, each.season)]
    data = {page.id: (page, of) for page, of in pages.subjects_with(scene.reading, scene.horizon, Episode, "id", ids)}
    lines: list[EpisodeLine] = []
    for each in order.episodes:
        known = data.get(PageId(each.id))
        if known is None:
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

"""A whole wiki, for whoever checks all of it: page by page it would take a thousand times as many reads, and at once a
save would have to wait for it.
"""

from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Locks
from fanwiki.store import gates
from fanwiki.store import links as link_rows
from fanwiki.store.links import FoundLink
from fanwiki.store.search import OldSaying
from fanwiki.store.slices import FactSlice, PageSlice, fact_slice, links_of, page_slice
from fanwiki.wiki.reading.scene import Scene

__all__ = [
    "FactSlice",
    "FoundLink",
    "OldSaying",
    "PageSlice",
    "fact_slice",
    "links",
    "links_of",
    "links_to",
    "locks",
    "page_slice",
]


def links(scene: Scene, source: PageId | None) -> list[FoundLink]:
    """Every link, or those that stand on one page."""
    return link_rows.links(scene.reading, scene.horizon, source=source)


def links_to(scene: Scene, target: PageId) -> list[FoundLink]:
    """The links that lead to one page."""
    return link_rows.links(scene.reading, scene.horizon, target=target)


def locks(scene: Scene) -> dict[str, Locks]:
    """The locks of every page and fact that has any, by id."""
    return dict(gates.all_locks(scene.reading))

"""All of a kind at once, for whoever checks a whole wiki: page by page it would take a thousand times as many reads."""

from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Locks
from fanwiki.store import gates
from fanwiki.store import links as link_rows
from fanwiki.store.links import FoundLink
from fanwiki.wiki.reading.scene import Scene

__all__ = ["FoundLink", "links", "locks"]


def links(scene: Scene, source: PageId | None) -> list[FoundLink]:
    """Every link, or those that stand on one page."""
    return link_rows.links(scene.reading, scene.horizon, source=source)


def locks(scene: Scene) -> dict[str, Locks]:
    """The locks of every page and fact that has any, by id."""
    return dict(gates.all_locks(scene.reading))

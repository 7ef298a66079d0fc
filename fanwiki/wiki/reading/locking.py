"""What has to be seen before a thing may be: for a bundle of everything whose reader says how far he has come.

An element that shows something says so as `0:7`: the seventh episode of the first show; `0:7 1:2` needs both, and `x`
whoever has seen everything. Only a reader of everything is told. To one with a ceiling, what is not there needs no
hiding; and the author hides nothing from himself.
"""

from collections.abc import Collection, Iterable
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Locks, latest
from fanwiki.store import passages
from fanwiki.store.gates import read_locks
from fanwiki.wiki.derivation import point_locks, prose_locks
from fanwiki.wiki.reading.scene import Scene

BEYOND: Final = "x"


def since(scene: Scene, keys: Iterable[str]) -> str:
    """From where on all of these pages, facts and passages are seen; empty for those that everybody sees."""
    if not scene.viewpoint.veils:
        return ""
    asked = tuple(keys)
    inside = read_locks(scene.reading, [key for key in asked if passages.is_key(key)])
    locks = scene.locks
    return written(scene, latest(*(locks.get(key, {}) for key in asked), *inside.values()))


def since_point(scene: Scene, point: str, home: Page) -> str:
    """From where on what a reveal on a page encloses is seen."""
    if not scene.viewpoint.veils or not point:
        return ""
    return written(scene, point_locks(point, scene.home_show(home), scene.orders))


def since_prose(scene: Scene, page: Page) -> str:
    """From where on the prose of a page is seen that is under no reveal."""
    if not scene.viewpoint.veils:
        return ""
    return written(scene, latest(scene.locks.get(page.id, {}), prose_locks(page, scene.orders)))


def passages_since(scene: Scene, of: Collection[PageId]) -> dict[PageId, list[str | None]]:
    """From where on each passage of some pages is seen, in the order of the text; None for one that is not."""
    stored = passages.passages_of(scene.reading, of)
    locks = read_locks(scene.reading, [each.key for each in stored])
    found: dict[PageId, list[str | None]] = {page: [] for page in of}
    for each in stored:
        own = locks.get(each.key, {})
        since = written(scene, own) if scene.viewpoint.veils else ""
        found[each.page].append(since if scene.horizon.sees(own) else None)
    return found


def written(scene: Scene, locks: Locks) -> str:
    """Locks as an element says them."""
    if not locks:
        return ""
    shows: list[str] = [order.show for order in scene.orders.orders]
    if any(lock not in shows for lock in locks):
        return BEYOND
    return " ".join(f"{place}:{locks[show]}" for place, show in enumerate(shows) if show in locks)

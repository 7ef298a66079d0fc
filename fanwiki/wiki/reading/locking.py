"""What has to be seen before a thing may be: for a bundle of everything whose reader says how far he has come.

An element that shows something says so as `0:7`: the seventh episode of the first show; `0:7 1:2` needs both, and `x`
whoever has seen everything. Only a reader of everything is told. To one with a ceiling, what is not there needs no
hiding; and the author hides nothing from himself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.points import Locks, latest
from fanwiki.markup import parse
from fanwiki.store import passages, texts
from fanwiki.store.gates import read_locks
from fanwiki.wiki.derivation import point_locks, prose_locks
from fanwiki.wiki.reading.scene import Scene

BEYOND: Final = "x"


@dataclass(frozen=True)
class Prose:
    """Readable text of a page that one and the same points reveal; `since` is what its element says."""

    text: str
    since: str


def since(scene: Scene, keys: Iterable[str]) -> str:
    """From where on all of these pages and facts are seen; empty for those that everybody sees."""
    if not scene.viewpoint.veils:
        return ""
    locks = scene.locks
    return written(scene, latest(*(locks.get(key, {}) for key in keys)))


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


def prose(scene: Scene, page: Page) -> tuple[Prose, ...]:
    """The passages of a page's text that the viewpoint sees, in their order, without those that are empty."""
    stored = passages.passages_of(scene.reading, [page.id])
    locks = read_locks(scene.reading, [each.key for each in stored])
    found: list[Prose] = []
    for passage, kept in zip(parse(texts.body(scene.reading, page.id)).passages, stored, strict=True):
        own = locks.get(kept.key, {})
        if passage.text and scene.horizon.sees(own):
            found.append(Prose(passage.text, written(scene, own) if scene.viewpoint.veils else ""))
    return tuple(found)


def written(scene: Scene, locks: Locks) -> str:
    """Locks as an element says them."""
    if not locks:
        return ""
    shows: list[str] = [order.show for order in scene.orders.orders]
    if any(lock not in shows for lock in locks):
        return BEYOND
    return " ".join(f"{place}:{locks[show]}" for place, show in enumerate(shows) if show in locks)

"""What has to be seen before a thing may be: for a bundle of everything whose reader says how far he has come."""

from collections.abc import Collection
from dataclasses import dataclass

from fanwiki.domain.entities import Page
from fanwiki.domain.points import Locks
from fanwiki.markup import parse
from fanwiki.store import passages, texts
from fanwiki.store.gates import read_locks
from fanwiki.wiki.reading.scene import Scene


@dataclass(frozen=True)
class Prose:
    """Readable text of a page that one and the same points reveal."""

    text: str
    locks: Locks


def locks(scene: Scene, keys: Collection[str]) -> dict[str, Locks]:
    """The locks of those pages and facts that have any and are open to the viewpoint."""
    found = read_locks(scene.reading, keys)
    return {key: each for key, each in found.items() if scene.horizon.sees(each)}


def prose(scene: Scene, page: Page) -> tuple[Prose, ...]:
    """The passages of a page's text that the viewpoint sees, in their order, without those that are empty."""
    stored = passages.passages_of(scene.reading, [page.id])
    locks_of = read_locks(scene.reading, [each.key for each in stored])
    found: list[Prose] = []
    for passage, kept in zip(parse(texts.body(scene.reading, page.id)).passages, stored, strict=True):
        own = locks_of.get(kept.key, {})
        if passage.text and scene.horizon.sees(own):
            found.append(Prose(passage.text, own))
    return tuple(found)

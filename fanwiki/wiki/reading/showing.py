"""What stands where, and from where on that is seen: the pages that show a picture, those that are in a category.

For whoever lists both apart from the pages: a picture or a category may have no lock of its own and still be unknown
until the first passage, portrait or profile that brings it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.points import Locks, latest
from fanwiki.markup.html import either
from fanwiki.store import links as link_rows
from fanwiki.store import media
from fanwiki.store.gates import read_locks
from fanwiki.wiki.reading.locking import written
from fanwiki.wiki.reading.scene import Scene


@dataclass(frozen=True)
class Place:
    """A page that shows or holds something; `since` as `View.since` has it, or `either` of several."""

    page: PageId
    since: str


def picture_places(scene: Scene) -> dict[str, tuple[Place, ...]]:
    """The pages that show each picture, by its name. What a template shows stands on the pages that use it."""
    direct = media.places(scene.reading, scene.horizon)
    templates = link_rows.uses_of_templates(scene.reading, scene.horizon)
    locks = _locks(scene, [key for _, _, key in direct] + [key for uses in templates.values() for _, key in uses])
    found: dict[str, dict[PageId, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, page, key in direct:
        for user, keys in _users(page, (key,), templates, ()):
            found[name][user].append(_since(scene, locks, *keys))
    return {name: _places(pages) for name, pages in found.items()}


def categories_typed(scene: Scene, of: Collection[PageId] | None) -> dict[PageId, frozenset[str]]:
    """The categories that pages are in, all or some, as they are written there, each with from where on that is seen;
    pages that are in none are left out.
    """
    rows = link_rows.categorised(scene.reading, scene.horizon, of)
    locks = _locks(scene, [key for _, _, key in rows])
    found: dict[PageId, set[str]] = defaultdict(set)
    for title, page, key in rows:
        found[page].add(f"{title} {_since(scene, locks, key)}")
    return {page: frozenset(titles) for page, titles in found.items()}


def category_places(scene: Scene) -> dict[str, tuple[Place, ...]]:
    """The pages of each category, by its name without the prefix; of several spellings the first in the alphabet."""
    rows = [
        (title.split(":", 1)[-1].strip(), page, key)
        for title, page, key in sorted(link_rows.categorised(scene.reading, scene.horizon))
    ]
    locks = _locks(scene, [key for _, _, key in rows])
    names: dict[str, str] = {}
    found: dict[str, dict[PageId, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, page, key in rows:
        names.setdefault(title_key(name), name)
        found[title_key(name)][page].append(_since(scene, locks, key))
    return {names[key]: _places(pages) for key, pages in found.items()}


def _users(
    page: PageId,
    keys: tuple[str, ...],
    templates: Mapping[PageId, Iterable[tuple[PageId, str]]],
    through: tuple[PageId, ...],
) -> Iterator[tuple[PageId, tuple[str, ...]]]:
    """The page, or if it is a template the pages that use it, by way of others too, with the keys of all passages on
    the way.
    """
    if page not in templates:
        yield page, keys
    elif page not in through:
        for user, key in templates[page]:
            yield from _users(user, (*keys, key), templates, (*through, page))


def _locks(scene: Scene, keys: Iterable[str]) -> Mapping[str, Locks]:
    return read_locks(scene.reading, set(keys)) if scene.viewpoint.veils else {}


def _since(scene: Scene, locks: Mapping[str, Locks], *keys: str) -> str:
    return written(scene, latest(*(locks.get(key, {}) for key in keys))) if locks else ""


def _places(pages: Mapping[PageId, Iterable[str]]) -> tuple[Place, ...]:
    return tuple(Place(page, either(sinces)) for page, sinces in sorted(pages.items()))

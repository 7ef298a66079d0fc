"""The tree of the window: shows with their seasons, episodes and characters; people, groups, articles, categories.

Children are read level by level, so that the tree of a large wiki costs what is unfolded.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import pages
from fanwiki.wiki.reading.scene import Scene


class Shelf(StrEnum):
    """A node that gathers pages of a kind and is no page itself."""

    CHARACTERS = "characters"
    PEOPLE = "people"
    PAGES = "pages"
    CATEGORIES = "categories"
    TEMPLATES = "templates"


@dataclass(frozen=True)
class NodeKey:
    """What a node is: a page, or a shelf (of a show, or of the whole wiki). The root is neither."""

    page: PageId | None = None
    shelf: Shelf | None = None


@dataclass(frozen=True)
class TreeNode:
    """`title` is empty for shelves: the window has words for them. `point` is how an episode is written; `position`
    orders a page among its siblings.
    """

    key: NodeKey
    title: str
    kind: PageKind | None
    point: str
    has_children: bool
    position: float = 0.0


ROOT: Final = NodeKey()

_ARTICLES = (PageKind.ARTICLE, PageKind.GROUP)
_ROOT_SHELVES: Final = {
    Shelf.PEOPLE: (PageKind.PERSON,),
    Shelf.PAGES: _ARTICLES,
    Shelf.CATEGORIES: (PageKind.CATEGORY,),
    Shelf.TEMPLATES: (PageKind.TEMPLATE,),
}


def children(scene: Scene, key: NodeKey) -> tuple[TreeNode, ...]:
    """The nodes directly below one, in the order of the tree."""
    if key == ROOT:
        return (*_pages(scene, None, (PageKind.SHOW,)), *_shelves(scene))
    if key.shelf is not None:
        return shelf_part(scene, key)
    below = _pages(scene, key.page, tuple(kind for kind in PageKind if kind is not PageKind.CHARACTER))
    characters = pages.children(scene.reading, scene.horizon, key.page, (PageKind.CHARACTER,), limit=1)
    if not characters:
        return below
    shelf = TreeNode(NodeKey(key.page, Shelf.CHARACTERS), "", None, "", has_children=True)
    seasons = tuple(node for node in below if node.kind == PageKind.SEASON)
    return (*seasons, shelf, *(node for node in below if node.kind != PageKind.SEASON))


def shelf_part(scene: Scene, key: NodeKey, limit: int = -1, after: TreeNode | None = None) -> tuple[TreeNode, ...]:
    """The first nodes of a shelf, or the first after one of its nodes."""
    assert key.shelf is not None
    kinds = (PageKind.CHARACTER,) if key.shelf is Shelf.CHARACTERS else _ROOT_SHELVES[key.shelf]
    place = None if after is None else (after.position, after.title)
    found = pages.children(scene.reading, scene.horizon, key.page, kinds, limit, after=place)
    below = pages.with_children(scene.reading, scene.horizon, [page.id for page in found])
    return tuple(_node(scene, page, page.id in below) for page in found)


def node(scene: Scene, page: Page) -> TreeNode:
    """The node of a page, as `children` has it."""
    return _node(scene, page, page.id in pages.with_children(scene.reading, scene.horizon, [page.id]))


def parent(page: Page) -> NodeKey:
    """The node that a page stands below."""
    if page.kind is PageKind.CHARACTER:
        return NodeKey(page.parent, Shelf.CHARACTERS)
    if page.parent is not None:
        return NodeKey(page.parent)
    for shelf, kinds in _ROOT_SHELVES.items():
        if page.kind in kinds:
            return NodeKey(None, shelf)
    return ROOT


def _shelves(scene: Scene) -> tuple[TreeNode, ...]:
    return tuple(
        TreeNode(NodeKey(None, shelf), "", None, "", has_children=True)
        for shelf, kinds in _ROOT_SHELVES.items()
        if pages.children(scene.reading, scene.horizon, None, kinds, limit=1)
    )


def _pages(scene: Scene, parent: PageId | None, kinds: tuple[PageKind, ...]) -> tuple[TreeNode, ...]:
    found = pages.children(scene.reading, scene.horizon, parent, kinds)
    below = pages.with_children(scene.reading, scene.horizon, [page.id for page in found])
    nodes = [_node(scene, page, page.id in below) for page in found]
    ranks = pages.numbers_in_show(scene.reading, [page.id for page in found if page.kind in _NUMBERED])
    return tuple(sorted(nodes, key=lambda node: ranks.get(node.key.page or "", -1)))


_NUMBERED: Final = (PageKind.SEASON, PageKind.EPISODE)


def _node(scene: Scene, page: Page, has_children: bool) -> TreeNode:
    point = ""
    if page.kind is PageKind.EPISODE:
        episode = pages.episode_id(page)
        order = scene.orders.of_episode(episode)
        point = "" if order is None else scene.orders.write(episode, order.show)
    return TreeNode(NodeKey(page.id), page.title, page.kind, point, has_children, page.position)

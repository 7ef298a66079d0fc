"""How a level of the tree is read: a shelf, which may hold every page of a wiki, a part at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.errors import NotFound
from fanwiki.wiki import View
from fanwiki.wiki.reading.tree import NodeKey, TreeNode

PART: Final = 500
"""Rows that are read at once. Qt asks for each row below what is unfolded whenever there are others."""


@dataclass(frozen=True)
class Part:
    """Nodes that stand beside each other, and whether the level goes on after them."""

    nodes: tuple[TreeNode, ...]
    more: bool = False


def read_level(view: View, key: NodeKey, count: int = PART) -> Part:
    """A level from its beginning on: of a shelf, so many nodes."""
    if key.shelf is None:
        return Part(view.children(key))
    count = max(count, PART)
    return _cut(view.shelf_part(key, count + 1), count)


def read_on(view: View, key: NodeKey, after: TreeNode) -> Part:
    """The next part of a shelf."""
    return _cut(view.shelf_part(key, PART + 1, after), PART)


def seen_apart(view: View, key: NodeKey, nodes: Iterable[TreeNode]) -> list[TreeNode]:
    """Those of these nodes of a shelf that still stand on it, in its order, as they are now."""
    found: list[TreeNode] = []
    for node in nodes:
        try:
            if node.key.page is not None and view.tree_parent(node.key.page) == key:
                found.append(view.tree_node(node.key.page))
        except NotFound:
            continue
    return sorted(found, key=place_on_shelf)


def place_on_shelf(node: TreeNode) -> tuple[float, bytes]:
    """What orders the pages of a shelf, as SQLite compares it."""
    return node.position, node.title.encode()


def _cut(found: tuple[TreeNode, ...], count: int) -> Part:
    return Part(found[:count], more=len(found) > count)

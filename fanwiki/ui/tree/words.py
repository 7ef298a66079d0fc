"""How the nodes of the tree are called."""

import re
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki.reading.tree import Shelf, TreeNode

_CONTEXT: Final = "tree"

SHELVES: Final = {
    Shelf.CHARACTERS: QT_TRANSLATE_NOOP("tree", "Characters"),
    Shelf.PEOPLE: QT_TRANSLATE_NOOP("tree", "People"),
    Shelf.PAGES: QT_TRANSLATE_NOOP("tree", "Pages"),
    Shelf.CATEGORIES: QT_TRANSLATE_NOOP("tree", "Categories"),
    Shelf.TEMPLATES: QT_TRANSLATE_NOOP("tree", "Templates"),
}
"""The words for what gathers pages and is none."""

_NUMBER = re.compile(r"E(\d+)$")


def node_text(node: TreeNode) -> str:
    """What the tree shows: the title, an episode's with its number unless the title says it already."""
    if node.key.shelf is not None:
        return QCoreApplication.translate(_CONTEXT, str(SHELVES[node.key.shelf]))
    if node.kind is PageKind.CATEGORY or node.kind is PageKind.TEMPLATE:
        return node.title.split(":", 1)[-1].strip() or node.title
    number = _NUMBER.search(node.point)
    if number is None:
        return node.title
    plain = str(int(number[1]))
    return node.title if plain in re.findall(r"\d+", node.title) else f"{plain} · {node.title}"


def node_hint(node: TreeNode) -> str:
    """The tool tip: the whole title, and where it stands in the story."""
    if node.key.shelf is not None:
        return ""
    return f"{node.title} · {node.point}" if node.point else node.title


def node_icon(node: TreeNode) -> str:
    """The name of the node's icon."""
    if node.key.shelf is not None:
        return node.key.shelf.value
    return "article" if node.kind is None else node.kind.value

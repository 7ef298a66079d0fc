"""Where a page may be put by dragging it, as an edit."""

from collections.abc import Sequence
from typing import Final

from fanwiki.domain.edits import MovePage
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki.reading.tree import ROOT, NodeKey, Shelf, TreeNode

_SHELF_OF: Final = {
    PageKind.PERSON: Shelf.PEOPLE,
    PageKind.ARTICLE: Shelf.PAGES,
    PageKind.GROUP: Shelf.PAGES,
    PageKind.CATEGORY: Shelf.CATEGORIES,
    PageKind.TEMPLATE: Shelf.TEMPLATES,
}
_BELOW_PAGES: Final = (PageKind.ARTICLE, PageKind.GROUP)


def place(moved: TreeNode, target: TreeNode, above: Sequence[NodeKey], after: Sequence[TreeNode]) -> MovePage | None:
    """Puts `moved` below `target`, before the first of `after` that is its sibling there; `above` are the keys from
    the target up to the root. None where it cannot stand: nowhere but with its own kind, nor below itself.
    """
    page = moved.key.page
    if page is None or moved.kind is None or moved.key in above:
        return None
    if not _fits(moved.kind, target):
        return None
    parent = None if target.key.shelf not in (None, Shelf.CHARACTERS) else target.key.page
    return MovePage(page, parent, _sibling(moved, after))


def _fits(kind: PageKind, target: TreeNode) -> bool:
    match kind:
        case PageKind.SHOW:
            return target.key == ROOT
        case PageKind.CHARACTER:
            return target.kind is PageKind.SHOW or target.key.shelf is Shelf.CHARACTERS
        case PageKind.SEASON | PageKind.EPISODE:
            return False
        case PageKind.CATEGORY:
            return target.kind is PageKind.CATEGORY or target.key.shelf is Shelf.CATEGORIES
        case _ if kind in _BELOW_PAGES and target.kind not in (None, PageKind.CATEGORY, PageKind.TEMPLATE):
            return True
        case _:
            return target.key == NodeKey(None, _SHELF_OF[kind])


def _sibling(moved: TreeNode, after: Sequence[TreeNode]) -> PageId | None:
    """The first page after the gap that can be ordered against; seasons and shelves stay where they are."""
    for node in after:
        if node.key.page is None or node.key == moved.key or node.key.shelf is not None:
            continue
        if (node.kind is PageKind.CHARACTER) == (moved.kind is PageKind.CHARACTER) and node.kind is not PageKind.SEASON:
            return node.key.page
    return None

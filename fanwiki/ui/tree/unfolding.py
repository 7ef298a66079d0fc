"""Which nodes of the tree are unfolded, kept from one start to the next."""

from collections.abc import Iterable
from typing import Final

from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.settings import WikiMemory
from fanwiki.wiki import View
from fanwiki.wiki.reading.tree import ROOT, NodeKey, Shelf

_FEW: Final = 5
"""Shows that may be unfolded and still be seen together."""

_SHELVES = {shelf.value: shelf for shelf in Shelf}


def remembered(memory: WikiMemory, view: View) -> set[NodeKey]:
    """The nodes that were unfolded; in a wiki never opened before its shows, if they are few."""
    if memory == WikiMemory():
        shows = {node.key for node in view.children(ROOT) if node.kind is PageKind.SHOW}
        return shows if len(shows) <= _FEW else set()
    return {
        NodeKey(PageId(page) if page else None, _SHELVES.get(shelf))
        for page, shelf in memory.unfolded
        if not shelf or shelf in _SHELVES
    }


def to_remember(keys: Iterable[NodeKey]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key.page or "", key.shelf or "") for key in keys))

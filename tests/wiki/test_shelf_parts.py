"""A shelf of the tree that is read a part at a time is the same shelf, from every viewpoint."""

import pytest

from fanwiki.wiki import View, Wiki
from fanwiki.wiki.reading.tree import ROOT, NodeKey, TreeNode


def _shelves(view: View, key: NodeKey = ROOT) -> list[NodeKey]:
    found = [key] if key.shelf is not None else []
    for node in view.children(key):
        found += _shelves(view, node.key)
    return found


def _in_parts(view: View, shelf: NodeKey, size: int) -> list[TreeNode]:
    found = list(view.shelf_part(shelf, size))
    while part := view.shelf_part(shelf, size, found[-1]):
        found += part
    return found


@pytest.mark.parametrize("point", ["everything", "S1E01", "S1E06"])
@pytest.mark.parametrize("size", [1, 3])
def test_the_parts_make_the_shelf(sample: Wiki, point: str, size: int) -> None:
    author = sample.view()
    view = sample.view(author.viewpoint_at(point))
    shelves = _shelves(view)
    assert shelves
    for shelf in shelves:
        assert _in_parts(view, shelf, size) == list(view.children(shelf))

"""What lists and tables of characters are filtered by: all of their names."""

from collections.abc import Iterable

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key
from fanwiki.wiki import View


def names_of_characters(view: View, characters: Iterable[PageId]) -> dict[PageId, str]:
    """The matching keys of all names of each of these characters."""
    names: dict[PageId, str] = {}
    for text, page, _kind, _own in view.titles_of(characters):
        names[page] = f"{names.get(page, '')} {matching_key(text)}"
    return names

"""What lists and tables of characters are filtered by: all of their names."""

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import View


def names_of_characters(view: View) -> dict[PageId, str]:
    """The matching keys of all names of each character."""
    names: dict[PageId, str] = {}
    for text, page, kind, _own in view.titles():
        if kind is PageKind.CHARACTER:
            names[page] = f"{names.get(page, '')} {matching_key(text)}"
    return names

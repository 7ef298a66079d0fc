"""The groups that tables of characters are filtered by."""

from collections import defaultdict

from fanwiki.domain.entities import Membership
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.board.filters import Group
from fanwiki.wiki import View


def groups_of_characters(view: View) -> list[Group]:
    """The groups that have or had members, by title, as far as the viewpoint knows."""
    members: dict[PageId, set[PageId]] = defaultdict(set)
    for fact in view.facts(Membership):
        members[fact.group].add(fact.character)
    if not members:
        return []
    found = [page for page in view.pages(PageKind.GROUP) if page.id in members]
    return [(page.id, page.title, frozenset(members[page.id])) for page in found]

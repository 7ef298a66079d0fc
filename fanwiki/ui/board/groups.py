"""The groups that tables of characters are filtered by."""

from collections import defaultdict
from collections.abc import Collection

from fanwiki.domain.entities import Membership
from fanwiki.domain.ids import PageId
from fanwiki.ui.board.filters import Group
from fanwiki.wiki import View


def groups_of_characters(view: View, characters: Collection[PageId]) -> list[Group]:
    """The groups that have or had any of these characters as members, by title, as far as the viewpoint knows."""
    members: dict[PageId, set[PageId]] = defaultdict(set)
    for fact in view.facts_among(Membership, "character", characters):
        members[fact.group].add(fact.character)
    found = sorted(view.pages_among(members), key=lambda page: page.title)
    return [(page.id, page.title, frozenset(members[page.id])) for page in found]

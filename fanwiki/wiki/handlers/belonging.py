"""Which shows a character belongs to: facts that put it into another are refused.

A character belongs to the show that its page stands below, to that of the episode in which it is introduced, and to
those in whose episodes it appears: a guest from another show appears first, and is cast then.
"""

from fanwiki.domain.entities import Appearance
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import ALL
from fanwiki.store.facts import facts
from fanwiki.store.gates import home_shows
from fanwiki.wiki.transaction import Transaction


def check_in_show(character: PageId, show: PageId, transaction: Transaction, field: str) -> None:
    """Raises InvalidEdit if a character belongs to other shows than this one, which `field` puts it into."""
    writing, page = transaction.writing, transaction.page(character)
    home = home_shows(writing, [character]).get(character)
    found = {home} if home is not None else set()
    appearances = facts(writing, ALL, Appearance, character=character)
    for episode in (page.introduced_at, *(each.episode for each in appearances)):
        order = None if episode is None else writing.orders.of_episode(episode)
        if order is not None:
            found.add(order.show)
    if found and show not in found:
        raise InvalidEdit(
            f"“{page.title}” is not in “{transaction.page(show).title}”; "
            f"it belongs to {' and '.join(sorted(f'“{transaction.page(each).title}”' for each in found))}",
            field=field,
        )

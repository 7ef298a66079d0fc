"""The kinds of identity, told apart by type so that a state is never passed where an episode is meant.

Every id is the text of a UUID. Shows, seasons, episodes, characters, people and groups are pages with typed
data beside them, so they share their page's id.
"""

from typing import NewType
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

PageId = NewType("PageId", str)
"""A page of any kind: an article, or the page of a show, season, episode, character, person or group."""

EpisodeId = NewType("EpisodeId", str)
"""The page id of an episode, where a point in a show is meant."""

FactId = NewType("FactId", str)
StateId = NewType("StateId", str)
SourceId = NewType("SourceId", str)
OrderId = NewType("OrderId", str)
RevisionId = NewType("RevisionId", str)


def new_id() -> str:
    """A fresh random identity."""
    return str(uuid4())


def fixed_id(name: str) -> str:
    """The identity that this name always has, for things every wiki is born with (the built-in states)."""
    return str(uuid5(NAMESPACE_URL, f"fanwiki:{name}"))


def is_uuid(text: str) -> bool:
    """Whether a text is an id as this program writes them."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False

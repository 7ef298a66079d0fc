"""The bundle that a wiki leaves in and comes back by: the names that who writes it and who reads it must agree on.

fanwiki.json            what it is: format, version, wiki, ceiling, counts
manifest-sha256.txt     every other file with its hash
canon/pages.json        every page in the order of the tree, with its data and the file of its text
canon/….json            the facts, one file for each kind and one line for each fact, in the order of entry
pages/…                 the text of each page below YAML for readers; what counts is the canon
media/…                 the files of the wiki under their names
history/….json          what the text of a page once was, the oldest first; only if asked for
"""

from dataclasses import fields
from functools import lru_cache
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

from fanwiki.domain import entities
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId, SourceId, StateId

CARD: Final = "fanwiki.json"
"""What the bundle says of itself; with a manifest beside it a folder is known to be a bundle of ours."""

MARKDOWN: Final = "fanwiki-markdown"
CANON: Final = "fanwiki-canon"
"""The two formats that can be imported: with texts and files, and the canon alone."""

VERSION: Final = 1

PAGES: Final = "canon/pages.json"

FACT_FILES: Final[dict[type[Any], str]] = {
    entities.ProfileField: "canon/profile-fields.json",
    entities.State: "canon/states.json",
    entities.Source: "canon/sources.json",
    entities.Media: "canon/media.json",
    entities.AlternativeOrder: "canon/episode-orders.json",
    entities.Name: "canon/names.json",
    entities.Redirect: "canon/redirects.json",
    entities.Appearance: "canon/appearances.json",
    entities.StatusEvent: "canon/statuses.json",
    entities.Portrayal: "canon/portrayals.json",
    entities.Relationship: "canon/relationships.json",
    entities.Membership: "canon/memberships.json",
    entities.Claim: "canon/claims.json",
    entities.ProfileValue: "canon/profile-values.json",
    entities.Portrait: "canon/portraits.json",
    entities.TalkNote: "canon/talk.json",
}
"""Each kind of fact after those that it refers to, or that say which show a character belongs to."""

FRONT: Final = "---\n"
"""The line before and the line after the YAML of a page."""


def history_file(page: str) -> str:
    """Where the history of a page lies."""
    return f"history/{page}.json"


_IDS: Final = {EpisodeId, FactId, OrderId, PageId, SourceId, StateId}


@lru_cache
def references(kind: type[Any]) -> dict[str, tuple[bool, bool]]:
    """The fields of a record that name other things: whether they may be empty, and whether they are lists."""
    hints = get_type_hints(kind)
    found: dict[str, tuple[bool, bool]] = {}
    for field in fields(kind):
        parts = set(get_args(hints[field.name])) or {hints[field.name]}
        if field.name != "id" and parts & _IDS:
            found[field.name] = (NoneType in parts, get_origin(hints[field.name]) is tuple)
    return found

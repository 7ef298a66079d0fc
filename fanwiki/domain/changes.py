"""What a change touched, so that the window refreshes that and no more, and does not answer its own changes."""

from dataclasses import dataclass, field

from fanwiki.domain.edits import FollowRename
from fanwiki.domain.ids import PageId


@dataclass(frozen=True)
class Change:
    """The outcome of one transaction. `initiator` is whoever asked for it and need not be told of it.

    `texts` are pages whose text changed, `pages` those added, removed, moved, renamed or revealed otherwise,
    `facts` the kinds of fact touched ("StatusEvent" …), `subjects` the pages whose facts changed. `wiki` says that
    the wiki's own name is another. `links_to_follow` is what a rename leaves to do in the texts that link to the page.
    """

    label: str
    texts: frozenset[PageId] = frozenset()
    pages: frozenset[PageId] = frozenset()
    facts: frozenset[str] = frozenset()
    subjects: frozenset[PageId] = frozenset()
    wiki: bool = False
    links_to_follow: tuple[FollowRename, ...] = ()
    revisions: frozenset[PageId] = frozenset()
    """Pages of which a revision that was there has been ended or described; their text is the same."""
    group: str = ""
    """The undo step this change belongs to; an edit applied with the same group is undone with it."""
    initiator: object = field(default=None, compare=False)

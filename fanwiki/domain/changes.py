"""What a change touched, so that the window refreshes that and no more, and does not answer its own changes."""

from dataclasses import dataclass, field

from fanwiki.domain.ids import PageId


@dataclass(frozen=True)
class Change:
    """The outcome of one transaction. `initiator` is whoever asked for it and need not be told of it.

    `texts` are pages whose text changed, `pages` those added, removed, moved, renamed or revealed otherwise,
    `facts` the kinds of fact touched ("StatusEvent" …), `subjects` the pages whose facts changed.
    `links_to_follow` are pages whose linking texts still say an old title, with that title.
    """

    label: str
    texts: frozenset[PageId] = frozenset()
    pages: frozenset[PageId] = frozenset()
    facts: frozenset[str] = frozenset()
    subjects: frozenset[PageId] = frozenset()
    links_to_follow: tuple[tuple[PageId, str], ...] = ()
    group: str = ""
    """The undo step this change belongs to; an edit applied with the same group is undone with it."""
    initiator: object = field(default=None, compare=False)

    @property
    def everything(self) -> bool:
        """Nothing is known of what was touched: refresh all."""
        return not (self.texts or self.pages or self.facts or self.subjects)

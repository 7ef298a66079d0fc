"""What a change touched, so that the window refreshes that and no more, and does not answer its own changes."""

from dataclasses import dataclass, field

from fanwiki.domain.ids import PageId


@dataclass(frozen=True)
class Renamed:
    """A page that has a new title, and the titles that texts have for it still, as they are typed there."""

    page: PageId
    title: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """The outcome of one transaction. `initiator` is whoever asked for it and need not be told of it.

    `texts` are pages whose text changed, `pages` those added, removed, moved, renamed or revealed otherwise,
    `facts` the kinds of fact touched ("StatusEvent" …), `subjects` the pages whose facts changed. `wiki` says that
    the wiki's own name is another. `renamed` are pages whose old title other texts have still, which are to follow, see
    `Wiki.following`; `keeping` those pages whose texts keep one, since they are read before the renamed page is known.
    """

    label: str
    texts: frozenset[PageId] = frozenset()
    pages: frozenset[PageId] = frozenset()
    facts: frozenset[str] = frozenset()
    subjects: frozenset[PageId] = frozenset()
    wiki: bool = False
    renamed: tuple[Renamed, ...] = ()
    keeping: frozenset[PageId] = frozenset()
    revisions: frozenset[PageId] = frozenset()
    """Pages of which a revision that was there has been ended or described; their text is the same."""
    group: str = ""
    """The undo step this change belongs to; an edit applied with the same group is undone with it."""
    initiator: object = field(default=None, compare=False)


def together(first: Change, second: Change) -> Change:
    """Two changes of one step, one after the other, as one."""
    return Change(
        first.label,
        texts=first.texts | second.texts,
        pages=first.pages | second.pages,
        facts=first.facts | second.facts,
        subjects=first.subjects | second.subjects,
        wiki=first.wiki or second.wiki,
        renamed=first.renamed + second.renamed,
        keeping=first.keeping | second.keeping,
        revisions=first.revisions | second.revisions,
        group=first.group,
    )

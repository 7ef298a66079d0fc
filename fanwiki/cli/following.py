"""Texts that follow a rename, for the commands that can rename a page."""

from fanwiki.domain.changes import Change
from fanwiki.wiki import Wiki


def follow(wiki: Wiki, change: Change) -> None:
    """Brings the texts along, and lists those that keep an old title."""
    keeping = frozenset().union(*(step.keeping for step in wiki.following(change)))
    if keeping:
        print("These texts keep an old title, since they are read before the renamed page is known:")
        print("\n".join(sorted(page.title for page in wiki.view().pages_among(keeping))))

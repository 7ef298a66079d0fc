"""Opening a wiki for one command."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.wiki import View, Wiki


def author_name() -> str:
    """Who is at the keyboard, for the history."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


@contextmanager
def wiki_to_write(path: Path) -> Iterator[Wiki]:
    wiki = Wiki.open(path, author=author_name(), program="fanwiki command line")
    try:
        yield wiki
    finally:
        wiki.close()


@contextmanager
def wiki_to_read(path: Path) -> Iterator[Wiki]:
    """For long reads, between which somebody else may write."""
    wiki = Wiki.open(path, read_only=True)
    try:
        yield wiki
    finally:
        wiki.close()


@contextmanager
def view_of(path: Path, as_of: str | None = None) -> Iterator[View]:
    """The wiki as of a point, or all of it; one state over the whole command."""
    with wiki_to_read(path) as wiki:
        everything = wiki.view()
        viewpoint = everything.viewpoint if as_of is None else everything.viewpoint_at(as_of)
        with wiki.view(viewpoint).together() as view:
            yield view


def show_named(view: View, name: str) -> list[PageId]:
    """The ids of the shows meant: that with this code or title, or all for an empty name. Raises NotFound."""
    shows = view.shows()
    if not name:
        return [entry.page.id for entry in shows]
    wanted = name.casefold()
    found = [entry.page.id for entry in shows if wanted in (entry.show.code.casefold(), entry.page.title.casefold())]
    if not found:
        raise NotFound(f"there is no show “{name}”; there are {', '.join(e.show.code for e in shows) or 'none'}")
    return found

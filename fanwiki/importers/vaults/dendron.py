"""Notes of Dendron: Markdown in one folder, whose dotted names, as `cast.school.onjo`, are a tree. In a link the label
stands first, and the title of a note is one of its properties.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

from fanwiki.importers.vaults.book import Book
from fanwiki.importers.vaults.frontmatter import split
from fanwiki.importers.vaults.inline import Style
from fanwiki.importers.vaults.markdown import MarkdownReader
from fanwiki.importers.vaults.notes import Converted, Head

_OWN: Final = frozenset({"id", "title", "created", "updated", "nav_order", "stub"})


class DendronReader:
    """Reads the notes of a vault of Dendron."""

    suffixes = (".md",)

    def __init__(self) -> None:
        self._markdown = MarkdownReader(Style(label_first=True), folder_pages=False)

    def head(self, path: PurePosixPath, text: str) -> Head:
        """What the first reading keeps of a note."""
        parts = tuple(path.stem.split("."))
        front = split(text)
        found = self._markdown.head(path, text)
        return replace(
            found,
            title=front.text("title") or parts[-1],
            place=parts[:-1],
            branch=parts,
            written=_time(front.text("updated") or front.text("created")),
        )

    def convert(self, head: Head, text: str, book: Book) -> Converted:
        """The note as a page; what Dendron counts for itself stays behind."""
        return self._markdown.convert(head, text, book, dressing=_OWN)


def _time(milliseconds: str) -> str:
    """A time as Dendron keeps it, in ISO 8601; empty for what is none."""
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""

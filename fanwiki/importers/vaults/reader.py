"""What every reader of notes can do, and which one reads what."""

from pathlib import PurePosixPath
from typing import Protocol

from fanwiki.importers.looks import SourceFormat
from fanwiki.importers.vaults.book import Book
from fanwiki.importers.vaults.files import VaultFiles
from fanwiki.importers.vaults.inline import Style
from fanwiki.importers.vaults.markdown import MarkdownReader
from fanwiki.importers.vaults.notes import Converted, Head


class VaultReader(Protocol):
    """Reads the notes of one program, twice: for what links need to know of them, and for their text."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of its notes end."""

    def head(self, path: PurePosixPath, text: str) -> Head | None:
        """What the first reading keeps of a note; None for what is no note after all."""

    def convert(self, head: Head, text: str, book: Book) -> Converted:
        """The note as a page."""


def reader_for(format: SourceFormat, files: VaultFiles) -> VaultReader:
    """The reader of a format; what a program keeps about the whole vault is read from its files."""
    del files
    match format:
        case SourceFormat.MARKDOWN:
            return MarkdownReader(Style(relative=True, signs=False), folder_pages=True)
        case _:
            return MarkdownReader(Style(), folder_pages=False)

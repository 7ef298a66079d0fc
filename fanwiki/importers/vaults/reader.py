"""What every reader of notes can do, and which one reads what."""

from pathlib import PurePosixPath
from typing import Protocol

from fanwiki.importers.looks import SourceFormat
from fanwiki.importers.vaults.book import Book
from fanwiki.importers.vaults.dendron import DendronReader
from fanwiki.importers.vaults.files import VaultFiles
from fanwiki.importers.vaults.inline import Style
from fanwiki.importers.vaults.logseq import LogseqReader, title_format
from fanwiki.importers.vaults.markdown import MarkdownReader
from fanwiki.importers.vaults.notes import Converted, Head
from fanwiki.importers.vaults.tiddlywiki import TiddlyWikiReader
from fanwiki.importers.vaults.zim import ZimReader


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
    match format:
        case SourceFormat.LOGSEQ:
            return LogseqReader(title_format(files))
        case SourceFormat.DENDRON:
            return DendronReader()
        case SourceFormat.ZIM:
            return ZimReader()
        case SourceFormat.TIDDLYWIKI:
            return TiddlyWikiReader()
        case SourceFormat.MARKDOWN:
            return MarkdownReader(Style(relative=True, signs=False), folder_pages=True)
        case _:
            return MarkdownReader(Style(), folder_pages=False)

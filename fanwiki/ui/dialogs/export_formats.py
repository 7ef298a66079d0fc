"""The formats of the export dialog: what each of them is called, where it goes, and which choices it has."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication

from fanwiki.exporters.report import ExportReport
from fanwiki.wiki import Wiki


class Export(Protocol):
    """An export in any format."""

    @property
    def report(self) -> ExportReport: ...

    def run(self) -> Generator[object, None, None]: ...


@dataclass(frozen=True)
class Choices:
    """What is chosen in the dialog. `as_of` is a written point, None for everything."""

    out: Path
    as_of: str | None
    include_unreviewed: bool
    zip: bool
    recent: bool
    css: Path | None
    history: bool
    page: str


@dataclass(frozen=True)
class ExportFormat:
    """`ending` is what the name of the wiki gets: that of a folder, or of a file if it begins with a dot. `options` are
    the choices that mean something: `zip`, `recent`, `css`, `history`, `page`.
    """

    key: str
    ending: str
    options: frozenset[str]

    @property
    def is_file(self) -> bool:
        return self.ending.startswith(".")

    def label(self) -> str:
        return _words(self.key)[0]

    def about(self) -> str:
        return _words(self.key)[1]


FORMATS: Final = (
    ExportFormat("html", "-html", frozenset({"zip", "recent", "css"})),
    ExportFormat("markdown", "-markdown", frozenset({"zip", "history"})),
    ExportFormat("json", "-json", frozenset({"zip"})),
    ExportFormat("obsidian", "-obsidian", frozenset({"zip"})),
    ExportFormat("mediawiki", "-mediawiki", frozenset({"zip", "history"})),
    ExportFormat("epub", ".epub", frozenset({"page"})),
    ExportFormat("pdf", ".pdf", frozenset({"page"})),
    ExportFormat("zim", ".zim", frozenset()),
)


def _words(key: str) -> tuple[str, str]:
    """The name of a format, and a sentence on what it is for."""
    tr = QCoreApplication.translate
    found = {
        "html": (
            tr("ExportDialog", "Web pages (HTML)"),
            tr("ExportDialog", "A folder of pages that opens in any browser, without a network."),
        ),
        "markdown": (
            tr("ExportDialog", "Markdown and JSON"),
            tr("ExportDialog", "One file for each page, with all data and files: for git, and to come back by."),
        ),
        "json": (
            tr("ExportDialog", "The data alone (JSON)"),
            tr(
                "ExportDialog", "Shows, characters, casting, statuses and all else that is no text, for other programs."
            ),
        ),
        "obsidian": (
            tr("ExportDialog", "Vault for Obsidian"),
            tr(
                "ExportDialog",
                "Notes with properties, links and folded spoilers that open well there; not to come back by.",
            ),
        ),
        "mediawiki": (
            tr("ExportDialog", "MediaWiki (XML)"),
            tr("ExportDialog", "Pages that a MediaWiki takes at Special:Import, and the files that they show."),
        ),
        "epub": (
            tr("ExportDialog", "E-book (EPUB)"),
            tr("ExportDialog", "A book with a chapter for each page, by show and season."),
        ),
        "pdf": (tr("ExportDialog", "PDF"), tr("ExportDialog", "The same book on sheets of paper.")),
        "zim": (tr("ExportDialog", "Kiwix (ZIM)"), tr("ExportDialog", "The web pages in one file for Kiwix.")),
    }
    return found[key]


def make_export(wiki: Wiki, format: ExportFormat, chosen: Choices) -> Export:
    """The export in this format. What only one of them needs is imported when it is asked for."""
    match format.key:
        case "html" | "zim":
            from fanwiki.exporters.html import HtmlExport, HtmlOptions  # noqa: PLC0415 - see above

            options = HtmlOptions(
                as_of=chosen.as_of, include_unreviewed=chosen.include_unreviewed, zip=chosen.zip, recent=chosen.recent,
                css=chosen.css,
            )  # fmt: skip
            if format.key == "html":
                return HtmlExport(wiki, chosen.out, options)
            from fanwiki.exporters.zim import ZimExport  # noqa: PLC0415 - see above

            return ZimExport(wiki, chosen.out, options)
        case "markdown" | "json":
            from fanwiki.exporters.markdown import MarkdownExport, MarkdownOptions  # noqa: PLC0415 - see above

            alone = format.key == "json"
            kept = MarkdownOptions(chosen.as_of, chosen.include_unreviewed, chosen.zip, chosen.history, alone)
            return MarkdownExport(wiki, chosen.out, kept)
        case "obsidian":
            from fanwiki.exporters.obsidian import ObsidianExport, ObsidianOptions  # noqa: PLC0415 - see above

            vault = ObsidianOptions(chosen.as_of, chosen.include_unreviewed, chosen.zip)
            return ObsidianExport(wiki, chosen.out, vault)
        case "mediawiki":
            from fanwiki.exporters.mediawiki import MediaWikiExport, MediaWikiOptions  # noqa: PLC0415 - see above

            mediawiki = MediaWikiOptions(chosen.as_of, chosen.include_unreviewed, chosen.zip, chosen.history)
            return MediaWikiExport(wiki, chosen.out, mediawiki)
        case "epub":
            from fanwiki.exporters.book.epub import EpubExport  # noqa: PLC0415 - see above
            from fanwiki.exporters.book.pages import BookOptions  # noqa: PLC0415 - see above

            return EpubExport(wiki, chosen.out, BookOptions(chosen.as_of, chosen.include_unreviewed, chosen.page))
        case _:
            from fanwiki.exporters.book.pages import BookOptions  # noqa: PLC0415 - see above
            from fanwiki.ui.pdf import PdfExport  # noqa: PLC0415 - see above

            return PdfExport(wiki, chosen.out, BookOptions(chosen.as_of, chosen.include_unreviewed, chosen.page))

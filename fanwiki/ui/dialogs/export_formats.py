"""The formats of the export dialog: what each of them is called, where it goes, and which choices it has."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

from fanwiki.exporters.export import Export
from fanwiki.exporters.formats import Choices, ExportFormat, make_export
from fanwiki.wiki import Wiki


@dataclass(frozen=True)
class FormatOffer:
    """A format as the dialog offers it. `ending` is what the name of the wiki gets: that of a folder, or of a file if
    it begins with a dot. `options` are the choices that mean something: `zip`, `recent`, `css`, `history`, `page`.
    """

    format: ExportFormat
    ending: str
    options: frozenset[str]

    @property
    def is_file(self) -> bool:
        return self.ending.startswith(".")

    def label(self) -> str:
        return _words(self.format)[0]

    def about(self) -> str:
        return _words(self.format)[1]


FORMATS: Final = (
    FormatOffer(ExportFormat.HTML, "-html", frozenset({"zip", "recent", "css"})),
    FormatOffer(ExportFormat.MARKDOWN, "-markdown", frozenset({"zip", "history"})),
    FormatOffer(ExportFormat.JSON, "-json", frozenset({"zip"})),
    FormatOffer(ExportFormat.OBSIDIAN, "-obsidian", frozenset({"zip"})),
    FormatOffer(ExportFormat.MEDIAWIKI, "-mediawiki", frozenset({"zip", "history"})),
    FormatOffer(ExportFormat.EPUB, ".epub", frozenset({"page"})),
    FormatOffer(ExportFormat.PDF, ".pdf", frozenset({"page"})),
    FormatOffer(ExportFormat.ZIM, ".zim", frozenset()),
)


def _words(format: ExportFormat) -> tuple[str, str]:
    """The name of a format, and a sentence on what it is for."""
    tr = QCoreApplication.translate
    found = {
        ExportFormat.HTML: (
            tr("ExportDialog", "Web pages (HTML)"),
            tr("ExportDialog", "A folder of pages that opens in any browser, without a network."),
        ),
        ExportFormat.MARKDOWN: (
            tr("ExportDialog", "Markdown and JSON"),
            tr("ExportDialog", "One file for each page, with all data and files: for git, and to come back by."),
        ),
        ExportFormat.JSON: (
            tr("ExportDialog", "The data alone (JSON)"),
            tr(
                "ExportDialog", "Shows, characters, casting, statuses and all else that is no text, for other programs."
            ),
        ),
        ExportFormat.OBSIDIAN: (
            tr("ExportDialog", "Vault for Obsidian"),
            tr(
                "ExportDialog",
                "Notes with properties, links and folded spoilers that open well there; not to come back by.",
            ),
        ),
        ExportFormat.MEDIAWIKI: (
            tr("ExportDialog", "MediaWiki (XML)"),
            tr("ExportDialog", "Pages that a MediaWiki takes at Special:Import, and the files that they show."),
        ),
        ExportFormat.EPUB: (
            tr("ExportDialog", "E-book (EPUB)"),
            tr("ExportDialog", "A book with a chapter for each page, by show and season."),
        ),
        ExportFormat.PDF: (tr("ExportDialog", "PDF"), tr("ExportDialog", "The same book on sheets of paper.")),
        ExportFormat.ZIM: (
            tr("ExportDialog", "Kiwix (ZIM)"),
            tr("ExportDialog", "The web pages in one file for Kiwix."),
        ),
    }
    return found[format]


def export_in(format: ExportFormat, wiki: Wiki, out: Path, chosen: Choices) -> Export:
    """The export in a format, the window's own among them."""
    if format is not ExportFormat.PDF:
        return make_export(wiki, out, format, chosen)
    from fanwiki.ui.pdf import PdfExport  # noqa: PLC0415 - needed here alone

    return PdfExport(wiki, out, chosen.for_books())

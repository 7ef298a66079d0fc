"""The formats that a wiki goes out in, what may be chosen for them, and the export of each."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fanwiki.exporters.book.pages import BookOptions
    from fanwiki.exporters.export import Export
    from fanwiki.exporters.html.options import HtmlOptions
    from fanwiki.wiki.wiki import Wiki


class ExportFormat(StrEnum):
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    OBSIDIAN = "obsidian"
    MEDIAWIKI = "mediawiki"
    EPUB = "epub"
    ZIM = "zim"
    PDF = "pdf"


@dataclass(frozen=True)
class Choices:
    """What is chosen for an export; what a format does not know means nothing for it. `as_of` is the ceiling, as
    `View.viewpoint_at` reads it, None for everything; `page` the title of the one page that is wanted, empty for all.
    The rest is as in `HtmlOptions` and `MarkdownOptions`.
    """

    as_of: str | None = None
    include_unreviewed: bool = False
    zip: bool = False
    base_url: str = ""
    recent: bool = False
    css: Path | None = None
    cached: bool = True
    history: bool = False
    page: str = ""

    def for_html(self) -> "HtmlOptions":
        from fanwiki.exporters.html.options import HtmlOptions  # noqa: PLC0415 - for these formats alone

        return HtmlOptions(
            self.as_of,
            self.include_unreviewed,
            self.zip,
            self.base_url,
            recent=self.recent,
            css=self.css,
            cached=self.cached,
        )

    def for_books(self) -> "BookOptions":
        from fanwiki.exporters.book.pages import BookOptions  # noqa: PLC0415 - for these formats alone

        return BookOptions(self.as_of, self.include_unreviewed, self.page)


def make_export(
    wiki: "Wiki",
    out: Path,
    format: Literal[
        ExportFormat.HTML,
        ExportFormat.MARKDOWN,
        ExportFormat.JSON,
        ExportFormat.OBSIDIAN,
        ExportFormat.MEDIAWIKI,
        ExportFormat.EPUB,
        ExportFormat.ZIM,
    ],
    chosen: Choices,
) -> "Export":
    """The export in this format; a PDF is the window's (`fanwiki.ui.pdf`). What only one of them needs is imported when
    it is asked for.
    """
    match format:
        case ExportFormat.HTML:
            from fanwiki.exporters.html import HtmlExport  # noqa: PLC0415 - see above

            return HtmlExport(wiki, out, chosen.for_html())
        case ExportFormat.MARKDOWN | ExportFormat.JSON:
            from fanwiki.exporters.markdown import MarkdownExport, MarkdownOptions  # noqa: PLC0415 - see above

            alone = format is ExportFormat.JSON
            text = MarkdownOptions(chosen.as_of, chosen.include_unreviewed, chosen.zip, chosen.history, alone)
            return MarkdownExport(wiki, out, text)
        case ExportFormat.OBSIDIAN:
            from fanwiki.exporters.obsidian import ObsidianExport, ObsidianOptions  # noqa: PLC0415 - see above

            return ObsidianExport(wiki, out, ObsidianOptions(chosen.as_of, chosen.include_unreviewed, chosen.zip))
        case ExportFormat.MEDIAWIKI:
            from fanwiki.exporters.mediawiki import MediaWikiExport, MediaWikiOptions  # noqa: PLC0415 - see above

            dump = MediaWikiOptions(chosen.as_of, chosen.include_unreviewed, chosen.zip, chosen.history)
            return MediaWikiExport(wiki, out, dump)
        case ExportFormat.EPUB:
            from fanwiki.exporters.book.epub import EpubExport  # noqa: PLC0415 - see above

            return EpubExport(wiki, out, chosen.for_books())
        case ExportFormat.ZIM:
            from fanwiki.exporters.zim import ZimExport  # noqa: PLC0415 - see above

            return ZimExport(wiki, out, chosen.for_html())

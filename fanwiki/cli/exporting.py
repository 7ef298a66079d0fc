"""Commands that write bundles and check them: `export`, `verify`."""

from contextlib import closing
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fanwiki.cli.arguments import AsOf, Json, WikiPath
from fanwiki.cli.output import print_json, print_table, progress_bar
from fanwiki.domain.errors import WikiError

if TYPE_CHECKING:
    from fanwiki.exporters.book.epub import EpubExport
    from fanwiki.exporters.html import HtmlExport, HtmlOptions
    from fanwiki.exporters.markdown import MarkdownExport
    from fanwiki.exporters.mediawiki import MediaWikiExport
    from fanwiki.exporters.obsidian import ObsidianExport
    from fanwiki.exporters.report import ExportReport
    from fanwiki.exporters.zim import ZimExport
    from fanwiki.ui.pdf import PdfExport
    from fanwiki.wiki import Wiki

    AnyExport = HtmlExport | MarkdownExport | MediaWikiExport | ObsidianExport | EpubExport | ZimExport | PdfExport


class ExportFormat(StrEnum):
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    OBSIDIAN = "obsidian"
    MEDIAWIKI = "mediawiki"
    EPUB = "epub"
    ZIM = "zim"
    PDF = "pdf"


def export(
    wiki: WikiPath,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="A new or empty folder, or a bundle to replace; for epub, zim and pdf a file."
        ),
    ],
    format: Annotated[ExportFormat, typer.Option("--format", help="What is written.")] = ExportFormat.HTML,
    as_of: AsOf = None,
    include_unreviewed: Annotated[
        bool, typer.Option("--include-unreviewed", help="With a ceiling: prose that nobody has reviewed, too.")
    ] = False,
    zip: Annotated[bool, typer.Option("--zip", help="One archive instead of a folder.")] = False,
    base_url: Annotated[
        str, typer.Option("--base-url", help="Where it will lie on the web: adds canonical addresses and a sitemap.")
    ] = "",
    recent: Annotated[bool, typer.Option("--recent", help="With a list of recent changes.")] = False,
    css: Annotated[
        Path | None, typer.Option("--css", metavar="FILE", help="A style sheet of your own, after the program's.")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Render every page anew, whatever an earlier export has kept.")
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="What the texts once were, too (markdown and mediawiki, without a ceiling)."),
    ] = False,
    page: Annotated[str, typer.Option("--page", metavar="TITLE", help="This page alone (epub and pdf).")] = "",
    json: Json = False,
) -> None:
    """Write the wiki for others: as web pages, to come back by (markdown; json: the canon alone), or elsewhere."""
    asked = _Asked(out, as_of, include_unreviewed, zip, base_url, recent, css, no_cache, history, page)
    report = _as_it_was(wiki, asked) if format is ExportFormat.HTML else None
    if report is None:
        report = _exported(wiki, format, asked)
    if json:
        withheld = [{"title": title, "why": why} for title, why in report.withheld]
        print_json({**asdict(report), "withheld": withheld})
        return
    print(f"{report.pages} pages in {report.files} files, {report.bytes} bytes; {report.manifest}")
    if report.reused:
        print(f"  {report.rendered} rendered, {report.reused} as an earlier export has rendered them")
    for title, why in report.withheld:
        print(f"  left out: {title} ({why})")


@dataclass(frozen=True)
class _Asked:
    """The options of the command."""

    out: Path
    as_of: str | None
    include_unreviewed: bool
    zip: bool
    base_url: str
    recent: bool
    css: Path | None
    no_cache: bool
    history: bool
    page: str


def _as_it_was(wiki: Path, asked: _Asked) -> "ExportReport | None":
    """What there is to say if there is nothing to do."""
    from fanwiki.exporters.html.export import as_it_was  # noqa: PLC0415 - needed here alone

    return as_it_was(wiki, asked.out, _html_options(asked))


def _exported(path: Path, format: ExportFormat, asked: _Asked) -> "ExportReport":
    from fanwiki.wiki import Wiki  # noqa: PLC0415 - needed here alone, and slow to load

    wiki = Wiki.open(path, read_only=True)
    try:
        work = _work(wiki, format, asked)
        with closing(work.run()) as steps, progress_bar() as show:
            for step in steps:
                show(step.done, step.total, step.what)
    finally:
        wiki.close()
    return work.report


def _html_options(asked: _Asked) -> "HtmlOptions":
    from fanwiki.exporters.html import HtmlOptions  # noqa: PLC0415 - needed here alone

    return HtmlOptions(
        asked.as_of,
        asked.include_unreviewed,
        asked.zip,
        asked.base_url,
        recent=asked.recent,
        css=asked.css,
        cached=not asked.no_cache,
    )


def _work(wiki: "Wiki", format: ExportFormat, asked: _Asked) -> "AnyExport":
    """The export in this format."""
    match format:
        case ExportFormat.HTML:
            from fanwiki.exporters.html import HtmlExport  # noqa: PLC0415 - needed here alone

            return HtmlExport(wiki, asked.out, _html_options(asked))
        case ExportFormat.MARKDOWN | ExportFormat.JSON:
            from fanwiki.exporters.markdown import MarkdownExport, MarkdownOptions  # noqa: PLC0415 - needed here alone

            alone = format is ExportFormat.JSON
            chosen = MarkdownOptions(asked.as_of, asked.include_unreviewed, asked.zip, asked.history, alone)
            return MarkdownExport(wiki, asked.out, chosen)
        case ExportFormat.OBSIDIAN:
            from fanwiki.exporters.obsidian import ObsidianExport, ObsidianOptions  # noqa: PLC0415 - needed here alone

            return ObsidianExport(wiki, asked.out, ObsidianOptions(asked.as_of, asked.include_unreviewed, asked.zip))
        case ExportFormat.MEDIAWIKI:
            return _mediawiki(wiki, asked)
        case ExportFormat.ZIM:
            from fanwiki.exporters.html import HtmlOptions  # noqa: PLC0415 - as above
            from fanwiki.exporters.zim import ZimExport  # noqa: PLC0415 - as above

            return ZimExport(wiki, asked.out, HtmlOptions(asked.as_of, asked.include_unreviewed))
        case ExportFormat.EPUB | ExportFormat.PDF:
            return _book(wiki, format, asked)


def _book(wiki: "Wiki", format: ExportFormat, asked: _Asked) -> "EpubExport | PdfExport":
    from fanwiki.exporters.book.pages import BookOptions  # noqa: PLC0415 - needed here alone

    options = BookOptions(asked.as_of, asked.include_unreviewed, asked.page)
    if format is ExportFormat.EPUB:
        from fanwiki.exporters.book.epub import EpubExport  # noqa: PLC0415 - as above

        return EpubExport(wiki, asked.out, options)
    try:
        from fanwiki.ui.pdf import PdfExport  # noqa: PLC0415 - the one format that needs Qt
    except ImportError as error:
        raise WikiError(f"a PDF is printed by PySide6, which is not there: {error}") from error
    return PdfExport(wiki, asked.out, options)


def _mediawiki(wiki: "Wiki", asked: _Asked) -> "MediaWikiExport":
    from fanwiki.exporters.mediawiki import MediaWikiExport, MediaWikiOptions  # noqa: PLC0415 - needed here alone

    options = MediaWikiOptions(asked.as_of, asked.include_unreviewed, asked.zip, asked.history)
    return MediaWikiExport(wiki, asked.out, options)


def verify(bundle: Annotated[Path, typer.Argument(metavar="BUNDLE")], json: Json = False) -> int:
    """Check an exported bundle against its manifest."""
    from fanwiki.exporters.verify import verify as findings_of  # noqa: PLC0415 - needed here alone

    findings = findings_of(bundle)
    if json:
        print_json([asdict(finding) for finding in findings])
    else:
        rows = [(finding.path, finding.problem, finding.message) for finding in findings]
        print_table(("file", "problem", "what it means"), rows, "Every byte is as it was written.")
    return 1 if findings else 0

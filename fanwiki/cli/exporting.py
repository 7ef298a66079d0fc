"""Commands that write bundles and check them: `export`, `verify`."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fanwiki.cli.arguments import AsOf, Json, WikiPath
from fanwiki.cli.output import print_json, print_table, progress_bar
from fanwiki.domain.errors import WikiError
from fanwiki.exporters.formats import Choices, ExportFormat, make_export

if TYPE_CHECKING:
    from fanwiki.exporters.export import Export
    from fanwiki.exporters.report import ExportReport
    from fanwiki.wiki import Wiki


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
    chosen = Choices(as_of, include_unreviewed, zip, base_url, recent, css, not no_cache, history, page)
    report = _as_it_was(wiki, out, chosen) if format is ExportFormat.HTML else None
    if report is None:
        report = _exported(wiki, out, format, chosen)
    if json:
        withheld = [{"title": title, "why": why} for title, why in report.withheld]
        print_json({**asdict(report), "withheld": withheld})
        return
    print(f"{report.pages} pages in {report.files} files, {report.bytes} bytes; {report.manifest}")
    if report.reused:
        print(f"  {report.rendered} rendered, {report.reused} as an earlier export has rendered them")
    for title, why in report.withheld:
        print(f"  left out: {title} ({why})")


def _as_it_was(wiki: Path, out: Path, chosen: Choices) -> "ExportReport | None":
    """What there is to say if there is nothing to do."""
    from fanwiki.exporters.html.export import as_it_was  # noqa: PLC0415 - needed here alone

    return as_it_was(wiki, out, chosen.for_html())


def _exported(path: Path, out: Path, format: ExportFormat, chosen: Choices) -> "ExportReport":
    from fanwiki.wiki import Wiki  # noqa: PLC0415 - needed here alone, and slow to load

    wiki = Wiki.open(path, read_only=True)
    try:
        work = _pdf(wiki, out, chosen) if format is ExportFormat.PDF else make_export(wiki, out, format, chosen)
        with closing(work.run()) as steps, progress_bar() as show:
            for step in steps:
                show(step.done, step.total, step.what)
    finally:
        wiki.close()
    return work.report


def _pdf(wiki: "Wiki", out: Path, chosen: Choices) -> "Export":
    try:
        from fanwiki.ui.pdf import PdfExport  # noqa: PLC0415 - the one format that needs Qt
    except ImportError as error:
        raise WikiError(f"a PDF is printed by PySide6, which is not there: {error}") from error
    return PdfExport(wiki, out, chosen.for_books())


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

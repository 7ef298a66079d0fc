"""Commands that write bundles and check them: `export`, `verify`."""

from contextlib import closing
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fanwiki.cli.opening import AsOf, Json, WikiPath
from fanwiki.cli.output import print_json, print_table, progress_bar
from fanwiki.wiki import Wiki

if TYPE_CHECKING:
    from fanwiki.exporters.html import HtmlExport
    from fanwiki.exporters.markdown import MarkdownExport


class ExportFormat(StrEnum):
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    app.command("export")(export)
    app.command("verify")(verify)


def export(
    wiki: WikiPath,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder, or a bundle to replace.")],
    format: Annotated[ExportFormat, typer.Option("--format", help="What is written.")] = ExportFormat.HTML,
    as_of: AsOf = None,
    include_unreviewed: Annotated[
        bool, typer.Option("--include-unreviewed", help="With a ceiling: prose that nobody has reviewed, too.")
    ] = False,
    zip: Annotated[bool, typer.Option("--zip", help="One archive instead of a folder.")] = False,
    base_url: Annotated[
        str, typer.Option("--base-url", help="Where it will lie on the web: adds canonical addresses and a sitemap.")
    ] = "",
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Render every page anew, whatever an earlier export has kept.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="What the texts once were, too (markdown, without a ceiling).")
    ] = False,
    json: Json = False,
) -> None:
    """Write the wiki for others: as web pages (html), or to come back by (markdown, or json for the canon alone)."""
    asked = _Asked(out, as_of, include_unreviewed, zip, base_url, no_cache, history)
    opened = Wiki.open(wiki, read_only=True)
    try:
        work = _work(opened, format, asked)
        with closing(work.run()) as steps, progress_bar() as show:
            for step in steps:
                show(step.done, step.total, step.what)
    finally:
        opened.close()
    report = work.report
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
    no_cache: bool
    history: bool


def _work(wiki: Wiki, format: ExportFormat, asked: _Asked) -> "HtmlExport | MarkdownExport":
    """The export in this format."""
    match format:
        case ExportFormat.HTML:
            from fanwiki.exporters.html import HtmlExport, HtmlOptions  # noqa: PLC0415 - Jinja2 is needed here alone

            options = HtmlOptions(
                asked.as_of, asked.include_unreviewed, asked.zip, asked.base_url, cached=not asked.no_cache
            )
            return HtmlExport(wiki, asked.out, options)
        case ExportFormat.MARKDOWN | ExportFormat.JSON:
            from fanwiki.exporters.markdown import MarkdownExport, MarkdownOptions  # noqa: PLC0415 - needed here alone

            alone = format is ExportFormat.JSON
            chosen = MarkdownOptions(asked.as_of, asked.include_unreviewed, asked.zip, asked.history, alone)
            return MarkdownExport(wiki, asked.out, chosen)


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

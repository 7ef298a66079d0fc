"""The command that brings another wiki: `import`."""

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fanwiki.cli.arguments import Json, WikiPath
from fanwiki.cli.opening import wiki_to_write
from fanwiki.cli.output import print_json, print_table, progress_bar
from fanwiki.importers.looks import SourceFormat

if TYPE_CHECKING:
    from fanwiki.importers.report import ImportReport


def import_(
    wiki: WikiPath,
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="A dump of a MediaWiki (XML, .gz, .bz2, .xz, .7z), a vault or folder of notes or a .zip of one, JSON "
            "of TVmaze or TMDB, a table of characters (CSV), or a bundle of ours.",
        ),
    ],
    format: Annotated[
        SourceFormat | None, typer.Option("--format", help="What the source is, if not as its looks tell.")
    ] = None,
    media: Annotated[
        Path | None, typer.Option("--media", metavar="DIR", help="The folder with the files that its pages show.")
    ] = None,
    talk: Annotated[bool, typer.Option("--talk", help="Talk pages too, as notes.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would come.")] = False,
    map: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADING=WHAT",
            help="What a column of a table is: name, status, cause, species, portrayed by, aliases, text, skip, or the "
            "name of a profile field. May be given several times.",
        ),
    ] = None,
    show: Annotated[str, typer.Option("--show", help="The show that a table or file of TV data is about.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Leave with 1 where there are warnings.")] = False,
    json: Json = False,
) -> int:
    """Bring the pages of another wiki into this one, as one step that can be undone. Its own pages stay as they are."""
    from fanwiki.importers.importing import make_import  # noqa: PLC0415 - needed here alone
    from fanwiki.importers.looks import detect  # noqa: PLC0415 - the same
    from fanwiki.importers.options import ImportOptions, columns_in  # noqa: PLC0415 - the same

    found = detect(source) if format is None else format
    with wiki_to_write(wiki) as opened:
        work = make_import(opened, source, found, ImportOptions(media, talk, dry_run, columns_in(map or []), show))
        with closing(work.run()) as steps, progress_bar() as tell:
            for step in steps:
                tell(step.done, step.total, step.what)
    report = work.report
    if json:
        print_json(as_document(report))
    else:
        _print(report)
    return 1 if strict and report.warnings else 0


def as_document(report: "ImportReport") -> dict[str, Any]:
    """The report as scripts read it."""
    counted = ("read", "pages", "articles", "categories", "templates", "redirects", "characters", "people", "seasons")
    more = ("episodes", "folders", "media", "revisions", "statuses", "portrayals", "talk", "links", "links_resolved")
    return {
        **{name: getattr(report, name) for name in (*counted, *more)},
        "skipped": [{"what": what, "why": why, "count": count} for (what, why), count in _sorted(report.skipped)],
        "kept": [{"what": what, "count": count} for what, count in _sorted(report.kept)],
        "mapping": [
            {
                "template": each.template,
                "field": each.field,
                "target": each.target,
                "filled": each.filled,
                "uses": each.uses,
            }
            for each in report.mapping
        ],
        "wanted_media": list(report.wanted),
        "warnings": report.warnings,
        "dry_run": report.dry_run,
    }


def _print(report: "ImportReport") -> None:
    would = "would come" if report.dry_run else "came"
    print(
        f"{report.pages} pages {would} of {report.read} in the source: {report.articles} articles, {report.characters} "
        f"characters, {report.people} people, {report.seasons} seasons, {report.episodes} episodes, "
        f"{report.categories} categories, {report.templates} templates; "
        f"{report.redirects} redirects, {report.media} files, {report.revisions} revisions"
    )
    if report.links:
        print(f"{report.links_resolved} of {report.links} links within the source lead somewhere.")
    rows = [(count, what, why) for (what, why), count in _sorted(report.skipped)]
    print_table(("left out", "what", "why"), rows, "Nothing was left out.")
    kept = [(count, what) for what, count in _sorted(report.kept)]
    print_table(("kept as typed", "what"), kept, "Everything was understood.")
    mapping = [(each.template, each.field, each.target, f"{each.filled} of {each.uses}") for each in report.mapping]
    if mapping:
        print_table(("infobox", "field", "becomes", "filled"), mapping, "")
    if report.wanted:
        print(f"{len(report.wanted)} files that pages show are not there; name their folder with --media.")
    for warning in report.warnings:
        print(f"  {warning}")


def _sorted(counter: "Counter[Any]") -> list[tuple[Any, int]]:
    return sorted(counter.items(), key=lambda entry: (-entry[1], str(entry[0])))

"""Commands that look after a wiki file: `check`, `backup`, `rescue`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fanwiki.cli.arguments import Json, WikiPath
from fanwiki.cli.output import print_json, print_table


def check(wiki: WikiPath, json: Json = False) -> int:
    """Check a wiki: the file, its history, its facts and its search index. Nothing is changed."""
    from fanwiki.wiki.checking import check as faults_of  # noqa: PLC0415 - needed here alone

    faults = faults_of(wiki)
    if json:
        print_json([asdict(fault) for fault in faults])
    else:
        rows = [(fault.part, fault.title, fault.message) for fault in faults]
        print_table(("part", "page", "what is wrong"), rows, "The wiki is sound.")
    return 1 if faults else 0


def backup(
    wiki: WikiPath,
    out: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="A new file. Left out: the folder of backups beside the wiki.")
    ] = None,
    json: Json = False,
) -> None:
    """Make a copy of a wiki that has been checked."""
    from fanwiki.wiki import backups  # noqa: PLC0415 - needed here alone

    if out is None:
        made = backups.back_up_in_turn(wiki).path
    else:
        backups.backup(wiki, out)
        made = out
    if json:
        print_json({"backup": str(made), "bytes": made.stat().st_size})
        return
    print(made)


def rescue(
    wiki: WikiPath,
    out: Annotated[Path, typer.Argument(metavar="OUTDIR", help="A new or empty folder.")],
    json: Json = False,
) -> int:
    """Write readable Markdown out of a damaged wiki. The file is not touched."""
    from fanwiki.wiki.rescuing import rescue as rescued_from  # noqa: PLC0415 - needed here alone

    found = rescued_from(wiki, out)
    if json:
        print_json(asdict(found))
    else:
        print(f"{found.pages} pages, {found.facts} facts and {found.files} files are in {out}")
        print_table(("what is missing",), [(line,) for line in found.missing], "Nothing is known to be missing.")
    return 1 if found.missing else 0

"""Commands that change a wiki: `new`, `write`, `apply`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from fanwiki.cli.arguments import WikiPath
from fanwiki.cli.following import follow
from fanwiki.cli.opening import author_name, wiki_to_write
from fanwiki.cli.output import print_json
from fanwiki.domain.edits import AddPage, SavePage
from fanwiki.domain.errors import InvalidEdit, NotFound, WikiError
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki


def new(
    wiki: WikiPath, sample: Annotated[bool, typer.Option("--sample", help="Fill it with the sample show.")] = False
) -> None:
    """Make a new wiki. An existing file is refused."""
    if sample:
        from fanwiki.importers.sample import create_sample  # noqa: PLC0415 - YAML is needed by the sample alone

        create_sample(wiki, author=author_name()).close()
    else:
        Wiki.create(wiki, author=author_name()).close()
    print(wiki)


def write(
    wiki: WikiPath,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="A title, alias or redirect.")],
    source: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Standard input if left out.")] = None,
    summary: Annotated[str, typer.Option("--summary", help="What was done, for the history.")] = "",
) -> None:
    """Replace a page's text, as one revision; a page that is not there is made."""
    text = _read_text(source)
    with wiki_to_write(wiki) as opened:
        try:
            page = opened.view().find(title)
        except NotFound:
            opened.apply(AddPage(PageId(new_id()), _kind_of(title), title, body=text))
            return
        opened.apply(SavePage(page.id, text, summary=summary))


def _kind_of(title: str) -> PageKind:
    """What a page that is made by its title alone is."""
    kinds = {"category": PageKind.CATEGORY, "template": PageKind.TEMPLATE}
    return kinds.get(title.partition(":")[0].strip().casefold(), PageKind.ARTICLE)


def apply(
    wiki: Annotated[Path | None, typer.Argument(metavar="WIKI")] = None,
    edits: Annotated[Path | None, typer.Argument(metavar="FILE", help="JSON lines, one edit a line.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of an edit and leave.")] = False,
) -> None:
    """Apply a list of edits in one transaction: all or nothing."""
    if schema:
        from fanwiki.wiki.edit_schema import edit_schema  # noqa: PLC0415 - needed for --schema alone

        print_json(edit_schema())
        return
    if wiki is None or edits is None:
        raise WikiError("apply needs a WIKI and a FILE with edits, or --schema")
    written = list(_written_edits(edits))
    with wiki_to_write(wiki) as opened:
        follow(opened, opened.apply_written(written, label=f"apply {edits.name}"))


def _written_edits(file: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_read_text(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            edit = json.loads(line)
        except json.JSONDecodeError as error:
            raise InvalidEdit(f"line {number} is no JSON: {error.msg}") from None
        except (RecursionError, ValueError):
            raise InvalidEdit(f"line {number} is no edit: it is nested too deep, or has too long a number") from None
        if not isinstance(edit, dict):
            raise InvalidEdit(f"line {number} is no edit: an edit is a JSON object")
        yield edit


def _read_text(file: Path | None) -> str:
    try:
        content = sys.stdin.buffer.read() if file is None else file.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise WikiError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise WikiError(f"{file or 'standard input'} is not text in UTF-8") from None

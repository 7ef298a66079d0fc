"""Commands about the past of a page: `history`, `diff`, `restore`, `past`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from fanwiki.cli.arguments import Json, WikiPath
from fanwiki.cli.following import follow
from fanwiki.cli.opening import view_of, wiki_to_write
from fanwiki.cli.output import print_json, print_table
from fanwiki.domain.edits import Edit, RestorePage
from fanwiki.domain.entities import Revision
from fanwiki.domain.errors import NotFound, WikiError
from fanwiki.domain.history import Comparison, DiffLine, FactChange, Fold, Mark, folded
from fanwiki.domain.ids import PageId
from fanwiki.wiki import View
from fanwiki.wiki.reading.revisions import revision_named

_SHORT = 8
"""As many letters of an id tell the revisions of a page apart."""
_SIGNS = {Mark.SAME: " ", Mark.ADDED: "+", Mark.REMOVED: "-", Mark.CHANGED: "~"}

Title = Annotated[str, typer.Argument(metavar="TITLE", help="A title, alias or redirect.")]


def history(wiki: WikiPath, title: Title, json: Json = False) -> None:
    """The revisions of a page, newest first."""
    with view_of(wiki) as view:
        revisions = view.history(view.look_up(title).id)
    if json:
        print_json([as_document(revision) for revision in revisions])
        return
    rows = [(each.id[:_SHORT], each.time, each.author, each.summary, each.size) for each in revisions]
    print_table(("revision", "time", "author", "summary", "bytes"), rows, "")


def diff(
    wiki: WikiPath,
    title: Title,
    older: Annotated[str, typer.Argument(metavar="A", help="A revision by its id, or how that begins.")],
    newer: Annotated[str, typer.Argument(metavar="B", help="Another one; the newest if left out.")] = "",
    whole: Annotated[bool, typer.Option("--whole", help="The lines too that are the same.")] = False,
    json: Json = False,
) -> None:
    """What two revisions of a page differ in, in text and facts."""
    with view_of(wiki) as view:
        revisions = view.history(view.look_up(title).id)
        to = revision_named(revisions, newer) if newer else revisions[0]
        found = view.compare(revision_named(revisions, older).id, to.id)
    if json:
        print_json(comparison_document(found))
    else:
        _print(found, whole=whole)


def restore(
    wiki: WikiPath,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="A page, also one in the trash.")],
    revision: Annotated[
        str, typer.Argument(metavar="REV", help="By its id, or how that begins. Left out: from the trash as it was.")
    ] = "",
    facts: Annotated[bool, typer.Option("--facts", help="The facts too that it holds.")] = False,
) -> None:
    """Give a page the text of one of its revisions again; take a deleted page, with its facts, out of the trash."""
    with wiki_to_write(wiki) as opened:
        with opened.view().together() as view:
            asked = _asked(view, title, revision, facts=facts)
        follow(opened, opened.apply(*asked, label=asked[-1].label))


def past(
    wiki: WikiPath,
    when: Annotated[str, typer.Argument(metavar="DATE", help="2026-01-31, or with a time of the day, in your zone.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new file ending in .fanwiki.")],
    json: Json = False,
) -> None:
    """Write a copy of the whole wiki as it stood on a date, to be read and exported like any other."""
    from fanwiki.wiki.past_copy import copy_as_of, moment  # noqa: PLC0415 - needed here alone

    if out.suffix != ".fanwiki":
        raise WikiError(f"the name of a wiki ends in .fanwiki: {out.name}.fanwiki")
    copy_as_of(wiki, moment(when), out)
    if json:
        print_json({"path": str(out), "bytes": out.stat().st_size})
        return
    print(out)


def as_document(revision: Revision) -> dict[str, Any]:
    """A revision under the names that scripts rely on."""
    return {
        "revision": revision.id,
        "time": revision.time,
        "author": revision.author,
        "summary": revision.summary,
        "size": revision.size,
        "hash": revision.hash,
    }


def comparison_document(found: Comparison) -> dict[str, Any]:
    """What two revisions differ in, for scripts: the lines that are not the same, and the facts."""
    return {
        "older": None if found.older is None else as_document(found.older),
        "newer": as_document(found.newer),
        "lines": [
            {
                "mark": line.mark,
                "old": line.old,
                "new": line.new,
                "runs": [{"mark": run.mark, "text": run.text} for run in line.runs],
            }
            for line in found.lines
            if line.mark is not Mark.SAME
        ],
        "facts": [
            {
                "mark": change.mark,
                "noun": change.noun,
                "said": change.said,
                "fields": [{"name": f.name, "before": f.before, "after": f.after} for f in change.fields],
            }
            for change in found.facts
        ],
        "facts_kept": found.facts_kept,
    }


def _asked(view: View, title: str, revision: str, *, facts: bool) -> list[Edit]:
    page, in_trash = _page_or_trash(view, title)
    if not revision:
        if not in_trash:
            raise NotFound(f"“{title}” is not in the trash; say which revision of it is wanted")
        return [RestorePage(page)]
    wanted = revision_named(view.history(page), revision)
    return [*([RestorePage(page)] if in_trash else []), *view.restoring_edits(wanted.id, facts=facts)]


def _page_or_trash(view: View, title: str) -> tuple[PageId, bool]:
    """The page that a title leads to, or the one that was put into the trash last under it."""
    try:
        return view.look_up(title).id, False
    except NotFound:
        for page, _ in view.trash():
            if page.title.casefold() == title.casefold():
                return page.id, True
        raise


def _print(found: Comparison, *, whole: bool) -> None:
    for change in found.facts:
        print(_fact_line(change))
    if not found.facts_kept:
        print("One of these revisions is from a time before this wiki: its facts are not known.")
    if not found.text_changed:
        print("The text is the same.")
        return
    for line in found.lines if whole else folded(found.lines):
        print(f"  … {line.count} lines are the same" if isinstance(line, Fold) else _text_line(line))


def _fact_line(change: FactChange) -> str:
    said = f"{_SIGNS[change.mark]} {change.noun}: {change.said}"
    return "".join((said, *(f"\n    {f.name}: {f.before or '–'} → {f.after or '–'}" for f in change.fields)))


def _text_line(line: DiffLine) -> str:
    """As `git diff --word-diff` marks words: what was removed in `[-…-]`, what was added in `{+…+}`."""
    if line.mark is not Mark.CHANGED:
        return f"{_SIGNS[line.mark]} {line.words}"
    around = {Mark.REMOVED: ("[-", "-]"), Mark.ADDED: ("{+", "+}"), Mark.SAME: ("", "")}
    return f"{_SIGNS[line.mark]} " + "".join(run.text.join(around[run.mark]) for run in line.runs)

"""Writes the Markdown bundle, or the canon alone, from a snapshot of the wiki.

The same wiki gives the same bytes. Without a ceiling it is the author's copy, with remarks, notes and drafts; with one
it holds what that reader may have.
"""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, get_args

from fanwiki import __version__
from fanwiki.domain import bundle
from fanwiki.domain.entities import Media, Page, Subject
from fanwiki.domain.errors import NotFound
from fanwiki.domain.progress import Progress
from fanwiki.exporters import ceiling
from fanwiki.exporters.export import Export, with_suffix
from fanwiki.exporters.markdown.canon import json_lines, json_text, record_row
from fanwiki.exporters.markdown.front_matter import front_matter, yaml_text
from fanwiki.exporters.markdown.layout import Layout, lay_out
from fanwiki.exporters.markdown.selection import Selection, select
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.selection import is_everything, reader
from fanwiki.exporters.write import BundleWriter
from fanwiki.wiki import View, Wiki

_KEEP_BYTES: Final = b"# Every byte counts: fanwiki verify compares them with the manifest.\n* -text\n"
"""For git, which would otherwise write other line ends on other systems."""


@dataclass(frozen=True)
class MarkdownOptions:
    """`as_of` is the ceiling, as `View.viewpoint_at` reads it; None for the author's own copy. `include_unreviewed`
    lets prose that nobody has reviewed into a bundle with a ceiling. `zip` makes one archive instead of a folder.
    `history` brings what the texts once were along, in the author's copy alone. With `canon_alone` there are no texts
    and no files.
    """

    as_of: str | None = None
    include_unreviewed: bool = False
    zip: bool = False
    history: bool = False
    canon_alone: bool = False


class MarkdownExport(Export):
    """One Markdown bundle, or the canon alone."""

    def __init__(self, wiki: Wiki, out: Path, options: MarkdownOptions | None = None) -> None:
        self._options = options or MarkdownOptions()
        super().__init__(wiki, with_suffix(out, ".zip") if self._options.zip else out)

    def _written(self) -> Generator[Progress, None, ExportReport]:
        with ExitStack() as stack:
            writer = stack.enter_context(BundleWriter(self._out, zipped=self._options.zip))
            yield Progress(0, 1, "reading the wiki")
            frozen = stack.enter_context(self._wiki.snapshot())
            everything = stack.enter_context(frozen.view().gathered())
            view = everything
            if not self._is_whole:
                options = self._options
                view = everything.seen_from(
                    reader(everything, options.as_of, include_unreviewed=options.include_unreviewed)
                )
            selection = select(everything, view)
            layout = lay_out(selection.pages, selection.media)
            yield from self._write(view, selection, layout, writer)
            if not view.author:
                yield Progress(len(writer.paths), len(writer.paths), "looking for what is revealed later")
                ceiling.check(everything, view, writer, own=_own_words())
            writer.finish()
            return ExportReport(
                pages=len(selection.pages),
                files=len(writer.paths) + 1,
                bytes=writer.bytes,
                rendered=0,
                reused=0,
                withheld=selection.withheld,
                manifest=writer.manifest,
            )

    @property
    def _is_whole(self) -> bool:
        return is_everything(self._options.as_of)

    def _write(self, view: View, selection: Selection, layout: Layout, writer: BundleWriter) -> Iterator[Progress]:
        total = len(layout.pages)
        alone = self._options.canon_alone
        writer.add(bundle.PAGES, json_lines(_page_row(page, selection, layout, alone) for page in layout.pages))
        for kind, path in bundle.FACT_FILES.items():
            rows = [_fact_row(fact, layout, alone) for fact in selection.facts[kind]]
            if rows:
                writer.add(path, json_lines(rows))
        if not alone:
            for done, page in enumerate(layout.pages):
                yield Progress(done, total, page.title)
                text = f"{bundle.FRONT}{yaml_text(front_matter(view, page))}{bundle.FRONT}{view.readable_text(page.id)}"
                writer.add(layout.files[page.id], text.encode())
                if self._options.history and view.author:
                    writer.add(bundle.history_file(page.id), json_lines(_history(view, page)))
            yield Progress(total, total, "files")
            for media in selection.media:
                writer.add(layout.media[media.id], _content(view, media))
        writer.add(".gitattributes", _KEEP_BYTES)
        writer.add(bundle.CARD, json_text(self._card(view, selection)))

    def _card(self, view: View, selection: Selection) -> dict[str, Any]:
        counts = view.counts()
        counts.pop("revisions")
        ceiling = None
        if not view.author:
            orders = view.orders()
            codes = {order.show: order.show_code for order in orders.orders}
            ceiling = ",".join(f"{codes[show]}:{view.point(episode, show)}" for show, episode in view.viewpoint.seen)
        return {
            "format": bundle.CANON if self._options.canon_alone else bundle.MARKDOWN,
            "version": bundle.VERSION,
            "program": __version__,
            "wiki": view.uuid(),
            "title": view.title(),
            "ceiling": ceiling,
            "counts": {**counts, "pages": len(selection.pages)},
        }


def _page_row(page: Page, selection: Selection, layout: Layout, alone: bool) -> dict[str, Any]:
    row = record_row(page)
    row.pop("position", None)
    subject = selection.subjects.get(page.id)
    if subject is not None:
        row["subject"] = {name: value for name, value in record_row(subject).items() if name != "id"}
    return row if alone else {**row, "file": layout.files[page.id]}


def _fact_row(fact: Any, layout: Layout, alone: bool) -> dict[str, Any]:
    row = record_row(fact)
    return {**row, "file": layout.media[fact.id]} if isinstance(fact, Media) and not alone else row


def _history(view: View, page: Page) -> Iterator[dict[str, Any]]:
    for revision in reversed(view.history(page.id)):
        text = view.revision_text(revision.id)
        yield {"time": revision.time, "author": revision.author, "summary": revision.summary, "text": text}


def _content(view: View, media: Media) -> bytes:
    found = view.media_content(media.name)
    if found is None:
        raise NotFound(f"the file “{media.name}” has no content in this wiki; remove it, or store it again")
    return found[1]


def _own_words() -> Iterator[str]:
    """What the format writes whatever the wiki holds: the names of fields, folders and files."""
    yield "pages media canon history format version program wiki title ceiling counts file subject uuid kind aliases"
    yield "categories introduced safe_from the start gitattributes Every byte counts fanwiki verify compares them with"
    yield "the manifest text People Categories Templates Characters fanwiki markdown canon true false null"
    yield from bundle.FACT_FILES.values()
    for kind in (Page, *bundle.FACT_FILES, *get_args(Subject)):
        yield " ".join(field.name for field in fields(kind))

"""Data of a show from a file into a wiki, as one step of undo. What the wiki has already is not touched."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from fanwiki.domain.edits import AddPage, Edit
from fanwiki.domain.entities import Show
from fanwiki.domain.errors import WikiError
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.looks import SourceFormat
from fanwiki.importers.options import ImportOptions
from fanwiki.importers.report import ImportReport
from fanwiki.importers.source import open_source
from fanwiki.importers.tv.canon import CanonData
from fanwiki.importers.tv.making import show_maker
from fanwiki.importers.tv.table import meaning, read_table, table_maker
from fanwiki.importers.tv.tmdb import is_tmdb, read_tmdb
from fanwiki.importers.tv.tvmaze import is_tvmaze, read_tvmaze
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.backups import backed_up_first

_BATCH: Final = 400
_LARGEST: Final = 4 << 20


class TvImport:
    """One import. Iterate `run()` to its end; then `report` says what came in."""

    def __init__(self, wiki: Wiki, source: Path, format: SourceFormat, options: ImportOptions | None = None) -> None:
        self._wiki = wiki
        self._source = source
        self._format = format
        self._options = options or ImportOptions()
        self._work = ImportReport(dry_run=self._options.dry_run)
        self._finished = False

    @property
    def report(self) -> ImportReport:
        """What came in; only once `run()` has come to its end."""
        if not self._finished:
            raise RuntimeError("the import has not come to its end")
        return self._work

    def run(self) -> Generator[Progress, None, None]:
        """Imports the file. To cancel, close the generator: the wiki is as it was. Raises WikiError for a file that
        cannot be read, and leaves the wiki as it was.
        """
        with self._wiki.view().together() as view:
            edits = list(self._table(view) if self._format is SourceFormat.CSV else self._show(view))
        batches = (edits[at : at + _BATCH] for at in range(0, len(edits), _BATCH))
        applied: Iterator[object] = batches
        if not self._options.dry_run:
            saved = backed_up_first(self._wiki, batches)
            applied = self._wiki.apply_batches(saved, label=f"import {self._source.name}")
        with closing(applied) as steps:  # type: ignore[type-var]  # both are generators
            for number, _ in enumerate(steps, 1):
                yield Progress(min(number * _BATCH, len(edits)), len(edits), "taking in the show")
        self._finished = True

    def _show(self, view: View) -> Iterator[Edit]:
        data = read_show(self._source)
        self._work.read = len(data.episodes) + len(data.cast)
        self._work.skipped.update(data.skipped)
        self._work.warnings += data.warnings
        yield from show_maker(view, self._options.show or data.show, self._work).edits(data)

    def _table(self, view: View) -> Iterator[Edit]:
        table = read_table(self._source, self._work)
        means = meaning(table, self._options.columns)
        maker = show_maker(view, self._options.show, self._work)
        if maker.is_new:
            self._work.pages += 1
            yield AddPage(maker.show, PageKind.SHOW, maker.title, subject=Show(maker.show, maker.code))
        for line in table_maker(maker, view, self._work).edits(table, means):
            yield from line


def read_show(path: Path) -> CanonData:
    """What a file of TVmaze or TMDB says. Raises WikiError for one of neither."""
    document = read_json(path)
    if is_tvmaze(document):
        return read_tvmaze(document)
    if is_tmdb(document):
        return read_tmdb(document)
    raise WikiError(f"{path.name} is no file of TVmaze or TMDB; save what their API gives for a show, season or cast")


def read_json(path: Path) -> Any:
    """A document of JSON, packed or not. Raises WikiError for what is none."""
    with open_source(path) as source:
        content = b""
        while piece := source.read(1 << 20):
            content += piece
            if len(content) > _LARGEST:
                raise WikiError(f"{path.name} is larger than {_LARGEST >> 20} MiB")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise WikiError(f"{path.name} is no JSON: {error}") from error

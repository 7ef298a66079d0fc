"""A vault into a wiki.

The notes are read twice: once for their names, headings and aliases, which links need to know, and once for their text,
which goes into the wiki in batches. All of it is one transaction and one step of undo. What the wiki has already, by
its title, is not touched; so importing the same vault again adds nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Final

from fanwiki.domain import entities
from fanwiki.domain.edits import AddFact, AddPage, Edit, KeepRevision
from fanwiki.domain.entities import Media
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import NameKind, PageKind
from fanwiki.importers.looks import SourceFormat
from fanwiki.importers.media import files_in
from fanwiki.importers.options import ImportOptions
from fanwiki.importers.report import ImportReport
from fanwiki.importers.vaults.book import Book
from fanwiki.importers.vaults.files import LARGEST_NOTE, VaultFiles, open_vault
from fanwiki.importers.vaults.notes import Head
from fanwiki.importers.vaults.pictures import SUFFIXES, Pictures, look_through, stored
from fanwiki.importers.vaults.planning import Plan, Planned, linkable, planned
from fanwiki.importers.vaults.reader import VaultReader, reader_for
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import backed_up_first

_BATCH: Final = 200
_BATCH_CHARACTERS: Final = 1 << 22
_STEP: Final = 20
"""Notes after which those who wait are told."""


class VaultImport:
    """One import. Iterate `run()` to its end; then `report` says what came in."""

    def __init__(self, wiki: Wiki, source: Path, format: SourceFormat, options: ImportOptions | None = None) -> None:
        self._wiki = wiki
        self._source = source
        self._format = format
        self._options = options or ImportOptions()
        self._work = ImportReport(dry_run=self._options.dry_run)
        self._finished = False
        self._wanted: set[str] = set()

    @property
    def report(self) -> ImportReport:
        """What came in; only once `run()` has come to its end."""
        if not self._finished:
            raise RuntimeError("the import has not come to its end")
        return self._work

    def run(self) -> Generator[Progress, None, None]:
        """Imports the vault. To cancel, stop iterating and close the generator: the wiki is as it was. Raises WikiError
        for a vault that cannot be read, and leaves the wiki as it was.
        """
        with open_vault(self._source) as files:
            reader = reader_for(self._format, files)
            notes = files.with_suffix(*reader.suffixes)
            if not notes:
                raise WikiError(f"{self._source} has no notes in it that end in {' or '.join(reader.suffixes)}")
            heads: dict[PurePosixPath, Head] = {}
            for number, _ in enumerate(self._heads(files, reader, notes, heads)):
                if number % _STEP == 0:
                    yield Progress(number, len(notes), "looking through the notes")
            with self._wiki.view().together() as view:
                there = {page.title: page.id for page in view.pages()}
                ways = frozenset(text for text, _, _, _ in view.titles())
                media = view.facts(Media)
            found = Pictures()
            for _ in look_through(files, media, found, self._work):
                yield Progress(len(notes), len(notes), "looking through the pictures")
            plan = planned(heads, there)
            elsewhere = files_in(self._options.media)
            pictures = dict(found.names)
            book = Book(heads, plan.titles, pictures, (*heads, *pictures), frozenset(elsewhere))
            edits = self._edits(files, reader, plan, book, found, ways)
            applied: Generator[object, None, None] = edits
            if not self._options.dry_run:
                saved = backed_up_first(self._wiki, edits)
                applied = self._wiki.apply_batches(saved, label=f"import {self._source.name}")
            with closing(applied):
                for _ in applied:
                    yield Progress(self._work.pages, len(plan.pages), "taking in the notes")
            self._finish(files, plan, heads)

    def _heads(
        self, files: VaultFiles, reader: VaultReader, notes: list[PurePosixPath], heads: dict[PurePosixPath, Head]
    ) -> Iterator[None]:
        skipped = self._work.skipped
        for path in notes:
            yield
            self._work.read += 1
            if files.sizes[path] > LARGEST_NOTE:
                skipped["notes", f"longer than {LARGEST_NOTE >> 20} MiB"] += 1
                continue
            text = files.text(path)
            if text is None:
                skipped["notes", "their text is not in UTF-8; save them so and import again"] += 1
                self._work.warnings.append(f"“{path}” is not in UTF-8 and was left out")
                continue
            head = reader.head(path, text)
            if head is None:
                skipped["notes", "they belong to the program and not to the reader"] += 1
                continue
            heads[path] = head

    def _edits(
        self,
        files: VaultFiles,
        reader: VaultReader,
        plan: Plan,
        book: Book,
        found: Pictures,
        ways: frozenset[str],
    ) -> Generator[list[Edit], None, None]:
        aliases = _aliases(plan, ways)
        categories: set[str] = set()
        batch: list[Edit] = []
        size = 0
        for planned_page in plan.pages:
            edits, length = self._page(files, reader, planned_page, book, categories)
            batch += edits
            batch += aliases.get(planned_page.id, ())
            size += length
            if len(batch) >= _BATCH or size >= _BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
        yield batch + self._category_pages(categories, ways)
        for path in found.new:
            edit = stored(files, found, path, self._work)
            if edit is not None:
                yield [edit]

    def _page(
        self, files: VaultFiles, reader: VaultReader, page: Planned, book: Book, categories: set[str]
    ) -> tuple[list[Edit], int]:
        work = self._work
        work.pages += 1
        work.articles += 1
        if page.head is None:
            return [AddPage(page.id, PageKind.ARTICLE, page.title, page.parent)], 0
        text = files.text(page.head.path)
        made = reader.convert(page.head, text or "", book)
        work.kept.update(made.kept)
        work.skipped.update(made.left_out)
        work.links += made.links
        work.links_resolved += made.resolved
        self._wanted |= made.files
        categories.update(made.categories)
        edits: list[Edit] = [AddPage(page.id, PageKind.ARTICLE, page.title, page.parent, made.text)]
        if page.head.written:
            work.revisions += 1
            edits.append(KeepRevision(page.id, made.text, page.head.author, page.head.written))
        return edits, len(made.text)

    def _category_pages(self, categories: set[str], ways: frozenset[str]) -> list[Edit]:
        """A tag below others, `places/school`, is a category within theirs."""
        below = {name for name in categories if "/" in name}
        made: list[Edit] = []
        within = {"/".join(name.split("/")[:depth]) for name in below for depth in range(2, name.count("/") + 2)}
        for name in sorted(within):
            title = f"Category:{name}"
            if title in ways:
                continue
            self._work.pages += 1
            self._work.categories += 1
            body = f"[[Category:{name.rpartition('/')[0]}]]\n"
            made.append(AddPage(PageId(new_id()), PageKind.CATEGORY, title, body=body))
        return made

    def _finish(self, files: VaultFiles, plan: Plan, heads: dict[PurePosixPath, Head]) -> None:
        work = self._work
        work.skipped.update(files.skipped)
        work.skipped.update(plan.skipped)
        work.warnings += plan.warnings
        work.folders = plan.folders
        if files.settings:
            work.skipped["files", "settings of the program"] += len(files.settings)
        others = Counter(
            path.suffix.lower() or path.name
            for path in files.sizes
            if path not in heads and path.suffix.lower() not in (*SUFFIXES, *reader_for(self._format, files).suffixes)
        )
        for suffix, count in others.items():
            work.skipped[f"{suffix} files", "they are no notes and no pictures"] += count
        work.wanted = tuple(sorted(self._wanted))
        self._finished = True


def _aliases(plan: Plan, ways: frozenset[str]) -> dict[PageId, list[Edit]]:
    """The further names of the notes. What a link can name and only one note is called becomes a redirect; what several
    are called, or is a title too, stays a name.
    """
    titles = frozenset(plan.titles.values())
    own = {page.id: page.title for page in plan.pages}
    of: dict[str, set[PageId]] = defaultdict(set)
    for page in plan.pages:
        for alias in () if page.head is None else page.head.aliases:
            of[" ".join(alias.split())].add(page.id)
    made: dict[PageId, list[Edit]] = defaultdict(list)
    for alias, pages in of.items():
        single = len(pages) == 1 and alias not in titles and alias not in ways and alias == linkable(alias)
        for page_id in sorted(pages):
            if single:
                made[page_id].append(AddFact(entities.Redirect(FactId(new_id()), alias, page_id)))
            elif alias and alias != own[page_id]:
                made[page_id].append(AddFact(entities.Name(FactId(new_id()), page_id, alias, NameKind.ALIAS)))
    return made

"""A dump into a wiki.

The dump is read twice: once for what is in it, once for its pages, which go into the wiki in batches. All of them are
one transaction and one step of undo: an import that is cancelled, fails or is killed leaves the wiki as it was, and
another one begins from the start. What the wiki has already, by its title, is not touched; so importing the same dump
again adds nothing.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fanwiki.domain.edits import Edit, StoreMedia
from fanwiki.domain.entities import Media, ProfileField
from fanwiki.domain.errors import InvalidEdit, WikiError
from fanwiki.domain.ids import EpisodeId, PageId, new_id
from fanwiki.domain.images import new_picture
from fanwiki.domain.names import title_key
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki.crew import Translator, translator
from fanwiki.importers.mediawiki.dump import DumpPage, DumpReader
from fanwiki.importers.mediawiki.pages import NewShow, PageMaker, show_code
from fanwiki.importers.mediawiki.profiles import Profiles
from fanwiki.importers.mediawiki.site import Site
from fanwiki.importers.mediawiki.survey import Survey, survey
from fanwiki.importers.report import ImportReport
from fanwiki.importers.source import open_source
from fanwiki.wiki import View, Wiki

_STEP: Final = 200
"""Pages after which those who wait are told."""


@dataclass(frozen=True)
class ImportOptions:
    """`media` is a folder with the files of the wiki. With `talk`, talk pages come as notes. A `dry_run` changes
    nothing, and reports what an import would. `processes` is how many convert pages beside this one: None for as many
    as are worth it.
    """

    media: Path | None = None
    talk: bool = False
    dry_run: bool = False
    processes: int | None = None


class MediaWikiImport:
    """One import. Iterate `run()` to its end; then `report` says what came in."""

    def __init__(self, wiki: Wiki, source: Path, options: ImportOptions | None = None) -> None:
        self._wiki = wiki
        self._source = source
        self._options = options or ImportOptions()
        self._work = ImportReport(dry_run=self._options.dry_run)
        self._finished = False
        self._there: tuple[Media, ...] = ()

    @property
    def report(self) -> ImportReport:
        """What came in; only once `run()` has come to its end."""
        if not self._finished:
            raise RuntimeError("the import has not come to its end")
        return self._work

    def run(self) -> Generator[Progress, None, None]:
        """Imports the dump. To cancel, stop iterating and close the generator: the wiki is as it was. Raises WikiError
        for a dump that cannot be read, and leaves the wiki as it was.
        """
        files = files_in(self._options.media)
        found = Survey()
        with open_source(self._source) as source:
            for found in survey(DumpReader(source), talk=self._options.talk):
                if found.read % _STEP == 0:
                    yield Progress(source.position, source.size, "looking through the dump")
        maker = self._maker(found, frozenset(files))
        with (
            open_source(self._source) as source,
            translator(maker.converter, len(found.pages), self._options.processes) as converting,
            closing(self._edits(maker, DumpReader(source, history=True).pages(), converting, files)) as edits,
        ):
            label = f"import {self._source.name}"
            dry = self._options.dry_run
            applied = edits if dry else self._wiki.apply_batches(edits, label=label, said=maker.said)
            with closing(applied):
                for _ in applied:
                    yield Progress(source.position, source.size, "taking in the pages")
        self._work.mapping = maker.profiles.coverage.proposal()
        self._work.wanted = tuple(sorted(maker.shown - files.keys()))
        self._finished = True

    def _edits(
        self, maker: PageMaker, pages: Iterator[DumpPage], converting: Translator, files: Mapping[str, Path]
    ) -> Generator[list[Edit], None, None]:
        yield from maker.batches(pages, converting)
        for name in sorted(maker.shown & files.keys()):
            edit = self._media(name, files[name], maker.descriptions.get(name, ""))
            if edit is not None:
                yield [edit]

    def _media(self, name: str, file: Path, description: str) -> StoreMedia | None:
        """A file that a page shows; None for one that the wiki has, or that is no picture."""
        if any(media.name.casefold() == name.casefold() for media in self._there):
            self._work.skipped["files", "the wiki has a file of this name"] += 1
            return None
        try:
            content = file.read_bytes()
            media = new_picture(name, content, "")
        except OSError as error:
            self._work.warnings.append(f"{file} cannot be read: {error.strerror}")
            return None
        except InvalidEdit as error:
            self._work.warnings.append(str(error))
            return None
        self._work.media += 1
        return StoreMedia(replace(media, rationale=description), content)

    def _maker(self, found: Survey, files: frozenset[str]) -> PageMaker:
        """What makes the edits, given what the wiki has already: that stays as it is."""
        work = self._work
        work.read = found.read
        work.skipped.update(found.skipped)
        with self._wiki.view().together() as view:
            there = {page.title: page for page in view.pages()}
            shows = view.shows()
            states = {state.word: state for state in view.states()}
            fields = {(PageKind(each.kind), each.name.casefold()) for each in view.facts(ProfileField)}
            episodes = _episodes(view)
            self._there = tuple(view.facts(Media))
        people = {page.title: page.id for page in there.values() if page.kind is PageKind.PERSON}
        for title in there.keys() & found.pages.keys():
            found.kinds.pop(title, None)
            del found.pages[title]
            work.skipped["pages", "the wiki has a page of this title"] += 1
        people |= {title: found.pages[title] for title, kind in found.kinds.items() if kind is PageKind.PERSON}
        name = found.site.topic or self._source.name.partition(".")[0]
        show = next((each.page.id for each in shows if title_key(each.page.title) == title_key(name)), None)
        if show is None and len(shows) == 1:
            show = shows[0].page.id
        new_show = None
        if show is None and found.has_canon:
            title = f"{name} (show)" if name in there or name in found.kinds else name
            show = found.pages.get(title) or PageId(new_id())
            new_show = NewShow(show, title, show_code(name, {each.show.code.casefold() for each in shows}))
            found.redirects.pop(title, None)
        taken = frozenset(title for title in there if title not in people)
        profiles = Profiles(found, show or PageId(""), states, episodes, fields, people, work, taken)
        return PageMaker(found, profiles, work, frozenset(there), files, new_show, self._options.talk)


def _episodes(view: View) -> dict[str, EpisodeId]:
    """The episodes of a wiki by the keys of their titles and of their points."""
    found: dict[str, EpisodeId] = {}
    orders = view.orders()
    for order in orders.orders:
        for each in order.episodes:
            for name in (orders.write(each.id), str(each.name), view.page(PageId(each.id)).title):
                found.setdefault(title_key(name), each.id)
    return found


def files_in(folder: Path | None) -> dict[str, Path]:
    """The files of a folder and of those in it, by their names as MediaWiki has them. Links out of it are left alone.
    Raises WikiError if there is no such folder.
    """
    if folder is None:
        return {}
    if not folder.is_dir():
        raise WikiError(f"there is no folder {folder}")
    site = Site()
    found: dict[str, Path] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            found.setdefault(site.read(f"File:{file.name}").text, file)
    return found

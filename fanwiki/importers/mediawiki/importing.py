"""A dump into a wiki.

The dump is read twice: once for what is in it, once for its pages, which go into the wiki in batches; where it has
seasons and episodes, once more for each, since the other pages refer to them. All of them are
one transaction and one step of undo: an import that is cancelled, fails or is killed leaves the wiki as it was, and
another one begins from the start. What the wiki has already, by its title, is not touched; so importing the same dump
again adds nothing.
"""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from fanwiki.domain.edits import AddFact, Edit, StoreMedia
from fanwiki.domain.entities import Media, Portrait, ProfileField, Redirect
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.images import new_picture
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.media import files_in
from fanwiki.importers.mediawiki.crew import Translator, translator
from fanwiki.importers.mediawiki.dump import DumpPage, DumpReader
from fanwiki.importers.mediawiki.home import home_of
from fanwiki.importers.mediawiki.pages import PageMaker
from fanwiki.importers.mediawiki.profiles import Profiles
from fanwiki.importers.mediawiki.survey import Survey, survey
from fanwiki.importers.mediawiki.targets import Targets
from fanwiki.importers.options import ImportOptions
from fanwiki.importers.report import ImportReport
from fanwiki.importers.source import open_source
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import backed_up_first

_STEP: Final = 200
"""Pages after which those who wait are told."""


class MediaWikiImport:
    """One import. Iterate `run()` to its end; then `report` says what came in."""

    def __init__(self, wiki: Wiki, source: Path, options: ImportOptions | None = None) -> None:
        self._wiki = wiki
        self._source = source
        self._options = options or ImportOptions()
        self._work = ImportReport(dry_run=self._options.dry_run)
        self._finished = False
        self._there: tuple[Media, ...] = ()
        self._read = 0, 0
        """How much of the file has been read, and how large it is."""

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
        targets = Targets.read(self._wiki.view().infobox_fields())
        found = Survey()
        with open_source(self._source) as source:
            for found in survey(DumpReader(source), targets, talk=self._options.talk):
                if found.read % _STEP == 0:
                    yield Progress(source.position, source.size, "looking through the dump")
        maker = self._maker(found, frozenset(files))
        with (
            translator(maker.converter, len(found.pages), self._options.processes) as converting,
            closing(self._edits(maker, converting, files)) as edits,
        ):
            label = f"import {self._source.name}"
            applied: Generator[object, None, None] = edits
            if not self._options.dry_run:
                saved = backed_up_first(self._wiki, edits)
                applied = self._wiki.apply_batches(saved, label=label, said=maker.said)
            with closing(applied):
                for _ in applied:
                    yield Progress(*self._read, "taking in the pages")
        self._work.mapping = maker.profiles.coverage.proposal(targets.of)
        self._work.wanted = tuple(sorted(maker.shown - files.keys()))
        self._finished = True

    def _edits(
        self, maker: PageMaker, converting: Translator, files: Mapping[str, Path]
    ) -> Generator[list[Edit], None, None]:
        yield from maker.batches(self._pages, converting)
        for name in sorted(maker.shown & files.keys()):
            edit = self._media(name, files[name], maker.descriptions.get(name, ""))
            if edit is not None:
                yield [edit]
        ids = {media.name.casefold(): media.id for media in self._there}
        yield [
            AddFact(Portrait(FactId(new_id()), page, ids[name.casefold()]))
            for page, name in maker.profiles.portraits.items()
            if name.casefold() in ids
        ]

    def _pages(self) -> Generator[DumpPage, None, None]:
        """The pages of the dump, from the first one on."""
        with open_source(self._source) as source:
            for page in DumpReader(source, history=True).pages():
                self._read = source.position, source.size
                yield page

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
        self._there = (*self._there, media)
        return StoreMedia(replace(media, rationale=description), content)

    def _maker(self, found: Survey, files: frozenset[str]) -> PageMaker:
        """What makes the edits, given what the wiki has already: that stays as it is."""
        work = self._work
        work.read = found.read
        work.skipped.update(found.skipped)
        with self._wiki.view().together() as view:
            there = {page.title: page for page in view.pages()}
            states = {state.word: state for state in view.states()}
            fields = {(PageKind(each.kind), each.name.casefold()) for each in view.facts(ProfileField)}
            redirects = {redirect.title for redirect in view.facts(Redirect)}
            self._there = tuple(view.facts(Media))
            people = {page.title: page.id for page in there.values() if page.kind is PageKind.PERSON}
            for title in there.keys() & found.pages.keys():
                found.forget(title)
                work.skipped["pages", "the wiki has a page of this title"] += 1
            people |= {title: found.pages[title] for title, kind in found.kinds.items() if kind is PageKind.PERSON}
            name = found.site.topic or self._source.name.partition(".")[0]
            home = home_of(found, view, name, there)
        work.warnings += [f"“{title}” stays an article: {why}" for title, why in home.airing.doubtful.items()]
        taken = frozenset(title for title in there if title not in people)
        at_hand = frozenset(name.casefold() for name in (*files, *(media.name for media in self._there)))
        profiles = Profiles(found, home, states, fields, people, work, taken, at_hand=at_hand, targets=found.targets)
        return PageMaker(found, profiles, home, work, frozenset(redirects.union(there)), files, self._options.talk)

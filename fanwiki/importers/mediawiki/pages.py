"""The pages of a dump as edits: texts, histories, redirects and talk, in batches that go into a wiki one by one."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from fanwiki.domain import entities
from fanwiki.domain.edits import AddFact, AddPage, Edit, KeepRevision
from fanwiki.domain.entities import Character, Episode, Person, Season, Show, Subject
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.passages import Passage
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki.airing import Place
from fanwiki.importers.mediawiki.conversion import Conversion, Wikitext, converted
from fanwiki.importers.mediawiki.crew import Translator
from fanwiki.importers.mediawiki.dump import DumpPage
from fanwiki.importers.mediawiki.home import Home
from fanwiki.importers.mediawiki.infobox import kind_of
from fanwiki.importers.mediawiki.profiles import Profiles
from fanwiki.importers.mediawiki.reading import InfoboxUse
from fanwiki.importers.mediawiki.site import FILE, Name
from fanwiki.importers.mediawiki.survey import Survey, title_of
from fanwiki.importers.mediawiki.wikitext import Converter
from fanwiki.importers.report import ImportReport

_BATCH: Final = 200
"""Pages that go into the wiki at a time."""

_BATCH_CHARACTERS: Final = 1 << 22
_COUNTED: Final = {
    PageKind.SEASON: "seasons",
    PageKind.EPISODE: "episodes",
    PageKind.CATEGORY: "categories",
    PageKind.TEMPLATE: "templates",
    PageKind.CHARACTER: "characters",
    PageKind.PERSON: "people",
    PageKind.ARTICLE: "articles",
}


@dataclass
class PageMaker:
    """Makes edits of the pages of one dump. `there` are the titles that pages and redirects of the wiki have already,
    `files` the names of those that are at hand; their descriptions are kept in `descriptions`, the files that pages
    show in `shown`.
    """

    survey: Survey
    profiles: Profiles
    home: Home
    report: ImportReport
    there: frozenset[str]
    files: frozenset[str]
    talk: bool
    descriptions: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    said: dict[str, Sequence[Passage]] = field(default_factory=dict)
    """The passages of texts of the batch at hand, which have been read beside."""
    converter: Converter = field(init=False)
    _redirects: dict[str, list[tuple[str, str]]] = field(init=False)
    _waiting: list[tuple[PageId, str, PageKind, tuple[InfoboxUse, ...]]] = field(default_factory=list)
    _notes: list[Edit] = field(default_factory=list)
    _done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        boxes = frozenset(map(self.survey.book.resolve, self.survey.boxes))
        self.converter = Converter(self.survey.site, self.survey.book, Infoboxes(boxes))
        self._redirects = self._redirects_by_target()

    def batches(self, dump: Callable[[], Iterator[DumpPage]], translator: Translator) -> Iterator[list[Edit]]:
        """The edits of all pages, and then those that need all pages to be there. `dump` begins to read it anew."""
        batch = self._show_edits()
        count, size = 0, 0
        for page, made in translator.conversions(self._asked(dump)):
            for edit in self._edits(page, made):
                batch.append(edit)
                if isinstance(edit, AddPage):
                    count += 1
                    size += len(edit.body)
                elif isinstance(edit, KeepRevision):
                    size += len(edit.text)
            if count >= _BATCH or size >= _BATCH_CHARACTERS:
                yield batch
                batch, count, size = [], 0, 0
                self.said.clear()
        yield batch + self._notes
        self.said.clear()
        for _, _, kind, uses in self._waiting:
            self.profiles.look_for_links(kind, uses)
        facts: list[Edit] = []
        for page_id, title, kind, uses in self._waiting:
            facts += self.profiles.edits(page_id, title, kind, uses)
            if len(facts) > _BATCH * 4:
                yield facts
                facts = []
        self.shown |= self.profiles.pictures
        if facts:
            yield facts

    def _asked(self, dump: Callable[[], Iterator[DumpPage]]) -> Iterator[tuple[DumpPage, Wikitext]]:
        """The pages that come over, each with its texts: first what other pages refer to."""
        there = set(self.survey.kinds.values())
        for kind in (PageKind.SEASON, PageKind.EPISODE):
            if kind in there:
                for page in dump():
                    title = title_of(page, self.survey.site)[1]
                    if self.survey.kinds.get(title) is kind and self._is_wanted(page, title):
                        yield page, self._texts(page, title, kind)
        for page in dump():
            if (asked := self._asked_of(page)) is not None:
                yield page, asked

    def _asked_of(self, page: DumpPage) -> Wikitext | None:
        """The texts of a page of any kind; None for one that does not come over, or has come already."""
        namespace, title = title_of(page, self.survey.site)
        newest = (page.revisions[-1].text or "") if page.revisions else ""
        if namespace == FILE:
            return Wikitext(page.title, PageKind.ARTICLE, (newest,)) if self._is_described(page, newest) else None
        if namespace % 2 and namespace > 0:
            return Wikitext(page.title, PageKind.ARTICLE, (newest,)) if self._is_talk(page) else None
        if self._is_wanted(page, title):
            return self._texts(page, title, self.survey.kinds.get(title, PageKind.ARTICLE))
        return None

    def _is_wanted(self, page: DumpPage, title: str) -> bool:
        """Whether a page comes over, and has not come yet, as the show has."""
        id = self.survey.pages.get(title)
        if id is None or title in self._done or not page.revisions or page.revisions[-1].text is None:
            return False
        if self.home.new is not None and id == self.home.new.id:
            return False
        self._done.add(title)
        return True

    def _texts(self, page: DumpPage, title: str, kind: PageKind) -> Wikitext:
        return Wikitext(title, kind, tuple(each.text for each in page.revisions if each.text is not None))

    def _edits(self, page: DumpPage, made: Conversion) -> list[Edit]:
        site = self.survey.site
        namespace, title = title_of(page, site)
        newest = made.texts[-1]
        if namespace == FILE:
            self.descriptions[site.read(page.title).text] = newest.text.strip()
            return []
        if namespace % 2 and namespace > 0:
            about = self._talked_of(page)
            if about is not None:
                written = page.revisions[-1]
                note = entities.TalkNote(FactId(new_id()), about, written.author, written.time, newest.text)
                self._notes.append(AddFact(note))
                self.report.talk += 1
            return []
        return self._page(page, self.survey.pages[title], title, self.survey.kinds.get(title, PageKind.ARTICLE), made)

    def _page(self, page: DumpPage, id: PageId, title: str, kind: PageKind, conversion: Conversion) -> list[Edit]:
        made = conversion.texts[-1]
        first = self.profiles.introduced_at(made.infoboxes) if kind is PageKind.CHARACTER else None
        subject, parent = self._subject(kind, id, title, made.infoboxes)
        written = [each for each in page.revisions if each.text is not None]
        history: list[Edit] = [
            KeepRevision(id, each.text, revision.author, revision.time, revision.comment)
            for revision, each in zip(written, conversion.texts, strict=True)
        ]
        if conversion.passages:
            self.said[made.text] = conversion.passages
        self.report.kept.update(made.kept)
        self.shown |= made.files
        self.report.links += len(made.links)
        self.report.links_resolved += sum(1 for link in made.links if self._leads_somewhere(link))
        self.report.pages += 1
        self.report.revisions += len(history)
        if (counted := _COUNTED.get(kind)) is not None:
            setattr(self.report, counted, getattr(self.report, counted) + 1)
        if made.infoboxes:
            self._waiting.append((id, title, kind, made.infoboxes))
        return [AddPage(id, kind, title, parent, made.text, subject, first), *history, *self._redirects_to(id, title)]

    def _leads_somewhere(self, title: str) -> bool:
        return title in self.there or self.survey.end_of(title) is not None

    def _subject(
        self, kind: PageKind, id: PageId, title: str, uses: tuple[InfoboxUse, ...]
    ) -> tuple[Subject | None, PageId | None]:
        """What a page is about, and the page above it."""
        home = self.home
        _, place = self.survey.places.get(title, (kind, Place()))
        match kind:
            case PageKind.CHARACTER:
                return Character(id, self.profiles.species(uses)), home.show
            case PageKind.PERSON:
                return Person(id), None
            case PageKind.SHOW:
                assert home.new is not None
                return Show(id, home.new.code), None
            case PageKind.SEASON:
                return Season(id, home.show, home.airing.seasons[title], released=place.aired), home.show
            case PageKind.EPISODE:
                season, number = home.airing.episodes[title]
                above = home.seasons[season]
                return Episode(id, above, number, place.absolute, place.aired, place.runtime), above
            case _:
                return None, None

    def _show_edits(self) -> list[Edit]:
        """The show comes first, for all else stands below it: as the dump's own page of it, if there is one. So do the
        seasons that have no page.
        """
        edits = self._new_show() if self.home.new is not None else []
        for number, title in self.home.untitled.items():
            id = self.home.seasons[number]
            edits.append(
                AddPage(id, PageKind.SEASON, title, self.home.show, subject=Season(id, self.home.show, number))
            )
            self.report.pages += 1
            self.report.seasons += 1
        return edits

    def _new_show(self) -> list[Edit]:
        show = self.home.new
        assert show is not None
        page = self.survey.site_page
        if page is not None and self.survey.pages.get(show.title) == show.id:
            made = converted(self.converter, self._texts(page, show.title, PageKind.SHOW))
            return self._page(page, show.id, show.title, PageKind.SHOW, made)
        self.report.pages += 1
        return [AddPage(show.id, PageKind.SHOW, show.title, subject=Show(show.id, show.code))]

    def _redirects_to(self, id: PageId, title: str) -> list[Edit]:
        found = self._redirects.pop(title, [])
        self.report.redirects += len(found)
        return [AddFact(entities.Redirect(FactId(new_id()), name, id, heading)) for name, heading in found]

    def _redirects_by_target(self) -> dict[str, list[tuple[str, str]]]:
        """The redirects to each page, those over others too; those that lead nowhere are reported."""
        found, skipped = self.survey, self.report.skipped
        by_target: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for title, redirect in found.redirects.items():
            end = found.end_of(title)
            if title in self.there:
                skipped["redirects", "the wiki has a page or redirect of this title"] += 1
            elif end is not None:
                by_target[end[0]].append((title, end[1]))
            elif found.is_circle(title):
                skipped["redirects", "they lead in a circle"] += 1
            else:
                reason = found.site.skipped(found.site.read(redirect.target).namespace)
                skipped["redirects", f"they lead to {reason or 'no page of the dump'}"] += 1
        return by_target

    def _is_described(self, page: DumpPage, text: str) -> bool:
        """Whether something is said of a file that is at hand: it goes with the file."""
        if text and self.survey.site.read(page.title).text in self.files:
            return True
        self.report.skipped["descriptions of files", "the files are not at hand"] += 1
        return False

    def _is_talk(self, page: DumpPage) -> bool:
        """Whether a talk page becomes a note."""
        if not self.talk:
            return False
        if self._talked_of(page) is not None:
            return True
        self.report.skipped["talk pages", "the pages they are about are not there"] += 1
        return False

    def _talked_of(self, page: DumpPage) -> PageId | None:
        """The page that a talk page is about, of which it becomes a note."""
        site = self.survey.site
        name = site.read(page.title)
        if site.skipped(name.namespace) != "talk" or site.skipped(name.namespace - 1) is not None:
            return None
        end = self.survey.end_of(site.title(Name(name.namespace - 1, name.text)))
        newest = page.revisions[-1] if page.revisions else None
        if end is None or newest is None or not (newest.text or "").strip():
            return None
        return self.survey.pages[end[0]]


@dataclass(frozen=True)
class Infoboxes:
    """Says of a template, by its name, whether it is an infobox that becomes a profile; `known` are some that are
    none by their names.
    """

    known: frozenset[str] = frozenset()

    def __call__(self, template: str) -> bool:
        return template in self.known or kind_of(template) is not None

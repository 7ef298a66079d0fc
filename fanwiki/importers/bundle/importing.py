"""A bundle into a wiki.

A wiki without pages becomes a copy of the one that the bundle was made of: the same ids, the same order, the same
states. In any other what is there stays as it is: pages that it has already, by id, title or number, are not touched,
and neither are facts about them. All of it is one transaction and one step of undo.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from fanwiki.domain import bundle, edits, entities
from fanwiki.domain.edits import (
    AddFact,
    AddPage,
    ChangeFact,
    ChooseOrder,
    Edit,
    IntroducePage,
    KeepRevision,
    ReviewPage,
    StoreMedia,
)
from fanwiki.domain.entities import Claim, Fact, Media, Show, State
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.bundle.files import BundleFiles, open_bundle
from fanwiki.importers.bundle.places import Places
from fanwiki.importers.bundle.reading import (
    Card,
    PageEntry,
    read_card,
    read_facts,
    read_history,
    read_pages,
    read_text,
)
from fanwiki.importers.report import ImportReport
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import backed_up_first

_BATCH: Final = 200
_FACTS: Final = 800
_COUNTED: Final = {
    PageKind.ARTICLE: "articles",
    PageKind.CATEGORY: "categories",
    PageKind.TEMPLATE: "templates",
    PageKind.CHARACTER: "characters",
    PageKind.PERSON: "people",
    PageKind.EPISODE: "episodes",
}
_COUNTED_FACTS: Final[dict[type[Any], str]] = {
    entities.Redirect: "redirects",
    Media: "media",
    entities.StatusEvent: "statuses",
    entities.Portrayal: "portrayals",
    entities.TalkNote: "talk",
}


@dataclass(frozen=True)
class BundleOptions:
    """A `dry_run` changes nothing, and reports what an import would."""

    dry_run: bool = False


class BundleImport:
    """One import. Iterate `run()` to its end; then `report` says what came in."""

    def __init__(self, wiki: Wiki, source: Path, options: BundleOptions | None = None) -> None:
        self._wiki = wiki
        self._source = source
        self._options = options or BundleOptions()
        self._report = ImportReport(dry_run=self._options.dry_run)
        self._finished = False
        self._given = False
        self._places: Places | None = None
        self._late: list[PageEntry] = []
        self._orders: list[tuple[PageId, OrderId]] = []
        self._superseding: list[Claim] = []

    @property
    def report(self) -> ImportReport:
        """What came in; only once `run()` has come to its end."""
        if not self._finished:
            raise RuntimeError("the import has not come to its end")
        return self._report

    def run(self) -> Generator[Progress, None, None]:
        """Imports the bundle. To cancel, stop iterating and close the generator: the wiki is as it was. Raises
        WikiError for a bundle that cannot be read, and leaves the wiki as it was.
        """
        with open_bundle(self._source) as files:
            card = read_card(files)
            entries = read_pages(files)
            self._report.read = len(entries)
            yield Progress(0, len(entries), "looking through the bundle")
            with self._wiki.view().together() as view:
                self._places = places = Places.of(view)
                states = view.states()
            batches: Iterable[Sequence[Edit]] = self._edits(files, card, entries, places, states)
            if not self._options.dry_run:
                batches = backed_up_first(self._wiki, batches)
            label = f"import {self._source.name}"
            with closing(self._wiki.apply_batches(batches, label=label, refused=self._on_refused)) as applied:
                for _ in applied:
                    yield Progress(self._report.pages, len(entries), "taking in the pages")
                    if self._given and self._options.dry_run:
                        break  # closing takes everything back
        self._finished = True

    def _edits(
        self, files: BundleFiles, card: Card, entries: list[PageEntry], places: Places, states: tuple[State, ...]
    ) -> Generator[list[Edit], None, None]:
        if places.empty and card.whole:
            yield _as_copy(card, states)
            places.forget_states()
        batch: list[Edit] = []
        for entry in entries:
            batch += self._page(files, entry, places)
            if len(batch) >= _BATCH:
                yield batch
                batch = []
        yield [*batch, *(each for entry in self._late for each in _points_of(entry, places))]
        for kind in bundle.FACT_FILES:
            yield from self._facts(files, kind, places)
        last: list[Edit] = [ChangeFact(claim) for claim in self._superseding if claim.supersedes in places.facts]
        last += [ChooseOrder(show, OrderId(places.ids[order])) for show, order in self._orders if order in places.ids]
        self._given = True
        yield last

    def _page(self, files: BundleFiles, entry: PageEntry, places: Places) -> list[Edit]:
        page = entry.page
        there = places.page_there(entry)
        if there is not None:
            places.kept.add(page.id)
            if there[0].kind is page.kind:
                places.ids[page.id] = there[0].id
            self._report.skipped["pages", there[1]] += 1
            return []
        if page.parent is not None and page.parent not in places.ids:
            self._report.skipped["pages", "what they stand below is not there"] += 1
            places.kept.add(page.id)
            return []
        subject = entry.subject
        if isinstance(subject, Show) and subject.order is not None:
            self._orders.append((page.id, subject.order))
            subject = replace(subject, order=None)
        points = (page.introduced_at, page.safe_from)
        late = any(point is not None and point not in places.ids for point in points)
        if late:
            self._late.append(entry)
        places.ids[page.id] = page.id
        self._report.pages += 1
        if (counted := _COUNTED.get(page.kind)) is not None:
            setattr(self._report, counted, getattr(self._report, counted) + 1)
        added = AddPage(
            page.id,
            page.kind,
            page.title,
            None if page.parent is None else PageId(places.ids[page.parent]),
            read_text(files, entry),
            None if subject is None else places.translated(subject),
            None if late else places.point(page.introduced_at),
            page.reviewed and not late,
            None if late else places.point(page.safe_from),
        )
        history = read_history(files, page.id)
        self._report.revisions += len(history)
        return [added, *history]

    def _facts(self, files: BundleFiles, kind: type[Any], places: Places) -> Iterator[list[Edit]]:
        batch: list[Edit] = []
        for fact, file in read_facts(files, kind):
            batch += self._fact(files, fact, file, places)
            if len(batch) >= _FACTS or kind is Media:
                yield batch
                batch = []
        yield batch

    def _fact(self, files: BundleFiles, fact: Fact, file: str, places: Places) -> list[Edit]:
        skipped = self._report.skipped
        there = places.fact_there(fact)
        if there is not None:
            places.ids[fact.id] = there[0]
            if there[1]:
                skipped[_plural(fact), there[1]] += 1
            return []
        if any(page in places.kept for page in fact.touches()[:1]):
            skipped[_plural(fact), "they are about pages that stay as they are"] += 1
            return []
        if isinstance(fact, Claim) and fact.supersedes is not None:
            self._superseding.append(fact)
            fact = replace(fact, supersedes=None)
        made = places.translated(fact)
        if made is None:
            skipped[_plural(fact), "they name what is not there"] += 1
            return []
        places.ids[fact.id] = fact.id
        places.facts.add(fact.id)
        if (counted := _COUNTED_FACTS.get(type(fact))) is not None:
            setattr(self._report, counted, getattr(self._report, counted) + 1)
        if not isinstance(made, Media):
            return [AddFact(made)]
        if not file:
            skipped["files", "the bundle brings the canon alone"] += 1
            self._report.media -= 1
            del places.ids[fact.id]
            return []
        return [StoreMedia(made, files.read(file))]

    def _on_refused(self, edit: Edit, why: WikiError) -> None:
        """What contradicts the wiki stays out, and is said."""
        self._report.warnings.append(f"left out, {edits.record(edit).lower()}: {why}")
        match edit:
            case AddPage():
                self._report.pages -= 1
                self._take_back(_COUNTED.get(edit.kind), edit.id)
            case AddFact():
                self._take_back(_COUNTED_FACTS.get(type(edit.fact)), edit.fact.id)
            case StoreMedia():
                self._take_back("media", edit.media.id)
            case KeepRevision():
                self._report.revisions -= 1
            case _:
                pass

    def _take_back(self, counted: str | None, id: str) -> None:
        assert self._places is not None
        self._places.ids.pop(id, None)
        self._places.facts.discard(id)
        if counted is not None:
            setattr(self._report, counted, getattr(self._report, counted) - 1)


def _as_copy(card: Card, states: tuple[State, ...]) -> list[Edit]:
    """A wiki without pages begins as the other did: with its id, its name, and no states but that one's."""
    named: list[Edit] = [edits.RenameWiki(card.title)] if card.title.strip() else []
    return [edits.BecomeCopy(card.wiki), *named, *(edits.RemoveFact("State", FactId(state.id)) for state in states)]


def _points_of(entry: PageEntry, places: Places) -> list[Edit]:
    """What a page could not say before its points were there."""
    page = entry.page
    found: list[Edit] = []
    if page.introduced_at is not None:
        found.append(IntroducePage(page.id, EpisodeId(places.ids.get(page.introduced_at, page.introduced_at))))
    if page.reviewed:
        safe_from = None if page.safe_from is None else places.ids.get(page.safe_from, page.safe_from)
        found.append(ReviewPage(page.id, True, None if safe_from is None else EpisodeId(safe_from)))
    return found


def _plural(fact: Fact) -> str:
    return "files" if isinstance(fact, Media) else f"facts ({fact.noun})"

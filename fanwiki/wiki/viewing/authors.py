"""What a View tells the author alone: history, trash and settings, and everything at once for the tools."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from fanwiki.domain.dates import PartialDate
from fanwiki.domain.edits import Edit
from fanwiki.domain.entities import Episode, Fact, Page, Revision
from fanwiki.domain.errors import NotFound
from fanwiki.domain.history import Comparison, WikiChange
from fanwiki.domain.ids import EpisodeId, OrderId, PageId, RevisionId
from fanwiki.domain.points import Locks, OrderedEpisode
from fanwiki.store import fingerprint, orders, page_rows, pages, settings, texts
from fanwiki.store.links import FoundLink
from fanwiki.store.search import OldSaying
from fanwiki.wiki.emptying import Emptying, emptying
from fanwiki.wiki.reading import restoring, revisions, statements, whole
from fanwiki.wiki.reading.whole import FactSlice, PageSlice
from fanwiki.wiki.viewing.sight import Sight

FactType = TypeVar("FactType", bound=Fact)


class AuthorsSight(Sight):
    """What no reader is told: he is given nothing, or refused where nothing would be a wrong answer."""

    def history(self, page: PageId) -> tuple[Revision, ...]:
        """The revisions of a page, in the trash or not, newest first: for its author alone, since a revision holds the
        whole text.
        """
        with self.scene() as scene:
            return tuple(texts.history(scene.reading, page)) if self.author else ()

    def revision_text(self, revision: RevisionId) -> str:
        """The text that a revision held, for its author alone. Raises NotFound."""
        self._for_author()
        with self.scene() as scene:
            return texts.content(scene.reading, revision).body

    def changes(self, limit: int) -> tuple[WikiChange, ...]:
        """The newest revisions of the whole wiki, newest first: for the author alone."""
        if not self.author:
            return ()
        with self.scene() as scene:
            return revisions.changes(scene, limit)

    def compare(self, older: RevisionId | None, newer: RevisionId) -> Comparison:
        """What two revisions of a page differ in, in text and facts; with None, what was there in the first place. For
        the author alone. Raises NotFound.
        """
        self._for_author()
        with self.scene() as scene:
            return revisions.compare(scene, older, newer)

    def restoring_edits(self, revision: RevisionId, *, facts: bool) -> tuple[Edit, ...]:
        """What gives a page back the text of a revision and, if asked, the facts that it holds. For the author alone.
        Raises NotFound.
        """
        self._for_author()
        with self.scene() as scene:
            return restoring.edits_to(scene, revision, facts=facts)

    def recent_changes(self, limit: int = 50) -> tuple[tuple[Page, Revision], ...]:
        """The pages that were changed last, each with its newest revision: for the author alone."""
        if not self.author:
            return ()
        with self.scene() as scene:
            found = texts.recent(scene.reading, limit)
            live = ((pages.page(scene.reading, scene.horizon, revision.page), revision) for revision in found)
            return tuple((page, revision) for page, revision in live if page is not None)

    def trash(self) -> tuple[tuple[Page, str], ...]:
        """What lies in the trash, newest first, with the time it went there: for the author alone."""
        with self.scene() as scene:
            return tuple(page_rows.trashed(scene.reading)) if self.author else ()

    def emptying(self, tops: Iterable[PageId]) -> Emptying:
        """What would go for good with pages that lie in the trash, and what has to stay: for the author alone."""
        with self.scene() as scene:
            return emptying(scene.reading, tops if self.author else ())

    def order_as(self, show: PageId, order: OrderId | None) -> tuple[OrderedEpisode, ...]:
        """A show's episodes in one of its orders (None: as aired), chosen or not: for its author alone."""
        with self.scene() as scene:
            return orders.order_as(scene.reading.connection, show, order) if self.author else ()

    def infobox_fields(self) -> tuple[str, ...]:
        """What its author has chosen to become of the fields of infoboxes, as `ChooseFields` has it."""
        with self.scene() as scene:
            found = settings.setting(scene.reading, settings.INFOBOX_FIELDS)
            return tuple(found.split("\n")) if found and self.author else ()

    def typed_links(self, source: PageId | None = None) -> tuple[FoundLink, ...]:
        """Every link of the wiki, or of one page, by the page it stands on: for the author alone."""
        with self.scene() as scene:
            return tuple(whole.links(scene, source)) if self.author else ()

    def page_slice(self, after: int) -> PageSlice:
        """The next of all pages, read in slices; see `store.slices`. For the author alone."""
        self._for_author()
        with self.scene() as scene:
            return whole.page_slice(scene.reading, after)

    def fact_slice(self, kind: type[FactType], after: int) -> FactSlice[FactType]:
        """The next of all facts of a kind, in the same way. For the author alone."""
        self._for_author()
        with self.scene() as scene:
            return whole.fact_slice(scene.reading, kind, after)

    def air_dates(self, episodes: Iterable[EpisodeId]) -> dict[EpisodeId, PartialDate]:
        """When each of some episodes was shown first, where that is known: for the author alone."""
        self._for_author()
        with self.scene() as scene:
            found = pages.subjects_with(scene.reading, scene.horizon, Episode, "id", episodes)
            return {EpisodeId(page.id): of.air_date for page, of in found if of.air_date is not None}

    def links_of(self, pages: Collection[PageId]) -> dict[PageId, list[FoundLink]]:
        """The links that stand on each of these pages: for the author alone."""
        self._for_author()
        with self.scene() as scene:
            return whole.links_of(scene.reading, pages)

    def links_to(self, page: PageId) -> tuple[FoundLink, ...]:
        """The links that lead to a page: for the author alone."""
        with self.scene() as scene:
            return tuple(whole.links_to(scene, page)) if self.author else ()

    def old_sayings(self, today: date) -> tuple[OldSaying, ...]:
        """Where a phrase that time overtakes stands on a page that was last changed over a year before: for the author
        alone. `statements.of_page` makes statements of them.
        """
        with self.scene() as scene:
            return tuple(statements.sayings(scene, today)) if self.author else ()

    def heads(self) -> dict[PageId, RevisionId]:
        """The newest revision of every page: by it one sees whose text has changed. For the author alone."""
        with self.scene() as scene:
            return fingerprint.heads(scene.reading) if self.author else {}

    def digest_of_facts(self) -> str:
        """Stands for everything that people have entered but the texts of pages, their favourites and talk notes, which
        no reader is shown. For the author alone.
        """
        with self.scene() as scene:
            return fingerprint.digest_of_facts(scene.reading) if self.author else ""

    def locks(self) -> dict[str, Locks]:
        """By what each page and fact is locked, by id; no entry for what is open to everyone. For the author alone."""
        with self.scene() as scene:
            return whole.locks(scene) if self.author else {}

    def _for_author(self) -> None:
        if not self.author:
            raise NotFound("the history is for the author")

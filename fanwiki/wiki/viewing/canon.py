"""What a View says of the canon: shows and their episodes, who lives, who plays whom, what is claimed."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from fanwiki.domain import entities
from fanwiki.domain.casting import AppearanceTable, Billing
from fanwiki.domain.claims import LedgerEntry, StaleStatement
from fanwiki.domain.entities import Appearance, Fact, Media, Page, Source, State, StatusEvent
from fanwiki.domain.ids import PageId
from fanwiki.domain.listing import EpisodeLine, RelationLine
from fanwiki.domain.network import Network
from fanwiki.domain.survival import Board, Status
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import facts as fact_rows
from fanwiki.store import media, pages
from fanwiki.wiki.reading import appearances, canon, counting, network, shows, statements, unlocking
from fanwiki.wiki.reading.masking import facts_seen, facts_seen_among
from fanwiki.wiki.reading.shows import ShowEntry
from fanwiki.wiki.reading.unlocking import Unlocked
from fanwiki.wiki.viewing.sight import Sight

FactType = TypeVar("FactType", bound=Fact)


class CanonInSight(Sight):
    """Facts, as far as the viewpoint sees them."""

    def shows(self) -> tuple[ShowEntry, ...]:
        """Every show, with its episodes as far as they have been seen."""
        with self.scene() as scene:
            return shows.shows(scene)

    def seasons(self, show: PageId) -> tuple[tuple[Page, entities.Season], ...]:
        with self.scene() as scene:
            return shows.seasons(scene, show)

    def episodes(self, show: PageId, season: int | None = None) -> tuple[EpisodeLine, ...]:
        """The episodes of a show, in its order; of one season, if asked."""
        with self.scene() as scene:
            return shows.episode_lines(scene, show, season)

    def characters(self, show: PageId | None = None) -> tuple[Page, ...]:
        """The characters of a show in the order of the tree, or all by title."""
        with self.scene() as scene:
            if show is None:
                return tuple(pages.pages(scene.reading, scene.horizon, (PageKind.CHARACTER,)))
            return tuple(pages.children(scene.reading, scene.horizon, show, (PageKind.CHARACTER,)))

    def states(self) -> tuple[State, ...]:
        """The status vocabulary; for a reader, the states he has met."""
        with self.scene() as scene:
            return canon.states(scene)

    def statuses(self, characters: Iterable[Page]) -> tuple[Status, ...]:
        """The status of each of these characters."""
        with self.scene() as scene:
            return canon.statuses(scene, characters)

    def status_events(self, character: PageId) -> tuple[StatusEvent, ...]:
        """A character's status events, in the order of the story."""
        with self.scene() as scene:
            return canon.status_events(scene, character)

    def board(self, show: PageId, season: int | None = None) -> Board | None:
        """The survivor board of a show, or of one of its seasons; None for a show that is not there."""
        with self.scene() as scene:
            return canon.board(scene, show, season)

    def cast(self, show: PageId | None = None, season: int | None = None) -> tuple[Billing, ...]:
        """The cast list of a show, of one of its seasons, or of all shows, in billing order."""
        with self.scene() as scene:
            return canon.cast(scene, show, season)

    def without_part(self, show: PageId) -> tuple[Page, ...]:
        """The characters of a show that nobody plays in it, and the people who play nobody at all."""
        with self.scene() as scene:
            return canon.without_part(scene, show)

    def portrayals_of(self, page: PageId) -> tuple[Billing, ...]:
        """The cast lines that a character or a person has a part in."""
        with self.scene() as scene:
            return canon.portrayals_of(scene, scene.page(page))

    def appearances(self, show: PageId, season: int | None = None, *, at_once: bool = False) -> AppearanceTable | None:
        """Who is in which episode of a show, or of one of its seasons; None for a show that is not there. `at_once`
        leaves out who is only introduced there, from elsewhere in the tree: for them all pages are looked through.
        """
        with self.scene() as scene:
            return appearances.table(scene, show, season, at_once=at_once)

    def appearances_of(self, character: PageId) -> tuple[Appearance, ...]:
        """The episodes that a character is in, and how, in the order of the story."""
        with self.scene() as scene:
            return appearances.appearances_of(scene, scene.page(character).id)

    def relations(self, page: PageId) -> tuple[RelationLine, ...]:
        with self.scene() as scene:
            return canon.relations(scene, scene.page(page))

    def graph(self, show: PageId | None = None, *, around: PageId | None = None, depth: int = 1) -> Network:
        """Who has to do with whom: everybody, whoever has a tie to a page of one show, or whoever is at most `depth`
        ties away from one page. Raises NotFound.
        """
        with self.scene() as scene:
            return network.graph(scene, show, around, depth)

    def claims(self, subject: PageId | None = None, today: date | None = None) -> tuple[LedgerEntry, ...]:
        """The claim ledger, of one page's subject or of all; `today` decides what is stale."""
        with self.scene() as scene:
            return canon.ledger(scene, subject, today or date.today())

    def stale_statements(self, today: date | None = None) -> tuple[StaleStatement, ...]:
        """What pages that were last changed over a year ago say "as of this writing", with page and line."""
        with self.scene() as scene:
            return statements.stale_statements(scene, today or date.today())

    def sources(self) -> tuple[Source, ...]:
        with self.scene() as scene:
            return tuple(facts_seen(scene, Source))

    def facts(self, kind: type[FactType], **equal: str) -> tuple[FactType, ...]:
        """The facts of a kind whose fields have these values, such as `facts(Name, page=id)`."""
        with self.scene() as scene:
            return tuple(facts_seen(scene, kind, **equal))

    def facts_among(self, kind: type[FactType], field: str, values: Collection[str]) -> tuple[FactType, ...]:
        """The facts of a kind of which one field, such as the page that they are about, has one of these values."""
        with self.scene() as scene:
            return tuple(facts_seen_among(scene, kind, field, values))

    def words_of(self, kind: type[Fact], field: str) -> tuple[str, ...]:
        """The words that stand in one field of the facts of a kind, each once, in the order of the alphabet: to be
        offered to their author, who alone is given them. It looks through all such facts.
        """
        with self.scene() as scene:
            return tuple(fact_rows.words(scene.reading, kind, field)) if self.author else ()

    def subject(self, page: PageId) -> entities.Subject | None:
        """The typed data of a page; None for a page without."""
        with self.scene() as scene:
            kind = pages.SUBJECT_OF.get(scene.page(page).kind)
            return None if kind is None else pages.subject(scene.reading, kind, page)

    def media_content(self, name: str) -> tuple[Media, bytes] | None:
        """An image or other file by its name, with its bytes; None if there is none to see."""
        with self.scene() as scene:
            found = fact_rows.facts(scene.reading, scene.horizon, Media, name=name)
            content = media.content(scene.reading, found[0].sha256) if found else None
            return None if content is None else (found[0], content)

    def unlocked(self, show: PageId) -> tuple[Unlocked, ...]:
        """What the last episode that the viewpoint has seen of a show unlocked: pages, prose, names and facts."""
        with self.scene() as scene:
            return unlocking.unlocked(scene, show)

    def counts(self) -> dict[str, int]:
        """How many of everything there are, as far as the viewpoint sees."""
        with self.scene() as scene:
            return counting.counts(scene)

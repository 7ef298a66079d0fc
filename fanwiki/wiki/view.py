"""A wiki seen from a viewpoint: the one way out for every read.

The tree, the preview, the panels, search and every exporter ask a View. What the viewpoint has not reached is not
there for any of them: no row, no count, no place in an order. Each method is one consistent read of the file;
`together` holds one over several.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from fanwiki.domain import entities
from fanwiki.domain.casting import AppearanceTable, Billing
from fanwiki.domain.claims import LedgerEntry, StaleStatement
from fanwiki.domain.edits import Edit
from fanwiki.domain.entities import Appearance, Fact, Media, Page, Portrait, Revision, Source, State, StatusEvent
from fanwiki.domain.errors import NotFound
from fanwiki.domain.history import Comparison, WikiChange
from fanwiki.domain.ids import EpisodeId, OrderId, PageId, RevisionId
from fanwiki.domain.listing import EpisodeLine, Infobox, QueryAnswer, RelationLine
from fanwiki.domain.network import Network
from fanwiki.domain.points import EVERYTHING, EpisodeOrders, Locks, OrderedEpisode, Viewpoint, horizon
from fanwiki.domain.survival import Board, Status
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import parse, render
from fanwiki.store import facts as fact_rows
from fanwiki.store import fingerprint, media, orders, pages, settings, texts
from fanwiki.store.gathered import gathering
from fanwiki.store.links import FoundLink
from fanwiki.store.store import Store
from fanwiki.wiki.emptying import Emptying, emptying
from fanwiki.wiki.reading import (
    appearances,
    articles,
    asking,
    canon,
    cards,
    changes,
    counting,
    filtering,
    finding,
    locking,
    network,
    restoring,
    revisions,
    showing,
    shows,
    statements,
    surroundings,
    tree,
    unlocking,
    whole,
)
from fanwiki.wiki.reading.articles import LinkLists, PageText
from fanwiki.wiki.reading.cards import PageCard
from fanwiki.wiki.reading.changes import SeenChange
from fanwiki.wiki.reading.finding import Hit
from fanwiki.wiki.reading.masking import facts_seen
from fanwiki.wiki.reading.scene import Scene
from fanwiki.wiki.reading.showing import Place
from fanwiki.wiki.reading.shows import ShowEntry
from fanwiki.wiki.reading.surroundings import Spot
from fanwiki.wiki.reading.tree import NodeKey, TreeNode
from fanwiki.wiki.reading.unlocking import Unlocked
from fanwiki.wiki.world import Linker, PageWorld

FactType = TypeVar("FactType", bound=Fact)


class View:
    """All reads of a wiki, as of one viewpoint. Cheap to make; holds nothing but the way to the file."""

    def __init__(self, store: Store, viewpoint: Viewpoint, scene: Scene | None = None) -> None:
        self._store = store
        self._scene = scene
        self.viewpoint = viewpoint

    @property
    def author(self) -> bool:
        """Whether this is the author's view of everything."""
        return self.viewpoint.author

    @contextmanager
    def scene(self) -> Iterator[Scene]:
        """One state of the file, for the readings of this room."""
        if self._scene is not None:
            yield self._scene
            return
        with self._store.reading() as reading:
            yield Scene(reading, self.viewpoint, horizon(self.viewpoint, reading.orders))

    @contextmanager
    def together(self) -> Iterator["View"]:
        """A view whose reads all see the same state of the file, and cost less each."""
        with self.scene() as scene:
            yield View(self._store, self.viewpoint, scene)

    @contextmanager
    def gathered(self) -> Iterator["View"]:
        """As `together`, for whoever reads most of the wiki: what is asked for is read in groups and kept."""
        with self.scene() as scene:
            yield View(self._store, self.viewpoint, Scene(gathering(scene.reading), scene.viewpoint, scene.horizon))

    def seen_from(self, viewpoint: Viewpoint) -> "View":
        """The same state of the file from another viewpoint. Whoever holds a view from `together` must ask this and
        not open another: a writer that waits for the one to end would keep the other from beginning.
        """
        if self._scene is None:
            return View(self._store, viewpoint)
        reading = self._scene.reading
        return View(self._store, viewpoint, Scene(reading, viewpoint, horizon(viewpoint, reading.orders)))

    def at_any_time(self) -> "View":
        """The same viewpoint, for whoever reads later: not held still."""
        return View(self._store, self.viewpoint)

    # --- the wiki, points ---------------------------------------------------------------------------------

    def schema_version(self) -> int:
        return self._store.schema_version()

    def title(self) -> str:
        """The wiki's name."""
        with self.scene() as scene:
            return settings.setting(scene.reading, "title")

    def infobox_fields(self) -> tuple[str, ...]:
        """What its author has chosen to become of the fields of infoboxes, as `ChooseFields` has it."""
        with self.scene() as scene:
            found = settings.setting(scene.reading, settings.INFOBOX_FIELDS)
            return tuple(found.split("\n")) if found and self.author else ()

    def uuid(self) -> str:
        with self.scene() as scene:
            return settings.setting(scene.reading, "uuid")

    def orders(self) -> EpisodeOrders:
        """The whole episode order of every show: for measuring points, not for showing."""
        with self.scene() as scene:
            return scene.orders

    def order_as(self, show: PageId, order: OrderId | None) -> tuple[OrderedEpisode, ...]:
        """A show's episodes in one of its orders (None: as aired), chosen or not: for its author alone."""
        with self.scene() as scene:
            return orders.order_as(scene.reading.connection, show, order) if self.author else ()

    def viewpoint_at(self, written: str) -> Viewpoint:
        """The viewpoint of someone who has seen up to the points written, separated by commas: `S1E06`,
        `aouad:S1E06,kingdom:S2E01`, or `everything`. Shows not named have not been begun. Raises UnknownPoint.
        """
        if written.strip().casefold() == "everything":
            return EVERYTHING
        with self.scene() as scene:
            seen: list[tuple[PageId, EpisodeId]] = []
            for part in written.split(","):
                episode = scene.orders.find(part)
                order = scene.orders.of_episode(episode)
                assert order is not None
                seen.append((order.show, episode))
            return Viewpoint(tuple(seen))

    def point(self, episode: EpisodeId, home: PageId | None = None) -> str:
        """How an episode is written as a point, for a reader of `home`'s pages."""
        with self.scene() as scene:
            return scene.write(episode, home)

    # --- tree and pages -----------------------------------------------------------------------------------

    def children(self, key: NodeKey) -> tuple[TreeNode, ...]:
        """The nodes of the tree directly below one; `tree.ROOT` for the top."""
        with self.scene() as scene:
            return tree.children(scene, key)

    def tree_parent(self, page: PageId) -> NodeKey:
        """The node of the tree that a page stands below. Raises NotFound."""
        with self.scene() as scene:
            return tree.parent(scene.page(page))

    def page(self, id: PageId) -> Page:
        """A page by its id. Raises NotFound."""
        with self.scene() as scene:
            return scene.page(id)

    def find(self, typed: str) -> Page:
        """The page that a title, alias or redirect leads to. Raises NotFound."""
        with self.scene() as scene:
            found = pages.find(scene.reading, scene.horizon, typed)
        if found is None:
            raise NotFound(f"there is no page “{typed}”" + ("" if self.author else " as of this viewpoint"))
        return found[0]

    def look_up(self, name: str) -> Page:
        """The page that somebody means who types a name: as `find`, or by a name alike or a given name that is one
        page's alone. Raises NotFound.
        """
        with self.scene() as scene:
            found = finding.called(scene, name)
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound(f"“{name}” may be {', '.join(f'“{page.title}”' for page in found)}; type the whole title")
        raise NotFound(f"there is no page “{name}”" + ("" if self.author else " as of this viewpoint"))

    def match(self, name: str) -> tuple[Page, ...]:
        """The pages with a title or name like this one, hyphens, spaces and diacritics aside."""
        with self.scene() as scene:
            return tuple(dict.fromkeys(page for _, page in pages.match(scene.reading, scene.horizon, name)))

    def pages(self, *kinds: PageKind) -> tuple[Page, ...]:
        """Every page, or those of some kinds, by title."""
        with self.scene() as scene:
            return tuple(pages.pages(scene.reading, scene.horizon, kinds))

    def first_pages(self, limit: int, *kinds: PageKind) -> tuple[Page, ...]:
        """The first pages by title, of some kinds or all."""
        with self.scene() as scene:
            return tuple(pages.first_pages(scene.reading, scene.horizon, limit, kinds))

    def pages_among(self, ids: Iterable[PageId]) -> tuple[Page, ...]:
        """Those of some pages that are seen, in the order given."""
        with self.scene() as scene:
            return tuple(pages.pages_among(scene.reading, scene.horizon, ids))

    def named(self, typed: str, limit: int) -> tuple[tuple[str, Page], ...]:
        """Titles and names that begin with what is typed, or have its words, or are meant by its initial consonants,
        with their pages: at most so many of each, as the index has them at once.
        """
        with self.scene() as scene:
            return finding.named(scene, typed, limit)

    def random_page(self) -> PageId | None:
        """Any page; None if there is none to see."""
        with self.scene() as scene:
            return pages.random_page(scene.reading, scene.horizon)

    def titles(self) -> list[tuple[str, PageId, PageKind, bool]]:
        """Every title, redirect and name: the text, its page, the page's kind, whether it is the page's own title."""
        with self.scene() as scene:
            return pages.all_titles(scene.reading, scene.horizon)

    def titles_of(self, of: Iterable[PageId]) -> list[tuple[str, PageId, PageKind, bool]]:
        """The same for some pages."""
        with self.scene() as scene:
            return pages.titles_of(scene.reading, scene.horizon, of)

    def path(self, page: PageId) -> tuple[Page, ...]:
        """The pages from the root down to this one, itself included."""
        with self.scene() as scene:
            found = scene.page(page)
            return (*pages.ancestors(scene.reading, scene.horizon, page), found)

    def first_show(self) -> PageId | None:
        """The first show that is seen; None for a wiki without."""
        with self.scene() as scene:
            return scene.first_show

    def home_show(self, page: PageId) -> PageId | None:
        """The show a page stands below, or is."""
        with self.scene() as scene:
            return scene.home_show(scene.page(page))

    def text(self, page: PageId) -> PageText:
        """A page's source with its newest revision. Whoever shows it to a reader renders it through `world`."""
        with self.scene() as scene:
            return articles.page_text(scene, scene.page(page))

    def passages_since(self, of: Collection[PageId]) -> dict[PageId, list[str | None]]:
        """From where on each passage of some pages is seen, as `since` has it; None for one that is not."""
        with self.scene() as scene:
            return locking.passages_since(scene, of)

    def since(self, *keys: str) -> str:
        """From where on all of these pages and facts are seen, as `locking` writes it for a reader of everything."""
        with self.scene() as scene:
            return locking.since(scene, keys)

    def since_event(self, event: StatusEvent) -> str:
        """From where on a status has come to pass and is known: before, it may lie ahead in the story."""
        with self.scene() as scene:
            return locking.since(scene, (event.id, *(() if event.at is None else (event.at,))))

    def since_prose(self, page: PageId) -> str:
        """The same for the prose of a page that is under no reveal."""
        with self.scene() as scene:
            return locking.since_prose(scene, scene.page(page))

    def prose_seen(self, page: Page) -> bool:
        """Whether the viewpoint may read the prose of a page it sees that is under no reveal."""
        with self.scene() as scene:
            return articles.prose_seen(scene, page)

    def aliases(self, page: PageId) -> tuple[str, ...]:
        """Every further title that leads to a page."""
        with self.scene() as scene:
            return articles.aliases(scene, page)

    def categories(self, page: PageId) -> tuple[str, ...]:
        """The categories of a page, without their prefix."""
        with self.scene() as scene:
            return articles.categories(scene, page)

    def all_categories(self) -> dict[str, tuple[PageId, ...]]:
        """Every category, without its prefix, with its pages."""
        with self.scene() as scene:
            found = showing.category_places(scene)
            return {name: tuple(place.page for place in places) for name, places in found.items()}

    def category_places(self) -> dict[str, tuple[Place, ...]]:
        """The pages of each category, by its name without the prefix, with from where on they are in it."""
        with self.scene() as scene:
            return showing.category_places(scene)

    def picture_places(self) -> dict[str, tuple[Place, ...]]:
        """The pages that show each picture, by its name, with from where on they do."""
        with self.scene() as scene:
            return showing.picture_places(scene)

    def links(self, page: PageId) -> LinkLists:
        """What a page links to, what links to it, and what it links to that is not there."""
        with self.scene() as scene:
            return articles.links(scene, scene.page(page).id)

    def backlinks(self) -> dict[PageId, tuple[PageId, ...]]:
        """The pages that link to each page, by title: what `links` says of one, for all at once."""
        with self.scene() as scene:
            return articles.backlinks(scene)

    def leads(self, of: Collection[PageId]) -> dict[PageId, frozenset[PageId]]:
        """The pages that each of some pages links to: the other end of `backlinks`."""
        with self.scene() as scene:
            return articles.leads(scene, of)

    def categories_typed(self, of: Collection[PageId] | None = None) -> dict[PageId, frozenset[str]]:
        """The categories of some pages, or of all that have any, just as they are written there, each with `since`."""
        with self.scene() as scene:
            return showing.categories_typed(scene, of)

    def mentions(self, page: PageId) -> tuple[Spot, ...]:
        """Where other pages name this one without a link."""
        with self.scene() as scene:
            return surroundings.mentions(scene, scene.page(page))

    def linking_spots(self, page: PageId) -> tuple[Spot, ...]:
        """Where other pages link to this one, with what stands around."""
        with self.scene() as scene:
            return surroundings.linking(scene, scene.page(page))

    def bodies(self, of: Collection[PageId]) -> dict[PageId, str]:
        """The sources of some pages that the viewpoint sees, as `text` has them."""
        with self.scene() as scene:
            seen = [page.id for page in pages.pages_among(scene.reading, scene.horizon, of)]
            return {PageId(id): body for id, body in texts.bodies(scene.reading, seen).items()}

    def infobox(self, page: PageId) -> Infobox | None:
        """The data of a page's subject; None for a page without one."""
        with self.scene() as scene:
            return articles.infobox(scene, scene.page(page))

    def card(self, page: PageId) -> PageCard:
        """A page at a glance. Raises NotFound."""
        with self.scene() as scene:
            return cards.card(scene, scene.page(page))

    def portraits(self, page: PageId) -> tuple[tuple[Portrait, Media], ...]:
        """The portraits of a page's subject with their pictures, those for all seasons first."""
        with self.scene() as scene:
            return articles.portraits(scene, scene.page(page))

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

    def seen_changes(self, limit: int) -> tuple[SeenChange, ...]:
        """The pages that were changed last, each once, as far as a reader may hear of it."""
        with self.scene() as scene:
            return changes.seen_changes(scene, limit)

    def last_change(self) -> str:
        """The day of the last change that a reader may hear of, such as `2022-06-06`; empty if there is none."""
        with self.scene() as scene:
            return changes.last_change(scene)

    def trash(self) -> tuple[tuple[Page, str], ...]:
        """What lies in the trash, newest first, with the time it went there: for the author alone."""
        with self.scene() as scene:
            return tuple(pages.trashed(scene.reading)) if self.author else ()

    def emptying(self, tops: Iterable[PageId]) -> Emptying:
        """What would go for good with pages that lie in the trash, and what has to stay: for the author alone."""
        with self.scene() as scene:
            return emptying(scene.reading, tops if self.author else ())

    def search(self, query: str, limit: int = 50, *, thorough: bool = True) -> tuple[Hit, ...]:
        """The pages that a query, written as `domain.queries` has it, asks for: titles first, best first. What is not
        thorough answers at once, with the best of what is found first. Raises InvalidQuery.
        """
        with self.scene() as scene:
            return finding.search(scene, query, limit, thorough=thorough)

    def answer(self, query: str) -> QueryAnswer:
        """The pages that a query, or a saved one of this name, asks for, with what its columns say of them."""
        with self.scene() as scene:
            return asking.answer(scene, query)

    def filter_values(self, name: str) -> tuple[str, ...]:
        """What may stand behind the name of a filter, such as `kind`; nothing for what is no filter."""
        with self.scene() as scene:
            return filtering.values(scene, name)

    def _for_author(self) -> None:
        if not self.author:
            raise NotFound("the history is for the author")

    # --- the canon ----------------------------------------------------------------------------------------

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

    def portrayals_of(self, page: PageId) -> tuple[Billing, ...]:
        """The cast lines that a character or a person has a part in."""
        with self.scene() as scene:
            return canon.portrayals_of(scene, scene.page(page))

    def appearances(self, show: PageId, season: int | None = None) -> AppearanceTable | None:
        """Who is in which episode of a show, or of one of its seasons; None for a show that is not there."""
        with self.scene() as scene:
            return appearances.table(scene, show, season)

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

    # --- all at once, for the author's tools --------------------------------------------------------------

    def typed_links(self, source: PageId | None = None) -> tuple[FoundLink, ...]:
        """Every link of the wiki, or of one page, by the page it stands on: for the author alone."""
        with self.scene() as scene:
            return tuple(whole.links(scene, source)) if self.author else ()

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

    # --- rendering ----------------------------------------------------------------------------------------

    def world(self, page: PageId, linker: Linker, today: date | None = None) -> PageWorld:
        """The world around a page, for the renderer. Needs a view from `together`."""
        if self._scene is None:
            raise RuntimeError("a world is read from a view that holds its scene: use `with view.together()`")
        return PageWorld(self._scene, linker, self._scene.page(page), today or date.today())

    def readable_text(self, page: PageId) -> str:
        """A page's Markdown as the viewpoint may have it: whole for the author, without what is hidden for others."""
        with self.scene() as scene:
            found = scene.page(page)
            text = articles.page_text(scene, found)
            return text.body if self.author else articles.readable(scene, found, text)

    def html(self, page: PageId, linker: Linker) -> str:
        """A page's body as safe HTML."""
        with self.together() as view:
            world = view.world(page, linker)
            return render(parse(view.text(page).body), world)

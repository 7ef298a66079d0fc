"""What a View says of pages: the tree, their titles, texts and links, and how they are found."""

from collections.abc import Collection, Iterable

from fanwiki.domain.entities import Media, Page, Portrait, StatusEvent
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.domain.listing import Infobox, QueryAnswer
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import pages, texts, titles
from fanwiki.wiki.reading import (
    articles,
    asking,
    cards,
    changes,
    choosing,
    filtering,
    finding,
    locking,
    showing,
    surroundings,
    tree,
)
from fanwiki.wiki.reading.articles import LinkLists, PageText
from fanwiki.wiki.reading.cards import PageCard
from fanwiki.wiki.reading.changes import SeenChange
from fanwiki.wiki.reading.choosing import Wanted
from fanwiki.wiki.reading.finding import Hit
from fanwiki.wiki.reading.showing import Place
from fanwiki.wiki.reading.surroundings import Spot
from fanwiki.wiki.reading.tree import NodeKey, TreeNode
from fanwiki.wiki.viewing.sight import Sight


class PagesInSight(Sight):
    """Pages, as far as the viewpoint sees them."""

    def children(self, key: NodeKey) -> tuple[TreeNode, ...]:
        """The nodes of the tree directly below one; `tree.ROOT` for the top."""
        with self.scene() as scene:
            return tree.children(scene, key)

    def shelf_part(self, shelf: NodeKey, limit: int, after: TreeNode | None = None) -> tuple[TreeNode, ...]:
        """The first nodes of a shelf of the tree, or the first after one of its nodes."""
        with self.scene() as scene:
            return tree.shelf_part(scene, shelf, limit, after)

    def tree_node(self, page: PageId) -> TreeNode:
        """The node of the tree that a page is. Raises NotFound."""
        with self.scene() as scene:
            return tree.node(scene, scene.page(page))

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
            found = titles.find(scene.reading, scene.horizon, typed)
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
            return tuple(dict.fromkeys(page for _, page in titles.match(scene.reading, scene.horizon, name)))

    def pages(self, *kinds: PageKind) -> tuple[Page, ...]:
        """Every page, or those of some kinds, by title."""
        with self.scene() as scene:
            return tuple(pages.pages(scene.reading, scene.horizon, kinds))

    def first_pages(self, limit: int, *kinds: PageKind) -> tuple[Page, ...]:
        """The first pages by title, of some kinds or all."""
        with self.scene() as scene:
            return tuple(pages.first_pages(scene.reading, scene.horizon, limit, kinds))

    def page_count(self) -> int:
        """How many pages are seen."""
        with self.scene() as scene:
            return pages.page_count(scene.reading, scene.horizon)

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

    def offered(self, wanted: Wanted, typed: str, limit: int) -> tuple[str, ...]:
        """The names of pages that a field offers which asks for one, best first, for what is typed in it so far. It may
        look through all titles: for a thread that nobody waits for.
        """
        with self.scene() as scene:
            return choosing.offered(scene, wanted, typed, limit)

    def meant(self, wanted: Wanted, typed: str) -> tuple[Page, ...]:
        """The page that is meant by what stands in such a field; none, or several where that is in doubt."""
        with self.scene() as scene:
            return choosing.meant(scene, wanted, typed)

    def random_page(self) -> PageId | None:
        """Any page; None if there is none to see."""
        with self.scene() as scene:
            return pages.random_page(scene.reading, scene.horizon)

    def titles(self) -> list[tuple[str, PageId, PageKind, bool]]:
        """Every title, redirect and name: the text, its page, the page's kind, whether it is the page's own title."""
        with self.scene() as scene:
            return titles.all_titles(scene.reading, scene.horizon)

    def titles_of(self, of: Iterable[PageId]) -> list[tuple[str, PageId, PageKind, bool]]:
        """The same for some pages."""
        with self.scene() as scene:
            return titles.titles_of(scene.reading, scene.horizon, of)

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

    def seen_changes(self, limit: int) -> tuple[SeenChange, ...]:
        """The pages that were changed last, each once, as far as a reader may hear of it."""
        with self.scene() as scene:
            return changes.seen_changes(scene, limit)

    def last_change(self) -> str:
        """The day of the last change that a reader may hear of, such as `2022-06-06`; empty if there is none."""
        with self.scene() as scene:
            return changes.last_change(scene)

    def search(self, query: str, limit: int = 50, *, thorough: bool = True) -> tuple[Hit, ...]:
        """The pages that a query, written as `domain.queries` has it, asks for: titles first, best first. What is not
        thorough answers at once, with the best of what is found first. Raises InvalidQuery.
        """
        with self.scene() as scene:
            return finding.search(scene, query, limit, thorough=thorough)

    def line_found(self, page: PageId, query: str) -> int | None:
        """The line, from 0, of a page's source where what a query asks for first stands; None for a reader."""
        with self.scene() as scene:
            return finding.line_found(scene, page, query)

    def answer(self, query: str) -> QueryAnswer:
        """The pages that a query, or a saved one of this name, asks for, with what its columns say of them."""
        with self.scene() as scene:
            return asking.answer(scene, query)

    def filter_values(self, name: str) -> tuple[str, ...]:
        """What may stand behind the name of a filter, such as `kind`; nothing for what is no filter."""
        with self.scene() as scene:
            return filtering.values(scene, name)

"""What the rules read: one wiki, taken in with a few grouped reads of the author's view.

A rule is asked about one page at a time and finds here what it needs by page. When a text is saved, `reread` brings
that page up to date and the rest stays, so that a saved page costs no more than itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeVar

from fanwiki.domain import entities
from fanwiki.domain.claims import StaleStatement
from fanwiki.domain.entities import Fact, Media, Page
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.listing import EpisodeLine
from fanwiki.domain.named import Names
from fanwiki.domain.names import title_key
from fanwiki.domain.points import EpisodeOrder, EpisodeOrders, Locks, latest
from fanwiki.domain.vocabulary import FieldType, LinkKind, PageKind
from fanwiki.lint.categories import Categories
from fanwiki.lint.likeness import near_titles
from fanwiki.lint.prose import Saying, headings_of, sayings
from fanwiki.markup import Document, parse
from fanwiki.wiki import View
from fanwiki.wiki.covering import covers
from fanwiki.wiki.derivation import point_locks, prose_locks
from fanwiki.wiki.reading.whole import FoundLink

FactType = TypeVar("FactType", bound=Fact)

OPEN: Final[Locks] = {}


class Survey:
    """One wiki as its author knows it. `today` decides what is stale."""

    def __init__(self, view: View, today: date) -> None:
        self.today = today
        self.pages: dict[PageId, Page] = {page.id: page for page in view.pages()}
        self.bodies = view.bodies(self.pages)
        self.orders: EpisodeOrders = view.orders()
        self.locks = view.locks()
        self.links: dict[PageId, list[FoundLink]] = defaultdict(list)
        self.backlinks: dict[PageId, set[PageId]] = defaultdict(set)
        self._parsed: tuple[PageId, Document] | None = None
        self._headings: dict[PageId, frozenset[str]] = {}
        self._take_links(view.typed_links())
        self._take_facts(view)
        self.statements: dict[PageId, list[StaleStatement]] = defaultdict(list)
        for statement in view.stale_statements(today):
            self.statements[statement.page].append(statement)
        self.episodes: dict[PageId, tuple[EpisodeLine, ...]] = {
            order.show: view.episodes(order.show) for order in self.orders.orders
        }
        self.parents = {page.parent for page in self.pages.values()}

    def _take_facts(self, view: View) -> None:
        self.names = _by(view.facts(entities.Name), _page)
        self.redirects = _by(view.facts(entities.Redirect), _page)
        self.appearances = _by(view.facts(entities.Appearance), _character)
        self.events = _by(view.facts(entities.StatusEvent), _character)
        self.portrayals = _by(view.facts(entities.Portrayal), _character)
        self.relationships = _by(view.facts(entities.Relationship), _subject)
        self.memberships = _by(view.facts(entities.Membership), _character)
        self.claims = _by(view.facts(entities.Claim), _subject)
        self.portraits = _by(view.facts(entities.Portrait), _page)
        self.values = _by(view.facts(entities.ProfileValue), _page)
        self.states = {state.id: state for state in view.facts(entities.State)}
        self.media: dict[str, Media] = {title_key(media.name): media for media in view.facts(Media)}
        fields = view.facts(entities.ProfileField)
        self.picture_fields = {(field.kind, field.name) for field in fields if field.type == FieldType.IMAGE}

    def _take_links(self, links: Iterable[FoundLink]) -> None:
        for link in links:
            self.links[link.source].append(link)
            if link.target is not None and link.target != link.source:
                self.backlinks[link.target].add(link.source)

    def reread(self, view: View, page: PageId) -> set[PageId]:
        """Takes in a page whose text alone has changed; answers whose findings may be others now."""
        former = self.links.pop(page, [])
        before = {link.target for link in former if link.target is not None}
        for target in before:
            self.backlinks[target].discard(page)
        self.bodies[page] = view.text(page).body
        self.statements.pop(page, None)
        self._headings.pop(page, None)
        self._parsed = None
        self._take_links(view.typed_links(page))
        self.__dict__.pop("used_files", None)
        self.__dict__.pop("has_categories", None)
        if _categories_in(former) != _categories_in(self.links[page]):
            self.__dict__.pop("categories", None)
        after = {link.target for link in self.links[page] if link.target is not None}
        return {page, *(before ^ after), *self._heading_sources(page)}

    def _heading_sources(self, page: PageId) -> set[PageId]:
        """The pages that link to a heading of this one."""
        return {
            source
            for source in self.backlinks[page]
            if any(link.target == page and link.heading for link in self.links[source])
        }

    # --- texts ----------------------------------------------------------------------------------------------

    def document(self, page: PageId) -> Document:
        """A page's text, parsed. The last one is kept: rules go page by page."""
        if self._parsed is None or self._parsed[0] != page:
            self._parsed = (page, parse(self.bodies.get(page, "")))
        return self._parsed[1]

    def sayings(self, page: PageId) -> tuple[Saying, ...]:
        """What a page says, block by block and reveal by reveal."""
        return sayings(self.bodies.get(page, ""), self.document(page))

    def headings(self, page: PageId) -> frozenset[str]:
        """The headings of a page, case aside."""
        if page not in self._headings:
            self._headings[page] = headings_of(self.bodies.get(page, ""))
        return self._headings[page]

    @cached_property
    def used_files(self) -> frozenset[str]:
        """The keys of the files that some page, portrait or profile shows."""
        kinds = (LinkKind.IMAGE, LinkKind.EMBED)
        found = {title_key(link.title) for each in self.links.values() for link in each if link.kind in kinds}
        shown = {portrait.media for each in self.portraits.values() for portrait in each}
        found |= {key for key, media in self.media.items() if media.id in shown}
        for page, values in self.values.items():
            kind = self.pages[page].kind
            found |= {title_key(value.value) for value in values if (kind, value.field) in self.picture_fields}
        return frozenset(found)

    @cached_property
    def tied(self) -> frozenset[PageId]:
        """The pages that some cast list, relationship, membership, appearance or status leads to."""
        found: set[PageId] = set()
        for line in _every(self.portrayals):
            found |= {line.person, line.character}
        for tie in _every(self.relationships):
            found |= {tie.subject, tie.object}
        for membership in _every(self.memberships):
            found |= {membership.group, membership.character}
        return frozenset(found | self.appearances.keys() | self.events.keys())

    @cached_property
    def shows_with_appearances(self) -> frozenset[PageId]:
        """The shows of which somebody noted who is in which episode."""
        places = (self.place(each.episode) for each in _every(self.appearances))
        return frozenset(place[0].show for place in places if place is not None)

    @cached_property
    def fated(self) -> frozenset[PageId]:
        """The characters to whom something happens that a reader may not know yet: a state, or the end of a tie."""
        found = {event.character for event in _every(self.events) if self.locks_of(event.id)}
        for tie in _every(self.relationships):
            found |= {tie.subject, tie.object} if tie.end is not None else set()
        return frozenset(found | {each.character for each in _every(self.memberships) if each.end is not None})

    @cached_property
    def _ties(self) -> dict[PageId, list[entities.Relationship]]:
        found: dict[PageId, list[entities.Relationship]] = defaultdict(list)
        for tie in _every(self.relationships):
            for party in {tie.subject, tie.object}:
                found[party].append(tie)
        return found

    def ties_of(self, page: PageId) -> list[entities.Relationship]:
        """The relationships that a page has part in, on either side."""
        return self._ties.get(page, [])

    def alike(self, page: Page) -> tuple[Page, ...]:
        """The pages whose titles are almost that of this one and come before it."""
        return tuple(self.pages[other] for other in self._alike.get(page.id, ()))

    @cached_property
    def _alike(self) -> dict[PageId, list[PageId]]:
        return near_titles(self.pages.values())

    @cached_property
    def has_categories(self) -> bool:
        """Whether the wiki puts pages into categories at all."""
        return any(link.kind is LinkKind.CATEGORY for each in self.links.values() for link in each)

    @cached_property
    def categories(self) -> Categories:
        """Every category that some page is in."""
        return Categories((link for each in self.links.values() for link in each), self.pages)

    @cached_property
    def by_title(self) -> dict[str, Page]:
        return {page.title: page for page in self.pages.values()}

    @cached_property
    def by_redirect(self) -> dict[str, list[entities.Redirect]]:
        """The redirects of each title."""
        found: dict[str, list[entities.Redirect]] = defaultdict(list)
        for redirect in _every(self.redirects):
            found[redirect.title].append(redirect)
        return found

    @cached_property
    def called(self) -> Names:
        """Every way to name a page."""
        ways: list[tuple[str, PageId, Locks]] = []
        for page in self.pages.values():
            locks = self.locks_of(page.id)
            ways.append((page.title, page.id, locks))
            ways += [(name.text, page.id, self.locks_of(name.id)) for name in self.names.get(page.id, ())]
            ways += [(each.title, page.id, self.locks_of(each.id)) for each in self.redirects.get(page.id, ())]
        return Names(ways, self._commonplace)

    def _commonplace(self, text: str, page: PageId) -> bool:
        """Whether a name says nothing where it stands by itself: “Episode 3”, a single word, a template's title."""
        kind = self.pages[page].kind
        if kind in (PageKind.CATEGORY, PageKind.TEMPLATE):
            return True
        if kind in (PageKind.EPISODE, PageKind.SEASON) and text[-1:].isdigit():
            return True
        return kind in (PageKind.EPISODE, PageKind.SEASON, PageKind.ARTICLE) and " " not in text and text.isascii()

    # --- points ---------------------------------------------------------------------------------------------

    def locks_of(self, key: str) -> Locks:
        """By what a page or fact is locked."""
        return self.locks.get(key, OPEN)

    def home(self, page: Page) -> PageId | None:
        """The show a page stands below, or is."""
        above: Page | None = page
        while above is not None:
            if above.kind is PageKind.SHOW:
                return above.id
            above = None if above.parent is None else self.pages.get(above.parent)
        return None

    def passage_locks(self, page: Page, reveals: tuple[str, ...]) -> Locks | None:
        """What a reader of a passage has seen; None for prose that nobody has reviewed."""
        if not reveals:
            return latest(self.locks_of(page.id), prose_locks(page, self.orders)) if page.reviewed else None
        home = self.home(page)
        return latest(self.locks_of(page.id), *(point_locks(point, home, self.orders) for point in reveals))

    def least_locks(self, page: Page) -> Locks:
        """What whoever reads anything of a page has seen for sure: of one with reveals no more than the page itself."""
        own = self.locks_of(page.id)
        body = self.bodies.get(page.id, "")
        if not page.reviewed or ":::" in body or "||" in body:
            return own
        return latest(own, prose_locks(page, self.orders))

    def may_say(self, page: Page, need: Locks) -> bool:
        """Whether whoever reads anything of a page has seen what is needed; what nobody has reviewed, none does."""
        body = self.bodies.get(page.id, "")
        if not page.reviewed and ":::" not in body and "||" not in body:
            return True
        return covers(self.least_locks(page), need)

    def beyond(self, need: Locks, have: Locks) -> dict[str, int]:
        """The shows, with the position, in which what is needed lies further on than what is had."""
        return {
            lock: position
            for lock, position in need.items()
            if position > have.get(lock, 0) and self.orders.of_show(PageId(lock)) is not None
        }

    def point(self, show: str, position: int, home: PageId | None) -> str:
        """How a position is written on a page of `home`."""
        order = self.orders.of_show(PageId(show))
        assert order is not None
        return self.orders.write(order.at(position).id, home)

    def place(self, episode: EpisodeId | None) -> tuple[EpisodeOrder, int] | None:
        """The order and the position of an episode that is a point."""
        order = None if episode is None else self.orders.of_episode(episode)
        return None if order is None or episode is None else (order, order.position(episode))

    def title(self, page: PageId) -> str:
        found = self.pages.get(page)
        return "?" if found is None else found.title


def _categories_in(links: Iterable[FoundLink]) -> set[str]:
    return {link.title for link in links if link.kind is LinkKind.CATEGORY}


def _page(fact: Any) -> PageId:
    return PageId(fact.page)


def _character(fact: Any) -> PageId:
    return PageId(fact.character)


def _subject(fact: Any) -> PageId:
    return PageId(fact.subject)


def _every(facts: Mapping[PageId, list[FactType]]) -> Iterator[FactType]:
    return (fact for each in facts.values() for fact in each)


def _by(facts: Iterable[FactType], key: Callable[[FactType], PageId]) -> Mapping[PageId, list[FactType]]:
    found: dict[PageId, list[FactType]] = {}
    for fact in facts:
        found.setdefault(key(fact), []).append(fact)
    return found

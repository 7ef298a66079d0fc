"""What the rules know of a whole wiki: its pages and facts, with their locks, and who leads to whom, but no texts.

It is read in slices, between which a save comes through. What is changed meanwhile is for `Linting` to hear of; until
then a fact may name a page that is not there.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final, TypeVar

from fanwiki.domain import entities
from fanwiki.domain.entities import Fact, Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.points import EpisodeOrder, EpisodeOrders, Locks
from fanwiki.domain.vocabulary import FieldType, LinkKind, PageKind
from fanwiki.lint.at_hand import AtHand
from fanwiki.lint.web import Web
from fanwiki.wiki import View
from fanwiki.wiki.reading.whole import FoundLink, OldSaying

FactType = TypeVar("FactType", bound=Fact)
By = dict[PageId, list[FactType]]

OPEN: Final[Locks] = {}

_SHOWING: Final = (LinkKind.IMAGE, LinkKind.EMBED)


class Taken:
    """Whole as soon as `take` has come to its end. `today` decides what is stale."""

    def __init__(self, view: View, today: date) -> None:
        self.view = view
        self.today = today
        self.texts = AtHand(view)
        self.web = Web()
        self.orders = EpisodeOrders()
        self.pages: dict[PageId, Page] = {}
        self.locks: dict[str, Locks] = {}
        self.redirecting: dict[PageId, str] = {}
        """The texts of the pages that may lead on to another by `#REDIRECT`."""
        self.category_links: dict[PageId, list[FoundLink]] = {}
        self.shown_files: dict[PageId, set[str]] = {}
        """The files, by their keys, that the texts of pages show."""
        self.old_sayings: dict[PageId, list[OldSaying]] = {}
        self.states: dict[str, entities.State] = {}
        self.media: dict[str, entities.Media] = {}
        self.picture_fields: set[tuple[PageKind, str]] = set()
        self.names: By[entities.Name] = {}
        self.redirects: By[entities.Redirect] = {}
        self.appearances: By[entities.Appearance] = {}
        self.events: By[entities.StatusEvent] = {}
        self.portrayals: By[entities.Portrayal] = {}
        self.relationships: By[entities.Relationship] = {}
        self.memberships: By[entities.Membership] = {}
        self.claims: By[entities.Claim] = {}
        self.portraits: By[entities.Portrait] = {}
        self.values: By[entities.ProfileValue] = {}

    def take(self) -> Iterator[int]:
        """Reads it all, and says after each slice how many pages have been read."""
        for state in self._every(entities.State):
            self.states[state.id] = state
        for media in self._every(entities.Media):
            self.media[title_key(media.name)] = media
        for field in self._every(entities.ProfileField):
            if field.type == FieldType.IMAGE:
                self.picture_fields.add((field.kind, field.name))
        yield from self._take_pages()
        yield from self._take_orders()
        yield from self._take(entities.Name, self.names, _page)
        yield from self._take(entities.Redirect, self.redirects, _page)
        yield from self._take(entities.Appearance, self.appearances, _character)
        yield from self._take(entities.StatusEvent, self.events, _character)
        yield from self._take(entities.Portrayal, self.portrayals, _character)
        yield from self._take(entities.Relationship, self.relationships, _subject)
        yield from self._take(entities.Membership, self.memberships, _character)
        yield from self._take(entities.Claim, self.claims, _subject)
        yield from self._take(entities.Portrait, self.portraits, _page)
        yield from self._take(entities.ProfileValue, self.values, _page)
        for saying in self.view.old_sayings(self.today):
            self.old_sayings.setdefault(saying.page, []).append(saying)

    def mark(self, page: PageId, links: Iterable[FoundLink]) -> None:
        """Notes of a page's links, in the place of those that it had, which categories and files they name."""
        categories = [link for link in links if link.kind is LinkKind.CATEGORY]
        files = {key for link in links if link.kind in _SHOWING and (key := title_key(link.title)) in self.media}
        self.category_links.pop(page, None)
        self.shown_files.pop(page, None)
        if categories:
            self.category_links[page] = categories
        if files:
            self.shown_files[page] = files

    def _take_pages(self) -> Iterator[int]:
        after: int | None = 0
        while after is not None:
            found = self.view.page_slice(after)
            after = found.last
            self.pages.update((page.id, page) for page in found.pages.values())
            self.locks.update(found.locks)
            self.redirecting.update(found.redirecting)
            self.web.add(found.pages, found.targets)
            for page, links in found.marks.items():
                self.mark(page, links)
            yield len(self.pages)

    def _take_orders(self) -> Iterator[int]:
        """As `View.orders` has them, show by show."""
        shows = [page for page in self.pages.values() if page.kind is PageKind.SHOW]
        orders: list[EpisodeOrder] = []
        for page in sorted(shows, key=lambda each: each.position):
            show = self.view.subject(page.id)
            if isinstance(show, entities.Show):
                orders.append(EpisodeOrder(page.id, show.code, self.view.order_as(page.id, show.order)))
            yield len(self.pages)
        self.orders = EpisodeOrders(tuple(orders))

    def _take(self, kind: type[FactType], by: By[FactType], key: Callable[[Any], PageId]) -> Iterator[int]:
        for number, fact in enumerate(self._every(kind)):
            by.setdefault(key(fact), []).append(fact)
            if number % _AT_ONCE == 0:
                yield len(self.pages)

    def _every(self, kind: type[FactType]) -> Iterator[FactType]:
        after: int | None = 0
        while after is not None:
            found = self.view.fact_slice(kind, after)
            after = found.last
            self.locks.update(found.locks)
            yield from found.facts


_AT_ONCE: Final = 1_000
"""Facts between two words of progress."""


def _page(fact: Any) -> PageId:
    return PageId(fact.page)


def _character(fact: Any) -> PageId:
    return PageId(fact.character)


def _subject(fact: Any) -> PageId:
    return PageId(fact.subject)

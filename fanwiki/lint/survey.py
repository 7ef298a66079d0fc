"""What the rules ask: of one wiki as its author knows it, taken in once.

A rule is asked about one page at a time and finds here what it needs by page. When a text is saved, `reread` brings
that page up to date and the rest stays, so that a saved page costs no more than itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from fanwiki.domain import entities
from fanwiki.domain.claims import StaleStatement
from fanwiki.domain.entities import Page
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.listing import EpisodeLine
from fanwiki.domain.named import Names
from fanwiki.domain.names import title_key
from fanwiki.domain.points import EpisodeOrder, Locks, latest
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.categories import Categories
from fanwiki.lint.likeness import near_titles
from fanwiki.lint.prose import Saying, line_of_link, sayings
from fanwiki.lint.taken import OPEN, FactType, Taken
from fanwiki.markup import Document
from fanwiki.wiki.covering import covers
from fanwiki.wiki.derivation import point_locks, prose_locks
from fanwiki.wiki.reading import statements
from fanwiki.wiki.reading.whole import FoundLink


class Survey(Taken):
    """One wiki as its author knows it, to be asked once it has been taken."""

    def reread(self, page: PageId) -> set[PageId]:
        """Takes in a page whose text alone has changed; answers whose findings may be others now."""
        if page not in self.pages:
            return set()
        self.texts.forget(page)
        self.old_sayings.pop(page, None)
        links = self.links_of(page)
        concerned = {page, *self.web.replace(page, {link.target for link in links if link.target is not None})}
        concerned |= {link.source for link in self.links_to(page) if link.heading}
        concerned |= self._reread_redirect(page)
        return concerned | self._reread_marks(page, links)

    def _reread_redirect(self, page: PageId) -> set[PageId]:
        """The pages that arrive somewhere else where a text has begun or ceased to lead on."""
        former, body = self.redirecting.pop(page, ""), self.body(page)
        if "redirect" in body[:40].casefold():
            self.redirecting[page] = body
        if former == self.redirecting.get(page, ""):
            return set()
        found: set[PageId] = set()
        waiting = [page]
        while waiting:
            leading = {link.source for link in self.links_to(waiting.pop())} - found
            found |= leading
            waiting += leading & self.redirecting.keys()
        return found

    def _reread_marks(self, page: PageId, links: Sequence[FoundLink]) -> set[PageId]:
        """The pages whose categories or pictures are told of otherwise, now that those of a page may be others."""
        had, before = self.has_categories, self._categories_of(page)
        files = self.shown_files.get(page)
        near = self.categories.alike(before)
        self.mark(page, links)
        if files != self.shown_files.get(page):
            self.__dict__.pop("shown_on", None)
        after = self._categories_of(page)
        if before == after:
            return set()
        for known in ("categories", "has_categories"):
            self.__dict__.pop(known, None)
        if had is not self.has_categories:
            return set(self.pages)
        return near | self.categories.alike(after)

    def _categories_of(self, page: PageId) -> set[str]:
        return {link.title for link in self.category_links.get(page, ())}

    # --- texts ----------------------------------------------------------------------------------------------

    def turn_to(self, pages: Collection[PageId]) -> None:
        """Has the texts and links of some pages at hand, for whoever asks about one after the other."""
        self.texts.turn_to(pages)

    def body(self, page: PageId) -> str:
        """The text of a page."""
        return self.texts.body(page)

    def document(self, page: PageId) -> Document:
        """A page's text, parsed."""
        return self.texts.document(page)

    def sayings(self, page: PageId) -> tuple[Saying, ...]:
        """What a page says, block by block and reveal by reveal."""
        return sayings(self.body(page), self.document(page))

    def headings(self, page: PageId) -> frozenset[str]:
        """The headings of a page, case aside."""
        return self.texts.headings(page)

    def links_of(self, page: PageId) -> Sequence[FoundLink]:
        """The links that stand on a page."""
        return self.texts.links_of(page)

    def links_to(self, page: PageId) -> Sequence[FoundLink]:
        """The links that lead to a page."""
        return self.texts.links_to(page)

    def line_of_link(self, page: PageId, title: str, *marks: str) -> int | None:
        """The line, from 1, on which a page links by a title, looked for by some marks."""
        return line_of_link(self.body(page), self.document(page), title, marks)

    def statements(self, page: PageId) -> Iterator[StaleStatement]:
        """What the text of a page says that time may have overtaken."""
        found = self.old_sayings.get(page)
        return statements.of_page(self.body(page), self.document(page), found) if found else iter(())

    def episodes(self, show: PageId) -> tuple[EpisodeLine, ...]:
        """The episodes of a show, in its order."""
        return self.view.episodes(show)

    @cached_property
    def shown_on(self) -> dict[str, PageId]:
        """The files, by their keys, that some page, portrait or profile shows, each with the first such page."""
        found: dict[str, PageId] = {}
        named = {media.id: key for key, media in self.media.items()}
        for page in self.pages.values():
            keys = set(self.shown_files.get(page.id, ()))
            keys |= {named[portrait.media] for portrait in self.portraits.get(page.id, ()) if portrait.media in named}
            values = self.values.get(page.id, ())
            keys |= {title_key(value.value) for value in values if (page.kind, value.field) in self.picture_fields}
            for key in keys:
                found.setdefault(key, page.id)
        return found

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
        return bool(self.category_links)

    @cached_property
    def categories(self) -> Categories:
        """Every category that some page is in."""
        return Categories((link for each in self.category_links.values() for link in each), self.pages)

    @cached_property
    def parents(self) -> frozenset[PageId]:
        """The pages that have others below them."""
        return frozenset(page.parent for page in self.pages.values() if page.parent is not None)

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
        body = self.body(page.id)
        if not page.reviewed or ":::" in body or "||" in body:
            return own
        return latest(own, prose_locks(page, self.orders))

    def may_say(self, page: Page, need: Locks) -> bool:
        """Whether whoever reads anything of a page has seen what is needed; what nobody has reviewed, none does."""
        body = self.body(page.id)
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


def _every(facts: Mapping[PageId, list[FactType]]) -> Iterator[FactType]:
    return (fact for each in facts.values() for fact in each)

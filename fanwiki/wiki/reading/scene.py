"""What every reading needs at hand: an open transaction, and how far the reader has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EpisodeOrders, Horizon, Viewpoint
from fanwiki.store import pages
from fanwiki.store.gates import all_locks
from fanwiki.store.store import Reading


@dataclass(frozen=True)
class Scene:
    reading: Reading
    viewpoint: Viewpoint
    horizon: Horizon

    @property
    def orders(self) -> EpisodeOrders:
        return self.reading.orders

    def page(self, id: PageId) -> Page:
        """A page that the viewpoint sees. Raises NotFound."""
        found = pages.page(self.reading, self.horizon, id)
        if found is None:
            raise NotFound("there is no such page as of this viewpoint")
        return found

    def home_show(self, page: Page) -> PageId | None:
        """The show a page stands below, or is."""
        line = [*pages.ancestors(self.reading, self.horizon, page.id), page]
        return next((each.id for each in reversed(line) if each.kind == "show"), None)

    def show_for(self, page: Page) -> PageId | None:
        """The show that a page's lists are about: its own, else the first of the wiki that is seen."""
        return self.home_show(page) or self.first_show

    @cached_property
    def first_show(self) -> PageId | None:
        """The first show of the wiki that is seen."""
        return next(self._shows_seen(), None)

    @cached_property
    def only_show(self) -> PageId | None:
        """The show of a wiki in which no other is seen: its points need no code."""
        first_two = list(islice(self._shows_seen(), 2))
        return first_two[0] if len(first_two) == 1 else None

    def _shows_seen(self) -> Iterator[PageId]:
        shows = (order.show for order in self.orders.orders)
        return (show for show in shows if pages.page(self.reading, self.horizon, show) is not None)

    @cached_property
    def locks(self) -> dict[str, dict[str, int]]:
        """The locks of everything that has any, for whoever asks for those of every row that a bundle shows."""
        return all_locks(self.reading)

    def write(self, episode: EpisodeId, home: PageId | None = None) -> str:
        """How a point is written on a page of `home`, or on one that belongs to no show."""
        return self.orders.write(episode, home or self.only_show)

    def reached(self, episode: EpisodeId | None) -> bool:
        """Whether a point lies within what has been seen; None does."""
        return self.horizon.reaches(episode, self.orders)

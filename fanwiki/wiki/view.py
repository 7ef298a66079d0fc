"""A wiki seen from a viewpoint: the one way out for every read.

The tree, the preview, the panels, search and every exporter ask a View. What the viewpoint has not reached is not
there for any of them: no row, no count, no place in an order. Each method is one consistent read of the file;
`together` holds one over several.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EVERYTHING, EpisodeOrders, Viewpoint, horizon
from fanwiki.markup import parse, render
from fanwiki.store import settings
from fanwiki.store.gathered import gathering
from fanwiki.wiki.reading import articles
from fanwiki.wiki.reading.scene import Scene
from fanwiki.wiki.viewing.authors import AuthorsSight
from fanwiki.wiki.viewing.canon import CanonInSight
from fanwiki.wiki.viewing.pages import PagesInSight
from fanwiki.wiki.world import Linker, PageWorld


class View(PagesInSight, CanonInSight, AuthorsSight):
    """All reads of a wiki, as of one viewpoint. Cheap to make; holds nothing but the way to the file."""

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

    def uuid(self) -> str:
        with self.scene() as scene:
            return settings.setting(scene.reading, "uuid")

    def orders(self) -> EpisodeOrders:
        """The whole episode order of every show: for measuring points, not for showing."""
        with self.scene() as scene:
            return scene.orders

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

"""What every part of a View stands on: a viewpoint, and the way to one state of the file."""

from collections.abc import Iterator
from contextlib import contextmanager

from fanwiki.domain.points import ALL, Viewpoint, horizon
from fanwiki.store.store import Store
from fanwiki.wiki.reading.scene import Scene


class Sight:
    """Reads of a wiki as of one viewpoint."""

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
            # The author's horizon is no matter of episodes: for it none are read.
            yield Scene(reading, self.viewpoint, ALL if self.author else horizon(self.viewpoint, reading.orders))

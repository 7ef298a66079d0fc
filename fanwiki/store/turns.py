"""Who reads a file and who ends a change to it take turns.

SQLite would see to that by itself, but badly: whoever has to wait sleeps, up to a tenth of a second, and looks again;
and while a change waits for one who reads, nobody else may begin to. The window, which reads all the time, would stand
still for as long as somebody else reads. Here each is woken when it is his turn. Between programs SQLite's way remains.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, get_ident
from time import monotonic
from typing import Final

_POLITE_S: Final = 3.0
"""How long a change lets others begin to read before it, while it waits for those who read already."""
_LONGEST_S: Final = 5.0
"""How long it waits at all before it asks SQLite, which says in words what is the matter."""


class Turns:
    """Of the threads of this program, for one file."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._readers: Counter[int] = Counter()
        self._ending = False
        self._since: float | None = None

    @property
    def awaited(self) -> bool:
        """Whether a change is waiting for those who read."""
        return self._since is not None and not self._ending

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Waits while a change ends. Whoever reads already may begin to once more."""
        me = get_ident()
        with self._changed:
            while me not in self._readers and self._is_closed():
                self._changed.wait()
            self._readers[me] += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers[me] -= 1
                if not self._readers[me]:
                    del self._readers[me]
                    self._changed.notify_all()

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Around the end of a change: waits for those who read. One at a time."""
        me = get_ident()
        try:
            with self._changed:
                self._since = began = monotonic()
                while self._readers.keys() - {me} and (left := began + _LONGEST_S - monotonic()) > 0:
                    self._changed.wait(left)
                self._ending = True
            yield
        finally:
            with self._changed:
                self._since, self._ending = None, False
                self._changed.notify_all()

    def _is_closed(self) -> bool:
        return self._ending or (self._since is not None and monotonic() - self._since > _POLITE_S)

"""Copying a wiki file while it is written: page by page in steps, so that no save waits for more than one of them."""

from threading import Lock
from time import sleep
from typing import Any, Final

from fanwiki.domain.errors import Unwanted
from fanwiki.domain.progress import GoingOn

_STEP: Final = 1000
"""Pages copied at a time: some milliseconds."""
_ROOM_S: Final = 0.001
"""How long a writer who waits has, in seconds, to take his turn."""
_BEGINNINGS: Final = 3
"""So often a copy begins, if another program writes meanwhile, before it is made in one step after all."""


def copy_pages(source: Any, target: Any, writers: "Lock | None", going_on: GoingOn) -> None:
    """Copies what one connection of the driver reads to what another writes. `writers` (None: whoever writes is not
    waited for) is held by the caller, and is let go of between two steps: what is written then by `source` itself goes
    into the copy too. Raises Unwanted.
    """
    pace = _Pace(writers, going_on)
    try:
        source.backup(target, pages=_STEP, progress=pace.rest)
    except _TooOften:
        source.backup(target)


class _TooOften(Exception):
    """Another program writes so often that a copy in steps would not come to an end."""


class _Pace:
    """What happens between two steps of a copy."""

    def __init__(self, writers: "Lock | None", going_on: GoingOn) -> None:
        self._writers = writers
        self._going_on = going_on
        self._done = 0
        self._begun = 1

    def rest(self, status: int, left: int, pages: int) -> None:
        """Lets writers have their turn; `left` of all `pages` are to be copied yet."""
        if not self._going_on():
            raise Unwanted("the copy was stopped; nothing of it is left")
        if not status:
            # SQLite begins anew by itself once somebody else has written.
            done = pages - left
            self._begun += done <= self._done
            self._done = done
        if self._begun > _BEGINNINGS:
            raise _TooOften
        if self._writers is None:
            sleep(_ROOM_S)
            return
        self._writers.release()
        sleep(_ROOM_S)
        self._writers.acquire()

"""What long work, an export or an import, tells those who wait for it."""

from collections.abc import Callable
from dataclasses import dataclass

GoingOn = Callable[[], bool]
"""Asked now and then by long work: whether anybody still waits for it."""


def to_the_end() -> bool:
    """For work that somebody always waits for."""
    return True


@dataclass(frozen=True)
class Progress:
    """`done` of `total` steps; `what` says in a few words what is being done."""

    done: int
    total: int
    what: str

"""What long work, an export or an import, tells those who wait for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """`done` of `total` steps; `what` says in a few words what is being done."""

    done: int
    total: int
    what: str

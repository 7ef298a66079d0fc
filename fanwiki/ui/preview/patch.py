"""The least that must be done to turn the blocks shown into those to be shown.

Pure, so that it can be tested without an engine; `resources/preview/patch.js` does the same to the DOM.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ShownBlock:
    """One block of the page: its HTML, and the source lines `first` up to, not including, `last`, from 0."""

    first: int
    last: int
    html: str

    @property
    def content(self) -> tuple[str, int]:
        """What makes it the same block when it has only moved: its HTML and how many lines it spans."""
        return self.html, self.last - self.first


@dataclass(frozen=True)
class Shift:
    """The blocks `start` up to, not including, `end` now stand `by` lines further down."""

    start: int
    end: int
    by: int


@dataclass(frozen=True)
class Patch:
    """Takes `removed` blocks away at `start` and puts `inserted` there; then, counted in the outcome, the
    `shifts` renumber blocks that have moved and nothing more.
    """

    start: int
    removed: int
    inserted: tuple[ShownBlock, ...]
    shifts: tuple[Shift, ...]

    @property
    def empty(self) -> bool:
        return not (self.removed or self.inserted or self.shifts)


def make_patch(old: Sequence[ShownBlock], new: Sequence[ShownBlock]) -> Patch:
    """The patch from one list of blocks to another: what they begin and end with in common stays."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start].content == new[start].content:
        start += 1
    kept = 0
    while kept < shorter - start and old[-1 - kept].content == new[-1 - kept].content:
        kept += 1
    inserted = tuple(new[start : len(new) - kept])
    offset = len(new) - len(old)
    stayed = [*range(start), *range(len(new) - kept, len(new))]
    moved = [(index, new[index].first - old[index if index < start else index - offset].first) for index in stayed]
    return Patch(start, len(old) - kept - start, inserted, tuple(_shifts(moved)))


def apply_patch(blocks: Sequence[ShownBlock], patch: Patch) -> list[ShownBlock]:
    """What the patch makes of the blocks."""
    outcome = [*blocks[: patch.start], *patch.inserted, *blocks[patch.start + patch.removed :]]
    for shift in patch.shifts:
        for index in range(shift.start, shift.end):
            block = outcome[index]
            outcome[index] = ShownBlock(block.first + shift.by, block.last + shift.by, block.html)
    return outcome


def _shifts(moved: Sequence[tuple[int, int]]) -> Iterator[Shift]:
    """Runs of neighbouring blocks that have moved by the same number of lines."""
    run: Shift | None = None
    for index, by in moved:
        if run is not None and run.end == index and run.by == by:
            run = Shift(run.start, index + 1, by)
            continue
        if run is not None and run.by:
            yield run
        run = Shift(index, index + 1, by)
    if run is not None and run.by:
        yield run

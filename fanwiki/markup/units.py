"""What is shown of a page, block by block, and what changes in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Unit:
    """A block of the page. `lines` is how many source lines there are from its first to that of the next one.
    `html` begins with `opening` and ends with `closing`; in between stand the parts that change alone, if it has any.
    """

    lines: int
    opening: str
    parts: tuple[str, ...] = ()
    closing: str = ""

    @property
    def html(self) -> str:
        return "".join((self.opening, *self.parts, self.closing))

    def says_the_same(self, other: "Unit") -> bool:
        return (self.opening, self.closing, self.parts) == (other.opening, other.closing, other.parts)


@dataclass(frozen=True)
class UnitsChanged:
    """At `start`, `removed` units have become `inserted`."""

    start: int
    removed: int
    inserted: tuple[Unit, ...]


@dataclass(frozen=True)
class PartsChanged:
    """Of the unit `unit`, which had `before` parts, at `start` `removed` have become `inserted`; it has `lines` now."""

    unit: int
    start: int
    removed: int
    inserted: tuple[str, ...]
    before: int
    lines: int


UnitChange = UnitsChanged | PartsChanged


def changes_from(unit: int, before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[UnitChange]:
    """The change from some units to others, which begin with unit `unit`."""
    start = kept = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start].says_the_same(after[start]):
        start += 1
    while kept < shorter - start and before[-1 - kept].says_the_same(after[-1 - kept]):
        kept += 1
    gone, come = before[start : len(before) - kept], after[start : len(after) - kept]
    if len(gone) == len(come) == 1 and _same_frame(gone[0], come[0]):
        yield _parts_changed(unit + start, gone[0], come[0])
    elif gone or come:
        yield UnitsChanged(unit + start, len(gone), tuple(come))
    for index in (*range(start), *range(len(after) - kept, len(after))):
        was = before[index if index < start else index + len(before) - len(after)]
        if was.lines != after[index].lines:
            yield PartsChanged(unit + index, 0, 0, (), len(was.parts), after[index].lines)


def _same_frame(one: Unit, other: Unit) -> bool:
    return bool(one.parts and other.parts) and (one.opening, one.closing) == (other.opening, other.closing)


def _parts_changed(index: int, old: Unit, new: Unit) -> PartsChanged:
    start = kept = 0
    shorter = min(len(old.parts), len(new.parts))
    while start < shorter and old.parts[start] == new.parts[start]:
        start += 1
    while kept < shorter - start and old.parts[-1 - kept] == new.parts[-1 - kept]:
        kept += 1
    inserted = new.parts[start : len(new.parts) - kept]
    return PartsChanged(index, start, len(old.parts) - kept - start, inserted, len(old.parts), new.lines)


def unit_changes(old: Sequence[Unit], new: Sequence[Unit]) -> list[UnitChange]:
    """The change from some units to others: what they begin and end with in common stays."""
    return list(changes_from(0, old, new))


def change_units(units: list[Unit], changes: Sequence[UnitChange]) -> None:
    """Makes the changes; `patch.js` does the same to the page."""
    for change in changes:
        if isinstance(change, UnitsChanged):
            units[change.start : change.start + change.removed] = change.inserted
            continue
        unit = units[change.unit]
        parts = list(unit.parts)
        parts[change.start : change.start + change.removed] = change.inserted
        units[change.unit] = replace(unit, parts=tuple(parts), lines=change.lines)


def reaching(changes: Sequence[UnitChange], known: int) -> tuple[list[UnitChange], int]:
    """Of some changes what reaches somebody who knows the first `known` units alone; and how many those are then."""
    reached: list[UnitChange] = []
    for change in changes:
        if isinstance(change, PartsChanged):
            if change.unit < known:
                reached.append(change)
        elif change.start <= known:
            removed = min(change.removed, known - change.start)
            reached.append(replace(change, removed=removed))
            known += len(change.inserted) - removed
    return reached, known

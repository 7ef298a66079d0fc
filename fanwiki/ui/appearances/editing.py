"""What is to be done to the wiki when cells of the matrix are given a mode."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fanwiki.domain.edits import AddFact, ChangeFact, Edit, RemoveFact
from fanwiki.domain.entities import Appearance
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.vocabulary import AppearanceMode


@dataclass(frozen=True)
class MatrixCell:
    """A character in an episode, with the appearances that are seen there."""

    character: PageId
    episode: EpisodeId
    appearances: tuple[Appearance, ...] = ()

    @property
    def modes(self) -> tuple[AppearanceMode, ...]:
        return tuple(each.mode for each in self.appearances)


def set_mode(cells: Iterable[MatrixCell], mode: AppearanceMode | None) -> list[Edit]:
    """Makes a mode the only one of each cell; None empties them."""
    edits: list[Edit] = []
    for cell in cells:
        kept = next((each for each in cell.appearances if each.mode is mode), None)
        if kept is None and mode is not None:
            kept = cell.appearances[0] if cell.appearances else None
            edits.append(_added(cell, mode) if kept is None else ChangeFact(replace(kept, mode=mode)))
        edits += [RemoveFact("Appearance", each.id) for each in cell.appearances if each is not kept]
    return edits


def toggle_mode(cells: Sequence[MatrixCell], mode: AppearanceMode) -> list[Edit]:
    """Adds a mode to what the cells have; where all have it already, takes it away."""
    if all(mode in cell.modes for cell in cells):
        found = [each for cell in cells for each in cell.appearances if each.mode is mode]
        return [RemoveFact("Appearance", each.id) for each in found]
    return [_added(cell, mode) for cell in cells if mode not in cell.modes]


def next_mode(cell: MatrixCell) -> AppearanceMode | None:
    """The mode that comes after a cell's own; after the last one none, and after none the first."""
    modes = list(AppearanceMode)
    if not cell.modes:
        return modes[0]
    place = modes.index(cell.modes[0]) + 1
    return modes[place] if place < len(modes) else None


def _added(cell: MatrixCell, mode: AppearanceMode) -> AddFact:
    return AddFact(Appearance(FactId(new_id()), cell.character, cell.episode, mode))

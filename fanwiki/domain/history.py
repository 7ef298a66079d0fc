"""What two revisions of a page differ in: words of its text, and facts about its subject.

Plain data, so that the window, the command line and tests read the same; `wiki.comparing` makes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fanwiki.domain.entities import Revision
from fanwiki.domain.vocabulary import PageKind


class Mark(StrEnum):
    """What became of a piece of text, or of a fact."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True)
class Run:
    """Text that is in both (SAME) or in one of two texts."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class DiffLine:
    """A line of either text or of both, without its end. `old` and `new` are its numbers, from 1, where it stands."""

    runs: tuple[Run, ...]
    old: int | None
    new: int | None

    @property
    def mark(self) -> Mark:
        """SAME or ADDED or REMOVED for a line that is so as a whole."""
        marks = {run.mark for run in self.runs}
        return next(iter(marks), Mark.SAME) if len(marks) < 2 else Mark.CHANGED

    @property
    def words(self) -> str:
        """The line as one reads it aloud, with all that stands in either text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Fold:
    """So many lines that are the same in both texts, left out."""

    count: int


@dataclass(frozen=True)
class FieldChange:
    """One thing that a fact says: what it is called, and in words what it was and is; empty for nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class FactChange:
    """A fact that came, went or changed. `noun` is what kind of fact it is, `said` the fact in words; of one that has
    changed, `fields` say in what.
    """

    mark: Mark
    noun: str
    said: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """From an older revision of a page (None: from nothing) to a newer one. `facts_kept` is False where one of them is
    from a time before this wiki, of which it has the text alone.
    """

    older: Revision | None
    newer: Revision
    lines: tuple[DiffLine, ...]
    facts: tuple[FactChange, ...]
    facts_kept: bool = True

    @property
    def text_changed(self) -> bool:
        return any(line.mark is not Mark.SAME for line in self.lines)

    def words(self, mark: Mark) -> int:
        """How many words were added, or removed."""
        return sum(len(run.text.split()) for line in self.lines for run in line.runs if run.mark is mark)


@dataclass(frozen=True)
class WikiChange:
    """A revision among those of the whole wiki: of a page that may lie in the trash, with the show that it stands below
    or is (its title, empty for none).
    """

    revision: Revision
    title: str
    kind: PageKind
    show: str
    in_trash: bool


def folded(lines: Sequence[DiffLine], context: int = 2) -> tuple[DiffLine | Fold, ...]:
    """The lines that differ with some around them, and in the place of the others how many there are."""
    changed = [place for place, line in enumerate(lines) if line.mark is not Mark.SAME]
    near = {place for each in changed for place in range(each - context, each + context + 1)}
    found: list[DiffLine | Fold] = []
    hidden = 0
    for place, line in enumerate(lines):
        if place not in near:
            hidden += 1
            continue
        if hidden:
            found.append(Fold(hidden))
            hidden = 0
        found.append(line)
    if hidden:
        found.append(Fold(hidden))
    return tuple(found)

"""A page as HTML while it is written: what changes is rendered, and what it changes elsewhere, and nothing else.

The page is a row of units: the blocks of its top level, and its footnotes as the last. A list or table is one unit
whose parts (items, rows) change alone. All units, one after the other, are to the byte what `page.render_blocks`
gives for the same text and world.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

from markdown_it.token import Token

from fanwiki.markup.document import Note, whole_blocks
from fanwiki.markup.editable import EditableDocument, Splice
from fanwiki.markup.memory import EMBEDDING, OpenWorld, Question, RememberingWorld
from fanwiki.markup.page import NOTES_CLOSING, NOTES_OPENING, note_html, show_page
from fanwiki.markup.pieces import Piece
from fanwiki.markup.rendering import list_opening, render_tokens
from fanwiki.markup.scene import (
    MOST_EMBEDDED,
    Allowance,
    Numbering,
    Scene,
    calls,
    is_called,
    sanitizer,
    stands_alone,
)
from fanwiki.markup.tidying import HIDDEN


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


_Call = tuple[int, int]
"""The footnote that is called, and the identity of the token that calls it."""

_NO_NOTES: Final = Numbering()


@dataclass(frozen=True)
class _ShownNote:
    note: Note
    number: int
    html: str
    asked: frozenset[Question]


@dataclass(frozen=True)
class _Shown:
    """What a piece shows. `cost` is what its embeds have drawn of the `allowance` that they found."""

    html: str
    asked: frozenset[Question]
    tight: bool
    calls: tuple[_Call, ...] = ()
    numbers: tuple[tuple[int | None, bool], ...] = ()
    allowance: int = MOST_EMBEDDED
    cost: int = 0
    notes: bool = False


@dataclass(frozen=True)
class _Group:
    """The pieces of a unit: `count` of them."""

    count: int
    unit: Unit


class LivePage:
    """Renders `document` as of a world, and goes on from there. What it answers with changes the units of the time
    before into those of now, one change after the other.
    """

    def __init__(self, document: EditableDocument, open_world: OpenWorld) -> None:
        self._document = document
        self._world = RememberingWorld(open_world)
        self._shown: list[_Shown | None] = []
        self._groups: list[_Group] = []
        self._place = (0, 0)
        self._numbering = Numbering()
        self._shown_notes: dict[int, _ShownNote] = {}
        self._footnotes = Unit(0, "")
        self._sanitizer = sanitizer(self._world)
        self._embeds = False
        self._doubtful: list[Question] = []
        self._turned: set[Question] = set()

    @property
    def units(self) -> tuple[Unit, ...]:
        return (*(group.unit for group in self._groups), self._footnotes)

    # --- what has happened --------------------------------------------------------------------------------

    def edited(self, splice: Splice) -> list[UnitChange]:
        """After an edit of the document, or after more of it has been read."""
        if not (splice.removed or splice.added or splice.elsewhere):
            return []
        return self._update(splice)

    def world_changed(self) -> list[UnitChange]:
        """After a change of the wiki: renders again what has been answered otherwise, and what shows other pages."""
        self.doubt()
        return self.ask_on(float("inf"))

    @property
    def doubts(self) -> bool:
        """Whether there is something to ask again."""
        return bool(self._doubtful)

    def doubt(self) -> None:
        """After a change of the wiki: all answers so far are to be asked again, by `ask_on`."""
        self._doubtful = [EMBEDDING, *self._world.answered]

    def ask_on(self, seconds: float) -> list[UnitChange]:
        """Asks again for some time; once all has been asked, renders what has been answered otherwise."""
        until = perf_counter() + seconds
        while self._doubtful and perf_counter() < until:
            question = self._doubtful.pop()
            if question == EMBEDDING or self._world.differs(question):
                self._turned.add(question)
        if self._doubtful:
            return []
        turned, self._turned = frozenset(self._turned), set()
        if any(question[0] in ("author", "prose_seen", "sees") for question in turned):
            return self.viewpoint_changed()
        return self._ask_again(turned)

    def pages_changed(self) -> list[UnitChange]:
        """After a change to the texts of other pages alone."""
        return self._ask_again(frozenset({EMBEDDING}))

    def viewpoint_changed(self) -> list[UnitChange]:
        """Renders everything again."""
        self._world.forget()
        self._doubtful = []
        self._turned = set()
        self._shown_notes = {}
        count = len(self._document.pieces)
        self._shown = [None] * count
        return self._update(Splice(0, count, count))

    def _ask_again(self, changed: frozenset[Question]) -> list[UnitChange]:
        stale = [index for index, shown in enumerate(self._shown) if shown is not None and shown.asked & changed]
        self._shown_notes = {id: each for id, each in self._shown_notes.items() if not each.asked & changed}
        return self._update(Splice(0, 0, 0, tuple(stale)))

    # --- rendering ----------------------------------------------------------------------------------------

    def _update(self, splice: Splice) -> list[UnitChange]:
        old = self._shown[splice.start : splice.start + splice.removed]
        self._shown[splice.start : splice.start + splice.removed] = [None] * splice.added
        for index in splice.elsewhere:
            self._shown[index] = None
        if self._document.has_notes or self._numbering.notes:
            self._renumber(splice, old)
            splice = replace(splice, elsewhere=tuple(n for n, shown in enumerate(self._shown) if shown is None))
        changes = list(self._regroup(splice)) if splice.removed or splice.added else []
        changes += self._renew([index for index in splice.elsewhere if self._shown[index] is None])
        if self._embeds:
            changes += self._allow()
        changes += self._renew_footnotes()
        return changes

    def _regroup(self, splice: Splice) -> Iterator[UnitChange]:
        """Renders the units that the new pieces belong to, and gives the change from the old ones to them."""
        unit, piece = self._locate(splice.start)
        if piece == splice.start and unit and self._goes_on(piece):
            unit, piece = self._locate(splice.start - 1)
        last, end = unit, piece
        while last < len(self._groups) and end < splice.start + splice.removed:
            end += self._groups[last].count
            last += 1
        fresh = list(self._groups_of(piece, end + splice.added - splice.removed))
        old, self._groups[unit:last] = self._groups[unit:last], fresh
        yield from _changes(unit, [group.unit for group in old], [group.unit for group in fresh])

    def _goes_on(self, index: int) -> bool:
        """Whether a piece goes on with the list or table before it."""
        pieces = self._document.pieces
        return index < len(pieces) and pieces[index].content.entered is not None

    def _groups_of(self, begin: int, end: int) -> Iterator[_Group]:
        pieces = self._document.pieces
        while begin < end:
            last = begin + 1
            while last < end and pieces[last].content.entered is not None:
                last += 1
            yield _Group(last - begin, self._unit(begin, last))
            begin = last

    def _renew(self, indexes: Sequence[int]) -> Iterator[UnitChange]:
        """Renders the units of some pieces again, which are the same units as before."""
        done = -1
        for index in indexes:
            if index < done:
                continue
            unit, piece = self._locate(index)
            old = self._groups[unit]
            done = piece + old.count
            self._groups[unit] = _Group(old.count, self._unit(piece, done))
            yield from _changes(unit, [old.unit], [self._groups[unit].unit])

    def _locate(self, index: int) -> tuple[int, int]:
        """The unit of a piece, and the first piece of that unit."""
        unit, piece = self._place
        while unit > 0 and index < piece:
            unit -= 1
            piece -= self._groups[unit].count
        while unit < len(self._groups) and index >= piece + self._groups[unit].count:
            piece += self._groups[unit].count
            unit += 1
        self._place = (unit, piece)
        return unit, piece

    def _unit(self, begin: int, end: int) -> Unit:
        pieces = self._document.pieces[begin:end]
        frame = pieces[0].content.frame
        if frame is None:
            return Unit(len(pieces[0].lines), self._parts(begin, end, tight=True)[0])
        lines = sum([len(piece.lines) for piece in pieces])
        if frame.type == "table_open":
            head, *every = self._parts(begin, end, tight=True)
            rows = tuple(filter(None, every))
            if rows:
                return Unit(lines, f"<table>\n{head}<tbody>\n", rows, "</tbody>\n</table>\n")
            return Unit(lines, f"<table>\n{head}</table>\n" if head else "")
        contents = [piece.content for piece in pieces]
        tight = False not in {each.tight for each in contents} and True not in {each.spaced for each in contents[:-1]}
        items = tuple(filter(None, self._parts(begin, end, tight=tight)))
        if not items:
            return Unit(lines, "")
        tasks = True in {"checked" in content.tokens[0].meta for content in contents}
        return Unit(lines, list_opening(frame, tasks=tasks), items, f"</{frame.tag}>\n")

    def _parts(self, begin: int, end: int, *, tight: bool) -> list[str]:
        """The HTML of some pieces; it is rendered where it is not known."""
        found = []
        for index, known in enumerate(self._shown[begin:end], begin):
            if known is None or known.tight != tight:
                shown = self._shown[index] = self._render(self._document.pieces[index], index, tight=tight)
                found.append(shown.html)
            else:
                found.append(known.html)
        return found

    def _render(self, piece: Piece, index: int, *, tight: bool) -> _Shown:
        calls_ = self._calls(piece)
        numbers = self._numbers(calls_)
        allowance = self._allowance_before(index) if self._embeds else MOST_EMBEDDED
        scene = self._scene(calls_, allowance)
        self._world.asked = set()
        tokens = piece.content.tokens if tight else piece.content.loose_tokens
        html = "".join(render_tokens(block, scene, show_page) for block in self._shown_blocks(piece, tokens))
        asked = frozenset(self._world.asked)
        self._embeds = self._embeds or EMBEDDING in asked
        cost = allowance - scene.allowance.left
        return _Shown(
            html.replace(HIDDEN, ""), asked, tight, calls_, numbers, allowance, cost, bool(piece.content.notes)
        )

    def _shown_blocks(self, piece: Piece, tokens: Sequence[Token]) -> Sequence[Sequence[Token]]:
        content = piece.content
        if content.frame is not None or content.entered is not None:
            return [tokens] if self._world.prose_seen else []
        return [block for block in whole_blocks(tokens) if self._world.prose_seen or stands_alone(block[0])]

    # --- footnotes ----------------------------------------------------------------------------------------

    def _calls(self, piece: Piece) -> tuple[_Call, ...]:
        """The footnotes called from what is shown of a piece, and the identities of the calling tokens."""
        if not piece.content.calls_notes:
            return ()
        blocks = self._shown_blocks(piece, piece.content.tokens)
        return tuple((call.meta["note"], id(call)) for block in blocks for call in calls(block, self._world))

    def _numbers(self, called: Sequence[_Call]) -> tuple[tuple[int | None, bool], ...]:
        numbering = self._numbering
        return tuple((numbering.numbers.get(note), numbering.first.get(note) == call) for note, call in called)

    def _scene(self, called: Sequence[_Call], allowance: int) -> Scene:
        numbering = self._numbering if called else _NO_NOTES
        return Scene(self._world, self._sanitizer, numbering, Allowance(allowance))

    def _renumber(self, splice: Splice, old: Sequence[_Shown | None]) -> None:
        """Numbers the footnotes anew, and forgets what is shown of pieces whose calls have other numbers now."""
        new = self._document.pieces[splice.start : splice.start + splice.added]
        before = [call for shown in old if shown is not None for call in shown.calls]
        now = [call for piece in new for call in self._calls(piece)]
        touched = any(shown is None or shown.notes for shown in old) or any(piece.content.notes for piece in new)
        if not touched and not splice.elsewhere and [note for note, _ in before] == [note for note, _ in now]:
            moved = {was: call for (_, was), (_, call) in zip(before, now, strict=True)}
            for note, _call in now:
                first = self._numbering.first.get(note)
                if first in moved:
                    self._numbering.first[note] = moved[first]
            return
        self._numbering = self._number_all()
        for index, shown in enumerate(self._shown):
            if shown is not None and shown.calls and shown.numbers != self._numbers(shown.calls):
                self._shown[index] = None

    def _number_all(self) -> Numbering:
        known = {id: note for id, note in self._document.notes.items() if is_called(note, self._world)}
        numbering = Numbering()
        found: list[Note] = []
        for piece, shown in zip(self._document.pieces, self._shown, strict=True):
            if not piece.content.calls_notes:
                continue
            for note, call in self._calls(piece) if shown is None else shown.calls:
                if note in known and note not in numbering.numbers:
                    found.append(known[note])
                    numbering.numbers[note] = len(found)
                    numbering.first[note] = call
        return replace(numbering, notes=tuple(found))

    def _renew_footnotes(self) -> list[UnitChange]:
        old = self._footnotes
        spent = sum(shown.cost for shown in self._shown if shown is not None) if self._embeds else 0
        scene = Scene(self._world, self._sanitizer, self._numbering, Allowance(MOST_EMBEDDED - spent))
        kept: dict[int, _ShownNote] = {}
        for note in self._numbering.notes:
            number = self._numbering.numbers[note.id]
            known = self._shown_notes.get(note.id)
            if known is None or known.note is not note or known.number != number or EMBEDDING in known.asked:
                self._world.asked = set()
                html = note_html(note, scene)
                known = _ShownNote(note, number, html, frozenset(self._world.asked))
            kept[note.id] = known
        self._shown_notes = kept
        items = tuple(known.html for known in kept.values())
        self._footnotes = Unit(0, NOTES_OPENING, items, NOTES_CLOSING) if items else Unit(0, "")
        return list(_changes(len(self._groups), [old], [self._footnotes]))

    # --- embeds -------------------------------------------------------------------------------------------

    def _allowance_before(self, index: int) -> int:
        return MOST_EMBEDDED - sum(shown.cost for shown in self._shown[:index] if shown is not None)

    def _allow(self) -> Iterator[UnitChange]:
        """Embeds draw on one allowance in the order of the page: what one takes, a later one may lack."""
        left = MOST_EMBEDDED
        for index, shown in enumerate(self._shown):
            if shown is None or EMBEDDING not in shown.asked:
                continue
            if shown.allowance != left:
                self._shown[index] = None
                yield from self._renew([index])
                shown = self._shown[index]  # noqa: PLW2901  # the same piece, rendered again
            left -= 0 if shown is None else shown.cost


def _changes(unit: int, before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[UnitChange]:
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
    return list(_changes(0, old, new))


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

"""A page as HTML while it is written: what changes is rendered, and what it changes elsewhere, and nothing else.

The page is a row of units: the blocks of its top level, and its footnotes as the last. A list or table is one unit
whose parts (items, rows) change alone. All units, one after the other, are to the byte what `page.render_blocks`
gives for the same text and world. What a change of the wiki or of the viewpoint turns is rendered again in slices.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
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
from fanwiki.markup.units import PartsChanged, Unit, UnitChange, changes_from

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
    before into those of now, one change after the other. Of what has been read already, the units are empty at first.
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
        self._stale = False
        if document.pieces:
            runs = self._runs(0, len(document.pieces))
            self._groups = [_Group(end - begin, Unit(self._lines(begin, end), "")) for begin, end in runs]
            self.forget()

    @property
    def units(self) -> tuple[Unit, ...]:
        return (*(group.unit for group in self._groups), self._footnotes)

    # --- what has happened --------------------------------------------------------------------------------

    def edited(self, splice: Splice) -> list[UnitChange]:
        """After an edit of the document, or after more of it has been read."""
        if not (splice.removed or splice.added or splice.elsewhere):
            return []
        return self._update(splice)

    @property
    def behind(self) -> bool:
        """Whether there is something to ask again, or to render again, by `catch_up`."""
        return bool(self._doubtful) or self._stale

    def doubt(self) -> None:
        """After a change of the wiki: all answers so far are to be asked again."""
        self._doubtful = [EMBEDDING, *self._world.answered]

    def doubt_texts(self) -> None:
        """After a change to the texts of other pages alone: they stand in embeds, and queries look for their words."""
        self._mark(frozenset({EMBEDDING}))
        self.doubt_queries()

    def doubt_queries(self) -> None:
        """After a change to the page's own text: queries may find it, or find it no more."""
        self._doubtful += [question for question in self._queries() if question not in self._doubtful]

    @property
    def has_queries(self) -> bool:
        """Whether the page has asked for lists of pages."""
        return bool(self._queries())

    def forget(self) -> None:
        """After a change of viewpoint: nothing holds any more."""
        self._world.forget()
        self._doubtful = []
        self._turned = set()
        self._shown_notes = {}
        self._shown = [None] * len(self._document.pieces)
        self._stale = True
        if self._document.has_notes or self._numbering.notes:
            self._numbering = self._number_all()

    def catch_up(self, seconds: float, line: int = 0) -> list[UnitChange]:
        """Asks and renders again for some time; once all has been asked, first what stands from source line `line` on.
        A change that changes nothing says that its unit still holds.
        """
        until = perf_counter() + seconds
        self._ask_on(until)
        return list(self._render_on(until, line)) if self._stale and not self._doubtful else []

    def _ask_on(self, until: float) -> None:
        while self._doubtful and perf_counter() < until:
            question = self._doubtful.pop()
            if question == EMBEDDING or self._world.differs(question):
                self._turned.add(question)
        if self._doubtful or not self._turned:
            return
        turned, self._turned = frozenset(self._turned), set()
        if any(question[0] in ("author", "prose_seen", "sees") for question in turned):
            self.forget()
        else:
            self._mark(turned)

    def _queries(self) -> list[Question]:
        return [question for question in self._world.answered if question[0] == "query"]

    def _mark(self, turned: frozenset[Question]) -> None:
        """What has asked one of these questions is stale."""
        for index, shown in enumerate(self._shown):
            if shown is not None and shown.asked & turned:
                self._shown[index] = None
                self._stale = True
        notes = {id: each for id, each in self._shown_notes.items() if not each.asked & turned}
        self._stale = self._stale or len(notes) < len(self._shown_notes)
        self._shown_notes = notes

    def _render_on(self, until: float, line: int) -> Iterator[UnitChange]:
        first = self._piece_at(line)
        for index in chain(range(first, len(self._shown)), range(first)):
            if self._shown[index] is not None:
                continue
            unit, begin = self._locate(index)
            if not self._render_parts(begin, begin + self._groups[unit].count, until):
                return
            changes = list(self._renew([begin], even_if_known=True))
            group = self._groups[unit].unit
            yield from changes or [PartsChanged(unit, 0, 0, (), len(group.parts), group.lines)]
            if perf_counter() >= until:
                return
        self._stale = False
        yield from self._finish()

    def _render_parts(self, begin: int, end: int, until: float) -> bool:
        """Renders what is stale of a unit, at least one piece of it; whether nothing is left."""
        tight = self._tight(begin, end)
        stale = [index for index in range(begin, end) if self._shown[index] is None]
        for count, index in enumerate(stale):
            if count and perf_counter() >= until:
                return False
            self._shown[index] = self._render(self._document.pieces[index], index, tight=tight)
        return True

    def _piece_at(self, line: int) -> int:
        end = 0
        for index, piece in enumerate(self._document.pieces):
            end += len(piece.lines)
            if line < end:
                return index
        return 0

    # --- rendering ----------------------------------------------------------------------------------------

    def _update(self, splice: Splice) -> list[UnitChange]:
        old = self._shown[splice.start : splice.start + splice.removed]
        self._shown[splice.start : splice.start + splice.removed] = [None] * splice.added
        for index in splice.elsewhere:
            self._shown[index] = None
        renewed = set(splice.elsewhere)
        if self._document.has_notes or self._numbering.notes:
            renewed |= self._renumber(splice, old)
        changes = list(self._regroup(splice)) if splice.removed or splice.added else []
        changes += self._renew(sorted(renewed))
        if not self._stale:
            changes += self._finish()
        return changes

    def _finish(self) -> Iterator[UnitChange]:
        """What depends on the whole page."""
        if self._embeds:
            yield from self._allow()
        yield from self._renew_footnotes()

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
        yield from changes_from(unit, [group.unit for group in old], [group.unit for group in fresh])

    def _goes_on(self, index: int) -> bool:
        """Whether a piece goes on with the list or table before it."""
        pieces = self._document.pieces
        return index < len(pieces) and pieces[index].content.entered is not None

    def _groups_of(self, begin: int, end: int) -> Iterator[_Group]:
        for first, last in self._runs(begin, end):
            yield _Group(last - first, self._unit(first, last))

    def _runs(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the units of some pieces begin and end."""
        pieces = self._document.pieces
        while begin < end:
            last = begin + 1
            while last < end and pieces[last].content.entered is not None:
                last += 1
            yield begin, last
            begin = last

    def _renew(self, indexes: Sequence[int], *, even_if_known: bool = False) -> Iterator[UnitChange]:
        """Makes the units of some pieces again, which are the same units as before, where it is not known what the
        pieces show.
        """
        done = -1
        for index in indexes:
            if index < done or not (even_if_known or self._shown[index] is None):
                continue
            unit, piece = self._locate(index)
            old = self._groups[unit]
            done = piece + old.count
            self._groups[unit] = _Group(old.count, self._unit(piece, done))
            yield from changes_from(unit, [old.unit], [self._groups[unit].unit])

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
        lines = self._lines(begin, end)
        if frame is None:
            return Unit(lines, self._parts(begin, end, tight=True)[0])
        if frame.type == "table_open":
            head, *every = self._parts(begin, end, tight=True)
            rows = tuple(filter(None, every))
            if rows:
                return Unit(lines, f"<table>\n{head}<tbody>\n", rows, "</tbody>\n</table>\n")
            return Unit(lines, f"<table>\n{head}</table>\n" if head else "")
        items = tuple(filter(None, self._parts(begin, end, tight=self._tight(begin, end))))
        if not items:
            return Unit(lines, "")
        tasks = True in {"checked" in piece.content.tokens[0].meta for piece in pieces}
        return Unit(lines, list_opening(frame, tasks=tasks), items, f"</{frame.tag}>\n")

    def _lines(self, begin: int, end: int) -> int:
        return sum([len(piece.lines) for piece in self._document.pieces[begin:end]])

    def _tight(self, begin: int, end: int) -> bool:
        """Whether the items of a list stand close together; what is no list does."""
        contents = [piece.content for piece in self._document.pieces[begin:end]]
        if contents[0].frame is None or contents[0].frame.type == "table_open":
            return True
        return False not in {each.tight for each in contents} and True not in {each.spaced for each in contents[:-1]}

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

    def _renumber(self, splice: Splice, old: Sequence[_Shown | None]) -> set[int]:
        """Numbers the footnotes anew, and forgets what is shown of pieces whose calls have other numbers now; which."""
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
            return set()
        self._numbering = self._number_all()
        forgotten = set()
        for index, shown in enumerate(self._shown):
            if shown is not None and shown.calls and shown.numbers != self._numbers(shown.calls):
                self._shown[index] = None
                forgotten.add(index)
        return forgotten

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
        return list(changes_from(len(self._groups), [old], [self._footnotes]))

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

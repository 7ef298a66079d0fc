"""A page while it is written: an edit costs what it touches, and not what the page holds.

The page is a row of pieces (see `pieces`). An edit reads again from the last piece that could see the edited lines,
until a piece begins where one began before; what follows keeps its pieces, whose lines count from their own start.
Beyond that, only what an edit means elsewhere is read again: the pieces that ask for a link reference or a footnote
whose definition has changed, and headings whose anchor another one took or gave back.

What stays expensive, because the syntax demands it: a block that is one piece however long it is (a paragraph, a
reveal, a quotation, a fence or comment that nothing closes yet) is read as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from fanwiki.domain.passages import Passage
from fanwiki.markup.document import Heading, Note, headings_of
from fanwiki.markup.parser import normalised
from fanwiki.markup.passages import passages_of
from fanwiki.markup.pieces import (
    EMPTY,
    LOOKAHEAD,
    NOTE,
    REFERENCE,
    Content,
    Definition,
    Piece,
    Raw,
    Window,
    read_text,
    with_anchors,
)
from fanwiki.markup.reading import AT_ONCE, Found, Reader
from fanwiki.markup.syntax.heading import Anchors


@dataclass(frozen=True)
class Splice:
    """What an edit has done to the pieces: at `start`, `removed` of them have become `added`; and the pieces
    `elsewhere`, counted in the outcome, say something else without their lines having changed.
    """

    start: int
    removed: int
    added: int
    elsewhere: tuple[int, ...] = ()


class EditableDocument:
    """The pieces of one page. They are immutable: `tuple(document.pieces)` is the page as it is now, for good.

    The page is read bit by bit, by `read_on` or at once by `read_all`: what has not been read yet waits in `unread`,
    where it can be edited as well.
    """

    def __init__(self, text: str = "") -> None:
        self.pieces: list[Piece] = []
        self.unread: list[str] = normalised(text).split("\n")
        self._references: dict[str, Definition] = {}
        self._labels: dict[str, int] = {}
        self._last_note_id = self._note_count = 0
        self._free_ids: dict[str, list[int]] = {}
        self._anchors = Anchors()
        self._place = (0, 0)

    # --- reading ------------------------------------------------------------------------------------------

    @property
    def complete(self) -> bool:
        return not self.unread

    def read_all(self) -> Splice:
        """Reads what has not been read yet."""
        return self.read_on(float("inf"))

    def read_on(self, seconds: float) -> Splice:
        """Reads at least one more piece, and then as many as can be read in that time."""
        count = len(self.pieces)
        return self._read(count, count, [], perf_counter() + seconds)

    def edit(self, first: int, removed: int, lines: Sequence[str]) -> Splice:
        """Puts `lines` in the place of `removed` lines from line `first` on, counted from 0. A line holds no line
        feed; a page has at least one line.
        """
        lines = [normalised(line) for line in lines]
        start, offset = self._locate(first)
        end, rest = start, offset + removed
        while end < len(self.pieces) and rest >= len(self.pieces[end].lines):
            rest -= len(self.pieces[end].lines)
            end += 1
        last = end + 1 if end < len(self.pieces) and (rest or end == start) else end
        old = [line for piece in self.pieces[start:last] for line in piece.lines]
        if last == len(self.pieces) and end == last and rest:
            old += self.unread[:rest]
        replaced = old[offset : offset + removed]
        if replaced == lines:
            return Splice(start, 0, 0)
        begin = self._begin(start, offset, replaced, lines)
        if begin == len(self.pieces):
            self.unread[offset : offset + removed] = lines
            return Splice(begin, 0, 0)
        before = [line for piece in self.pieces[begin:start] for line in piece.lines]
        if end == len(self.pieces):
            del self.unread[:rest]
        text = [*before, *old[:offset], *lines, *old[offset + removed :]]
        self._place = (begin, self._place[1] - len(before))
        return self._read(begin, last, text)

    # --- what it says -------------------------------------------------------------------------------------

    @property
    def lines(self) -> Iterator[str]:
        for piece in self.pieces:
            yield from piece.lines
        yield from self.unread

    @property
    def line_count(self) -> int:
        return sum(len(piece.lines) for piece in self.pieces) + len(self.unread)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The outline, as far as the page has been read."""
        found: list[Heading] = []
        line = 0
        for piece in self.pieces:
            if piece.content.headings:
                found += (replace(each, line=each.line + line) for each in headings_of(piece.content.tokens))
            line += len(piece.lines)
        return tuple(found)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What the page says, split by reveal, as far as it has been read."""
        notes = tuple(self.notes.values()) if self.has_notes else ()
        return passages_of((piece.content.said for piece in self.pieces), notes)

    @property
    def has_notes(self) -> bool:
        """Whether any footnote is defined on the page."""
        return self._note_count > 0

    @property
    def notes(self) -> dict[int, Note]:
        """The definitions of footnotes by their ids."""
        return {note.id: note for piece in self.pieces for note in piece.content.notes}

    # --- inner --------------------------------------------------------------------------------------------

    def _locate(self, line: int) -> tuple[int, int]:
        """The piece of a line, and which of its lines it is. It looks from where it looked last."""
        index, at = self._place
        while index > 0 and line < at:
            index -= 1
            at -= len(self.pieces[index].lines)
        while index < len(self.pieces) and line >= at + len(self.pieces[index].lines):
            at += len(self.pieces[index].lines)
            index += 1
        self._place = (index, at)
        return index, line - at

    def _begin(self, start: int, offset: int, old: Sequence[str], new: Sequence[str]) -> int:
        """The first piece that may have seen the edited lines, which begin at `offset` in piece `start`."""
        begin = self._seen_from(start, offset)
        if any("%%" in line for line in old) != any("%%" in line for line in new):
            marked = self._last_comment(start, offset)
            if marked is not None:
                begin = min(begin, self._seen_from(marked, 0))
        return begin

    def _seen_from(self, start: int, offset: int) -> int:
        begin = start
        while begin > 0 and offset < LOOKAHEAD:
            begin -= 1
            offset += len(self.pieces[begin].lines)
        return self._before_far(begin)

    def _before_far(self, begin: int) -> int:
        """Some pieces have looked as far as there is text without an empty line."""
        at = begin
        while at > 0 and len(self.pieces[at - 1].lines) == self.pieces[at - 1].content.size:
            at -= 1
            if self.pieces[at].content.far:
                begin = at
        if at > 0 and self.pieces[at - 1].content.far:
            begin = at - 1
        return begin

    def _last_comment(self, start: int, offset: int) -> int | None:
        here = self.pieces[start].lines if start < len(self.pieces) else self.unread
        if any("%%" in line for line in here[:offset]):
            return start
        return next((n for n in range(start - 1, -1, -1) if any("%%" in line for line in self.pieces[n].lines)), None)

    def _read(self, begin: int, end: int, lines: list[str], until: float = 0.0) -> Splice:
        self._free_ids = {}
        for piece in self.pieces[begin:end]:
            for label, id in piece.content.note_ids:
                self._free_ids.setdefault(label, []).append(id)
        reader = Reader(self.pieces, begin, end, lines, self.unread, self._give_note_id, until)
        found = reader.run()
        return self._put(begin, reader.end, found)

    def _give_note_id(self, label: str) -> int:
        """The id of a definition; that of the one which stood here before, so that its calls need not change."""
        free = self._free_ids.get(label)
        if free:
            return free.pop(0)
        self._last_note_id += 1
        return self._last_note_id

    def _put(self, begin: int, end: int, found: Sequence[Found]) -> Splice:
        old = self.pieces[begin:end]
        raws = [each.raw.content for each in found if each.raw is not None]
        changed = self._redefine(begin, end, raws)
        new = [self._piece(each, changed) for each in found]
        self.pieces[begin:end] = new
        self._note_count += sum(len(piece.content.notes) for piece in new)
        self._note_count -= sum(len(piece.content.notes) for piece in old)
        elsewhere = self._ask_again(begin, begin + len(found), changed) if changed else set()
        elsewhere |= self._anchor(old, begin, begin + len(found), bool(elsewhere))
        return _least(old, self.pieces[begin : begin + len(found)], begin, tuple(sorted(elsewhere)))

    def _piece(self, found: Found, changed: frozenset[str]) -> Piece:
        lines = tuple(found.lines)
        if found.raw is None:
            return Piece(lines, EMPTY)
        if found.kept is not None and not found.kept.content.asked & changed:
            return found.kept if found.kept.lines == lines else Piece(lines, found.kept.content)
        return Piece(lines, self._said(found.raw))

    def _said(self, raw: Raw) -> Content:
        return read_text(raw, self._references, self._labels)

    # What an edit means elsewhere.

    def _redefine(self, begin: int, end: int, new: Sequence[Content]) -> frozenset[str]:
        """Takes up what the page defines now, and answers with the labels that mean something else than before."""
        old = [piece.content for piece in self.pieces[begin:end]]
        if _definitions(old) == _definitions(new):
            return frozenset()
        references: dict[str, Definition] = {}
        labels: dict[str, int] = {}
        before = (piece.content for piece in self.pieces[:begin])
        after = (piece.content for piece in self.pieces[end:])
        for contents in (before, new, after):
            for content in contents:
                for label, definition in content.defined.items():
                    references.setdefault(label, definition)
                for label, id in content.labelled.items():
                    labels.setdefault(label, id)
        changed = _changed(self._references, references, REFERENCE) | _changed(self._labels, labels, NOTE)
        self._references, self._labels = references, labels
        return changed

    def _ask_again(self, begin: int, end: int, changed: frozenset[str]) -> set[int]:
        """Reads the text of those pieces again, but for the new ones, that ask for what has changed."""
        found = set()
        for index, piece in enumerate(self.pieces):
            if not begin <= index < end and piece.content.asked & changed:
                self.pieces[index] = Piece(piece.lines, self._said(self._raw(index)))
                found.add(index)
        return found

    def _raw(self, index: int) -> Raw:
        """A piece as it was before its text was read."""
        piece = self.pieces[index]
        ids = iter(piece.content.note_ids)
        lines: list[str] = []
        for following in self.pieces[index:]:
            lines += following.lines
            if len(lines) >= len(piece.lines) + AT_ONCE:
                break
        raw = Window(lines, whole=False).read(0, piece.content.entered, lambda _label: next(ids, ("", 0))[1])
        if (raw.content.size, piece.content.ended) == (piece.content.size, True):
            return raw
        ids = iter(piece.content.note_ids)
        lines = [line for following in self.pieces[index:] for line in following.lines]
        window = Window([*lines, *self.unread], whole=True)
        return window.read(0, piece.content.entered, lambda _label: next(ids, ("", 0))[1])

    def _anchor(self, old: Sequence[Piece], begin: int, end: int, everywhere: bool) -> set[int]:
        """Gives the headings their anchors, and answers with the pieces outside the new ones that have others now."""
        before = [each for piece in old for each in piece.content.headings]
        now = [each for piece in self.pieces[begin:end] for each in piece.content.headings]
        if before == now and not everywhere:
            anchors = iter([anchor for piece in old for anchor in piece.content.anchors])
            for index in range(begin, end):
                count = len(self.pieces[index].content.headings)
                self._set_anchors(index, tuple(next(anchors) for _ in range(count)))
            return set()
        appended = not old and end == len(self.pieces) and not everywhere
        if not appended:
            self._anchors = Anchors()
        given = self._anchors
        found = set()
        for index, piece in enumerate(self.pieces[begin:] if appended else self.pieces, begin if appended else 0):
            if piece.content.headings and self._set_anchors(index, tuple(map(given.free, piece.content.headings))):
                found.add(index)
        return {index for index in found if not begin <= index < end}

    def _set_anchors(self, index: int, anchors: tuple[str, ...]) -> bool:
        piece = self.pieces[index]
        if piece.content.anchors == anchors:
            return False
        self.pieces[index] = Piece(piece.lines, with_anchors(piece.content, anchors))
        return True


def _least(old: Sequence[Piece], new: Sequence[Piece], start: int, elsewhere: tuple[int, ...]) -> Splice:
    """The splice without those pieces that were read again and are the same."""
    shorter = min(len(old), len(new))
    same = kept = 0
    while same < shorter and old[same] is new[same]:
        same += 1
    while kept < shorter - same and old[-1 - kept] is new[-1 - kept]:
        kept += 1
    return Splice(start + same, len(old) - same - kept, len(new) - same - kept, elsewhere)


def _definitions(contents: Sequence[Content]) -> list[tuple[str, Any]]:
    """What some pieces define, in order."""
    return [each for content in contents for each in (*content.defined.items(), *content.labelled.items())]


def _changed(old: Mapping[str, Any], new: Mapping[str, Any], prefix: str) -> frozenset[str]:
    return frozenset(prefix + label for label in {**old, **new} if old.get(label) != new.get(label))

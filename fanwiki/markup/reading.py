"""Reads pieces from some place of a page on, until one begins where one began before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from fanwiki.markup.pieces import Content, GiveNoteId, Piece, Raw, Running, Window, is_empty

AT_ONCE = 12
IN_SLICES = 200
"""Lines that a window has at first, for an edit and for reading on; it grows as long as what is read needs more."""


@dataclass
class Found:
    """A piece that has been read, with the empty lines after it. `raw` is None for empty lines alone; `kept` is the
    piece that stood here before and says the same.
    """

    lines: list[str]
    raw: Raw | None
    kept: Piece | None = None


class Reader:
    """Reads the pieces in the place of `old[begin:end]`, whose text is `lines` now, and as many more as that changes.

    Lines before `edited` have no counterpart among the old ones. `unread` are the lines after all pieces; with
    `until`, a time of `perf_counter`, they are read on to that time. After `run`, `end` is the old piece that what
    was read meets, and `unread` what is left.
    """

    def __init__(
        self,
        old: Sequence[Piece],
        begin: int,
        end: int,
        lines: list[str],
        unread: list[str],
        give_note_id: GiveNoteId,
        until: float = 0.0,
    ) -> None:
        self.end = end
        self.unread = unread
        self._old = old
        self._begin = begin
        self._lines = lines
        self._edited = len(lines)
        self._starts: dict[int, int] = {}
        self._taken = 0
        self._give = give_note_id
        self._until = until
        self._span = IN_SLICES if until else AT_ONCE
        self._reusable = _by_lines(old[begin:end])
        self._next = end

    def run(self) -> list[Found]:
        lines = self._lines
        running: Running | None = self._old[self._begin - 1].leaves if self._begin else None
        found: list[Found] = []
        window: Window | None = None
        at = base = 0
        while True:
            empty = self._skip_empty(at)
            if empty > at:
                if found:
                    found[-1].lines += lines[at:empty]
                else:
                    found.append(Found(lines[at:empty], None))
                at, running = empty, None
            if at == len(lines):
                self._stop(len(self._old), at)
                return found
            if self._meets(at, running, found):
                return found
            if window is None or at >= base + window.size:
                window, base = self._window(at), at
            raw = window.read(at - base, running, self._give)
            if not window.is_settled(at - base, raw, self._comment_follows(base + window.size)):
                if at == base:
                    self._span *= 2
                window, base = self._window(at), at
                continue
            piece = Found(lines[at : at + raw.content.size], raw)
            piece.kept = self._kept(piece.lines, raw)
            found.append(piece)
            running = raw.content.leaves
            at += raw.content.size

    def _skip_empty(self, at: int) -> int:
        while True:
            while at < len(self._lines) and is_empty(self._lines[at]):
                at += 1
            if at < len(self._lines) or not self._extend(self._span):
                return at

    def _meets(self, at: int, running: Running | None, found: list[Found]) -> bool:
        """Whether reading is done: a piece began here before and would be the same, or it is time to stop."""
        if at < self._edited:
            return False
        index = self._starts.get(at)
        if index is not None:
            entered = self._old[index].content.entered
            if entered == running or (entered is None and running is None):
                self._stop(index, at)
                return True
        all_passed = self._next == len(self._old) and at >= len(self._lines) - self._taken
        if all_passed and found and perf_counter() >= self._until:
            self._stop(len(self._old), at)
            return True
        return False

    def _stop(self, index: int, at: int) -> None:
        """Gives back what was looked at and not read."""
        self.end = index
        if self._taken:
            self.unread[:0] = self._lines[max(len(self._lines) - self._taken, at) :]

    def _extend(self, count: int) -> bool:
        """Takes at least some of the lines that follow into what is read; whether there are any."""
        before = len(self._lines)
        while self._next < len(self._old) and len(self._lines) < before + count:
            self._starts[len(self._lines)] = self._next
            self._lines += self._old[self._next].lines
            self._next += 1
        if self._next == len(self._old) and len(self._lines) < before + count:
            more = self.unread[:count]
            del self.unread[:count]
            self._lines += more
            self._taken += len(more)
        return len(self._lines) > before

    def _window(self, base: int) -> Window:
        while len(self._lines) < base + self._span and self._extend(self._span):
            pass
        lines = self._lines[base : base + self._span]
        exhausted = self._next == len(self._old) and not self.unread
        return Window(lines, whole=exhausted and base + len(lines) == len(self._lines))

    def _comment_follows(self, line: int) -> Callable[[], bool]:
        def follows() -> bool:
            return (
                any("%%" in each for each in self._lines[line:])
                or any("%%" in each for piece in self._old[self._next :] for each in piece.lines)
                or any("%%" in each for each in self.unread)
            )

        return follows

    def _kept(self, lines: list[str], raw: Raw) -> Piece | None:
        """The piece that stood here before, if it says the same. Each is taken once."""
        for index, piece in enumerate(candidates := self._reusable.get(tuple(lines), [])):
            old, new = piece.content, raw.content
            if _is_like(old, new):
                del candidates[index]
                return piece
        return None


def _is_like(old: Content, new: Content) -> bool:
    return (old.size, old.ended, old.entered, old.note_ids, old.far) == (
        new.size, new.ended, new.entered, new.note_ids, new.far,
    )  # fmt: skip


def _by_lines(pieces: Sequence[Piece]) -> dict[tuple[str, ...], list[Piece]]:
    found: dict[tuple[str, ...], list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.lines[: piece.content.size], []).append(piece)
    return found

"""What stands in double and triple braces, as MediaWiki pairs them: `{{name|argument}}` and `{{{parameter|default}}}`.

The pipes of a link, a reveal, code or a comment within an argument are part of it. Reading takes one walk over the
text, whatever is in it; links, code and comments are looked for within their line, so that what is paired at one
place does not hang on the lines before it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from fanwiki.markup.syntax.reveal import opens_inline

DEEPEST_BRACES: Final = 20
"""Levels of braces within braces; what lies deeper is text."""

_MARK: Final = re.compile(
    r"\\[!-/:-@\[-`{-~]|`+|%%[^\n]*?%%|\[\[[^\[\]\n]*\]\]|(?P<opens>\{{2,})|(?P<closes>\}{2,})|(?P<pipes>\|+)"
)
_TICKS: Final = re.compile(r"`+|\n")


@dataclass(frozen=True)
class Braces:
    """A pair of `count` (2 or 3) braces from `start` up to, not including, `end` of `text`, and what its pipes part."""

    text: str
    start: int
    end: int
    count: int
    parts: "tuple[Pieces, ...]"
    depth: int

    @property
    def source(self) -> str:
        return self.text[self.start : self.end]


Pieces = tuple[str | Braces, ...]
"""Text and the braces in it."""


def read_braces(text: str) -> Pieces:
    """A text with its outermost braces."""
    return _read(text).pieces


def braces_at(text: str, position: int) -> Braces | None:
    """The braces that begin at a position, those within others too; None if none do, or they are not closed."""
    return _read(text).found.get(position)


def source_of(pieces: Pieces) -> str:
    """The text of some pieces, as it is typed."""
    return "".join(piece if isinstance(piece, str) else piece.source for piece in pieces)


@dataclass
class _Open:
    """Braces not closed yet: how many, where their content begins, and what is in it so far."""

    count: int
    start: int
    inner: list[Braces] = field(default_factory=list)
    pipes: list[tuple[int, int]] = field(default_factory=list)
    """Where each run of pipes begins and ends."""
    link_end: int = 0


@dataclass(frozen=True)
class _Reading:
    found: Mapping[int, Braces]
    pieces: Pieces


@lru_cache(maxsize=64)
def _read(text: str) -> _Reading:
    if "{{" not in text:
        return _Reading({}, (text,) if text else ())
    code = _code_ends(text)
    found: dict[int, Braces] = {}
    page = _Open(0, 0)
    stack = [page]
    position = 0
    while (mark := _MARK.search(text, position)) is not None:
        position = mark.end()
        if mark["opens"]:
            stack.append(_Open(len(mark["opens"]), position))
        elif mark["closes"]:
            _close(text, stack, mark.start(), mark.end(), found)
        elif mark["pipes"]:
            if mark.start() >= stack[-1].link_end:
                stack[-1].pipes.append(mark.span())
        elif mark[0][0] == "`":
            position = code.get(mark.start(), position)
        elif mark[0][0] == "[":
            stack[-1].link_end = position
            position = mark.start() + 2
    return _Reading(found, _pieces(text, 0, len(text), _outermost(found)))


def _close(text: str, stack: list[_Open], start: int, end: int, found: dict[int, Braces]) -> None:
    """Pairs a run of closing braces with what is open."""
    while end - start > 1 and len(stack) > 1:
        opening = stack[-1]
        count = 3 if opening.count >= 3 and end - start >= 3 else 2
        braces = _braces(text, opening, start, count)
        start += count
        opening.count -= count
        opening.start -= count
        if braces is not None:
            found[braces.start] = braces
            opening.inner = [braces]
        opening.pipes, opening.link_end = [], 0
        if opening.count < 2:
            stack.pop()
            stack[-1].inner += opening.inner


def _braces(text: str, opening: _Open, end: int, count: int) -> Braces | None:
    """The braces that close at `end`; None if they lie too deep, or an inline reveal in them is not closed."""
    depth = 1 + max((each.depth for each in opening.inner), default=0)
    parting = _parting(text, opening.pipes)
    if depth > DEEPEST_BRACES or parting is None:
        return None
    parts: list[Pieces] = []
    start, inner = opening.start, iter(opening.inner)
    following = next(inner, None)
    for pipe in (*parting, end):
        within: list[Braces] = []
        while following is not None and following.end <= pipe:
            within.append(following)
            following = next(inner, None)
        parts.append(_pieces(text, start, pipe, within))
        start = pipe + 1
    return Braces(text, opening.start - count, end + count, count, tuple(parts), depth)


def _parting(text: str, runs: Sequence[tuple[int, int]]) -> list[int] | None:
    """Which of some pipes part arguments: none of an inline reveal or veil. None if a reveal is not closed."""
    reader = _Pipes(text)
    for start, end in runs:
        reader.run(start, end)
    if reader.depth and reader.veil is not None:
        # No veil after all: its pipes part, and so may those that it seemed to enclose.
        opening, reader.veil, reader.depth = reader.veil, None, 0
        del reader.found[reader.before :]
        reader.found += (opening, opening + 1)
        reader.tentative = False
        for start, end in runs:
            if end > opening + 2:
                reader.run(max(start, opening + 2), end)
    return None if reader.depth else reader.found


@dataclass
class _Pipes:
    """Pipes sorted into those that part and those that mark a reveal: of three, the odd one parts, before a reveal that
    opens or after one that closes. A veil without a point is one if it is closed.
    """

    text: str
    found: list[int] = field(default_factory=list)
    depth: int = 0
    veil: int | None = None
    before: int = 0
    tentative: bool = True

    def run(self, start: int, end: int) -> None:
        while start < end:
            if end - start == 1 or (not self.depth and (end - start) % 2):
                if not self.depth:
                    self.found.append(start)
                start += 1
                continue
            if opens_inline(self.text, start):
                self.veil = self.veil if self.depth else None
                self.depth += 1
            elif self.depth:
                self.depth -= 1
            elif self.tentative:
                self.veil, self.before, self.depth = start, len(self.found), 1
            else:
                self.found += (start, start + 1)
            start += 2


def _pieces(text: str, start: int, end: int, within: Sequence[Braces]) -> Pieces:
    pieces: list[str | Braces] = []
    for braces in within:
        pieces += (text[start : braces.start], braces)
        start = braces.end
    pieces.append(text[start:end])
    return tuple(piece for piece in pieces if piece)


def _outermost(found: Mapping[int, Braces]) -> list[Braces]:
    outermost: list[Braces] = []
    for start in sorted(found):
        if not outermost or start >= outermost[-1].end:
            outermost.append(found[start])
    return outermost


def _code_ends(text: str) -> dict[int, int]:
    """For each run of backticks that opens code: where that code ends, on the same line."""
    if "`" not in text:
        return {}
    ends: dict[int, int] = {}
    following: dict[int, int] = {}
    for match in reversed(list(_TICKS.finditer(text))):
        if match[0] == "\n":
            following.clear()
            continue
        length = match.end() - match.start()
        if length in following:
            ends[match.start()] = following[length]
        following[length] = match.end()
    return ends

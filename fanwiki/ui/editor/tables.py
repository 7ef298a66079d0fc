"""Markdown tables as rows of cells: read, changed and written with their columns in line. Pure, and without Qt."""

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO
from itertools import islice, pairwise
from typing import Final, TypeVar

_PREFIX: Final = re.compile(r"[ \t]*(?:>[ \t]?)*")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_BARE_REVEAL: Final = re.compile(
    r"(?<!\\)\|\|(?P<inside>[ \t]*(?:[\w-]+:)?S\d{1,4}(?:E\d{1,4})?[ \t]*:(?:(?!\|\|).)*)\|\|", re.IGNORECASE
)
_RULE: Final = re.compile(r"[ \t]*:?-+:?[ \t]*")
_NARROWEST: Final = 3
_WIDE: Final = ("W", "F")
_MOST_CELLS: Final = 20_000
"""Of a table that is pasted: what is larger is data and no table of a page."""


Item = TypeVar("Item")


class Align(StrEnum):
    NONE = ""
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


_RULES: Final = {Align.NONE: ("-", "-"), Align.LEFT: (":", "-"), Align.CENTRE: (":", ":"), Align.RIGHT: ("-", ":")}
"""The ends of a column's rule."""


@dataclass(frozen=True)
class Table:
    """Rows of the same length, the header first; `prefix` stands before each line, such as the mark of a quote."""

    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[Align, ...]
    prefix: str = ""

    @property
    def width(self) -> int:
        return len(self.aligns)

    def with_row(self, at: int) -> "Table":
        """An empty row more, which is then row `at`; the header stays the first."""
        at = max(at, 1)
        empty = ("",) * self.width
        return replace(self, rows=(*self.rows[:at], empty, *self.rows[at:]))

    def without_row(self, at: int) -> "Table":
        """One row less. The header stays: a table has one."""
        return self if at == 0 else replace(self, rows=(*self.rows[:at], *self.rows[at + 1 :]))

    def moved_row(self, at: int, by: int) -> "Table":
        """The row in the place of the one `by` away; the header stays where it is."""
        return replace(self, rows=_moved(self.rows, at, by)) if at >= 1 and at + by >= 1 else self

    def with_column(self, at: int) -> "Table":
        rows = tuple((*row[:at], "", *row[at:]) for row in self.rows)
        return replace(self, rows=rows, aligns=(*self.aligns[:at], Align.NONE, *self.aligns[at:]))

    def without_column(self, at: int) -> "Table":
        """One column less; the last one stays."""
        if self.width == 1:
            return self
        rows = tuple((*row[:at], *row[at + 1 :]) for row in self.rows)
        return replace(self, rows=rows, aligns=(*self.aligns[:at], *self.aligns[at + 1 :]))

    def moved_column(self, at: int, by: int) -> "Table":
        rows = tuple(_moved(row, at, by) for row in self.rows)
        return replace(self, rows=rows, aligns=_moved(self.aligns, at, by))

    def aligned(self, column: int, align: Align) -> "Table":
        return replace(self, aligns=(*self.aligns[:column], align, *self.aligns[column + 1 :]))

    def lines(self) -> list[str]:
        """The table as it is written, its columns in line in a font of fixed width."""
        widths = [max(_NARROWEST, *(display_width(row[column]) for row in self.rows)) for column in range(self.width)]
        rule = [_rule(align, width) for align, width in zip(self.aligns, widths, strict=True)]
        head, *body = ([_padded(*each) for each in zip(row, widths, self.aligns, strict=True)] for row in self.rows)
        return [f"{self.prefix}| {' | '.join(cells)} |" for cells in (head, rule, *body)]


def read_table(lines: Sequence[str]) -> Table | None:
    """The table that these lines are, its header first; None if they are none. Cells beyond the header's are kept:
    the header becomes as long. The pipes of a reveal are escaped, or it would come apart into cells and be seen; a
    table with one that is not closed is left alone.
    """
    if len(lines) < 2 or not is_rule(lines[1]):
        return None
    prefix = _PREFIX.match(lines[0])
    written = [_BARE_REVEAL.sub(r"\|\|\g<inside>\|\|", line) for line in (lines[0], *lines[2:])]
    if any(_hides(line) for line in written):
        return None
    rows = [[line[start:end] for start, end in cells_of(line)] for line in written]
    rules = [lines[1][start:end] for start, end in cells_of(lines[1])]
    if len(rules) != len(rows[0]):
        return None
    width = max(len(row) for row in rows)
    aligns = [_align(rule) for rule in rules]
    return Table(
        tuple((*row, *[""] * (width - len(row))) for row in rows),
        (*aligns, *[Align.NONE] * (width - len(aligns))),
        "" if prefix is None else prefix[0],
    )


def from_spreadsheet(text: str) -> Table | None:
    """The table that was copied from a spreadsheet, as lines of cells between tabs; None for any other text."""
    if "\t" not in text or not text.strip():
        return None
    reader = csv.reader(StringIO(text.replace("\r\n", "\n")), delimiter="\t")
    try:
        found = [row for row in islice(reader, _MOST_CELLS + 1) if row]
    except csv.Error:
        return None
    width = len(found[0])
    if width < 2 or len(found) * width > _MOST_CELLS or any(len(row) != width for row in found):
        return None
    return Table(tuple(tuple(map(_cell, row)) for row in found), (Align.NONE,) * width)


def has_cells(line: str) -> bool:
    """Whether a line may be a row of a table."""
    return _PIPE.search(line) is not None


def is_rule(line: str) -> bool:
    """Whether a line is the one below a header."""
    cells = cells_of(line)
    return "-" in line and bool(cells) and all(_RULE.fullmatch(line[start:end]) for start, end in cells)


def cells_of(line: str) -> list[tuple[int, int]]:
    """Where the text of each cell of a row begins and ends, blanks around it left out."""
    edges = _edges(line)
    return [_without_blanks(line, start, end) for start, end in pairwise(edges)]


def column_at(line: str, place: int) -> int:
    """The cell of a row, from 0, in which a place of the line is."""
    edges = _edges(line)
    column = sum(1 for edge in edges[1:] if edge <= place)
    return max(0, min(column, len(edges) - 2))


def display_width(text: str) -> int:
    """How many letters of a font of fixed width a text takes: wide ones are two, marks above others none."""
    if text.isascii():
        return len(text)
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1


def _hides(line: str) -> bool:
    """Whether a row has a reveal that its cells would take apart."""
    if "||" not in line:
        return False
    from fanwiki.markup.syntax.reveal import row_points  # noqa: PLC0415  # it brings the parser with it

    return bool(row_points(line))


def _edges(line: str) -> list[int]:
    """Where cells begin: behind each pipe, and where the row itself does and ends, if no pipe stands there."""
    prefix = _PREFIX.match(line)
    start = 0 if prefix is None else prefix.end()
    pipes = [match.end() for match in _PIPE.finditer(line, start)]
    if not pipes or line[start : pipes[0] - 1].strip():
        pipes.insert(0, start)
    if line[pipes[-1] :].strip() or len(pipes) == 1:
        pipes.append(len(line) + 1)
    return pipes


def _without_blanks(line: str, start: int, next_cell: int) -> tuple[int, int]:
    """Where the text of a cell stands; of an empty one, where it would."""
    text = line[start : next_cell - 1]
    if not text.strip():
        place = start + min(len(text), 1)
        return place, place
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _align(rule: str) -> Align:
    left, right = rule.startswith(":"), rule.endswith(":")
    if left and right:
        return Align.CENTRE
    return Align.LEFT if left else Align.RIGHT if right else Align.NONE


def _rule(align: Align, width: int) -> str:
    first, last = _RULES[align]
    return first + "-" * (width - 2) + last


def _padded(text: str, width: int, align: Align) -> str:
    room = width - display_width(text)
    before = {Align.RIGHT: room, Align.CENTRE: room // 2}.get(align, 0)
    return " " * before + text + " " * (room - before)


def _moved(items: tuple[Item, ...], at: int, by: int) -> tuple[Item, ...]:
    if not 0 <= at + by < len(items):
        return items
    rest = [*items[:at], *items[at + 1 :]]
    return (*rest[: at + by], items[at], *rest[at + by :])


def _cell(text: str) -> str:
    """What stands in a cell of a spreadsheet, as it is written in a table."""
    return _PIPE.sub(r"\\|", " ".join(text.split()))

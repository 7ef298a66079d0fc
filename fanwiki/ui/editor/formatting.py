"""Bold, italic, links and headings, as changes of one line: pure, so that they can be tested without a window."""

import re
from dataclasses import dataclass
from typing import Final

BOLD: Final = "**"
ITALIC: Final = "*"

_HEADING: Final = re.compile(r"(?P<marks>#{1,6})[ \t]+|#{1,6}$")
_WORD: Final = re.compile(r"[\w’'-]+")
_ADDRESS: Final = re.compile(r"https?://\S+|mailto:\S+", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A line with what is selected in it: characters `start` up to, not including, `end`."""

    text: str
    start: int
    end: int

    @property
    def selected(self) -> str:
        return self.text[self.start : self.end]


def toggle(line: Line, mark: str) -> Line:
    """Sets what is selected, or the word the cursor is in, between marks (BOLD, ITALIC), or takes them away."""
    if line.start == line.end:
        line = _word(line)
    if line.start == line.end:
        return _toggle_empty(line, mark)
    line = _without_blanks(line)
    size = len(mark)
    inner = line.selected
    if len(inner) > 2 * size and _marked(inner, mark):
        return _replaced(line, inner[size:-size])
    outside = Line(line.text, line.start - size, line.end + size)
    if outside.start >= 0 and _marked(_around(line), mark):
        return _replaced(outside, inner)
    text = f"{line.text[: line.start]}{mark}{inner}{mark}{line.text[line.end :]}"
    return Line(text, line.start + size, line.end + size)


def link(line: Line) -> Line:
    """Makes a link of what is selected: of a title to the page, of an address to a text still to be written."""
    if line.start == line.end:
        line = _word(line)
    before, after = line.text[: line.start], line.text[line.end :]
    inner = line.selected
    if _ADDRESS.fullmatch(inner):
        return Line(f"{before}[]({inner}){after}", line.start + 1, line.start + 1)
    cursor = line.start + 2 + len(inner)
    return Line(f"{before}[[{inner}]]{after}", cursor, cursor)


def heading(line: Line, level: int) -> Line:
    """Makes the line a heading of a level; one that is it already becomes plain text again."""
    match = _HEADING.match(line.text)
    old = match.end() if match is not None else 0
    same = match is not None and len(match[0].rstrip()) == level
    marks = "" if same else "#" * level + " "
    moved = len(marks) - old
    text = marks + line.text[old:]
    return Line(text, max(line.start + moved, len(marks)), max(line.end + moved, len(marks)))


def _word(line: Line) -> Line:
    for match in _WORD.finditer(line.text):
        if match.start() <= line.start <= match.end():
            return Line(line.text, match.start(), match.end())
    return line


def _without_blanks(line: Line) -> Line:
    """Marks must touch the text that they mark."""
    inner = line.selected
    start = line.start + len(inner) - len(inner.lstrip())
    end = line.end - (len(inner) - len(inner.rstrip()))
    return Line(line.text, start, max(start, end))


def _toggle_empty(line: Line, mark: str) -> Line:
    size = len(mark)
    before, after = line.text[: line.start], line.text[line.end :]
    if before.endswith(mark) and after.startswith(mark):
        return Line(before[:-size] + after[size:], line.start - size, line.start - size)
    return Line(before + mark * 2 + after, line.start + size, line.start + size)


def _around(line: Line) -> str:
    """What is selected with all asterisks around it, as many on the one side as on the other."""
    start, end = line.start, line.end
    while start > 0 and end < len(line.text) and line.text[start - 1] == line.text[end] == "*":
        start, end = start - 1, end + 1
    return line.text[start:end]


def _marked(text: str, mark: str) -> bool:
    """Whether a text stands between these marks; three asterisks are both bold and italic."""
    left = len(text) - len(text.lstrip("*"))
    right = len(text) - len(text.rstrip("*"))
    stars = min(left, right)
    return stars >= 2 if mark == BOLD else stars % 2 == 1


def _replaced(line: Line, inner: str) -> Line:
    text = line.text[: line.start] + inner + line.text[line.end :]
    return Line(text, line.start, line.start + len(inner))

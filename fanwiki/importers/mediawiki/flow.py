"""What a page comes to, line by line: text with its list marks, and whole blocks, put together as Markdown."""

import re
from dataclasses import dataclass
from typing import Final

from fanwiki.importers.mediawiki.emphasis import emphasised
from fanwiki.importers.mediawiki.lists import lists
from fanwiki.importers.plain import line_escaped

_BREAKS: Final = re.compile(r"(?:\s*<br>\s*)+")
_EDGE_BREAKS: Final = re.compile(r"^(?:\s*<br>)+\s*|\s*(?:<br>\s*)+$")


@dataclass(frozen=True)
class _Line:
    """`marks` are those of a list. `kept` says that it began with a blank, and stays a line of its own."""

    marks: str
    text: str
    kept: bool = False


@dataclass(frozen=True)
class _Block:
    text: str


class Flow:
    """Takes what is read, piece by piece. With `blanks`, a line that begins with a blank is one as typed."""

    def __init__(self, *, blanks: bool = False) -> None:
        self.swallow = 0
        """So many letters of the text that comes next stand in the link before it already."""
        self._blanks = blanks
        self._done: list[_Line | _Block] = []
        self._marks = ""
        self._text: list[str] = []
        self._empty = True
        """Whether nothing at all was on this line, not even what shows nothing."""

    @property
    def at_line_start(self) -> bool:
        return not self._marks and not "".join(self._text).strip()

    def add(self, text: str) -> None:
        """Text within the line; an empty one stands for what shows nothing."""
        self._empty = False
        if text.startswith("[") and self._text and self._text[-1].endswith("!"):
            # An exclamation mark before a link would make a picture of it.
            self._text[-1] = f"{self._text[-1][:-1]}\\!"
        self._text.append(text)

    def add_lines(self, text: str) -> None:
        """Text of which each line feed ends a line."""
        first, *rest = text.split("\n")
        if first:
            self.add(first)
        for line in rest:
            self.new_line()
            if line:
                self.add(line)

    def mark(self, sign: str) -> None:
        """A list mark at the beginning of a line, or the colon behind a term."""
        if "".join(self._text).strip():
            marks = self._marks[:-1]
            self.new_line()
            self._marks = marks
        self._empty = False
        self._marks += sign

    def new_line(self) -> None:
        raw = "".join(self._text)
        text = emphasised(raw.strip())
        if "<br>" in text:
            text = _EDGE_BREAKS.sub("", text)
        if text or self._empty or (raw and not self._marks and _BREAKS.fullmatch(raw.strip())):
            kept = self._blanks and raw.startswith(" ") and not self._marks and bool(text)
            self._done.append(_Line(self._marks, text, kept))
        self._marks, self._text, self._empty = "", [], True

    def block(self, text: str) -> None:
        """A block of Markdown that stands by itself."""
        if not self._empty:
            self.new_line()
        if text:
            self._done.append(_Block(text))

    def finished(self) -> str:
        """All of it as Markdown."""
        if not self._empty:
            self.new_line()
        groups: list[str] = []
        place = 0
        while place < len(self._done):
            first = self._done[place]
            end = place + 1
            if isinstance(first, _Block):
                groups.append(first.text)
            elif first.marks:
                items = []
                end = place
                while end < len(self._done) and isinstance(line := self._done[end], _Line) and line.marks:
                    items.append((line.marks, line_escaped(line.text)))
                    end += 1
                groups.append(lists(items))
            elif first.text:
                text = []
                end = place
                while end < len(self._done) and _goes_on(line := self._done[end], first):
                    assert isinstance(line, _Line)
                    text.append(line_escaped(line.text))
                    end += 1
                groups.append(("\\\n" if first.kept else "\n").join(text))
            place = end
        return "\n\n".join(group for group in groups if group.strip())


def _goes_on(line: _Line | _Block, first: _Line) -> bool:
    return isinstance(line, _Line) and not line.marks and bool(line.text) and line.kept == first.kept

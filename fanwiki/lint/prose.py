"""What a page says and on which line: passages as the parser has them, joined to the lines of the source."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fanwiki.markup import Document, parse

ARGUMENT: Final = "{{{"
"""With what an argument of a template begins: a link with one in it leads where the page that uses it says."""

_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True)
class Saying:
    """What one block says under one reveal. The block has the source lines `first` up to, not including, `last`, from
    0; `outermost` says whether the whole block may be put under a reveal.
    """

    text: str
    reveals: tuple[str, ...]
    first: int
    last: int
    outermost: bool


def sayings(source: str, document: Document) -> tuple[Saying, ...]:
    """What a page says, in the order of its lines; footnotes where they are defined."""
    notes = [note.block for note in document.notes if note.block is not None]
    lines = source.split("\n")
    found: list[Saying] = []
    for number, block in enumerate((*document.blocks, *notes)):
        last = block.last_line
        while last > block.first_line and not lines[last - 1].strip():
            last -= 1
        for passage in block.passages:
            if passage.text:
                outermost = number < len(document.blocks) and not passage.reveals
                found.append(Saying(passage.text, passage.reveals, block.first_line, last, outermost))
    return tuple(sorted(found, key=lambda each: each.first))


def line_of(source: str, saying: Saying, phrase: str) -> int:
    """The line, from 1, on which a phrase of a block stands; that of the block where it is broken across lines."""
    lines = source.split("\n")[saying.first : saying.last]
    words = phrase.split("\n", maxsplit=1)[0]
    return saying.first + 1 + next((number for number, line in enumerate(lines) if words in line), 0)


def line_with(source: str, *marks: str) -> int | None:
    """The first line, from 1, on which one of some marks stands, case and runs of blanks aside."""
    wanted = [_BLANKS.sub(" ", mark).casefold() for mark in marks]
    for number, line in enumerate(source.split("\n"), 1):
        plain = _BLANKS.sub(" ", line).casefold()
        if any(mark in plain for mark in wanted):
            return number
    return None


def line_of_link(source: str, document: Document, title: str, marks: Iterable[str]) -> int | None:
    """The line, from 1, on which a page links by a title: the first with one of some marks in a block that has the
    link, since code and comments may look like one.
    """
    notes = [note.block for note in document.notes if note.block is not None]
    lines = source.split("\n")
    for block in (*document.blocks, *notes):
        if any(link.title == title for passage in block.passages for link in passage.links):
            within = line_with("\n".join(lines[block.first_line : block.last_line]), *marks)
            return block.first_line + (within or 1)
    return line_with(source, *marks)


def headings_of(source: str) -> frozenset[str]:
    """The headings of a text, case aside."""
    return frozenset(heading.text.casefold() for heading in parse(source).headings)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence in which a place of a text stands."""
    begin = max((text.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n\n", "。")), default=-1)
    stops = [place for mark in (". ", "! ", "? ", "\n\n", "。") if (place := text.find(mark, end)) >= 0]
    return text[begin + 1 : min(stops, default=len(text))]

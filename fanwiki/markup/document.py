"""A parsed page: its top-level blocks, and what can be read off them without a world.

The tokens are markdown-it's, with what a reveal hides folded into the children of one token, so that to leave a
reveal out is to skip one token.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fanwiki.domain.passages import Passage
from fanwiki.markup.passages import Said, passages_of, read_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token


@dataclass(frozen=True)
class Block:
    """A top-level block: source lines `first_line` up to, not including, `last_line`, counted from 0."""

    first_line: int
    last_line: int
    tokens: "tuple[Token, ...]"

    @cached_property
    def said(self) -> Said:
        """What this block says by itself."""
        return read_said(self.tokens)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What this block alone says, without the footnotes that it calls."""
        return self.said.passages


@dataclass(frozen=True)
class Note:
    """A footnote's definition. `reveals` are the points that enclose it where it is written."""

    id: int
    reveals: tuple[str, ...]
    tokens: "tuple[Token, ...]"

    @cached_property
    def said(self) -> Said:
        """What the definition says, apart from the reveals that enclose it."""
        return read_said(self.tokens)

    @cached_property
    def block(self) -> Block | None:
        """Where the definition stands; None if that is not known."""
        places = [token.map for token in self.tokens if token.map is not None]
        if not places:
            return None
        return Block(min(first for first, _ in places), max(last for _, last in places), self.tokens)


@dataclass(frozen=True)
class Heading:
    """A line of the outline. `text` leaves out what the heading itself veils; `reveals` enclose the heading."""

    level: int
    text: str
    anchor: str
    line: int
    reveals: tuple[str, ...] = ()


@dataclass(frozen=True)
class RenderedBlock:
    """The HTML of one block, as of one world, with the source lines it comes from."""

    first_line: int
    last_line: int
    html: str


@dataclass(frozen=True)
class Document:
    """A page that has been parsed and can be rendered for any world."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The outline, in the order of the text."""
        return tuple(heading for block in self.blocks for heading in headings_of(block.tokens))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What the page says, split by reveal; the first passage is under none."""
        return passages_of([block.said for block in self.blocks], self.notes)


def whole_blocks(tokens: "Sequence[Token]") -> "Iterator[Sequence[Token]]":
    """Runs of tokens in which everything that opens closes."""
    depth = start = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield tokens[start : index + 1]
            start = index + 1


def headings_of(tokens: "Sequence[Token]", reveals: tuple[str, ...] = ()) -> Iterator[Heading]:
    """The headings of some tokens, in the order of the text."""
    for token in tokens:
        if token.type == "heading_open":
            line = token.map[0] if token.map else 0
            yield Heading(int(token.tag[1]), token.meta["text"], token.meta["anchor"], line, reveals)
        elif token.type == "reveal" and token.children:
            yield from headings_of(token.children, (*reveals, token.meta["point"]))

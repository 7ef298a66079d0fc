"""What rendering knows beside the tokens: the world, the numbers of the footnotes, and where an embed stands.

Nothing else passes from one block to another, so that a block can be rendered alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from markdown_it.token import Token

from fanwiki.markup.document import Block, Document, Note
from fanwiki.markup.sanitize import Sanitizer
from fanwiki.markup.world import World

DEEPEST_EMBED: Final = 8
MOST_EMBEDDED: Final = 300_000
"""Characters of source that one page may show of others, all its embeds together."""

STANDALONE: Final = frozenset({("reveal", "block"), ("data", "")})
"""Blocks that are shown even where the page's prose is not."""

_SILENT: Final = frozenset({"inline", "comment", "category", "softbreak", "hardbreak", "html_inline"})


@dataclass
class Allowance:
    """How much more may be embedded; embeds draw on it in the order of the page."""

    left: int = MOST_EMBEDDED


@dataclass(frozen=True)
class Numbering:
    """The footnotes that are called from what the world shows, in order. `first` holds each note's first call."""

    numbers: dict[int, int] = field(default_factory=dict)
    first: dict[int, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Scene:
    """One text being rendered. `trail` holds the key and heading of each text around it, itself last; an embedded
    text has no anchors of its own, since its page has them; nor has what a template comes to, which is `expanded`.
    """

    world: World
    sanitizer: Sanitizer
    numbering: Numbering
    allowance: Allowance
    trail: tuple[tuple[str, str], ...] = ()
    expanded: bool = False

    @property
    def embedded(self) -> bool:
        return len(self.trail) > 1 or self.expanded

    def within(self, world: World, place: tuple[str, str], numbering: Numbering) -> "Scene":
        """The scene of a text that is embedded in this one."""
        trail = (*(self.trail or (("", ""),)), place)
        inner = replace(self, world=world, sanitizer=sanitizer(world), numbering=numbering, trail=trail)
        return replace(inner, expanded=False)

    def of_template(self) -> "Scene":
        """The scene of what a template on this page comes to."""
        return replace(self, numbering=Numbering(), expanded=True)


def sanitizer(world: World) -> Sanitizer:
    """The sanitiser that finds images as this world does."""

    def find(name: str) -> str | None:
        media = world.media(name)
        return None if media is None else media.src

    return Sanitizer(find)


def shows(world: World, point: str) -> bool:
    """Whether what is under a reveal is shown. The author sees all; nobody else sees what is under a point that no
    show has, and the world says who may lift a veil.
    """
    if world.author:
        return True
    return world.sees(point) is True


def shown_blocks(blocks: Sequence[Block], world: World) -> Iterator[Block]:
    """The blocks that the world shows at all: without prose, those that speak for themselves."""
    for block in blocks:
        if world.prose_seen or stands_alone(block.tokens[0]):
            yield block


def stands_alone(head: Token) -> bool:
    """Whether a block that begins with this token is shown even where the page's prose is not."""
    return (head.type, head.meta.get("form", "")) in STANDALONE


def number_notes(document: Document, world: World) -> Numbering:
    """Numbers the footnotes by their first call in what the world shows, so that a hidden call leaves no gap."""
    numbering = Numbering()
    if not document.notes:
        return numbering
    known = {note.id: note for note in document.notes if is_called(note, world)}
    found: list[Note] = []
    for block in shown_blocks(document.blocks, world):
        for call in calls(block.tokens, world):
            note = known.get(call.meta["note"])
            if note is not None and note.id not in numbering.numbers:
                found.append(note)
                numbering.numbers[note.id] = len(found)
                numbering.first[note.id] = id(call)
    return replace(numbering, notes=tuple(found))


def is_called(note: Note, world: World) -> bool:
    """Whether the world shows anything of a note, so that its calls are numbered."""
    return all(shows(world, point) for point in note.reveals) and _says(note.tokens, world)


def _says(tokens: Sequence[Token], world: World) -> bool:
    """Whether anything is left of a note once what the world does not show is taken away."""
    for token in tokens:
        if token.type == "reveal" and not shows(world, token.meta["point"]):
            continue
        if token.children:
            if _says(token.children, world):
                return True
        elif token.nesting == 0 and token.type not in _SILENT and (token.type != "text" or token.content.strip()):
            return True
    return False


def calls(tokens: Sequence[Token], world: World) -> Iterator[Token]:
    """The calls of footnotes in what the world shows of some tokens."""
    for token in tokens:
        if token.type == "footnote_ref":
            yield token
        elif token.children and (token.type != "reveal" or shows(world, token.meta["point"])):
            yield from calls(token.children, world)

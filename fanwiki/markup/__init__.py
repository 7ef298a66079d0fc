"""Text in, HTML out: the wiki's Markdown, read through a `World`.

    parse(text) -> Document               blocks, headings, and what the text says, split by reveal
    render(document, world) -> str        safe HTML as of the world's viewpoint
    render_blocks(document, world)        the same, block by block
    rewrite_links(text, old_titles)       the text with the titles of its links replaced
    commonmark(text) -> str               strict CommonMark, without anything of ours
    editable.EditableDocument, live.LivePage    a page while it is written, by edits and changes of its HTML

Everything here is pure and can be sent to another process. The parser is loaded at the first call and not at
import, because the window paints before it needs it.
"""

from collections.abc import Callable

from fanwiki.markup.document import Block, Document, Heading, Note, RenderedBlock
from fanwiki.markup.passages import VEIL, LinkRef, Passage
from fanwiki.markup.world import Embedded, LinkState, LinkTarget, MediaTarget, World

__all__ = [
    "VEIL",
    "Block",
    "Document",
    "Embedded",
    "Heading",
    "LinkRef",
    "LinkState",
    "LinkTarget",
    "MediaTarget",
    "Note",
    "Passage",
    "RenderedBlock",
    "World",
    "commonmark",
    "parse",
    "render",
    "render_blocks",
    "rewrite_links",
    "visible_source",
]


def parse(text: str) -> Document:
    """Reads the wiki's Markdown. Any text is valid; lone surrogates and NUL read as U+FFFD."""
    from fanwiki.markup.parser import parse as parse_  # noqa: PLC0415  # slow to load, see above

    return parse_(text)


def render(document: Document, world: World) -> str:
    """The page as safe HTML: exactly the blocks of `render_blocks`, one after the other."""
    return "".join(block.html for block in render_blocks(document, world))


def render_blocks(document: Document, world: World) -> tuple[RenderedBlock, ...]:
    """Each top-level block that shows anything, with its source lines; the footnotes are the last block."""
    from fanwiki.markup.page import render_blocks as render_blocks_  # noqa: PLC0415  # slow to load, see above

    return render_blocks_(document, world)


def rewrite_links(text: str, old_titles: Callable[[str], str | None]) -> str:
    """Replaces the title in each `[[link]]` and `![[embed]]` for which `old_titles` gives a new one.

    `old_titles` is given each title as `LinkRef.title` has it (for `[[Category:X]]` with the prefix). Labels,
    headings, spacing and all other bytes stay; links in code and comments are none.
    """
    from fanwiki.markup.rewrite import rewrite_links as rewrite_links_  # noqa: PLC0415  # slow to load, see above

    return rewrite_links_(text, old_titles)


def commonmark(text: str) -> str:
    """Strict CommonMark 0.31 as HTML. Raw HTML is passed through: this is for conformance, never for display."""
    from fanwiki.markup.parser import commonmark as commonmark_  # noqa: PLC0415  # slow to load, see above

    return commonmark_(text)


def visible_source(text: str, sees: Callable[[str], bool], leads: Callable[[str], bool], *, prose_seen: bool) -> str:
    """The Markdown that a reader may have: without comments and without reveals whose point `sees` denies (that of
    a veil is empty), without the prose under no reveal unless `prose_seen`, and with links as plain text where
    `leads` says that their title leads nowhere. Data blocks stay.
    """
    from fanwiki.markup.visible import visible_source as visible_source_  # noqa: PLC0415  # slow to load, see above

    return visible_source_(text, sees, leads, prose_seen=prose_seen)

"""Text in, HTML out: the wiki's Markdown, read through a `World`.

    parse(text) -> Document               blocks, headings, and what the text says, split by reveal
    render(document, world) -> str        safe HTML as of the world's viewpoint
    render_blocks(document, world)        the same, block by block
    PassageReader().read(page, text)      the passages of pages that are saved again and again
    rewrite_links(text, old_titles)       the text with the titles of its links replaced
    from_html(html) -> str                HTML from elsewhere as Markdown
    commonmark(text) -> str               strict CommonMark, without anything of ours
    editable.EditableDocument, live.LivePage    a page while it is written, by edits and changes of its HTML

Everything here is pure and can be sent to another process. The parser is loaded at the first call and not at
import, because the window paints before it needs it.
"""

from collections.abc import Callable

from fanwiki.domain.passages import LinkRef, Passage
from fanwiki.markup.document import Block, Document, Heading, Note, RenderedBlock
from fanwiki.markup.passages import VEIL
from fanwiki.markup.rereading import PassageReader
from fanwiki.markup.world import Embedded, LinkState, LinkTarget, MediaTarget, TemplateText, World

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
    "PassageReader",
    "RenderedBlock",
    "TemplateText",
    "World",
    "commonmark",
    "from_html",
    "link_titles",
    "links_in",
    "parse",
    "plain_spans",
    "relink",
    "render",
    "render_blocks",
    "rewrite_links",
    "template_title",
    "visible_part",
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


def rewrite_links(text: str, old_titles: Callable[[str], str | None], *, shown: bool = False) -> str:
    """Replaces the title in each `[[link]]`, `![[embed]]` and `{{template}}` for which `old_titles` gives a new one.

    `old_titles` is given each title as `LinkRef.title` has it (for `[[Category:X]]` and `{{X}}` with the prefix).
    Labels, headings, spacing and all other bytes stay; links in code and comments are none. With `shown`, a link
    without a label gets what it showed as one.
    """
    from fanwiki.markup.rewrite import rewrite_links as rewrite_links_  # noqa: PLC0415  # slow to load, see above

    return rewrite_links_(text, old_titles, shown=shown)


def relink(text: str, written: Callable[[str, str, str | None, bool], str | None]) -> str:
    """Writes each `[[link]]` and `![[embed]]` anew for which `written` gives something, given its title, its heading,
    its label (None for none) and whether it is embedded. All other bytes stay. The title of `[[Category:X]]` has its
    prefix, that of `[[:Category:X]]` a colon before it.
    """
    from fanwiki.markup.rewrite import relink as relink_  # noqa: PLC0415  # slow to load, see above

    return relink_(text, written)


def link_titles(text: str) -> list[tuple[int, int]]:
    """Where in a text links, embeds and templates name what they lead to: from the brackets up to a label, or to their
    end, as the first character and the one after the last.
    """
    from fanwiki.markup.rewrite import link_titles as link_titles_  # noqa: PLC0415  # slow to load, see above

    return link_titles_(text)


def plain_spans(text: str) -> list[tuple[int, int, bool]]:
    """Where in a text words stand that are in no link, template, code, tag or comment: the first character and the one
    after the last, and whether that is in a cell of a table, where pipes are escaped.
    """
    from fanwiki.markup.rewrite import plain_spans as plain_spans_  # noqa: PLC0415  # slow to load, see above

    return plain_spans_(text)


def links_in(text: str) -> list[tuple[int, str]]:
    """Where in a text links, embeds and templates stand, with the title of what each leads to, as `LinkRef` has it."""
    from fanwiki.markup.rewrite import links_in as links_in_  # noqa: PLC0415  # slow to load, see above

    return links_in_(text)


def from_html(html: str) -> str:
    """The Markdown of HTML from elsewhere, in which nothing is raw, runs or is loaded; empty for HTML that is but text,
    which is better taken plain.
    """
    from fanwiki.markup.foreign_html import from_html as from_html_  # noqa: PLC0415  # slow to load, see above

    return from_html_(html)


def commonmark(text: str) -> str:
    """Strict CommonMark 0.31 as HTML. Raw HTML is passed through: this is for conformance, never for display."""
    from fanwiki.markup.parser import commonmark as commonmark_  # noqa: PLC0415  # slow to load, see above

    return commonmark_(text)


def visible_source(text: str, sees: Callable[[str], bool], leads: Callable[[str], bool], *, prose_seen: bool) -> str:
    """The Markdown that a reader may have: without comments and without reveals whose point `sees` denies (that of
    a veil is empty), without the prose under no reveal unless `prose_seen`, and with links as plain text where
    `leads` says that their title leads nowhere; a template that leads nowhere goes. Data blocks stay.
    """
    from fanwiki.markup.visible import visible_source as visible_source_  # noqa: PLC0415  # slow to load, see above

    return visible_source_(text, sees, leads, prose_seen=prose_seen)


def visible_part(text: str, sees: Callable[[str], bool]) -> str:
    """The Markdown of a template, or of an argument of one, that a reader may have: without comments and hidden
    reveals and the blanks around them. Links stay, since where they lead may not be said until parts are put together.
    """
    from fanwiki.markup.visible import visible_part as visible_part_  # noqa: PLC0415  # slow to load, see above

    return visible_part_(text, sees)


def template_title(name: str) -> str | None:
    """The title, with its prefix, of the template that is used by a name; None if no template can have it."""
    from fanwiki.markup.syntax.template import template_title as template_title_  # noqa: PLC0415  # slow to load

    return template_title_(name)

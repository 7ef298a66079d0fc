"""Text to `Document`: markdown-it with the wiki's rules, and what it yields cut into top-level blocks."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from fanwiki.markup import chains
from fanwiki.markup.document import Block, Document, whole_blocks
from fanwiki.markup.folding import fold, fold_inline
from fanwiki.markup.html import is_remote
from fanwiki.markup.syntax import (
    autolink,
    callout,
    comment,
    datablock,
    deflist,
    embed,
    footnote,
    heading,
    rawhtml,
    reveal,
    scoping,
    template,
    underline,
    wikilink,
)
from fanwiki.markup.syntax import piecewise as piecewise_rule
from fanwiki.markup.syntax.target import one_line

DEEPEST = 20
"""Levels of nesting; what lies deeper is left out."""

RULES = (
    *(rawhtml, comment, reveal, footnote, datablock, template, embed, deflist, underline, wikilink, callout, scoping),
    autolink,
)


@cache
def dialect() -> MarkdownIt:
    """The parser of the wiki's Markdown. It keeps nothing between two texts."""
    md = unsorted()
    chains.install(md)
    return md


@cache
def piecewise() -> MarkdownIt:
    """The same parser for `pieces`: a list ends after its first item, a table before its first row."""
    md = unsorted()
    piecewise_rule.install(md)
    chains.install(md)
    return md


def unsorted() -> MarkdownIt:
    """A parser of the wiki's Markdown that asks every rule everywhere; `chains` makes the others of it."""
    options = {"maxNesting": DEEPEST, "tasklists": True, "strikethrough_single_tilde": True}
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    for rule in RULES:
        rule.install(md)
    return md


@cache
def _strict() -> MarkdownIt:
    md = MarkdownIt("commonmark")
    md.add_render_rule("blockquote_open", _quote_open)
    return md


def _quote_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """markdown-it writes an empty quotation on one line; the specification writes it on two."""
    return renderer.renderToken(tokens, index, options, env).removesuffix("\n") + "\n"


def commonmark(text: str) -> str:
    """Strict CommonMark as HTML, nothing added and nothing sanitised."""
    html = _strict().render(text)
    assert isinstance(html, str)
    return html


def parse(text: str) -> Document:
    """Reads a page. Any text is valid."""
    source = normalised(text)
    stream = dialect().parse(source)
    tokens, notes = fold(stream, source)
    if "![" in source:
        name_images([*tokens, *chain.from_iterable(note.tokens for note in notes)])
    heading.assign_anchors(tokens)
    return Document(tuple(_blocks(tokens)), tuple(notes))


def parse_inline(text: str) -> list[Token]:
    """Reads a text that stands within a sentence: there are no blocks in it."""
    inline = dialect().parseInline(normalised(text))[0]
    inline.children = fold_inline(inline.children or [])
    name_images([inline])
    return inline.children


def normalised(text: str) -> str:
    """Text as the parser sees it: lines end in a line feed; NUL and lone surrogates are U+FFFD."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def name_images(tokens: Sequence[Token]) -> None:
    """Notes on each Markdown image the file of the wiki it means, if it is no address."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                source = str(child.attrGet("src") or "")
                child.meta = {"name": "" if ":" in source or is_remote(source) else one_line(unquote(source))}
            elif child.children:
                name_images([child])


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    for block in whole_blocks(tokens):
        first, last = block[0].map or (0, 0)
        yield Block(first, last, tuple(block))

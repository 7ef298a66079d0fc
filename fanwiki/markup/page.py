"""A page as blocks of HTML: its own, those of the pages it shows, and its footnotes."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

from markdown_it.token import Token

from fanwiki.domain.names import title_key
from fanwiki.markup.document import Block, Document, Note, RenderedBlock
from fanwiki.markup.html import attributes, element, escape
from fanwiki.markup.parser import parse
from fanwiki.markup.rendering import author_note, render_tokens, wiki_link
from fanwiki.markup.scene import (
    DEEPEST_EMBED,
    Allowance,
    Scene,
    number_notes,
    sanitizer,
    shown_blocks,
    shows,
)
from fanwiki.markup.syntax.heading import anchor
from fanwiki.markup.tidying import HIDDEN
from fanwiki.markup.world import Embedded, LinkState, World


def render_blocks(document: Document, world: World) -> tuple[RenderedBlock, ...]:
    """The blocks of a page that show anything to this world."""
    scene = Scene(world, sanitizer(world), number_notes(document, world), Allowance())
    shown = [
        RenderedBlock(block.first_line, block.last_line, html)
        for block in shown_blocks(document.blocks, world)
        if (html := render_tokens(block.tokens, scene, show_page)) not in ("", HIDDEN)
    ]
    notes = _footnotes(scene)
    if notes:
        end = document.blocks[-1].last_line if document.blocks else 0
        shown.append(RenderedBlock(end, end, notes))
    return tuple(shown)


def _footnotes(scene: Scene) -> str:
    return footnotes_html([note_html(note, scene) for note in scene.numbering.notes])


def note_html(note: Note, scene: Scene) -> str:
    """One footnote, with its number as the scene has it."""
    number = scene.numbering.numbers[note.id]
    html = render_tokens(note.tokens, scene, show_page).replace(HIDDEN, "").rstrip()
    if scene.embedded:
        return f"<li>{html}</li>\n"
    back = f'<a class="footnote-back" href="#fnref-{number}" aria-label="Back to the text">↩\ufe0e</a>'
    inner = f"{html.removesuffix('</p>')} {back}</p>" if html.endswith("</p>") else f"{html}\n{back}"
    return f'<li id="fn-{number}">{inner}</li>\n'


NOTES_OPENING: Final = '<section class="footnotes" aria-label="Footnotes">\n<ol>\n'
NOTES_CLOSING: Final = "</ol>\n</section>\n"


def footnotes_html(notes: Sequence[str]) -> str:
    """The section that holds the footnotes; empty without any."""
    return f"{NOTES_OPENING}{''.join(notes)}{NOTES_CLOSING}" if notes else ""


def show_page(scene: Scene, title: str, heading: str) -> str:
    """The page that an embed shows, or HIDDEN. What cannot be shown is told to the author alone, but for a cycle,
    which a reader sees as well.
    """
    world = scene.world
    embedded = world.embed(title)
    if embedded is None:
        return _missing(world, title)
    scene = _rooted(scene)
    place = (embedded.key, title_key(heading))
    if place in scene.trail:
        return element("p", escape(f"This page already shows “{_name(title, heading)}” above."), class_="note") + "\n"
    if len(scene.trail) > DEEPEST_EMBED:
        return _refused(world, f"“{_name(title, heading)}” is not shown: pages are shown {DEEPEST_EMBED} deep at most.")
    if len(embedded.text) > scene.allowance.left:
        return _refused(world, f"“{_name(title, heading)}” is not shown: this page shows too much of others already.")
    scene.allowance.left -= max(len(embedded.text), 1)
    return _embedded_html(scene, embedded, place, title, heading)


def _embedded_html(scene: Scene, embedded: Embedded, place: tuple[str, str], title: str, heading: str) -> str:
    document = parse(embedded.text)
    if heading:
        blocks = _section(document, heading, embedded.world)
        if blocks is None:
            return _refused(scene.world, f"“{title}” has no heading “{heading}”.")
        document = Document(blocks, document.notes)
    inner = scene.within(embedded.world, place, number_notes(document, embedded.world))
    shown = [render_tokens(block.tokens, inner, show_page) for block in shown_blocks(document.blocks, inner.world)]
    html = "".join(shown).replace(HIDDEN, "")
    if not html.strip():
        return HIDDEN
    opening = attributes(class_="embed", data_from=embedded.world.since() or None)
    return f"<div{opening}>\n{html}{_footnotes(inner)}{_credit(scene.world, title, heading)}</div>\n"


def _credit(world: World, title: str, heading: str) -> str:
    """A link from an embedded page to itself, where there is one to follow."""
    target = world.link(title, heading)
    if target.state is not LinkState.FOUND:
        return ""
    link = wiki_link(target, escape(target.title or _name(title, heading)))
    return element("p", link, class_="embed-source") + "\n"


def _rooted(scene: Scene) -> Scene:
    """The scene with the page itself at the root of its trail, so that a page which shows itself is seen at once."""
    if scene.trail:
        return scene
    itself = scene.world.embed("")
    root = ("", "") if itself is None else (itself.key, "")
    return Scene(scene.world, scene.sanitizer, scene.numbering, scene.allowance, (root,))


def _section(document: Document, heading: str, world: World) -> tuple[Block, ...] | None:
    """The blocks from a heading to the next of its level or above, within the same reveal; None if there is none."""
    wanted = title_key(heading), anchor(heading)
    pending: list[tuple[Block, ...]] = [document.blocks]
    while pending:
        blocks = pending.pop(0)
        for index, block in enumerate(blocks):
            head = block.tokens[0]
            if head.type == "reveal" and head.children and shows(world, head.meta["point"]):
                pending.append(_inner_blocks(block, head.children))
            elif head.type == "heading_open" and wanted in (
                (title_key(head.meta["text"]), wanted[1]),
                (wanted[0], head.meta["anchor"]),
            ):
                return tuple(chain([block], _until(blocks[index + 1 :], head.tag)))
    return None


def _until(blocks: Sequence[Block], tag: str) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        head = block.tokens[0]
        if head.type == "heading_open" and head.tag <= tag:
            break
        found.append(block)
    return found


def _inner_blocks(block: Block, tokens: Sequence[Token]) -> tuple[Block, ...]:
    """The blocks under a seen reveal. They count as prose: a page whose prose is unseen shows no section of it."""
    blocks: list[Block] = []
    depth = start = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            blocks.append(Block(block.first_line, block.last_line, tuple(tokens[start : index + 1])))
            start = index + 1
    return tuple(blocks)


def _missing(world: World, title: str) -> str:
    if not world.author:
        return HIDDEN
    link = wiki_link(world.link(title, ""), escape(title))
    return element("p", f"There is no page {link} to show here.", class_="author-note", role="note") + "\n"


def _refused(world: World, reason: str) -> str:
    return author_note(reason) + "\n" if world.author else HIDDEN


def _name(title: str, heading: str) -> str:
    return "#".join(part for part in (title, heading) if part)

"""`![[Page]]`, `![[Page#Heading]]` alone on a line: the page shown here. `![[image.png|alt|200]]`: an image.

A page cannot be shown in the middle of a sentence; there, `![[Page]]` is a link.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from fanwiki.markup.syntax.lines import line_text, starts_code
from fanwiki.markup.syntax.reveal import gives_away
from fanwiki.markup.syntax.target import Target, is_image, read_target

WIDEST = 4000
"""Pixels. A number beyond it is no width but part of the alt text."""


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("paragraph", "embed", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("image", "embed", _inline)


def _block(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    if starts_code(state, start_line):
        return False
    text = line_text(state, start_line)
    if not text.startswith("![["):
        return False
    target = read_target(text, 1)
    if target is None or target.after != len(text) or is_image(target.title):
        return False
    if silent:
        return True
    token = state.push("embed", "", 0)
    token.map = [start_line, start_line + 1]
    token.block = True
    token.meta = {"title": target.title, "heading": target.heading}
    state.line = start_line + 1
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("![[", state.pos):
        return False
    target = read_target(state.src, state.pos + 1)
    if target is None or target.after > state.posMax:
        return False
    if not silent:
        _push(state, target)
    state.pos = target.after
    return True


def _push(state: StateInline, target: Target) -> None:
    if not is_image(target.title):
        token = state.push("embed_inline", "", 0)
        token.meta = {"title": target.title, "heading": target.heading, "plain": state.linkLevel > 0}
        return
    alt, width = _alt_and_width(target.label or "")
    token = state.push("embed_image", "img", 0)
    token.meta = {"title": target.title, "alt": alt, "width": width}


def _alt_and_width(label: str) -> tuple[str, int | None]:
    """Reads `alt text|200`, `200` or `alt text`. Alt text that holds a reveal is left out: no attribute can veil."""
    parts = [part.strip().rstrip("\\").strip() for part in label.split("|")]
    width = None
    if parts[-1].isascii() and parts[-1].isdecimal() and 0 < int(parts[-1][:6]) <= WIDEST:
        width = int(parts.pop())
    alt = " ".join(part for part in parts if part)
    return ("" if gives_away(label) else alt, width)

"""`{{status}}`, `{{cast S1}}` …: the wiki's data in the text. What is no data block of ours stays as typed."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from fanwiki.markup.block_names import ASKING, PLAIN, SCOPED
from fanwiki.markup.syntax.lines import line_text, starts_code

_BLOCK: Final = re.compile(r"\{\{[ \t]*(?P<name>[a-z]+)(?:[ \t]+(?P<argument>[^{}|\n]{1,400}))?\}\}")


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("paragraph", "data", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("link", "data", _inline)


def is_data(inside: str) -> bool:
    """Whether what stands between the braces makes a data block of ours."""
    return _read(_BLOCK.fullmatch(f"{{{{{inside.rstrip()}}}}}")) is not None


def _read(match: re.Match[str] | None) -> dict[str, str] | None:
    if match is None:
        return None
    name, argument = match["name"], " ".join((match["argument"] or "").split())
    if name in SCOPED or (name in PLAIN and not argument) or (name in ASKING and argument):
        return {"name": name, "argument": argument}
    return None


def _block(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    if starts_code(state, start_line):
        return False
    text = line_text(state, start_line)
    if not text.startswith("{{"):
        return False
    data = _read(_BLOCK.fullmatch(text))
    if data is None:
        return False
    if silent:
        return True
    token = state.push("data", "", 0)
    token.block = True
    token.map = [start_line, start_line + 1]
    token.meta = data
    state.line = start_line + 1
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{{", state.pos):
        return False
    match = _BLOCK.match(state.src, state.pos, state.posMax)
    data = _read(match)
    if match is None or data is None or data["name"] != "status":
        return False
    if not silent:
        state.push("data_inline", "", 0).meta = data
    state.pos = match.end()
    return True

"""`::: reveal S1E06` … `:::` and `||S1E06: text||`: seen from that point on. `||text||`: the author's alone.

Where an author's slip leaves a choice, more is hidden rather than less: an inline reveal that is not closed
lasts to the end of its paragraph, a block to the end of what encloses it; link references and footnotes defined
under a reveal exist under it alone; raw HTML, and a table row whose pipes were not escaped, is hidden as a whole.
"""

import re
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from fanwiki.markup.syntax.lines import in_container, line_text, starts_code

_POINT = r"(?:[\w-]+:)?S\d{1,4}(?:E\d{1,4})?"
_OPENS_BLOCK: Final = re.compile(r":{3,}[ \t]*reveal(?:[ \t]+(?P<point>[^\n]*?))?[ \t]*:*", re.IGNORECASE)
_OPENS_INLINE: Final = re.compile(rf"\|\|[ \t]*(?P<point>{_POINT})[ \t]*:[ \t]*", re.IGNORECASE | re.ASCII)
_VEILS: Final = re.compile(r"\|\|[^|]")
_ROW: Final = re.compile(rf"(?<!\\)\|\|[ \t]*(?P<point>{_POINT})[ \t]*:", re.IGNORECASE | re.ASCII)

VEIL: Final = ""
SCOPED: Final = ("references", "notes")
"""What a reveal defines for itself alone, by the names in the parser's environment."""


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "reveal", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("link", "reveal", _inline)
    md.inline.add_terminator_char("|")


def points_in(text: str) -> list[str]:
    """The reveals that raw text holds, VEIL for a veil without a point; none for text that hides nothing."""
    if "||" not in text:
        return []
    points = {match["point"]: None for match in _OPENS_INLINE.finditer(text)}
    if not points and len(_VEILS.findall(text)) > 1:
        return [VEIL]
    return list(points)


def row_points(text: str) -> list[str]:
    """The reveals of a table row whose pipes were not escaped, so that they read as empty cells."""
    if "||" not in text:
        return []
    return list({match["point"]: None for match in _ROW.finditer(text)})


def gives_away(text: str) -> bool:
    """Whether text that cannot be veiled (an attribute, a title) holds what should be veiled."""
    return bool(points_in(text)) or "%%" in text


def opens_inline(text: str, position: int) -> bool:
    """Whether the `||` at a position opens an inline reveal from a point."""
    return _OPENS_INLINE.match(text, position) is not None


def opens_block(line: str) -> bool:
    """Whether a line opens a reveal."""
    return line.startswith(":::") and _OPENS_BLOCK.fullmatch(line) is not None


def _closes_block(line: str) -> bool:
    return line.startswith(":::") and not line.strip(":")


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if starts_code(state, start_line):
        return False
    line = line_text(state, start_line)
    if not line.startswith(":::"):
        return False
    if silent and _closes_block(line):
        return bool(state.env.get("reveals_open", 0))
    opening = _OPENS_BLOCK.fullmatch(line)
    if opening is None:
        return False
    if silent:
        return True
    token = state.push("reveal_open", "section", 1)
    token.block = True
    token.map = [start_line, start_line + 1]
    outer = {name: state.env.get(name, {}) for name in SCOPED}
    state.env.update({name: {} for name in SCOPED})
    state.env["reveals_open"] = state.env.get("reveals_open", 0) + 1
    parent, state.parentType = state.parentType, "reveal"
    last = _inside(state, start_line + 1, end_line)
    state.parentType = parent
    state.env["reveals_open"] -= 1
    token.meta = {"point": (opening["point"] or VEIL).strip(), "form": "block", "scope": _scope(state.env)}
    token.map[1] = state.line = last
    state.env.update(outer)
    state.push("reveal_close", "section", -1).block = True
    return True


def _scope(env: Any) -> dict[str, Any]:
    return {name: env[name] for name in SCOPED if env[name]}


def _inside(state: StateBlock, line: int, end_line: int) -> int:
    """Reads blocks up to the closing line, and answers with the line after it. Unlike a search for that line
    beforehand this is not misled by a `:::` that belongs to a fence or to an inner block.
    """
    rules = state.md.block.ruler.getRules("")
    empty_lines = False
    while True:
        state.line = line = state.skipEmptyLines(line)
        if line >= end_line or not in_container(state, line):
            return line
        if not starts_code(state, line) and _closes_block(line_text(state, line)):
            return line + 1
        if state.level >= state.md.options.maxNesting:
            return end_line
        for rule in rules:
            if rule(state, line, end_line, False):
                break
        state.tight = not empty_lines
        line = state.line
        if state.isEmpty(line - 1) or (line < end_line and state.isEmpty(line)):
            empty_lines = True


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("||", state.pos):
        return False
    opening = _OPENS_INLINE.match(state.src, state.pos, state.posMax)
    start = opening.end() if opening is not None else state.pos + 2
    end = _closing(state, start)
    if opening is None and (end is None or end == start):
        return False
    if not silent:
        _push(state, VEIL if opening is None else opening["point"], start, state.posMax if end is None else end)
    state.pos = state.posMax if end is None else end + 2
    return True


def _push(state: StateInline, point: str, start: int, end: int) -> None:
    state.push("reveal_open", "span", 1).meta = {"point": point, "form": "inline"}
    limit, state.posMax, state.pos = state.posMax, end, start
    state.md.inline.tokenize(state)
    state.posMax = limit
    state.push("reveal_close", "span", -1)


def _closing(state: StateInline, start: int) -> int | None:
    """Where the `||` stands that closes a reveal opened before `start`. Code, links and inner reveals are passed."""
    before, state.pos = state.pos, start
    found = None
    while state.pos < state.posMax:
        if state.src.startswith("||", state.pos) and not _OPENS_INLINE.match(state.src, state.pos, state.posMax):
            found = state.pos if state.pos + 2 <= state.posMax else None
            break
        state.md.inline.skipToken(state)
    state.pos = before
    return found

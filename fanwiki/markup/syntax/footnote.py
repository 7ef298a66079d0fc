"""`[^label]` in the text and `[^label]: note` anywhere on the page. A note within a note is not called."""

import re
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from fanwiki.markup.syntax.lines import starts_code

_LABEL = r"\[\^(?P<label>[^\[\]\s]{1,100})\]"
_REFERENCE: Final = re.compile(_LABEL)
_DEFINITION: Final = re.compile(_LABEL + r":[ \t]*")
_INDENT = 4


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("reference", "footnote", _definition, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.before("link", "footnote_ref", _reference)


def _definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if starts_code(state, start_line):
        return False
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("[^", start):
        return False
    match = _DEFINITION.match(state.src, start, state.eMarks[start_line])
    if match is None:
        return False
    if silent:
        return True
    notes = state.env.setdefault("notes", {})
    number = _number(state.env, match["label"].casefold())
    notes.setdefault(match["label"].casefold(), number)
    opening = state.push("footnote_open", "li", 1)
    opening.meta = {"note": number}
    opening.map = [start_line, start_line]
    _content(state, start_line, end_line, match.end())
    opening.map[1] = state.line
    state.push("footnote_close", "li", -1)
    return True


def _number(env: Any, label: str) -> int:
    """The id of a definition. Who reads a page piece by piece gives them out itself, so that they stay."""
    give = env.get("give_note_id")
    if give is not None:
        return int(give(label))
    env["note_count"] = env.get("note_count", 0) + 1
    return int(env["note_count"])


def _content(state: StateBlock, line: int, end_line: int, start: int) -> None:
    """Reads the note's blocks: the rest of its line, and what follows indented by four."""
    before = state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType
    state.parentType = "footnote"
    state.blkIndent += _INDENT
    state.bMarks[line], state.tShift[line], state.sCount[line] = start, 0, state.blkIndent
    state.md.block.tokenize(state, line, end_line)
    state.blkIndent -= _INDENT
    state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType = before


def _reference(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    note = None if match is None else state.env.get("notes", {}).get(match["label"].casefold())
    if match is None or note is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"note": note, "label": match["label"]}
    state.pos = match.end()
    return True

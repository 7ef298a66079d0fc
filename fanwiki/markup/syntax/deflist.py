"""Definition lists: a term on a line, then `: definition` lines.

A term is taken only where no other block would begin, so that a reveal's opening line is never read as one.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from fanwiki.markup.syntax.lines import in_container, starts_code


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("paragraph", "deflist", _deflist, {"alt": ["paragraph", "reference", "blockquote"]})


def _marker(state: StateBlock, line: int, end_line: int) -> int | None:
    """Where the definition begins after a `:` or `~` and a blank, or None."""
    if line >= end_line or not in_container(state, line) or starts_code(state, line):
        return None
    return _content_start(state, line)


def _content_start(state: StateBlock, line: int) -> int | None:
    start = state.bMarks[line] + state.tShift[line]
    if start + 1 >= state.eMarks[line] or state.src[start] not in ":~":
        return None
    content = state.skipSpaces(start + 1)
    return content if start + 1 < content < state.eMarks[line] else None


def _first_definition(state: StateBlock, term: int, end_line: int) -> int | None:
    """The line of a term's first definition: the next, or the one after an empty line."""
    line = term + 1
    if line < end_line and state.isEmpty(line):
        line += 1
    return line if _marker(state, line, end_line) is not None else None


def _is_term(state: StateBlock, line: int, end_line: int) -> bool:
    if line >= end_line or state.isEmpty(line) or not in_container(state, line) or starts_code(state, line):
        return False
    return not any(rule(state, line, end_line, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _deflist(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if starts_code(state, start_line):
        return False
    if silent:
        return state.ddIndent >= 0 and _content_start(state, start_line) is not None
    definition = _first_definition(state, start_line, end_line)
    if definition is None:
        return False
    opening = state.push("dl_open", "dl", 1)
    first = len(state.tokens)
    term: int | None = start_line
    tight = True
    while term is not None and definition is not None:
        _push_term(state, term)
        line = definition
        while _marker(state, line, end_line) is not None:
            tight = _push_definition(state, line, end_line) and tight
            line = state.line
        term = line if _is_term(state, line, end_line) else None
        definition = None if term is None else _first_definition(state, term, end_line)
    state.push("dl_close", "dl", -1)
    opening.map = [start_line, state.line]
    if tight:
        _hide_paragraphs(state, first)
    return True


def _push_term(state: StateBlock, line: int) -> None:
    state.push("dt_open", "dt", 1).map = [line, line + 1]
    inline = state.push("inline", "", 0)
    inline.map = [line, line + 1]
    inline.content = state.getLines(line, line + 1, state.blkIndent, False).strip()
    inline.children = []
    state.push("dt_close", "dt", -1)


def _push_definition(state: StateBlock, line: int, end_line: int) -> bool:
    """Reads one definition's blocks; whether they stand without empty lines between them."""
    content = _marker(state, line, end_line)
    assert content is not None
    opening = state.push("dd_open", "dd", 1)
    before = state.tight, state.ddIndent, state.blkIndent, state.parentType
    place = state.tShift[line], state.sCount[line]
    width = content - state.bMarks[line] - state.tShift[line]
    state.blkIndent = state.ddIndent = state.sCount[line] + 2
    state.tShift[line], state.sCount[line] = content - state.bMarks[line], state.sCount[line] + width
    state.tight, state.parentType = True, "deflist"
    state.md.block.tokenize(state, line, end_line)
    tight = state.tight
    state.tight, state.ddIndent, state.blkIndent, state.parentType = before
    state.tShift[line], state.sCount[line] = place
    opening.map = [line, state.line]
    state.push("dd_close", "dd", -1)
    return tight


def _hide_paragraphs(state: StateBlock, first: int) -> None:
    level = state.level + 2
    for token in state.tokens[first:]:
        if token.level == level and token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = True

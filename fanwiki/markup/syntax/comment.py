"""`%% comment %%`, within a paragraph or over several lines: neither shown nor exported nor indexed."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from fanwiki.markup.syntax.lines import in_container, line_text, starts_code


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "comment", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("link", "comment", _inline)
    md.inline.add_terminator_char("%")


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment that begins a line and closes on a later one, or is the whole line."""
    if starts_code(state, start_line):
        return False
    text = line_text(state, start_line)
    if not text.startswith("%%"):
        return False
    closing = text.find("%%", 2)
    last = start_line if closing >= 0 else _closing_line(state, start_line + 1, end_line)
    if last is None or (closing >= 0 and closing + 2 < len(text)):
        return False
    if silent:
        return True
    token = state.push("comment", "", 0)
    token.map = [start_line, last + 1]
    rest = "" if closing >= 0 else _after(state, last)
    if rest:
        token.map = [start_line, last]
        _push_rest(state, last, rest)
    state.line = last + 1
    return True


def _closing_line(state: StateBlock, line: int, end_line: int) -> int | None:
    while line < end_line and (state.isEmpty(line) or in_container(state, line)):
        if "%%" in line_text(state, line):
            return line
        line += 1
    return None


def _after(state: StateBlock, line: int) -> str:
    text = line_text(state, line)
    return text[text.index("%%") + 2 :].strip()


def _push_rest(state: StateBlock, last: int, rest: str) -> None:
    """What follows the closing mark on its line is a paragraph of its own."""
    opening = state.push("paragraph_open", "p", 1)
    opening.map = [last, last + 1]
    inline = state.push("inline", "", 0)
    inline.map = [last, last + 1]
    inline.content = rest
    inline.meta = {"after_comment": True}
    inline.children = []
    state.push("paragraph_close", "p", -1)


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    closing = state.src.find("%%", state.pos + 2, state.posMax)
    if closing < 0:
        return False
    if not silent:
        state.push("comment", "", 0).meta = {"said": state.src[state.pos + 2 : closing].strip()}
    state.pos = closing + 2
    return True

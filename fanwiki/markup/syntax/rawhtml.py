"""A block of raw HTML ends where a reveal begins: otherwise the reveal would be HTML and show what it holds."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

from fanwiki.markup.syntax.reveal import opens_block

_DROPPED = ("<!", "<?", "<script", "<style")
"""HTML that shows nothing whatever is in it, so that nothing needs to be cut from it."""


def install(md: MarkdownIt) -> None:
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if not html_block(state, start_line, end_line, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    if ":::" not in token.content or token.content.lstrip().lower().startswith(_DROPPED):
        return True
    lines = token.content.split("\n")
    for number, line in enumerate(lines):
        if opens_block(line.strip()):
            token.content = "\n".join(lines[:number]) + "\n"
            token.map = [start_line, start_line + number]
            state.line = start_line + number
            break
    return True

"""Headings that are underlined. markdown-it's rule leaves its mark on the state where there is none, so that what
follows the first paragraph of a page would be read otherwise than the same text before it.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, lheading


def install(md: MarkdownIt) -> None:
    md.block.ruler.at("lheading", _underlined, {"alt": []})


def _underlined(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if start_line + 1 >= end_line or state.isEmpty(start_line + 1):
        return False
    before = state.parentType
    found = lheading(state, start_line, end_line, silent)
    state.parentType = before
    return found

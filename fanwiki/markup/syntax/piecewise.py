"""Ends a list of the page after its first item, and a table before its first row, so that `pieces` reads them one by
one. Lists and tables within other blocks stay whole.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("paragraph", "piecewise", _ends, {"alt": ["list", "blockquote"]})


def _ends(state: StateBlock, _start_line: int, _end_line: int, silent: bool) -> bool:
    """Asked silently before each further item and each row; at level 1 the list or table is the page's own."""
    return silent and state.level == 1 and state.parentType in ("list", "table")

"""Reading the line a block rule stands on."""

from markdown_it.rules_block import StateBlock


def line_text(state: StateBlock, line: int) -> str:
    """A line without its indentation, the markers of the blocks around it, and blanks at its end."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")


def starts_code(state: StateBlock, line: int) -> bool:
    """Whether a line is indented so far that it is code."""
    return state.is_code_block(line)


def in_container(state: StateBlock, line: int) -> bool:
    """Whether a line is indented enough to belong to the block that is being read."""
    return state.sCount[line] >= state.blkIndent

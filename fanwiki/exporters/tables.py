"""Tables as text for elsewhere: Markdown for pages and forums, tab-separated values for spreadsheets."""

from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = frozenset("=+-@＝＋－＠")  # the wide forms are formulas to some spreadsheets too
"""What a spreadsheet takes for the beginning of a formula."""


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, with a line break at its end."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(_in_markdown(cell) for cell in line)} |\n" for line in lines)


def tab_separated(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as tab-separated values, with a line break at its end. No cell runs as a formula where it is pasted."""
    return "".join("\t".join(_in_spreadsheet(cell) for cell in line) + "\n" for line in (columns, *rows))


def _in_markdown(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain.replace("\\", "\\\\").replace("|", "\\|")


def _in_spreadsheet(cell: str) -> str:
    """A cell in one line. An apostrophe before what would be a formula makes it text."""
    plain = " ".join(cell.split())
    return f"'{plain}" if plain[:1] in _FORMULA and plain else plain

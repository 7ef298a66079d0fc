"""Tables. A cell of Markdown is one line: lists in it become lines of their own, and a cell that spans others stands in
the first of them. Where a cell holds a table or code, the cells stand one below the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mwparserfromhell.nodes import Node, Tag, Text

if TYPE_CHECKING:
    from fanwiki.importers.mediawiki.wikitext import Writer

_CELLS: Final = frozenset({"td", "th"})
_GROUPS: Final = frozenset({"tbody", "thead", "tfoot"})
_PIPE: Final = re.compile(r"(?<!\\)\|")
_NO_LINE: Final = re.compile(r"^[ >]*(?:\|[ -]|`{3})", re.MULTILINE)
_WIDEST: Final = 100
_NUMBER: Final = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class _Cell:
    header: bool
    text: str
    spans: tuple[tuple[str, str], ...] = ()


_EMPTY: Final = _Cell(False, "")


def table(tag: Tag, writer: "Writer") -> str:
    """A table, with what stands in it and in no cell before it."""
    loose: list[Node] = []
    rows = [row for row in _rows(tag, writer, loose) if row]
    caption = ""
    if rows and rows[0] and rows[0][0].text.lstrip("\\").startswith("+") and not rows[0][0].header:
        caption = rows[0][0].text.lstrip("\\+ ").strip()
        rows = [row for row in ([*rows[0][1:]], *rows[1:]) if row]
    before = [writer.blocks(loose), f"**{caption}**" if caption and "*" not in caption else caption]
    texts = [cell.text for row in rows for cell in row]
    if any(_NO_LINE.search(text) for text in texts):
        writer.kept["table with tables or code in its cells"] += 1
        made = "\n\n".join(text for text in texts if text)
    else:
        made = _plain(rows)
    return "\n\n".join(part for part in (*before, made) if part)


def _rows(tag: Tag, writer: "Writer", loose: list[Node]) -> Iterator[list[_Cell]]:
    """The rows of a table, or of a part of it; cells that stand in no row are one."""
    row: list[_Cell] = []
    for node in () if tag.contents is None else tag.contents.nodes:
        name = str(node.tag).strip().lower() if isinstance(node, Tag) else ""
        if isinstance(node, Tag) and name in _CELLS:
            row.append(_cell(node, writer))
        elif isinstance(node, Tag) and (name == "tr" or name in _GROUPS):
            yield row
            row = []
            yield from _rows(node, writer, loose)
        elif isinstance(node, Tag) and name == "caption" and node.contents is not None:
            yield [_Cell(False, f"+{writer.inline(node.contents.nodes)}")]
        elif not (isinstance(node, Text) and not node.value.strip()):
            loose.append(node)
    yield row


def _cell(tag: Tag, writer: "Writer") -> _Cell:
    text = writer.blocks([] if tag.contents is None else tag.contents.nodes)
    spans = []
    for name in ("colspan", "rowspan"):
        number = _NUMBER.search(str(tag.get(name).value)) if tag.has(name) and tag.get(name).value else None
        if number is not None and int(number[0]) > 1:
            spans.append((name, number[0]))
    return _Cell(str(tag.tag).strip().lower() == "th", text, tuple(spans))


def _plain(rows: Sequence[Sequence[_Cell]]) -> str:
    if not rows:
        return ""
    grid = _grid(rows)
    width = max(len(row) for row in grid)
    has_head = all(cell.header for cell in rows[0])
    head, body = (grid[0], grid[1:]) if has_head else ([], grid)
    lines = [_line(head, width, is_head=True), f"|{' --- |' * width}", *(_line(row, width) for row in body)]
    return "\n".join(lines)


def _grid(rows: Sequence[Sequence[_Cell]]) -> list[list[_Cell]]:
    """The rows with an empty cell in each place that a cell spans beside its first."""
    grid: list[list[_Cell]] = []
    open_: dict[int, int] = {}
    for row in rows:
        made: list[_Cell] = []
        waiting = list(row)
        while waiting or open_.get(len(made), 0):
            if open_.get(len(made), 0):
                open_[len(made)] -= 1
                made.append(_EMPTY)
                continue
            cell = waiting.pop(0)
            spans = dict(cell.spans)
            for place in range(min(int(spans.get("colspan", "1")), _WIDEST)):
                open_[len(made)] = int(spans.get("rowspan", "1")) - 1
                made.append(cell if place == 0 else _EMPTY)
        grid.append(made)
    return grid


def _line(row: Sequence[_Cell], width: int, *, is_head: bool = False) -> str:
    texts = [_PIPE.sub(r"\\|", _flat(cell.text)) for cell in row]
    if not is_head:
        # Markdown knows headings of columns alone; the heading of a row is one by its letters.
        bold = [cell.header and "*" not in text and bool(text) for cell, text in zip(row, texts, strict=True)]
        texts = [f"**{text}**" if strong else text for strong, text in zip(bold, texts, strict=True)]
    return "".join(f"| {text} " if text else "| " for text in [*texts, *[""] * (width - len(texts))]) + "|"


def _flat(text: str) -> str:
    """Blocks of Markdown as one line."""
    text = re.sub(r"\n\s*\n", "<br>", text.replace("\\\n", "<br>"))
    text = re.sub(r"(^|\n|<br>)[ \t>]*-(?:[ \t]+|$)", r"\1• ", text)
    text = re.sub(r"(^|\n|<br>)[ \t]*(?:#{1,6}|>|:)[ \t]+", r"\1", text)
    text = re.sub(r"\n[ \t]*(?=•|\d+\.[ \t])", "<br>", text)
    return " ".join(text.replace("\n", " ").split())

"""Tables: of Markdown where rows and cells are plain, else of HTML with Markdown in its cells."""

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
_BLOCK: Final = re.compile(r"\n\s*\n|^(?:- |1\. |> |#|<table|`{3}|: )", re.MULTILINE)
_NUMBER: Final = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class _Cell:
    header: bool
    text: str
    spans: tuple[tuple[str, str], ...] = ()


def table(tag: Tag, writer: "Writer") -> str:
    """A table, with what stands in it and in no cell before it."""
    loose: list[Node] = []
    rows = [row for row in _rows(tag, writer, loose) if row]
    caption = ""
    if rows and rows[0] and rows[0][0].text.lstrip("\\").startswith("+") and not rows[0][0].header:
        caption = rows[0][0].text.lstrip("\\+ ").strip()
        rows = [row for row in ([*rows[0][1:]], *rows[1:]) if row]
    before = [writer.blocks(loose), f"**{caption}**" if caption and "*" not in caption else caption]
    made = _plain(rows) if _is_plain(rows) else _html(rows)
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


def _is_plain(rows: Sequence[Sequence[_Cell]]) -> bool:
    cells = [cell for row in rows for cell in row]
    return not any(cell.spans or _BLOCK.search(cell.text) or "{{" in cell.text or "||" in cell.text for cell in cells)


def _plain(rows: Sequence[Sequence[_Cell]]) -> str:
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    has_head = all(cell.header for cell in rows[0])
    head, body = (rows[0], rows[1:]) if has_head else ([], rows)
    lines = [_line(head, width, is_head=True), f"|{' --- |' * width}", *(_line(row, width) for row in body)]
    return "\n".join(lines)


def _line(row: Sequence[_Cell], width: int, *, is_head: bool = False) -> str:
    texts = [_PIPE.sub(r"\\|", " ".join(cell.text.replace("\\\n", "<br>").split("\n"))) for cell in row]
    if not is_head:
        # Markdown knows headings of columns alone; the heading of a row is one by its letters.
        bold = [cell.header and "*" not in text and bool(text) for cell, text in zip(row, texts, strict=True)]
        texts = [f"**{text}**" if strong else text for strong, text in zip(bold, texts, strict=True)]
    return "".join(f"| {text} " if text else "| " for text in [*texts, *[""] * (width - len(texts))]) + "|"


def _html(rows: Sequence[Sequence[_Cell]]) -> str:
    """Each cell holds blocks of Markdown, with an empty line around them."""
    lines = ["<table>"]
    for row in rows:
        lines.append("<tr>")
        for cell in row:
            name = "th" if cell.header else "td"
            spans = "".join(f' {key}="{value}"' for key, value in cell.spans)
            lines += (
                [f"<{name}{spans}>", "", cell.text, "", f"</{name}>"] if cell.text else [f"<{name}{spans}></{name}>"]
            )
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])

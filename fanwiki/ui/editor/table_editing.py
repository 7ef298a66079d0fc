"""What hands do in a table: from cell to cell, and with rows and columns. Each command is one step of undo."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextBlock, QTextCursor

from fanwiki.domain.text_change import least_change
from fanwiki.ui.editor.spans import LOOSE
from fanwiki.ui.editor.tables import Align, Table, cells_of, column_at, has_cells, is_rule, read_table
from fanwiki.ui.editor.units import from_units, to_units, units

if TYPE_CHECKING:
    from fanwiki.ui.editor.text_editor import TextEditor

_LONGEST: Final = 5_000
"""Rows of a table that is edited as one; beyond that it is text."""


class TableCommand(StrEnum):
    """The commands by the names of their actions."""

    ADD_ROW_ABOVE = "add_row_above"
    ADD_ROW_BELOW = "add_row_below"
    MOVE_ROW_UP = "move_row_up"
    MOVE_ROW_DOWN = "move_row_down"
    DELETE_ROW = "delete_row"
    ADD_COLUMN_BEFORE = "add_column_before"
    ADD_COLUMN_AFTER = "add_column_after"
    MOVE_COLUMN_LEFT = "move_column_left"
    MOVE_COLUMN_RIGHT = "move_column_right"
    DELETE_COLUMN = "delete_column"
    ALIGN_LEFT = "align_left"
    ALIGN_CENTRE = "align_centre"
    ALIGN_RIGHT = "align_right"


_ALIGNS: Final = {
    TableCommand.ALIGN_LEFT: Align.LEFT,
    TableCommand.ALIGN_CENTRE: Align.CENTRE,
    TableCommand.ALIGN_RIGHT: Align.RIGHT,
}

_ROW_STEPS: Final = {TableCommand.MOVE_ROW_UP: -1, TableCommand.MOVE_ROW_DOWN: 1}
_COLUMN_STEPS: Final = {TableCommand.MOVE_COLUMN_LEFT: -1, TableCommand.MOVE_COLUMN_RIGHT: 1}


@dataclass(frozen=True)
class _Place:
    """A table in the text, and the cell of it that the cursor is in: row 0 is the header."""

    table: Table
    first: int
    """The number of the header's line."""
    lines: tuple[str, ...]
    row: int
    column: int


def is_in_table(editor: "TextEditor") -> bool:
    return _place(editor) is not None


def is_table_row(block: QTextBlock) -> bool:
    """Whether a line is one of a table."""
    return has_cells(block.text()) and any(
        is_rule(each.text()) for each in (block.next(), block, *_rows(block, back=True))
    )


def to_next_cell(editor: "TextEditor", by: int) -> bool:
    """To the next cell (1), or the one before (-1), with a new row behind the last; says whether there was a table."""
    place = _place(editor)
    if place is None:
        return False
    table = place.table
    cell = place.row * table.width + place.column + by
    row, column = divmod(max(cell, 0), table.width)
    if row == len(table.rows):
        table = table.with_row(row)
    _write(editor, place, table, row, column)
    return True


def to_cell_below(editor: "TextEditor") -> bool:
    """To the cell below, in a new row behind the last; from an empty last row out of the table, which loses it. Says
    whether there was a table.
    """
    place = _place(editor)
    if place is None:
        return False
    table, row = place.table, place.row + 1
    if row < len(table.rows):
        _write(editor, place, table, row, place.column)
    elif place.row > 0 and not any(table.rows[place.row]):
        _leave(editor, place, table.without_row(place.row))
    else:
        _write(editor, place, table.with_row(row), row, place.column)
    return True


def change_table(editor: "TextEditor", command: TableCommand) -> None:
    """Does a command to the table that the cursor is in; nothing outside of one."""
    place = _place(editor)
    if place is None or editor.isReadOnly():
        return
    table, row, column = _changed(place, command)
    _write(editor, place, table, min(row, len(table.rows) - 1), min(column, table.width - 1))


def insert_table(editor: "TextEditor", table: Table) -> None:
    """Puts a table where the cursor is, between empty lines, and selects its first cell."""
    cursor = editor.textCursor()
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    block = cursor.block()
    before = block.text()[: from_units(block.text(), cursor.positionInBlock())]
    above = block.previous().text() if not before.strip() else before
    lead = ("\n" if before.strip() else "") + ("\n" if above.strip() else "")
    rest = block.text()[len(before) :]
    below = block.next().text() if not rest.strip() else rest
    tail = ("\n" if rest.strip() else "") + ("\n" if below.strip() else "")
    first = block.blockNumber() + lead.count("\n")
    lines = table.lines()
    cursor.insertText(lead + "\n".join(lines) + tail)
    cursor.endEditBlock()
    _select(editor, first, *_cell(lines[0], 0))


def _changed(place: _Place, command: TableCommand) -> tuple[Table, int, int]:
    """The table after a command, and the cell that the cursor is then to be in."""
    table, row, column = place.table, place.row, place.column
    if align := _ALIGNS.get(command):
        return table.aligned(column, Align.NONE if table.aligns[column] is align else align), row, column
    if by := _ROW_STEPS.get(command):
        moved = table.moved_row(row, by)
        return moved, row if moved == table else row + by, column
    if by := _COLUMN_STEPS.get(command):
        return table.moved_column(column, by), row, column + by if 0 <= column + by < table.width else column
    match command:
        case TableCommand.ADD_ROW_ABOVE | TableCommand.ADD_ROW_BELOW:
            at = max(row + (command is TableCommand.ADD_ROW_BELOW), 1)
            return table.with_row(at), at, column
        case TableCommand.ADD_COLUMN_BEFORE | TableCommand.ADD_COLUMN_AFTER:
            at = column + (command is TableCommand.ADD_COLUMN_AFTER)
            return table.with_column(at), row, at
        case TableCommand.DELETE_COLUMN:
            return table.without_column(column), row, column
    return table.without_row(row), row, column


def _place(editor: "TextEditor") -> _Place | None:
    """The table around the cursor."""
    cursor = editor.textCursor()
    block = cursor.block()
    if not has_cells(block.text()) or not _is_row(block):
        return None
    above = list(_rows(block, back=True))
    below = list(_rows(block, back=False))
    blocks = [*reversed(above), block, *below]
    here = len(above)
    rule = next((number for number, each in enumerate(blocks[: here + 2]) if number and is_rule(each.text())), None)
    if rule is None or rule - 1 > here:
        return None
    blocks, here = blocks[rule - 1 :], here - rule + 1
    lines = tuple(each.text() for each in blocks)
    table = read_table(lines)
    if table is None:
        return None
    text = block.text()
    column = column_at(text, from_units(text, cursor.positionInBlock()))
    row = 0 if here < 2 else here - 1
    return _Place(table, blocks[0].blockNumber(), lines, row, min(column, table.width - 1))


def _rows(block: QTextBlock, *, back: bool) -> Iterator[QTextBlock]:
    for _ in range(_LONGEST):
        block = block.previous() if back else block.next()
        if not block.isValid() or not has_cells(block.text()) or not _is_row(block):
            return
        yield block


def _is_row(block: QTextBlock) -> bool:
    return block.userState() <= LOOSE and block.previous().userState() <= LOOSE


def _write(editor: "TextEditor", place: _Place, table: Table, row: int, column: int) -> None:
    """Puts a table in the place of the one that is there, and selects a cell of it."""
    lines = table.lines()
    _replace(editor, place, "\n".join(lines))
    line = row if row == 0 else row + 1
    _select(editor, place.first + line, *_cell(lines[line], column))


def _leave(editor: "TextEditor", place: _Place, table: Table) -> None:
    """Puts the cursor into an empty line below the table."""
    text = "\n".join(table.lines()) + "\n" + table.prefix
    _replace(editor, place, text)
    number = place.first + text.count("\n")
    block = editor.document().findBlockByNumber(number)
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    editor.setTextCursor(cursor)


def _replace(editor: "TextEditor", place: _Place, text: str) -> None:
    old = "\n".join(place.lines)
    change = least_change(old, text)
    if change is None:
        return
    start = editor.document().findBlockByNumber(place.first).position()
    cursor = QTextCursor(editor.document())
    cursor.setPosition(start + to_units(old, change.start))
    cursor.setPosition(start + to_units(old, change.end), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(change.text)


def _cell(line: str, column: int) -> tuple[int, int]:
    return cells_of(line)[column]


def _select(editor: "TextEditor", number: int, start: int, end: int) -> None:
    """Selects characters of a line; the cursor is at their end."""
    block = editor.document().findBlockByNumber(number)
    text = block.text()
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + units(text[:start]))
    cursor.setPosition(block.position() + units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)

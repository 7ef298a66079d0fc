"""Tables in the editor: cells, rows and columns, wide letters, escaped pipes, and what spreadsheets give."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fanwiki.ui.editor.table_editing import TableCommand
from fanwiki.ui.editor.tables import Align, Table, cells_of, display_width, from_spreadsheet, read_table
from fanwiki.ui.editor.text_editor import TextEditor
from tests.ui.driving import Driven
from tests.ui.writing import PATIENCE_MS, press, write

pytestmark = pytest.mark.gui

_TABLE = """| Name | Fate |
| --- | :-: |
| 남라 | half |
| On-jo | alive |"""


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[TextEditor]:
    window = QWidget()
    qtbot.addWidget(window)
    made = TextEditor(window)
    made.resize(700, 500)
    window.show()
    made.setFocus()
    yield made
    window.close()


def _put(editor: TextEditor, written: str) -> None:
    """A text with the cursor where `^` stands."""
    editor.load(written.replace("^", "", 1))
    cursor = editor.textCursor()
    cursor.setPosition(written.index("^"))
    editor.setTextCursor(cursor)


# --- pure -------------------------------------------------------------------------------------------------


def test_a_table_is_read_and_written_in_line() -> None:
    table = read_table(_TABLE.splitlines())
    assert table == Table((("Name", "Fate"), ("남라", "half"), ("On-jo", "alive")), (Align.NONE, Align.CENTRE))
    lines = table.lines()
    assert lines == ["| Name  | Fate  |", "| ----- | :---: |", "| 남라  | half  |", "| On-jo | alive |"]
    assert len({display_width(line) for line in lines}) == 1


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        (r"| a \| b | [[c\|d]] |", [r"a \| b", r"[[c\|d]]"]),
        ("> | a |  |", ["a", ""]),
        ("|a|", ["a"]),
        ("| | b |", ["", "b"]),
    ],
)
def test_cells_of_a_row(line: str, cells: list[str]) -> None:
    assert [line[start:end] for start, end in cells_of(line)] == cells


_CELL = st.text(alphabet="ab 남é|\\`[]漢😀-:", max_size=8).map(
    lambda text: " ".join(text.replace("\\", "").replace("|", r"\|").split())
)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width), min_size=1)))
def test_what_is_written_reads_the_same(rows: list[list[str]]) -> None:
    table = Table(tuple(tuple(row) for row in rows), (Align.NONE,) * len(rows[0]))
    assert read_table(table.lines()) == table


def test_a_reveal_with_bare_pipes_does_not_come_apart() -> None:
    table = read_table(["| a | b |", "| - | - |", "| x | ||S1E06: she dies|| |"])
    assert table is not None
    assert table.rows[1] == ("x", r"\|\|S1E06: she dies\|\|")
    assert read_table(["| a | b |", "| - | - |", "| x | ||S1E06: she dies |"]) is None


def test_what_is_no_table() -> None:
    assert read_table(["| a | b |"]) is None
    assert read_table(["| a | b |", "| c | d |"]) is None
    assert read_table(["| a | b |", "| --- |"]) is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\n1\t2\n", (("a", "b"), ("1", "2"))),
        ('a\tb|c\r\n"x\ny"\t2', (("a", r"b\|c"), ("x y", "2"))),
        ("a\tb", (("a", "b"),)),
        ("a\tb\n1", None),
        ("no tabs\nat all", None),
        ("\n", None),
    ],
)
def test_what_a_spreadsheet_gives(text: str, rows: tuple[tuple[str, ...], ...] | None) -> None:
    table = from_spreadsheet(text)
    assert (None if table is None else table.rows) == rows


# --- keys -------------------------------------------------------------------------------------------------


def test_tab_goes_from_cell_to_cell_and_brings_columns_into_line(editor: TextEditor) -> None:
    _put(editor, "| Na^me | Fate |\n|---|---|\n| 최남라 | half |\nafter")
    press(editor, Qt.Key.Key_Tab)
    assert editor.textCursor().selectedText() == "Fate"
    assert editor.text() == "| Name   | Fate |\n| ------ | ---- |\n| 최남라 | half |\nafter"
    press(editor, Qt.Key.Key_Tab)
    assert editor.textCursor().selectedText() == "최남라"
    press(editor, Qt.Key.Key_Backtab)
    assert editor.textCursor().selectedText() == "Fate"
    press(editor, Qt.Key.Key_Tab)
    press(editor, Qt.Key.Key_Tab)
    press(editor, Qt.Key.Key_Tab)
    write(editor, "On-jo")
    assert editor.text().splitlines()[3:] == ["| On-jo       |      |", "after"]
    press(editor, Qt.Key.Key_Tab)
    assert editor.text().splitlines()[3:] == ["| On-jo  |      |", "after"]


def test_return_goes_down_and_out(editor: TextEditor) -> None:
    _put(editor, "> | a | b^ |\n> | --- | --- |\n> | 1 | 2 |")
    press(editor, Qt.Key.Key_Return)
    assert editor.textCursor().selectedText() == "2"
    press(editor, Qt.Key.Key_Return)
    assert editor.text().splitlines()[-1] == "> |     |     |"
    write(editor, "3")
    press(editor, Qt.Key.Key_Return)
    press(editor, Qt.Key.Key_Return)
    assert editor.text().splitlines()[3:] == ["> |     | 3   |", "> "]
    write(editor, "text")
    assert editor.text().splitlines()[-1] == "> text"


def test_return_and_tab_do_as_ever_outside_of_tables(editor: TextEditor) -> None:
    for text in ("a | b^", "```\n| a |^\n| - |\n```", "| a |^\n"):
        _put(editor, text)
        press(editor, Qt.Key.Key_Return)
        assert editor.text() == text.replace("^", "\n")


# --- commands ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "rows"),
    [
        (TableCommand.ADD_ROW_ABOVE, ["a b", "- -", " ", "c d", "e f"]),
        (TableCommand.ADD_ROW_BELOW, ["a b", "- -", "c d", " ", "e f"]),
        (TableCommand.MOVE_ROW_DOWN, ["a b", "- -", "e f", "c d"]),
        (TableCommand.MOVE_ROW_UP, ["a b", "- -", "c d", "e f"]),
        (TableCommand.DELETE_ROW, ["a b", "- -", "e f"]),
        (TableCommand.ADD_COLUMN_BEFORE, ["a  b", "- - -", "c  d", "e  f"]),
        (TableCommand.ADD_COLUMN_AFTER, ["a b ", "- - -", "c d ", "e f "]),
        (TableCommand.MOVE_COLUMN_LEFT, ["b a", "- -", "d c", "f e"]),
        (TableCommand.MOVE_COLUMN_RIGHT, ["a b", "- -", "c d", "e f"]),
        (TableCommand.DELETE_COLUMN, ["a", "-", "c", "e"]),
        (TableCommand.ALIGN_LEFT, ["a b", "- :-", "c d", "e f"]),
        (TableCommand.ALIGN_CENTRE, ["a b", "- :-:", "c d", "e f"]),
        (TableCommand.ALIGN_RIGHT, ["a b", "- -:", "c d", "e f"]),
    ],
)
def test_rows_and_columns_as_one_step_of_undo(editor: TextEditor, command: TableCommand, rows: list[str]) -> None:
    _put(editor, "| a | b |\n| - | - |\n| c | d^ |\n| e | f |\n")
    before = editor.text()
    editor.change_table(command)
    found = [" ".join(line[start:end] for start, end in cells_of(line)) for line in editor.text().splitlines()]
    assert [line.replace("---", "-").replace("--:", "-:").replace(":--", ":-") for line in found] == rows
    editor.undo()
    if command is not TableCommand.MOVE_ROW_UP:
        assert editor.text() == before


def test_the_last_column_and_the_header_stay(editor: TextEditor) -> None:
    _put(editor, "| a^ |\n| --- |")
    editor.change_table(TableCommand.DELETE_COLUMN)
    editor.change_table(TableCommand.DELETE_ROW)
    assert editor.text() == "| a   |\n| --- |"


def test_a_table_is_put_between_empty_lines(editor: TextEditor) -> None:
    _put(editor, "be^fore")
    editor.insert_table()
    write(editor, "x")
    assert editor.text() == "be\n\n| x    |     |\n| --- | --- |\n|     |     |\n\nfore"
    editor.undo()
    editor.undo()
    assert editor.text() == "before"


def test_commands_are_enabled_inside_of_a_table_alone(driven: Driven) -> None:
    editor = driven.tab.editor
    editor.selectAll()
    write(editor, "text\n\n")
    actions = driven.window.actions_of_window
    action = actions["add_row_below"]
    assert not action.isEnabled()
    driven.do("insert_table")
    driven.qtbot.waitUntil(action.isEnabled, timeout=PATIENCE_MS)
    driven.do("add_row_below")
    assert len(editor.text().splitlines()) == 6
    editor.go_to_line(0)
    driven.qtbot.waitUntil(lambda: not action.isEnabled(), timeout=PATIENCE_MS)

"""Tables as text: nothing breaks out of a cell, and nothing runs where it is pasted."""

import pytest

from fanwiki.exporters.tables import markdown_table, tab_separated


def test_a_markdown_table_keeps_its_cells_apart() -> None:
    assert markdown_table(["A", "B"], [["x|y", "two\nlines"]]) == "| A | B |\n| --- | --- |\n| x\\|y | two lines |\n"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "＝1"])  # a wide sign
def test_no_cell_runs_in_a_spreadsheet(cell: str) -> None:
    _, line = tab_separated(["A", "B"], [["name", cell]]).splitlines()
    assert line == f"name\t'{cell.strip()}"


def test_plain_cells_stay_as_they_are() -> None:
    assert tab_separated(["A"], [["조이현"], [""], ["a=b"], ["a\tb"]]) == "A\n조이현\n\na=b\na b\n"

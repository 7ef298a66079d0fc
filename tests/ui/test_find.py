"""Find and replace: words and expressions, in all or in the selection, and never for longer than a moment."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fanwiki.ui.editor.find_bar import FindBar
from fanwiki.ui.editor.finding import Finder, Place, Search, UnfitPattern
from fanwiki.ui.editor.text_editor import TextEditor
from tests.ui.writing import PATIENCE_MS, press, write

pytestmark = pytest.mark.gui


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


@pytest.fixture
def find_bar(editor: TextEditor) -> FindBar:
    editor.load("Roof, roof and ROOF.\nNo roof.")
    return FindBar(editor, editor.window())


def _field(find_bar: FindBar, name: str) -> QLineEdit:
    found = find_bar.findChild(QLineEdit, name)
    assert found is not None
    return found


def _said(find_bar: FindBar, name: str) -> str:
    found = find_bar.findChild(QLabel, name)
    assert found is not None
    return found.text()


def _check(find_bar: FindBar, *names: str) -> None:
    for name in names:
        found = find_bar.findChild(QCheckBox, name)
        assert found is not None
        found.click()


# --- pure -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        (Search("roof"), "Roof roof", ["Roof", "roof"]),
        (Search("roof", case=True), "Roof roof", ["roof"]),
        (Search("a.b"), "axb a.b", ["a.b"]),
        (Search("roof", words=True), "roofs roof", ["roof"]),
        (Search(r"^\w+", expression=True), "one two\nthree", ["one", "three"]),
        (Search("x*", expression=True), "axxb", ["xx"]),
        (Search("남라"), "😀 최남라 남라", ["남라", "남라"]),
        (Search("a|b", words=True, expression=True), "a bb b", ["a", "b"]),
    ],
)
def test_what_is_found(search: Search, text: str, found: list[str]) -> None:
    raw = text.encode("utf-16-le")
    places = Finder(search).places(text)
    assert [raw[2 * place.start : 2 * place.end].decode("utf-16-le") for place in places] == found


@pytest.mark.parametrize(
    ("pattern", "replacement", "after"),
    [
        (r"(\w+), (\w+)", r"\2 \1", "roof the 😀"),
        (r"(\w+), (\w+)", "$2 costs $$1", "roof costs $1 😀"),
        (r"(?P<a>the)", "${a}m", "them, roof 😀"),
        ("the", "", ", roof 😀"),
    ],
)
def test_groups_are_put_in(pattern: str, replacement: str, after: str) -> None:
    assert Finder(Search(pattern, expression=True)).replaced("the, roof 😀", replacement) == (after, 1)


def test_without_an_expression_a_replacement_is_but_text() -> None:
    assert Finder(Search("a")).replaced("a", r"\1$1") == (r"\1$1", 1)


def test_what_is_wrong_is_said_in_words() -> None:
    with pytest.raises(UnfitPattern, match="no regular expression"):
        Finder(Search("(a", expression=True))
    with pytest.raises(UnfitPattern, match="group"):
        Finder(Search("(a)", expression=True)).replaced("a", r"\7")


def test_a_catastrophic_expression_is_given_up() -> None:
    finder = Finder(Search(r"(a|aa)+$", expression=True))
    with pytest.raises(UnfitPattern, match="too long"):
        finder.places("a" * 400 + "b")


@given(st.text(alphabet="ab😀남\n"), st.text(alphabet="ab😀", min_size=1, max_size=2), st.data())
def test_replacing_within_a_part_leaves_the_rest(text: str, wanted: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    within = Place(*(len(text[:index].encode("utf-16-le")) // 2 for index in (start, end)))
    replaced, count = Finder(Search(wanted, case=True)).replaced(text, "x", within)
    assert replaced == text[:start] + text[start:end].replace(wanted, "x") + text[end:]
    assert count == text[start:end].count(wanted)


# --- the bar ----------------------------------------------------------------------------------------------


def test_places_are_found_round_and_round(editor: TextEditor, find_bar: FindBar) -> None:
    find_bar.open_find()
    field = _field(find_bar, "findField")
    write(field, "roof")
    assert _said(find_bar, "findCount") == "1 / 4"
    for _ in range(4):
        press(field, Qt.Key.Key_Return)
    assert _said(find_bar, "findCount") == "1 / 4"
    find_bar.find_previous()
    assert _said(find_bar, "findCount") == "4 / 4"
    assert len(editor.extraSelections()) == 4
    press(field, Qt.Key.Key_Escape)
    assert not find_bar.isVisible()
    assert editor.extraSelections() == []


def test_replacing_one_and_all(editor: TextEditor, find_bar: FindBar) -> None:
    find_bar.open_replace()
    write(_field(find_bar, "findField"), "roof")
    write(_field(find_bar, "replaceField"), "roof top")
    find_bar.replace()
    assert editor.text() == "roof top, roof and ROOF.\nNo roof."
    find_bar.replace_all()
    assert editor.text() == "roof top top, roof top and roof top.\nNo roof top."
    assert _said(find_bar, "findCount") == "4 replaced"
    editor.undo()
    assert editor.text() == "roof top, roof and ROOF.\nNo roof."


def test_expressions_with_groups(editor: TextEditor, find_bar: FindBar) -> None:
    find_bar.open_replace()
    _check(find_bar, "regularExpression", "matchCase")
    write(_field(find_bar, "findField"), r"(\w+) roof")
    assert _said(find_bar, "findCount") == "1 / 1"
    write(_field(find_bar, "replaceField"), r"\1 way")
    find_bar.replace()
    assert editor.text() == "Roof, roof and ROOF.\nNo way."
    write(_field(find_bar, "findField"), "(")
    assert "no regular expression" in _said(find_bar, "findError")
    assert _said(find_bar, "findCount") == ""


def test_in_the_selection_alone(editor: TextEditor, find_bar: FindBar) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(6)
    cursor.setPosition(25, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    find_bar.open_replace()
    write(_field(find_bar, "findField"), "roof")
    assert _said(find_bar, "findCount") == "1 / 2"
    write(_field(find_bar, "replaceField"), "hall")
    find_bar.replace_all()
    assert editor.text() == "Roof, hall and hall.\nNo roof."


def test_the_marks_follow_the_text(qtbot: QtBot, editor: TextEditor, find_bar: FindBar) -> None:
    find_bar.open_find()
    write(_field(find_bar, "findField"), "roof")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    write(editor, " roof")
    qtbot.waitUntil(lambda: len(editor.extraSelections()) == 5, timeout=PATIENCE_MS)

"""The editor: formatting, lists, colours, completion, find and replace, and input methods."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.text_change import least_change
from fanwiki.ui.editor.colours import formats
from fanwiki.ui.editor.counting import text_length
from fanwiki.ui.editor.formatting import BOLD, ITALIC, Line, heading, link, toggle
from fanwiki.ui.editor.lists import Continued, Ended, indented, on_return, outdented, renumbered
from fanwiki.ui.editor.spans import COMMENT, PLAIN, Part, Span, read_line
from fanwiki.ui.editor.text_document import TextDocument
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.editor.units import from_units, to_units, units
from fanwiki.ui.session import WikiSession
from fanwiki.ui.theme import palette
from fanwiki.wiki import Wiki
from tests.ui.writing import PATIENCE_MS, Desk, press, session_on, write

pytestmark = pytest.mark.gui


@pytest.fixture
def session(wiki: Wiki) -> Iterator[WikiSession]:
    with session_on(wiki) as opened:
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, session: WikiSession) -> Iterator[Desk]:
    made = Desk(qtbot, session)
    yield made
    made.clear()


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[TextEditor]:
    window = QWidget()
    qtbot.addWidget(window)
    made = TextEditor(window)
    made.resize(700, 500)
    window.resize(700, 500)
    window.show()
    made.setFocus()
    yield made
    window.close()


def _select(editor: TextEditor, start: int, end: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


# --- pure -------------------------------------------------------------------------------------------------


@given(st.text(), st.text())
def test_the_least_change_makes_the_one_text_of_the_other(old: str, new: str) -> None:
    change = least_change(old, new)
    if change is None:
        assert old == new
    else:
        assert old[: change.start] + change.text + old[change.end :] == new
        assert not (change.text and change.text[0] == old[change.start : change.start + 1])


@given(st.text(), st.data())
def test_positions_come_back_from_qt_as_they_went(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    assert from_units(text, to_units(text, index)) == index
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("a <word> b", BOLD, "a **<word>** b"),
        ("a **<word>** b", BOLD, "a <word> b"),
        ("a <**word**> b", BOLD, "a <word> b"),
        ("a wo<>rd b", BOLD, "a **<word>** b"),
        ("a **wo<>rd** b", BOLD, "a <word> b"),
        ("a **<word>** b", ITALIC, "a ***<word>*** b"),
        ("a ***<word>*** b", ITALIC, "a **<word>** b"),
        ("a ***<word>*** b", BOLD, "a *<word>* b"),
        ("a *<word>* b", ITALIC, "a <word> b"),
        ("a< word >b", ITALIC, "a *<word>* b"),
        ("a <>", BOLD, "a **<>**"),
        ("a **<>**", BOLD, "a <>"),
        ("최남<>라", BOLD, "**<최남라>**"),
        ("😀 <word>", ITALIC, "😀 *<word>*"),
    ],
)
def test_marks_are_set_and_taken_away(before: str, mark: str, after: str) -> None:
    assert _written(toggle(_line(before), mark)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("see <the roof> now", "see [[the roof<>]] now"),
        ("see <>", "see [[<>]]"),
        ("Nam<>ra", "[[Namra<>]]"),
        ("<https://example.org>", "[<>](https://example.org)"),
    ],
)
def test_a_link_is_made(before: str, after: str) -> None:
    assert _written(link(_line(before))) == after


@pytest.mark.parametrize(
    ("before", "level", "after"),
    [("Tit<>le", 2, "## Tit<>le"), ("## Tit<>le", 2, "Tit<>le"), ("## Tit<>le", 3, "### Tit<>le"), ("<>", 1, "# <>")],
)
def test_a_heading_is_made(before: str, level: int, after: str) -> None:
    assert _written(heading(_line(before), level)) == after


def _line(written: str) -> Line:
    start, end = written.index("<"), written.index(">") - 1
    return Line(written.replace("<", "", 1).replace(">", "", 1), start, end)


def _written(line: Line) -> str:
    return f"{line.text[: line.start]}<{line.selected}>{line.text[line.end :]}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- one", Continued("- ")),
        ("  * one", Continued("  * ")),
        ("9. nine", Continued("10. ")),
        ("3) three", Continued("4) ")),
        ("- [x] done", Continued("- [ ] ")),
        ("> quoted", Continued("> ")),
        ("> - in a quote", Continued("> - ")),
        ("- ", Ended("")),
        ("  - ", Ended("- ")),
        ("> ", Ended("")),
        ("> - ", Ended("> ")),
        ("plain", None),
        ("- - -", None),
        ("-no", None),
    ],
)
def test_what_return_does_at_the_end_of_a_line(line: str, expected: Continued | Ended | None) -> None:
    assert on_return(line, len(line)) == expected


def test_return_before_the_text_of_an_item_is_but_a_new_line() -> None:
    assert on_return("- one", 0) is None


def test_items_go_in_and_out() -> None:
    assert indented("- a") == "  - a"
    assert indented("10. a") == "    10. a"
    assert outdented("  - a") == "- a"
    assert outdented("plain") == "plain"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. a|2. b|2. c", "1. a|2. b|3. c"),
        ("3. a|   - x|9. b", "3. a|   - x|4. b"),
        ("1. a||1. b|   text|1. c", "1. a||1. b|   text|1. c"),
        ("1) a|1. b", "1) a|1. b"),
        ("> 1. a|> 5. b", "> 1. a|> 2. b"),
        ("- a|- b", "- a|- b"),
        ("1. a|   4. x|   9. y|7. b", "1. a|   4. x|   5. y|2. b"),
    ],
)
def test_numbers_come_into_order(before: str, after: str) -> None:
    assert renumbered(before.split("|")) == after.split("|")


def _parts(text: str, state: int = PLAIN) -> set[tuple[str, Part]]:
    return {(text[span.start : span.end], span.part) for span in read_line(text, state)[0]}


@pytest.mark.parametrize(
    ("line", "text", "part"),
    [
        ("# Title", "# Title", Part.HEADING1),
        ("a **bold** b", "**bold**", Part.BOLD),
        ("a *it* b", "*it*", Part.ITALIC),
        ("**a *b* c**", "*b*", Part.ITALIC),
        ("~~gone~~", "~~gone~~", Part.STRUCK),
        ("a `[[code]]` b", "`[[code]]`", Part.CODE),
        ("see [[Nam-ra|her]]", "[[Nam-ra|her]]", Part.LINK),
        ("![[roof.png|200]]", "![[roof.png|200]]", Part.EMBED),
        ("[[Category:Students]]", "[[Category:Students]]", Part.CATEGORY),
        ("::: reveal S1E06", "::: reveal S1E06", Part.REVEAL),
        (":::", ":::", Part.REVEAL),
        ("x ||S1E06: she|| y", "||S1E06: she||", Part.VEIL),
        (r"| a | \|\|S1E06: she\|\| |", r"\|\|S1E06: she\|\|", Part.VEIL),
        ("x ||S1E06: she dies", "||S1E06: she dies", Part.VEIL),
        ("> ::: reveal S1E06", "> ::: reveal S1E06", Part.REVEAL),
        ("{{Quote|text|by=Nam-ra}}", "{{Quote|text|by=Nam-ra}}", Part.DATA),
        (": what it means", ":", Part.MARK),
        ("[^1]: a note", "[^1]:", Part.MARK),
        ("text %% and on", "%% and on", Part.COMMENT),
        ("- ```python", "- ```python", Part.FENCE),
        ("{{status Nam-ra}}", "{{status Nam-ra}}", Part.DATA),
        ("a %% note %% b", "%% note %%", Part.COMMENT),
        ("> said", "> said", Part.QUOTE),
        ("> [!note]- Title", "[!note]-", Part.CALLOUT),
        ("| a | b |", "| a | b |", Part.TABLE),
        ("a <b>raw</b>", "<b>", Part.RAW),
        ("text[^1]", "[^1]", Part.NOTE),
        ("[words](https://example.org)", "(https://example.org)", Part.ADDRESS),
        ("```python", "```python", Part.FENCE),
        ("1. one", "1.", Part.MARK),
    ],
)
def test_what_a_part_of_a_line_is(line: str, text: str, part: Part) -> None:
    assert (text, part) in _parts(line)


def test_what_is_in_code_is_nothing_else() -> None:
    assert {part for _, part in _parts("`[[a]] **b**`")} == {Part.CODE}
    assert _parts(r"\*a\* \`b\`") == set()


def test_a_comment_within_a_paragraph_goes_on_over_lines() -> None:
    spans, state = read_line("text %% one", PLAIN)
    assert state != PLAIN
    spans, state = read_line("two %% [[link]] %% three", state)
    assert [span.part for span in spans] == [Part.COMMENT, Part.LINK, Part.COMMENT]
    assert read_line("four %%", state)[1] == PLAIN
    assert read_line("`a %%`", PLAIN)[1] == PLAIN
    assert read_line("", read_line("100%% sure", PLAIN)[1]) == ([], PLAIN)
    assert read_line("", COMMENT) == ([Span(0, 0, Part.COMMENT)], COMMENT)


def test_no_line_takes_long_to_colour() -> None:
    for part in ("**a ", "||a ", "[^a", "`a ``b ", "||S1E01: ", "<a ", "[a]("):
        assert read_line(part * 5_000, PLAIN)[0] is not None


def test_fences_and_comments_go_on_over_lines() -> None:
    state = PLAIN
    kinds = []
    for line in ("````", "```", "[[a]]", "````", "%%", "note", "end %% [[b]]", "~~~", "```", "~~~", "x"):
        spans, state = read_line(line, state)
        kinds.append([span.part for span in spans])
    fence, comment = [Part.FENCE], [Part.COMMENT]
    assert kinds == [fence] * 4 + [comment, comment, [Part.COMMENT, Part.LINK]] + [fence] * 3 + [[]]
    assert state == PLAIN


@given(st.text(alphabet="*_`|%[]{}!#>~:-+<1. aé😀\\", max_size=60), st.integers(0, 9))
def test_any_line_can_be_coloured(text: str, state: int) -> None:
    spans, _ = read_line(text, state)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)


def test_words_are_counted() -> None:
    text = "Don't stop: 최남라 is half-zombie. %% not this %%\n::: reveal S1E01\n{{infobox}}\n漢字\n%%"
    text += " nor\nthis %% but this"
    length = text_length(text.split("\n"))
    assert (length.words, length.ideographs, length.all_words) == (7, 2, 9)
    assert length.minutes == 1
    assert text_length([]).minutes == 0
    assert text_length(["word " * 460]).minutes == 2


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_stands_off_the_paper(dark: bool) -> None:
    chosen = palette(dark=dark)
    paper = chosen.color(QPalette.ColorRole.Base)
    for part, shape in formats(chosen, QApplication.font()).items():
        ink = shape.foreground() if shape.foreground().style() != Qt.BrushStyle.NoBrush else chosen.text()
        tinted = shape.background().style() != Qt.BrushStyle.NoBrush
        under = _over(shape.background().color(), paper) if tinted else paper
        assert _contrast(ink.color(), under) >= 4.5, part


def _over(tint: QColor, paper: QColor) -> QColor:
    part = tint.alphaF()
    pairs = ((tint.redF(), paper.redF()), (tint.greenF(), paper.greenF()), (tint.blueF(), paper.blueF()))
    return QColor.fromRgbF(*(upper * part + lower * (1 - part) for upper, lower in pairs))


def _contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


# --- the widget -------------------------------------------------------------------------------------------


def test_a_list_goes_on_and_ends(editor: TextEditor) -> None:
    write(editor, "1. one\ntwo\n\nafter")
    assert editor.text() == "1. one\n2. two\nafter"


def test_a_list_does_not_go_on_in_code(editor: TextEditor) -> None:
    write(editor, "```\n- one\ntwo")
    assert editor.text() == "```\n- one\ntwo"


def test_tab_moves_items_in_and_out_as_one_step_of_undo(editor: TextEditor) -> None:
    editor.load("- a\n- b\n- c")
    _select(editor, 4, 11)
    press(editor, Qt.Key.Key_Tab)
    assert editor.text() == "- a\n  - b\n  - c"
    editor.undo()
    assert editor.text() == "- a\n- b\n- c"
    editor.redo()
    _select(editor, 4, 15)
    press(editor, Qt.Key.Key_Backtab)
    assert editor.text() == "- a\n- b\n- c"


def test_an_item_in_between_moves_the_numbers_on(editor: TextEditor) -> None:
    editor.load("1. a\n2. b\n\n3. c\n\ntext\n7. d")
    _select(editor, 4, 4)
    write(editor, "\nx")
    assert editor.text() == "1. a\n2. x\n3. b\n\n4. c\n\ntext\n7. d"
    press(editor, Qt.Key.Key_Tab)
    assert editor.text() == "1. a\n   1. x\n2. b\n\n3. c\n\ntext\n7. d"
    press(editor, Qt.Key.Key_Backtab)
    assert editor.text() == "1. a\n2. x\n3. b\n\n4. c\n\ntext\n7. d"
    editor.undo()
    assert editor.text() == "1. a\n   1. x\n2. b\n\n3. c\n\ntext\n7. d"


def test_tasks_and_quotes_go_on(editor: TextEditor) -> None:
    write(editor, "- [x] done\nnext\n\n> said\nmore")
    assert editor.text() == "- [x] done\n- [ ] next\n> said\n> more"


def test_bold_over_several_lines(editor: TextEditor) -> None:
    editor.load("one\n\ntwo")
    _select(editor, 0, 8)
    editor.toggle(BOLD)
    assert editor.text() == "**one**\n\n**two**"
    editor.undo()
    assert editor.text() == "one\n\ntwo"


def test_formatting_counts_as_qt_does(editor: TextEditor) -> None:
    editor.load("😀😀 word end")
    _select(editor, 5, 9)
    editor.toggle(BOLD)
    assert editor.text() == "😀😀 **word** end"
    assert editor.textCursor().selectedText() == "word"


def test_nothing_of_the_text_is_lost(editor: TextEditor) -> None:
    text = "no-break\u00a0space, \u2028 line, e\u0301, 👩‍👩‍👧, \u202eright\u202c, tab\t."
    editor.load(text)
    assert editor.text() == text


def test_another_text_is_taken_over_around_the_cursor(editor: TextEditor) -> None:
    editor.load("😀 one [[Old]] two\nthree")
    _select(editor, 22, 22)
    editor.take_over("😀 one [[Brand new]] two\nthree")
    assert editor.textCursor().block().text() == "three"
    assert editor.textCursor().positionInBlock() == 22 - 19
    editor.undo()
    assert editor.text() == "😀 one [[Old]] two\nthree"


def test_a_long_text_is_coloured_where_it_is_seen_first(qtbot: QtBot, editor: TextEditor) -> None:
    editor.load("# Title\n```\n" + "**code**\n" * 500 + "```\n" + "**bold**\n" * 2_000)
    first, last = editor.document().firstBlock(), editor.document().findBlockByNumber(2_400)
    assert first.layout().formats()
    assert not last.layout().formats()
    assert editor.document().findBlockByNumber(400).userState() > COMMENT
    assert last.userState() == PLAIN
    editor.go_to_line(2_400)
    assert last.layout().formats()
    typed: list[bool] = []
    editor.typed.connect(lambda: typed.append(True))
    document = editor.document()
    assert isinstance(document, TextDocument)
    qtbot.waitUntil(lambda: not document.colours_behind, timeout=PATIENCE_MS)
    assert typed == []
    block = editor.document().firstBlock()
    while block.isValid():
        assert block.layout().formats() or not block.text()
        block = block.next()


def test_colours_are_laid_over_one_another(editor: TextEditor) -> None:
    editor.load("😀 **bold [[link]]**")
    block = editor.document().firstBlock()
    start = to_units(block.text(), block.text().index("[["))
    shapes = {each.start: QTextCharFormat(each.format) for each in block.layout().formats()}
    assert shapes[start].fontWeight() == QFont.Weight.Bold
    assert shapes[start].foreground() == formats(editor.palette(), editor.font())[Part.LINK].foreground()

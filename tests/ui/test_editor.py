"""The editor: formatting, lists, colours, completion, find and replace, and input methods."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QInputMethodEvent, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.text_change import least_change
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.editor.colours import formats
from fanwiki.ui.editor.completing import open_link, rank
from fanwiki.ui.editor.counting import text_length
from fanwiki.ui.editor.find_bar import FindBar
from fanwiki.ui.editor.formatting import BOLD, ITALIC, Line, heading, link, toggle
from fanwiki.ui.editor.lists import Continued, Ended, indented, on_return, outdented
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.editor.save_state import SaveState
from fanwiki.ui.editor.spans import PLAIN, Part, read_line
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.editor.units import from_units, to_units, units
from fanwiki.ui.session import WikiSession
from fanwiki.ui.theme import palette
from fanwiki.wiki import Wiki
from tests.building import Builder
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


def test_a_link_that_is_being_typed() -> None:
    found = open_link("see [[Nam")
    assert found is not None
    assert (found.start, found.typed) == (6, "Nam")
    assert open_link("see [[Nam]] and") is None
    assert open_link("`code [[Nam") is None
    assert open_link("see [[Nam|lab") is None


def test_titles_are_ranked() -> None:
    titles = ["Choi Nam-ra", "Nam On-jo", "Namsan", "Episode 1", "최남라"]
    assert rank("nam", titles) == ["Namsan", "Nam On-jo", "Choi Nam-ra"]
    assert rank("남라", titles) == ["최남라"]
    assert rank("Episod1", titles)[0] == "Episode 1"
    assert rank("", titles) == titles


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


def test_colours_are_laid_over_one_another(editor: TextEditor) -> None:
    editor.load("😀 **bold [[link]]**")
    block = editor.document().firstBlock()
    start = to_units(block.text(), block.text().index("[["))
    shapes = {each.start: QTextCharFormat(each.format) for each in block.layout().formats()}
    assert shapes[start].fontWeight() == QFont.Weight.Bold
    assert shapes[start].foreground() == formats(editor.palette(), editor.font())[Part.LINK].foreground()


# --- find and replace -------------------------------------------------------------------------------------


@pytest.fixture
def find_bar(editor: TextEditor) -> FindBar:
    editor.load("Roof, roof and ROOF.\nNo roof.")
    return FindBar(editor, editor.window())


def test_places_are_found_round_and_round(editor: TextEditor, find_bar: FindBar) -> None:
    find_bar.open_find()
    field, count = _field(find_bar, "findField"), find_bar.findChild(QLabel, "findCount")
    assert count is not None
    write(field, "roof")
    assert count.text() == "1 / 4"
    for _ in range(4):
        press(field, Qt.Key.Key_Return)
    assert count.text() == "1 / 4"
    find_bar.find_previous()
    assert count.text() == "4 / 4"
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
    editor.undo()
    assert editor.text() == "roof top, roof and ROOF.\nNo roof."


def _field(find_bar: FindBar, name: str) -> QLineEdit:
    found = find_bar.findChild(QLineEdit, name)
    assert found is not None
    return found


# --- completion and input methods -------------------------------------------------------------------------


@pytest.fixture
def tab(desk: Desk, wiki: Wiki) -> PageTab:
    builder = Builder(wiki)
    for title in ("Nam-ra", "Namsan", "한라산", "한강"):
        builder.page(title)
    found = desk.open(builder.page("Start"), shown=False)
    desk.window.show()
    found.show()
    found.editor.setFocus()
    desk.qtbot.waitUntil(found.editor.hasFocus, timeout=PATIENCE_MS)
    return found


def test_titles_are_offered_behind_two_brackets_and_taken(tab: PageTab) -> None:
    write(tab.editor, "see [[nam")
    assert tab.completer.offered == ["Nam-ra", "Namsan"]
    press(tab.completer.popup, Qt.Key.Key_Down)
    press(tab.completer.popup, Qt.Key.Key_Return)
    assert tab.editor.text() == "see [[Namsan]]"
    assert tab.completer.offered == []
    write(tab.editor, " on")
    assert tab.editor.text() == "see [[Namsan]] on"


def test_tab_takes_a_title_and_brackets_that_are_there_are_used(tab: PageTab) -> None:
    tab.insert_link()
    assert tab.editor.text() == "[[]]"
    write(tab.editor, "Nam")
    press(tab.completer.popup, Qt.Key.Key_Tab)
    assert tab.editor.text() == "[[Nam-ra]]"


def test_escape_closes_the_offer(tab: PageTab) -> None:
    write(tab.editor, "[[nam")
    press(tab.completer.popup, Qt.Key.Key_Escape)
    assert tab.completer.offered == []
    assert tab.editor.text() == "[[nam"


def test_a_new_title_is_offered(desk: Desk, tab: PageTab, session: WikiSession) -> None:
    write(tab.editor, "[[zz")
    assert tab.completer.offered == []
    session.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "ZZ Top"))
    desk.settle()
    write(tab.editor, " t")
    assert tab.completer.offered == ["ZZ Top"]


def _compose(editor: TextEditor, preedit: str, commit: str = "") -> None:
    """What an input method sends: text that is still being composed, or text that is done."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(editor, event)


def test_hangul_is_composed_and_commits_whole(qtbot: QtBot, tab: PageTab) -> None:
    editor = tab.editor
    write(editor, "[[")
    offered = tab.completer.offered
    assert "한라산" in offered
    states: list[object] = []
    tab.save_now()
    qtbot.waitUntil(lambda: tab.save_state == SaveState.SAVED, timeout=PATIENCE_MS)
    tab.save_state_changed.connect(states.append)
    for preedit in ("ㅎ", "하", "한"):
        _compose(editor, preedit)
        assert editor.composing
        assert tab.completer.offered == []
        assert editor.text() == "[["
    assert states == []
    assert not tab.has_unsaved
    _compose(editor, "", "한")
    assert not editor.composing
    assert editor.text() == "[[한"
    assert tab.completer.offered == ["한강", "한라산"]
    assert tab.has_unsaved
    _compose(editor, "ㄹ")
    assert tab.completer.offered == []
    _compose(editor, "라")
    _compose(editor, "", "라")
    assert editor.text() == "[[한라"
    assert tab.completer.offered == ["한라산"]


def test_what_is_being_composed_is_not_saved(tab: PageTab, desk: Desk, session: WikiSession) -> None:
    write(tab.editor, "one ")
    _compose(tab.editor, "하")
    tab.save_now()
    desk.settle()
    assert session.author_view().text(tab.page_id).body == "one "
    assert tab.editor.composing


def test_everything_that_takes_the_keyboard_has_a_name(tab: PageTab) -> None:
    for widget in tab.findChildren(QWidget):
        own = not isinstance(widget.parent(), QLineEdit)
        if own and isinstance(widget, QAbstractButton | QLineEdit | TextEditor):
            assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()), widget

"""Misspelt words: what is looked at, what is never wrong, and what one can do about it."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from fanwiki.ui import spell_work
from fanwiki.ui.editor.page_tab import Mode
from fanwiki.ui.editor.spell_marks import SpellMarks
from fanwiki.ui.editor.spelling import Spelling, best_language, languages, names_in, open_speller, words_in
from tests.ui.driving import PATIENCE_MS, Driven
from tests.ui.writing import write

pytestmark = pytest.mark.gui

PAGE = "Class 2-5"


class Words:
    """A dictionary of a few words."""

    def __init__(self, *words: str) -> None:
        self._words = words

    def check(self, word: str) -> bool:
        return word.casefold() in self._words

    def suggest(self, word: str) -> Sequence[str]:
        return [each for each in self._words if each[:2] == word.casefold()[:2]]


KNOWN = Words("the", "door", "is", "open", "it's", "문")


def wrong(line: str, *, language: str = "en_US", names: frozenset[str] = frozenset(), state: int = 0) -> list[str]:
    spelling = Spelling(KNOWN, language, names, frozenset({"hambie"}))
    spelling.check(line, state)
    return [line[start:end] for start, end in spelling.marks(line, state)]


def test_words_that_are_not_in_the_dictionary_are_misspelt() -> None:
    assert wrong("The doar is **opan**, it’s open") == ["doar", "opan"]


@pytest.mark.parametrize(
    "line",
    [
        "`doar`", "[[doar]]", "![[doar.png]]", "{{doar}}", "https://doar.org/opan", "::: reveal doar", "[^doar]",
        "<doar>", "[[Category:doar]]", "S1E06 x2y", "DOAR", "a", "漢字", "> [!doar]",
    ],
)  # fmt: skip
def test_what_is_no_prose_is_not_looked_at(line: str) -> None:
    assert wrong(line) == []


def test_a_fence_is_not_looked_at() -> None:
    assert words_in("doar", 6) == []


def test_names_and_own_words_are_right() -> None:
    names = names_in(["Choi Nam-ra", "Hyosan High School"])
    assert wrong("The Hyosan hambie is Nam-ra's doar", names=names) == ["doar"]


def test_hangul_is_for_a_korean_dictionary_and_the_rest_for_the_others() -> None:
    assert wrong("문 믄 doar") == ["doar"]
    assert wrong("문 믄 doar", language="ko_KR") == ["믄"]


def test_the_language_that_fits_best() -> None:
    there = ("de_DE", "en_GB", "en_US", "ko")
    assert [best_language(each, there) for each in ("en_US", "ko_KR", "fr_FR", "")] == ["en_US", "ko", "en_GB", "en_GB"]
    assert best_language("en_US", ()) == ""


@pytest.fixture
def spelt(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> Driven:
    """The window with a dictionary of a few words."""
    monkeypatch.setattr(spell_work, "languages", lambda: ("en_US",))
    monkeypatch.setattr(spell_work, "open_speller", lambda _language: KNOWN)
    tab = driven.go(PAGE)
    tab.set_mode(Mode.EDIT)
    tab.editor.document().setPlainText("")
    write(tab.editor, "The doar is open")
    return driven


def marks_of(driven: Driven) -> SpellMarks:
    found = driven.tab.editor.findChild(SpellMarks)
    assert isinstance(found, SpellMarks)
    return found


def at(driven: Driven, position: int) -> str:
    """The misspelt word at a place in the text."""
    cursor = driven.tab.editor.textCursor()
    cursor.setPosition(position)
    found = marks_of(driven).misspelt_at(cursor)
    return "" if found is None else found.selectedText()


def test_a_word_is_marked_corrected_and_undone(spelt: Driven) -> None:
    editor = spelt.tab.editor
    spelt.qtbot.waitUntil(lambda: at(spelt, 6) == "doar", timeout=PATIENCE_MS)
    assert at(spelt, 1) == ""
    cursor = editor.textCursor()
    cursor.setPosition(6)
    place = editor.cursorRect(cursor).center()
    editor.viewport().grab()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, editor.viewport().mapToGlobal(place))
    QApplication.sendEvent(editor.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    first = menu.actions()[0]
    assert first.text() == "door"
    first.trigger()
    menu.close()
    assert editor.text() == "The door is open"
    editor.undo()
    assert editor.text() == "The doar is open"


def test_a_word_can_be_called_right_in_this_wiki(spelt: Driven) -> None:
    spelt.qtbot.waitUntil(lambda: at(spelt, 6) == "doar", timeout=PATIENCE_MS)
    marks_of(spelt).added.emit("Doar")
    spelt.qtbot.waitUntil(lambda: at(spelt, 6) == "", timeout=PATIENCE_MS)
    marks_of(spelt).check_now()
    assert at(spelt, 6) == ""


def test_f7_turns_the_marks_off_and_on(spelt: Driven) -> None:
    spelt.qtbot.waitUntil(lambda: at(spelt, 6) == "doar", timeout=PATIENCE_MS)
    QTest.keyClick(spelt.tab.editor, Qt.Key.Key_F7)
    spelt.qtbot.waitUntil(lambda: at(spelt, 6) == "", timeout=PATIENCE_MS)
    assert "not marked" in spelt.window.notice.text
    spelt.do("toggle_spelling")
    spelt.qtbot.waitUntil(lambda: at(spelt, 6) == "doar", timeout=PATIENCE_MS)


def test_without_a_dictionary_it_says_what_is_missing(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spell_work, "languages", lambda: ())
    driven.do("toggle_spelling")
    assert "no dictionary" in driven.window.notice.text
    assert not driven.window.actions_of_window["toggle_spelling"].isChecked()


def test_the_real_dictionary_where_there_is_one() -> None:
    if "en_US" not in languages():
        pytest.skip("pyenchant or its dictionary en_US is not installed")
    spelling = Spelling(open_speller("en_US"), "en_US", frozenset(), frozenset())
    assert spelling.is_right("school")
    assert not spelling.is_right("schoool")
    assert "school" in spelling.suggest("schoool")

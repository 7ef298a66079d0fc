"""Words that anybody may have written are shown as they are in every label and every tip of the window: read from the
source, so that no dialog of tomorrow is forgotten. What comes of it in a real window is seen in `tests/security`.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

import fanwiki

ROOM: Final = Path(fanwiki.__file__).parent / "ui"
ESCAPES_ITSELF: Final = frozenset({"editor/bars.py"})
"""Where a label is of rich text on purpose, and what stands in it is escaped."""
ESCAPING: Final = ("plain_tip", "_tool_tip", "self._tip")


def places(found: Callable[[ast.Call], bool]) -> list[str]:
    """Where the window's code calls something."""
    return [
        f"{file.relative_to(ROOM).as_posix()}:{call.lineno}"
        for file in sorted(ROOM.rglob("*.py"))
        for call in calls(file.read_text(encoding="utf-8"))
        if found(call)
    ]


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def is_ours(text: ast.expr) -> bool:
    """Whether a text was written by us: a literal, as it is or translated."""
    if isinstance(text, ast.Call) and ast.unparse(text.func).endswith(".tr"):
        text = text.args[0]
    return isinstance(text, ast.Constant) and isinstance(text.value, str)


def label_of_any_words(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "QLabel" and not (call.args and is_ours(call.args[0]))


def tip_of_any_words(call: ast.Call) -> bool:
    if not ast.unparse(call.func).endswith((".setToolTip", "QToolTip.showText")):
        return False
    # A tip of an item comes after its column, one that is shown after its place.
    return not any(is_ours(each) or is_escaped(each) for each in call.args)


def is_escaped(text: ast.expr) -> bool:
    return isinstance(text, ast.Call) and ast.unparse(text.func) in ESCAPING


def row_of_any_words(call: ast.Call) -> bool:
    """A form makes a label of a text that is given to it."""
    first = call.args[0] if call.args else None
    return (
        ast.unparse(call.func).endswith(".addRow")
        and isinstance(first, ast.Call | ast.JoinedStr | ast.BinOp)
        and not is_ours(first)
    )


def message_past_prompts(call: ast.Call) -> bool:
    return ast.unparse(call.func).partition(".")[0] in (
        "QMessageBox",
        "QInputDialog",
        "QErrorMessage",
        "QProgressDialog",
    )


def test_no_label_takes_words_for_markup() -> None:
    found = places(label_of_any_words)
    assert [place for place in found if place.partition(":")[0] not in {*ESCAPES_ITSELF, "plain.py"}] == []


def test_no_tip_takes_words_for_markup() -> None:
    assert places(tip_of_any_words) == []


def test_no_row_of_a_form_takes_words_for_markup() -> None:
    assert places(row_of_any_words) == []


def test_messages_come_from_one_place() -> None:
    assert {place.partition(":")[0] for place in places(message_past_prompts)} == {"prompts.py"}


@pytest.mark.parametrize(
    ("found", "source"),
    [
        (label_of_any_words, "QLabel(title)"),
        (label_of_any_words, "QLabel(self)"),
        (label_of_any_words, 'QLabel(self.tr("{title} is gone").format(title=title))'),
        (tip_of_any_words, "button.setToolTip(title)"),
        (tip_of_any_words, "item.setToolTip(0, title)"),
        (tip_of_any_words, "QToolTip.showText(place, title, self)"),
        (row_of_any_words, 'form.addRow(f"{name}:", field)'),
        (message_past_prompts, "QMessageBox.warning(self, title, text)"),
    ],
)
def test_the_control_each_of_them_is_seen(found: Callable[[ast.Call], bool], source: str) -> None:
    assert [call for call in calls(source) if found(call)]

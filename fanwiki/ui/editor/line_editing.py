"""Changes of whole lines in the document: as small as can be, so that cursors and undo live through them."""

from typing import Final

from PySide6.QtGui import QTextBlock, QTextCursor

from fanwiki.domain.text_change import least_change
from fanwiki.ui.editor import lists
from fanwiki.ui.editor.units import to_units

_LONGEST_LIST: Final = 1_000
"""Lines of a list, either way, that are numbered anew."""


def put_line(block: QTextBlock, text: str) -> None:
    """Puts a line in the place of a block."""
    old = block.text()
    change = least_change(old, text)
    if change is None:
        return
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + to_units(old, change.start))
    cursor.setPosition(block.position() + to_units(old, change.end), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(change.text)


def change_lines(cursor: QTextCursor, change: lists.LineChange) -> None:
    """Changes each line that a selection touches, and the numbers of its list with them, as one step of undo."""
    document = cursor.document()
    first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    cursor.beginEditBlock()
    block = first
    while block.isValid() and block.blockNumber() <= last.blockNumber():
        put_line(block, change(block.text()))
        block = block.next()
    renumber(first, last, moved=True)
    cursor.endEditBlock()


def renumber(first: QTextBlock, last: QTextBlock, *, moved: bool) -> None:
    """Brings the numbers of the list around some lines into order, whether or not these were `moved` in it."""
    if not lists.is_item(first.text()):
        return
    above = _part_of_list(first, back=True)
    within = [first]
    while within[-1] != last and within[-1].next().isValid():
        within.append(within[-1].next())
    blocks = [*reversed(above), *within, *_part_of_list(last, back=False)]
    lines = [block.text() for block in blocks]
    shifted = range(len(above), len(above) + len(within)) if moved else ()
    for block, line, text in zip(blocks, lines, lists.renumbered(lines, shifted), strict=True):
        if text != line:
            put_line(block, text)


def _part_of_list(block: QTextBlock, *, back: bool) -> list[QTextBlock]:
    """The lines of a list above or below a line, the nearest first."""
    found: list[QTextBlock] = []
    for _ in range(_LONGEST_LIST):
        block = block.previous() if back else block.next()
        if not block.isValid() or not lists.in_list(block.text()):
            break
        found.append(block)
    return found

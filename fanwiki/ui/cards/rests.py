"""Where the pointer rests on a link: in a text that is written, and on a row of a list. Qt says so by asking for a tip,
and what has a card has no other.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QTreeView

from fanwiki.domain.ids import PageId
from fanwiki.markup import links_in
from fanwiki.ui.editor.spans import PLAIN, Part, read_line
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.editor.units import from_units, to_units

OfferTitle = Callable[[str, QRect, bool], bool]
"""Shows the card of the page that a title leads to, beside a place on the screen; the last says whether a key has asked
for it, and not the pointer. False if there is none.
"""
OfferPage = Callable[[PageId, QRect, bool], bool]
"""The same for a page by its id."""


@dataclass(frozen=True)
class LinkedTitle:
    """A link in a line: its first character, the one after its last, and the title that it leads to."""

    start: int
    end: int
    title: str


def link_at(text: str, state: int, place: int) -> LinkedTitle | None:
    """The `[[link]]` around a character of a line that begins in a state of `spans`; None for no link, and for one that
    leads to a heading of its own page.
    """
    for span in read_line(text, state)[0]:
        if span.part is Part.LINK and span.start <= place <= span.end and text.startswith("[[", span.start):
            titles = [title for _, title in links_in(text[span.start : span.end]) if title]
            return LinkedTitle(span.start, span.end, titles[0]) if titles else None
    return None


class EditorRest(QObject):
    """Offers the title of the link in a text that the pointer rests on, or the cursor stands in."""

    def __init__(self, editor: TextEditor, offer: OfferTitle) -> None:
        super().__init__(editor)
        self._editor = editor
        self._offer = offer
        editor.viewport().installEventFilter(self)

    def offer_at_cursor(self) -> bool:
        """For the keyboard."""
        return self._offer_at(self._editor.textCursor(), by_key=True)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        cursor = self._editor.cursorForPosition(event.pos())
        # Beside a line is none of its links.
        return self._is_near(self._editor.cursorRect(cursor), event.pos()) and self._offer_at(cursor, by_key=False)

    def _is_near(self, place: QRect, pointer: QPoint) -> bool:
        wide = self._editor.fontMetrics().maxWidth()
        return place.adjusted(-wide, 0, wide, 0).contains(pointer)

    def _offer_at(self, cursor: QTextCursor, *, by_key: bool) -> bool:
        block = cursor.block()
        text, before = block.text(), block.previous()
        place = from_units(text, cursor.positionInBlock())
        found = link_at(text, before.userState() if before.isValid() else PLAIN, place)
        if found is None:
            return False
        first, last = QTextCursor(block), QTextCursor(block)
        first.setPosition(block.position() + to_units(text, found.start))
        last.setPosition(block.position() + to_units(text, found.end))
        around = self._editor.cursorRect(first).united(self._editor.cursorRect(last))
        where = QRect(self._editor.viewport().mapToGlobal(around.topLeft()), around.size())
        return self._offer(found.title, where, by_key)


class ListRest(QObject):
    """Offers the page of the row of a list that the pointer rests on, or that is current."""

    def __init__(self, view: QTreeView, page_at: Callable[[QModelIndex], PageId | None], offer: OfferPage) -> None:
        super().__init__(view)
        self._view = view
        self._page_at = page_at
        self._offer = offer
        view.viewport().installEventFilter(self)

    def offer_at_current(self) -> bool:
        """For the keyboard."""
        return self._offer_at(self._view.currentIndex(), by_key=True)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        return self._offer_at(self._view.indexAt(event.pos()), by_key=False)

    def _offer_at(self, index: QModelIndex, *, by_key: bool) -> bool:
        page = self._page_at(index) if index.isValid() else None
        if page is None:
            return False
        around = self._view.visualRect(index)
        where = QRect(self._view.viewport().mapToGlobal(around.topLeft()), around.size())
        return self._offer(page, where, by_key)

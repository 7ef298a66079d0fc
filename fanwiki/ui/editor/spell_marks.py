"""Shows in an editor which words are misspelt, and what may be meant. It looks at the lines that are seen, after a
rest, and draws beside the colours of the text and not into them; so typing never waits for a dictionary.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPalette, QPen, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from fanwiki.ui.editor.spans import PLAIN
from fanwiki.ui.editor.spelling import Range, Spelling
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.editor.units import to_units

_REST_MS: Final = 400


class SpellMarks(QObject):
    """`ask` gives the spelling of now, None for none. `added` carries a word that is to be right from now on."""

    added = Signal(str)

    def __init__(self, editor: TextEditor, ask: Callable[[], Spelling | None]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._ask = ask
        self._spelling: Spelling | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.check_now)
        editor.typed.connect(self._rest.start)
        editor.verticalScrollBar().valueChanged.connect(self._rest.start)
        editor.cursorPositionChanged.connect(self._rest.start)
        editor.painted.connect(self.paint)
        editor.viewport().installEventFilter(self)
        self._rest.start()

    def begin(self) -> None:
        """Looks anew, after a rest: the dictionary, a title or a word is another."""
        self._spelling = None
        self._editor.viewport().update()
        self._rest.start()

    def check_now(self) -> None:
        """Checks the lines that are seen."""
        if not self._editor.isVisible():
            return
        self._spelling = self._ask()
        if self._spelling is not None:
            for block, _ in self._seen(self._editor.viewport().rect()):
                self._spelling.check(block.text(), _state_before(block))
        self._editor.viewport().update()

    def paint(self, area: QRect) -> None:
        """Draws below each word that is misspelt, but not below the one that is just being typed."""
        if self._spelling is None:
            return
        editor = self._editor
        cursor = editor.textCursor().position() if editor.hasFocus() else -1
        painter: QPainter | None = None
        for block, corner in self._seen(area):
            for start, end in self._marks(block):
                if cursor == block.position() + end:
                    continue
                if painter is None:
                    painter = QPainter(editor.viewport())
                    painter.setPen(QPen(editor.palette().color(QPalette.ColorRole.BrightText), 1.5))
                self._underline(painter, block, corner, start, end)
        if painter is not None:
            painter.end()

    def misspelt_at(self, cursor: QTextCursor) -> QTextCursor | None:
        """The misspelt word at a place, selected."""
        block = cursor.block()
        for start, end in self._marks(block):
            if start <= cursor.positionInBlock() <= end:
                found = QTextCursor(block)
                found.setPosition(block.position() + start)
                found.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
                return found
        return None

    def menu_at(self, word: QTextCursor) -> QMenu:
        """The editor's own menu, with what may be meant at its top."""
        assert self._spelling is not None
        menu = self._editor.createStandardContextMenu()
        first = menu.actions()[0]
        text = word.selectedText()
        suggested = self._spelling.suggest(text)
        for each in suggested:
            action = menu.addAction(each)
            action.triggered.connect(partial(self._replace, word, each))
            action.setEnabled(not self._editor.isReadOnly())
            menu.insertAction(first, action)
        if not suggested:
            none = menu.addAction(self.tr("No other word is near it"))
            none.setEnabled(False)
            menu.insertAction(first, none)
        add = menu.addAction(self.tr("“{word}” is right in this wiki").format(word=text))
        add.setObjectName("addWord")
        add.triggered.connect(partial(self._add, text))
        menu.insertSeparator(first)
        menu.insertAction(first, add)
        menu.insertSeparator(first)
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent) and self._spelling is not None:
            word = self.misspelt_at(self._editor.cursorForPosition(event.pos()))
            if word is not None:
                menu = self.menu_at(word)
                menu.aboutToHide.connect(menu.deleteLater)
                menu.popup(event.globalPos())
                return True
        return super().eventFilter(watched, event)

    def _seen(self, area: QRect) -> Iterator[tuple[QTextBlock, QPointF]]:
        """The blocks in a part of the viewport, each with the place of its corner there."""
        editor = self._editor
        block = editor.firstVisibleBlock()
        corner = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).topLeft()
        while block.isValid() and corner.y() <= area.bottom():
            height = editor.blockBoundingRect(block).height()
            if corner.y() + height >= area.top():
                yield block, corner
            corner = corner + QPointF(0, height)
            block = block.next()

    def _marks(self, block: QTextBlock) -> list[Range]:
        """In code units, as Qt counts."""
        if self._spelling is None:
            return []
        text = block.text()
        found = self._spelling.marks(text, _state_before(block))
        return [(to_units(text, start), to_units(text, end)) for start, end in found]

    def _underline(self, painter: QPainter, block: QTextBlock, corner: QPointF, start: int, end: int) -> None:
        line = block.layout().lineForTextPosition(start)
        if not line.isValid():
            return
        left, right = _x(line.cursorToX(start)), _x(line.cursorToX(min(end, line.textStart() + line.textLength())))
        y = corner.y() + line.y() + line.ascent() + 3
        x, up = corner.x() + left, False
        points = []
        while x < corner.x() + right:
            points.append(QPointF(x, y + (0 if up else 2)))
            x, up = x + 2.5, not up
        painter.drawPolyline(points)

    def _replace(self, word: QTextCursor, other: str, _checked: bool = False) -> None:
        word.insertText(other)

    def _add(self, word: str, _checked: bool = False) -> None:
        self.added.emit(word)


def _state_before(block: QTextBlock) -> int:
    before = block.previous()
    return max(before.userState(), PLAIN) if before.isValid() else PLAIN


def _x(found: object) -> float:
    """PySide gives the place with the cursor's position beside it."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]  # or the place alone

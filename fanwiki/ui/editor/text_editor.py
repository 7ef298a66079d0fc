"""The text editor: plain text with the habits of a writer's editor."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from fanwiki.domain.text_change import least_change
from fanwiki.ui.editor import formatting, lists
from fanwiki.ui.editor.formatting import Line
from fanwiki.ui.editor.spans import PLAIN
from fanwiki.ui.editor.text_document import TextDocument
from fanwiki.ui.editor.units import from_units, to_units
from fanwiki.ui.look import Look

_SCALE: Final = 1.2
"""The editor's font against that of the window."""
_MARGIN: Final = 16
_VEIL: Final = 150
"""How much of the ground lies over what does not stand out, of 255."""
_NARROWEST: Final = 40
"""Pixels."""


def usual_points() -> float:
    """The size of text where none is chosen."""
    return max(QApplication.font().pointSizeF(), 6.0) * _SCALE


class TextEditor(QPlainTextEdit):
    """`typed` when the text has changed: unlike `textChanged` not for colours, nor for what an input method is still
    composing, during which `composing` is true. `link_opened` when a command has begun a link, so that titles
    may be offered. `painted` carries what has just been painted of the viewport.
    """

    typed = Signal()
    painted = Signal(QRect)
    link_opened = Signal()
    composing_changed = Signal(bool)

    def __init__(self, parent: QWidget, document: TextDocument | None = None) -> None:
        super().__init__(parent)
        self._text = document or TextDocument()
        self.setDocument(self._text)
        self.setObjectName("editor")
        self.setAccessibleName(self.tr("Text of the page"))
        self.setPlaceholderText(self.tr("Write here. Type [[ to link to another page."))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setCursorWidth(2)
        self.composing = False
        self._look = Look()
        self._emphasis = False
        self._text.set_spacing(self._look.spacing)
        self._base_font = QApplication.font()
        self._set_font()
        self._text.typed.connect(self.typed)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self._text.column_changed.connect(self._fill_column)
        self._text.column_changed.connect(self._fit_scroll_bars, Qt.ConnectionType.QueuedConnection)

    # --- text ---------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The text, its lines ending in line feeds. Unlike `toPlainText` it keeps no-break spaces."""
        return self._text.text()

    def load(self, text: str) -> None:
        """Another text, with a new undo stack."""
        self.setPlainText(text)

    def take_over(self, text: str) -> None:
        """Turns the text into another by the least change, which can be undone; cursor and scroll position stay."""
        self._text.take_over(text)

    # --- commands -----------------------------------------------------------------------------------------

    def toggle(self, mark: str) -> None:
        """Sets the selection, or the word at the cursor, in bold or italic, or takes that away."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd())
        if first == last:
            self._change_line(first, formatting.toggle(self._line(first), mark))
            return
        cursor.beginEditBlock()
        block = first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            line = self._line(block)
            if line.selected.strip():
                self._put(block, formatting.toggle(line, mark).text)
            block = block.next()
        cursor.endEditBlock()

    def insert_link(self) -> None:
        block = self.textCursor().block()
        line = self._line(block)
        self._change_line(block, formatting.link(line))
        if line.start == line.end:
            self.link_opened.emit()

    def set_heading(self, level: int) -> None:
        """Makes the line at the cursor a heading, or plain text again."""
        block = self.textCursor().block()
        self._change_line(block, formatting.heading(self._line(block), level))

    def put_in_place(self, block: QTextBlock, start: int, end: int, text: str) -> None:
        """Puts text in the place of characters of a line, and the cursor behind it."""
        line = block.text()
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + to_units(line, start))
        cursor.setPosition(block.position() + to_units(line, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def before_cursor(self) -> str:
        """The part of the cursor's line before it."""
        cursor = self.textCursor()
        text = cursor.block().text()
        return text[: from_units(text, cursor.positionInBlock())]

    # --- places -------------------------------------------------------------------------------------------

    def go_to_line(self, line: int) -> None:
        """Puts the cursor at the start of a line, from 0, and that line into view."""
        block = self.document().findBlockByNumber(max(0, min(line, self.blockCount() - 1)))
        self.setTextCursor(QTextCursor(block))
        self.centerCursor()

    def line_in_view(self) -> float:
        """The source line that the reader is at: the first at the top of the text, the last at its end, and in
        between in proportion. `PreviewView` counts the same way.
        """
        bar = self.verticalScrollBar()
        if bar.maximum() <= 0:
            return 0.0
        row = bar.value() * self._rows() / bar.maximum()
        block = self.document().findBlockByLineNumber(int(row))
        if not block.isValid():
            return float(self.blockCount())
        return block.blockNumber() + (row - block.firstLineNumber()) / max(block.lineCount(), 1)

    def scroll_to_line(self, line: float) -> None:
        """Scrolls to where `line_in_view` gives this line."""
        bar = self.verticalScrollBar()
        block = self.document().findBlockByNumber(int(line))
        row = block.firstLineNumber() + (line - int(line)) * block.lineCount() if block.isValid() else self._rows()
        bar.setValue(round(row * bar.maximum() / max(self._rows(), 1)))

    def set_look(self, look: Look) -> None:
        """Font, width and line height."""
        self._look = look
        self._text.set_spacing(look.spacing)
        self._set_font()

    def set_emphasis(self, emphasis: bool) -> None:
        """Whether the paragraph at the cursor stands out from the rest."""
        self._emphasis = emphasis
        self.viewport().update()

    # --- events -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._plain_return(event):
                return
            case Qt.Key.Key_Tab if event.modifiers() == Qt.KeyboardModifier.NoModifier and not self.isReadOnly():
                self._tab()
                return
            case Qt.Key.Key_Backtab if not self.isReadOnly():
                self._each_line(lists.outdented)
                return
            case _:
                super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        composing = bool(event.preeditString())
        if composing != self.composing:
            self.composing = composing
            self.composing_changed.emit(composing)
        commits = bool(event.commitString()) or event.replacementLength() > 0
        self._text.only_composing = not (commits or self.textCursor().hasSelection())
        super().inputMethodEvent(event)
        self._text.only_composing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.composing:
            self.composing = False
            self.composing_changed.emit(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_margins()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._text.ask_column(self, None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._emphasis:
            self._veil_the_rest(event.rect())
        self.painted.emit(event.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_text"):
            self._text.wear(self.palette(), self.font())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text comes in plain, whatever it is copied from."""
        if source.hasText():
            self.textCursor().insertText(source.text().replace("\r\n", "\n").replace("\0", ""))
            self.ensureCursorVisible()

    # --- inner --------------------------------------------------------------------------------------------

    def _plain_return(self, event: QKeyEvent) -> bool:
        """Does what Return does in a list; says whether it has done it. Shift with Return is a new line too."""
        if self.isReadOnly() or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        cursor = self.textCursor()
        block = cursor.block()
        in_list = not cursor.hasSelection() and block.userState() <= PLAIN
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        found = lists.on_return(block.text(), len(self.before_cursor())) if in_list and not shifted else None
        if isinstance(found, lists.Ended):
            self._change_line(block, Line(found.text, len(found.text), len(found.text)))
            return True
        cursor.beginEditBlock()
        cursor.insertBlock()
        if found is not None:
            cursor.insertText(found.prefix)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        return True

    def _tab(self) -> None:
        cursor = self.textCursor()
        several = cursor.hasSelection() and "\u2029" in cursor.selectedText()
        if several or lists.is_item(cursor.block().text()):
            self._each_line(lists.indented)
        else:
            cursor.insertText("    ")

    def _each_line(self, change: lists.LineChange) -> None:
        """Changes each line that the selection touches, as one step of undo."""
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd()).blockNumber()
        cursor.beginEditBlock()
        while block.isValid() and block.blockNumber() <= last:
            self._put(block, change(block.text()))
            block = block.next()
        cursor.endEditBlock()

    def _line(self, block: QTextBlock) -> Line:
        """A block, with what is selected of it."""
        cursor = self.textCursor()
        text = block.text()
        start = max(cursor.selectionStart() - block.position(), 0)
        end = max(cursor.selectionEnd() - block.position(), 0)
        return Line(text, from_units(text, start), from_units(text, end))

    def _change_line(self, block: QTextBlock, line: Line) -> None:
        """Puts a line in the place of a block, and selects in it what is to be selected."""
        if self.isReadOnly():
            return
        position = block.position()
        self._put(block, line.text)
        cursor = self.textCursor()
        cursor.setPosition(position + to_units(line.text, line.start))
        cursor.setPosition(position + to_units(line.text, line.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _put(self, block: QTextBlock, text: str) -> None:
        old = block.text()
        change = least_change(old, text)
        if change is None:
            return
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + to_units(old, change.start))
        cursor.setPosition(block.position() + to_units(old, change.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.text)

    def _rows(self) -> int:
        return int(self.document().documentLayout().documentSize().height())

    def _set_font(self) -> None:
        font = QFont(self._base_font)
        if self._look.family:
            font.setFamily(self._look.family)
        font.setPointSizeF((self._look.points or usual_points()) * self._look.zoom)
        self.setFont(font)
        self._text.wear(self.palette(), font)
        self._set_margins()

    def _set_margins(self) -> None:
        """Keeps the text in a column that can be read, in the middle."""
        measure = int(QFontMetricsF(self.font()).averageCharWidth() * self._look.measure)
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * _MARGIN
        self._text.ask_column(self, max(min(measure, room), _NARROWEST) if self.isVisible() else None)
        self._fill_column()

    def _fit_scroll_bars(self) -> None:
        """Once all editors of the text have the new column; Qt tells none of them that the text became narrower."""
        QPlainTextEdit.resizeEvent(self, QResizeEvent(self.viewport().size(), self.viewport().size()))

    def _veil_the_rest(self, seen: QRect) -> None:
        """Lets all but the paragraph at the cursor stand back."""
        here = self.blockBoundingGeometry(self.textCursor().block()).translated(self.contentOffset()).toRect()
        ground = QColor(self.palette().color(QPalette.ColorRole.Base))
        ground.setAlpha(_VEIL)
        painter = QPainter(self.viewport())
        painter.fillRect(QRect(seen.left(), seen.top(), seen.width(), here.top() - seen.top()), ground)
        painter.fillRect(QRect(seen.left(), here.bottom() + 1, seen.width(), seen.bottom() - here.bottom()), ground)
        painter.end()

    def _on_cursor_moved(self) -> None:
        if self._emphasis:
            self.viewport().update()

    def _fill_column(self) -> None:
        """Makes the viewport as wide as the column: of two editors of one text, Qt breaks lines for the wider."""
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        left = max(_MARGIN, (room - self._text.column) // 2)
        bar = self.verticalScrollBar()
        taken = bar.width() if bar.isVisibleTo(self) else 0
        right = max(0, self.width() - taken - left - self._text.column)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) == (left, right):
            return
        self.setViewportMargins(left, _MARGIN, right, 0)
        if not self.viewport().isVisible():
            # Qt would lay the text out only once it is seen, and until then for the width that it had.
            size = self.viewport().size()
            QPlainTextEdit.resizeEvent(self, QResizeEvent(size, QSize()))

"""The text editor: plain text with the habits of a writer's editor."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, QTimer, Signal
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

from fanwiki.ui.editor import formatting, lists, pasting, table_editing
from fanwiki.ui.editor.formatting import Line
from fanwiki.ui.editor.line_editing import change_lines, put_line, renumber
from fanwiki.ui.editor.spans import LOOSE
from fanwiki.ui.editor.table_editing import TableCommand
from fanwiki.ui.editor.tables import Align, Table
from fanwiki.ui.editor.text_document import TextDocument
from fanwiki.ui.editor.units import from_units, to_units
from fanwiki.ui.look import Look

_SCALE: Final = 1.2
"""The editor's font against that of the window."""
_MARGIN: Final = 16
_REST_MS: Final = 50
"""After the cursor has moved, before it is seen whether it is in a table."""
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
    may be offered. `table_entered` when the cursor comes into a table, or leaves it, and `images_given` with a list of
    `GivenImage` that were pasted or dropped. `painted` carries what has just been painted of the viewport.
    """

    typed = Signal()
    painted = Signal(QRect)
    link_opened = Signal()
    composing_changed = Signal(bool)
    table_entered = Signal(bool)
    images_given = Signal(object)

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
        self._said_in_table = False
        self._watch_table = QTimer(self)
        self._watch_table.setSingleShot(True)
        self._watch_table.setInterval(_REST_MS)
        self._watch_table.timeout.connect(self._tell_table)
        self.verticalScrollBar().valueChanged.connect(self._colour_what_is_seen)
        self._text.typed.connect(self.typed)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self.cursorPositionChanged.connect(self._watch_table.start)
        self._text.column_changed.connect(self._fill_column)
        self._text.column_changed.connect(self._fit_scroll_bars, Qt.ConnectionType.QueuedConnection)

    # --- text ---------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The text, its lines ending in line feeds. Unlike `toPlainText` it keeps no-break spaces."""
        return self._text.text()

    def load(self, text: str) -> None:
        """Another text, with a new undo stack."""
        self._text.load(text)
        self._colour_what_is_seen()

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
                put_line(block, formatting.toggle(line, mark).text)
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

    @property
    def in_table(self) -> bool:
        """Whether the cursor is in a table that can be changed."""
        return not self.isReadOnly() and table_editing.is_in_table(self)

    def insert_table(self) -> None:
        """An empty table of two columns, to be filled cell by cell."""
        if not self.isReadOnly():
            table_editing.insert_table(self, Table((("", ""), ("", "")), (Align.NONE, Align.NONE)))

    def change_table(self, command: TableCommand) -> None:
        """Does something to the table that the cursor is in."""
        table_editing.change_table(self, command)

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

    def paste_plain(self) -> None:
        """The text of the clipboard as it is."""
        if not self.isReadOnly():
            self._insert(pasting.as_lines(QApplication.clipboard().text()))

    def is_table_row(self, block: QTextBlock) -> bool:
        """Whether a line is one of a table, where pipes are to be escaped."""
        return table_editing.is_table_row(block)

    def is_prose(self) -> bool:
        """Whether the cursor's line is text of the page: neither in a fence nor in a comment of several lines."""
        block = self.textCursor().block()
        return block.userState() <= LOOSE and block.previous().userState() <= LOOSE

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
                if self._selects_lines() or not table_editing.to_next_cell(self, -1):
                    change_lines(self.textCursor(), lists.outdented)
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
        self._colour_what_is_seen()

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
        self._colour_what_is_seen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_text"):
            self._text.wear(self.palette(), self.font())
            self._colour_what_is_seen()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return super().canInsertFromMimeData(source) or source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """HTML and cells come in as Markdown, an address makes a link of what is selected, images are given away; in
        code everything comes in plain.
        """
        if not self.is_prose():
            self._insert(pasting.plain_text(source))
            return
        if images := pasting.images_in(source):
            self.images_given.emit(images)
            return
        text = pasting.pasted(source)
        if isinstance(text, Table):
            table_editing.insert_table(self, text)
        else:
            self._insert(pasting.link_of(self.textCursor().selectedText(), text) or text)

    def _insert(self, text: str) -> None:
        if text:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def _tell_table(self) -> None:
        in_table = self.in_table
        if in_table != self._said_in_table:
            self._said_in_table = in_table
            self.table_entered.emit(in_table)

    # --- inner --------------------------------------------------------------------------------------------

    def _plain_return(self, event: QKeyEvent) -> bool:
        """Does what Return does in a list; says whether it has done it. Shift with Return is a new line too."""
        if self.isReadOnly() or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        cursor = self.textCursor()
        block = cursor.block()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not shifted and not self._selects_lines() and table_editing.to_cell_below(self):
            return True
        in_list = not cursor.hasSelection() and block.userState() <= LOOSE
        found = lists.on_return(block.text(), len(self.before_cursor())) if in_list and not shifted else None
        if isinstance(found, lists.Ended):
            self._change_line(block, Line(found.text, len(found.text), len(found.text)))
            return True
        cursor.beginEditBlock()
        cursor.insertBlock()
        if found is not None:
            cursor.insertText(found.prefix)
            renumber(cursor.block(), cursor.block(), moved=False)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        return True

    def _tab(self) -> None:
        cursor = self.textCursor()
        several = self._selects_lines()
        if not several and table_editing.to_next_cell(self, 1):
            return
        if several or lists.is_item(cursor.block().text()):
            change_lines(self.textCursor(), lists.indented)
        else:
            cursor.insertText("    ")

    def _selects_lines(self) -> bool:
        """Whether more than one line is selected."""
        return "\u2029" in self.textCursor().selectedText()

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
        put_line(block, line.text)
        cursor = self.textCursor()
        cursor.setPosition(position + to_units(line.text, line.start))
        cursor.setPosition(position + to_units(line.text, line.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _colour_what_is_seen(self) -> None:
        """Of a long text that is not coloured throughout yet, the lines in view."""
        if not self._text.colours_behind:
            return
        seen: list[QTextBlock] = []
        block, bottom = self.firstVisibleBlock(), self.viewport().height()
        while block.isValid() and self.blockBoundingGeometry(block).translated(self.contentOffset()).top() < bottom:
            seen.append(block)
            block = block.next()
        self._text.colour(seen)

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
        self._colour_what_is_seen()

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

"""The text editor: plain text with the habits of a writer's editor."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from fanwiki.ui.editor import formatting, lists, pasting, table_editing
from fanwiki.ui.editor.change import least_change
from fanwiki.ui.editor.formatting import Line
from fanwiki.ui.editor.highlighter import Highlighter
from fanwiki.ui.editor.line_editing import change_lines, put_line, renumber
from fanwiki.ui.editor.spans import LOOSE
from fanwiki.ui.editor.table_editing import TableCommand
from fanwiki.ui.editor.tables import Align, Table
from fanwiki.ui.editor.units import from_units, to_units, units

_MEASURE: Final = 84
"""Average characters in a line at most: wider than that, eyes lose the line."""
_SCALE: Final = 1.2
"""The editor's font against that of the window."""
_MARGIN: Final = 16
_REST_MS: Final = 50
"""After the cursor has moved, before it is seen whether it is in a table."""
_NO_SURROGATES: Final = "replace"


class TextEditor(QPlainTextEdit):
    """`typed` when the text has changed: unlike `textChanged` not for colours, nor for what an input method is still
    composing, during which `composing` is true. `link_opened` when a command has begun a link, so that titles
    may be offered. `table_entered` when the cursor comes into a table, or leaves it, and
    `images_given` with a list of `GivenImage` that were pasted or dropped.
    """

    typed = Signal()
    link_opened = Signal()
    composing_changed = Signal(bool)
    table_entered = Signal(bool)
    images_given = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
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
        self._only_composing = False
        self._revision = self.document().revision()
        self._zoom = 1.0
        self._base_font = QApplication.font()
        self.highlighter = Highlighter(self.document(), self.palette(), self._base_font)
        self._set_font()
        self._said_in_table = False
        self._watch_table = QTimer(self)
        self._watch_table.setSingleShot(True)
        self._watch_table.setInterval(_REST_MS)
        self._watch_table.timeout.connect(self._tell_table)
        self.verticalScrollBar().valueChanged.connect(self._colour_what_is_seen)
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._watch_table.start)

    # --- text ---------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The text, its lines ending in line feeds. Unlike `toPlainText` it keeps no-break spaces."""
        raw = self.document().toRawText().replace("\u2029", "\n")
        try:
            raw.encode()
        except UnicodeEncodeError:
            return raw.encode("utf-16", "surrogatepass").decode("utf-16", _NO_SURROGATES)
        return raw

    def load(self, text: str) -> None:
        """Another text, with a new undo stack."""
        self.highlighter.begin_text()
        self.setPlainText(text)
        self.highlighter.end_text()
        self._colour_what_is_seen()

    def take_over(self, text: str) -> None:
        """Turns the text into another by the least change, which can be undone; cursor and scroll position stay."""
        old = self.text()
        change = least_change(old, text)
        if change is None:
            return
        cursor = QTextCursor(self.document())
        start = to_units(old, change.start)
        cursor.setPosition(start)
        cursor.setPosition(start + units(old[change.start : change.end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.text)

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

    def set_zoom(self, factor: float) -> None:
        self._zoom = factor
        self._set_font()

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
        self._only_composing = not (commits or self.textCursor().hasSelection())
        super().inputMethodEvent(event)
        self._only_composing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.composing:
            self.composing = False
            self.composing_changed.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "highlighter"):
            self.highlighter.set_look(self.palette(), self.font())
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

    def _on_text_changed(self) -> None:
        revision = self.document().revision()
        changed = revision != self._revision and not (self._only_composing or self.highlighter.colouring)
        self._revision = revision
        if changed:
            self.highlighter.rest()
            self.typed.emit()

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
        if not self.highlighter.behind:
            return
        seen: list[QTextBlock] = []
        block, bottom = self.firstVisibleBlock(), self.viewport().height()
        while block.isValid() and self.blockBoundingGeometry(block).translated(self.contentOffset()).top() < bottom:
            seen.append(block)
            block = block.next()
        self.highlighter.colour(seen)

    def _rows(self) -> int:
        return int(self.document().documentLayout().documentSize().height())

    def _set_font(self) -> None:
        font = QFont(self._base_font)
        font.setPointSizeF(max(self._base_font.pointSizeF(), 6.0) * _SCALE * self._zoom)
        self.setFont(font)
        self.highlighter.set_look(self.palette(), font)
        self._set_margins()
        self._colour_what_is_seen()

    def _set_margins(self) -> None:
        """Keeps the text in a column that can be read, in the middle."""
        measure = QFontMetricsF(self.font()).averageCharWidth() * _MEASURE
        side = max(_MARGIN, int((self.width() - self.verticalScrollBar().width() - measure) / 2))
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (side, side):
            self.setViewportMargins(side, _MARGIN, side, 0)

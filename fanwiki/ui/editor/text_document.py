"""The text of a page as Qt keeps it: one document with one undo stack, however many editors show it."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QFont, QPalette, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from fanwiki.domain.text_change import least_change
from fanwiki.ui.editor.highlighter import Highlighter
from fanwiki.ui.editor.units import to_units, units

_NO_SURROGATES: Final = "replace"
_NEAR: Final = 0.5
"""Pixels."""


class SpacedLayout(QPlainTextDocumentLayout):
    """Lines further apart than the font has them, by `spacing`: Qt's own layout of plain text knows no line height."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.spacing = 1.0

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        rect = super().blockBoundingRect(block)
        layout = block.layout()
        count = layout.lineCount()
        if self.spacing == 1.0 or not count or not block.isVisible():
            return rect
        first, last = layout.lineAt(0), layout.lineAt(count - 1)
        height, ascent = max(first.height(), last.height()), max(first.ascent(), last.ascent())
        step = height * self.spacing
        # From base line to base line, since a line with Hangul in it is higher than the others. The last line alone
        # says whether this was done already: a block may have thousands of them.
        if abs(last.y() + last.ascent() - ascent - step * (count - 1)) > _NEAR:
            for place in range(count):
                line = layout.lineAt(place)
                line.setPosition(QPointF(line.x(), step * place + ascent - line.ascent()))
            rect = super().blockBoundingRect(block)
        rect.setHeight(rect.height() + step - height)
        return rect


class TextDocument(QTextDocument):
    """`typed` when the text has changed: unlike `contentsChanged` not for colours, nor while `only_composing` says
    that it was an input method's unfinished letters. `column_changed` when the width has that all its editors share.

    It has no parent: it lives as long as somebody holds it, and an editor must not outlive it.
    """

    typed = Signal()
    column_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._layout = SpacedLayout(self)
        self.setDocumentLayout(self._layout)
        self.only_composing = False
        self._worn: tuple[QPalette, QFont] | None = None
        self._highlighter = Highlighter(self)
        self._revision = self.revision()
        self._columns: dict[int, int] = {}
        self._column = 0
        self.contentsChanged.connect(self._on_contents_changed)

    # --- text ---------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The text, its lines ending in line feeds. Unlike `toPlainText` it keeps no-break spaces."""
        raw = self.toRawText().replace("\u2029", "\n")
        try:
            raw.encode()
        except UnicodeEncodeError:
            return raw.encode("utf-16", "surrogatepass").decode("utf-16", _NO_SURROGATES)
        return raw

    def load(self, text: str) -> None:
        """Another text, with a new undo stack."""
        self._highlighter.begin_text()
        self.setPlainText(text)
        self._highlighter.end_text()

    def take_over(self, text: str) -> None:
        """Turns the text into another by the least change, which can be undone; cursor and scroll position stay."""
        old = self.text()
        change = least_change(old, text)
        if change is None:
            return
        cursor = QTextCursor(self)
        start = to_units(old, change.start)
        cursor.setPosition(start)
        cursor.setPosition(start + units(old[change.start : change.end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.text)

    # --- look ---------------------------------------------------------------------------------------------

    def wear(self, palette: QPalette, font: QFont) -> None:
        """Colours the text for a palette and a font; at once only if they are others than before."""
        if self._worn == (palette, font):
            return
        self._worn = QPalette(palette), QFont(font)
        self._highlighter.set_look(palette, font)

    @property
    def colours_behind(self) -> bool:
        """Whether there are lines of a long text that have not been coloured yet."""
        return self._highlighter.behind

    def colour(self, blocks: Iterable[QTextBlock]) -> None:
        """Colours some lines now: those that are seen."""
        self._highlighter.colour(blocks)

    def set_spacing(self, spacing: float) -> None:
        """How far lines stand apart; 1 is as the font has it."""
        if spacing == self._layout.spacing:
            return
        self._layout.spacing = spacing
        self.markContentsDirty(0, self.characterCount())

    # --- the column ---------------------------------------------------------------------------------------

    @property
    def column(self) -> int:
        """Pixels across the text. Lines break once for all editors, so the narrowest that is seen decides."""
        return self._column

    def ask_column(self, editor: QObject, width: int | None) -> None:
        """An editor has room for a text of this width; with None it is not seen."""
        if width is None:
            self._columns.pop(id(editor), None)
        else:
            self._columns[id(editor)] = width
        column = min(self._columns.values(), default=self._column)
        if column != self._column:
            self._column = column
            self.column_changed.emit()

    def _on_contents_changed(self) -> None:
        revision = self.revision()
        changed = revision != self._revision and not (self.only_composing or self._highlighter.colouring)
        self._revision = revision
        if changed:
            self._highlighter.rest()
            self.typed.emit()

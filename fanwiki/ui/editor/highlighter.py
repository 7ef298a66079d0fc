"""Colours the text as it is typed, line by line."""

from PySide6.QtGui import QFont, QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from fanwiki.ui.editor.colours import formats
from fanwiki.ui.editor.spans import PLAIN, Part, read_line
from fanwiki.ui.editor.units import to_units


class Highlighter(QSyntaxHighlighter):
    """`Part`s of each line in the colours of the palette. The state of a block is that of `spans.read_line`."""

    def __init__(self, document: QTextDocument, palette: QPalette, font: QFont) -> None:
        super().__init__(document)
        self._formats = formats(palette, font)

    def set_look(self, palette: QPalette, font: QFont) -> None:
        self._formats = formats(palette, font)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        spans, state = read_line(text, max(self.previousBlockState(), PLAIN))
        self.setCurrentBlockState(state)
        if not spans:
            return
        plane = text.isascii() or max(text) <= "\uffff"
        covered = 0
        for span in spans:
            start = span.start if plane else to_units(text, span.start)
            end = span.end if plane else to_units(text, span.end)
            if start < covered:
                self._add(start, end, span.part)
            else:
                self.setFormat(start, end - start, self._formats[span.part])
            covered = max(covered, end)

    def _add(self, start: int, end: int, part: Part) -> None:
        """Lays a format over those that are there, run by run."""
        at = start
        while at < end:
            under = self.format(at)
            last = at + 1
            while last < end and self.format(last) == under:
                last += 1
            over = QTextCharFormat(under)
            over.merge(self._formats[part])
            self.setFormat(at, last - at, over)
            at = last

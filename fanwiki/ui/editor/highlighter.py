"""Colours the text as it is typed, line by line. A long text is coloured where it is seen first, the rest bit by bit
while nothing else is to be done.
"""

from collections.abc import Iterable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import (
    QFont,
    QPalette,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from fanwiki.ui.editor.colours import formats
from fanwiki.ui.editor.spans import PLAIN, Part, read_line, state_after
from fanwiki.ui.editor.units import to_units

_AT_ONCE: Final = 300
"""Lines of a text that is coloured as a whole."""
_SLICE_S: Final = 0.004
_BETWEEN_MS: Final = 8
_REST_MS: Final = 400
"""After a key, before colouring goes on."""


class Highlighter(QSyntaxHighlighter):
    """`Part`s of each line in the colours of the palette, once it has one. The state of a block is that of
    `spans.read_line`.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[Part, QTextCharFormat] = {}
        self._states_alone = False
        self.colouring = False
        """Whether the document's changes are colours just now, and nothing that somebody has typed."""
        self._next = QTextCursor(document)
        self._bit_by_bit = QTimer(self)
        self._bit_by_bit.timeout.connect(self._go_on)

    @property
    def behind(self) -> bool:
        """Whether there are lines that have not been coloured yet."""
        return self._bit_by_bit.isActive()

    def set_look(self, palette: QPalette, font: QFont) -> None:
        """Colours everything anew; of a long text, `colour` what is seen of it."""
        self._formats = formats(palette, font)
        self._start()

    def begin_text(self) -> None:
        """Another text is about to come: until `end_text`, nothing more is read of a line than it must be."""
        self._states_alone = True

    def end_text(self) -> None:
        self._states_alone = False
        if self._formats:
            self._start()

    def colour(self, blocks: Iterable[QTextBlock]) -> None:
        """Colours some lines now."""
        self.colouring = True
        for block in blocks:
            self.rehighlightBlock(block)
        self.colouring = False

    def rest(self) -> None:
        """Somebody is typing: what is not in view can wait."""
        if self.behind:
            self._bit_by_bit.start(_REST_MS)

    def _start(self) -> None:
        if self.document().blockCount() <= _AT_ONCE:
            self._bit_by_bit.stop()
            self.colouring = True
            self.rehighlight()
            self.colouring = False
            return
        self._next.movePosition(QTextCursor.MoveOperation.Start)
        self._bit_by_bit.start(_BETWEEN_MS)

    def _go_on(self) -> None:
        self._bit_by_bit.setInterval(_BETWEEN_MS)
        end = perf_counter() + _SLICE_S
        while perf_counter() < end:
            self.colour([self._next.block()])
            if not self._next.movePosition(QTextCursor.MoveOperation.NextBlock):
                self._bit_by_bit.stop()
                return

    def highlightBlock(self, text: str) -> None:
        before = max(self.previousBlockState(), PLAIN)
        if self._states_alone or not self._formats:
            self.setCurrentBlockState(state_after(text, before))
            return
        spans, state = read_line(text, before)
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

"""What is typed, as lines: the document says where it has changed, and nobody needs to read the rest of it."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument


@dataclass(frozen=True)
class LineEdit:
    """From line `first`, counted from 0, `removed` lines have become `lines`."""

    first: int
    removed: int
    lines: tuple[str, ...]


class LineEdits(QObject):
    """Collects the edits of a document, in order, until they are taken. `edited` after each."""

    edited = Signal()

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._count = document.blockCount()
        self._edits: list[LineEdit] = []
        document.contentsChange.connect(self._on_contents_change)

    def take(self) -> list[LineEdit]:
        """The edits since the last time."""
        taken, self._edits = self._edits, []
        return taken

    def all_lines(self) -> list[str]:
        """The whole text as it is now; edits so far are in it."""
        self._edits = []
        return self._lines(0, self._document.blockCount())

    def _on_contents_change(self, position: int, removed: int, added: int) -> None:
        if not (removed or added):
            return
        first = max(self._document.findBlock(position).blockNumber(), 0)
        last_block = self._document.findBlock(position + added)
        last = last_block.blockNumber() if last_block.isValid() else self._document.blockCount() - 1
        count, self._count = self._count, self._document.blockCount()
        lines = tuple(self._lines(first, last + 1))
        self._edits.append(LineEdit(first, len(lines) - (self._count - count), lines))
        self.edited.emit()

    def _lines(self, first: int, end: int) -> list[str]:
        block = self._document.findBlockByNumber(first)
        lines = []
        for _ in range(first, end):
            lines.append(block.text())
            block = block.next()
        return lines

"""The word count in the status bar: of the page in front, or of what is selected in it. It is taken after a rest, in
pieces, so that no key ever waits for it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextBlock
from shiboken6 import isValid

from fanwiki.ui.editor.counting import Length, line_length, text_length
from fanwiki.ui.main_window import MainWindow

if TYPE_CHECKING:
    from fanwiki.ui.editor.page_tab import PageTab
    from fanwiki.ui.editor.text_editor import TextEditor

_REST_MS: Final = 300
_LINES_AT_A_TIME: Final = 500
_LONGEST_SELECTION: Final = 200_000
"""Characters; of a longer selection nothing is said."""


class CountWork(QObject):
    """Made once for the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._editor: TextEditor | None = None
        self._length = Length()
        self._sum = Length()
        self._in_comment = False
        self._next: QTextBlock | None = None
        self._rest = self._timer(_REST_MS, self._begin)
        self._piece = self._timer(0, self._count_piece)
        self._selecting = self._timer(_REST_MS // 3, self._show)
        window.tabs.page_shown.connect(self._on_page_shown)
        self._on_page_shown(window.tabs.current)

    def _on_page_shown(self, tab: "PageTab | None") -> None:
        old, self._editor = self._editor, None if tab is None else tab.editor
        if old is not None and isValid(old):
            old.typed.disconnect(self._rest.start)
            old.selectionChanged.disconnect(self._selecting.start)
        self._rest.stop()
        self._piece.stop()
        self._window.word_count.setVisible(self._editor is not None)
        if self._editor is not None:
            self._editor.typed.connect(self._rest.start)
            self._editor.selectionChanged.connect(self._selecting.start)
            self._begin()

    def _begin(self) -> None:
        if self._editor is None or not isValid(self._editor):
            return
        self._sum, self._in_comment = Length(), False
        self._next = self._editor.document().firstBlock()
        self._count_piece()

    def _count_piece(self) -> None:
        """Goes on counting. A text that is changed meanwhile is counted anew after the next rest."""
        if self._editor is None or not isValid(self._editor) or self._next is None or self._rest.isActive():
            return
        block = self._next
        for _ in range(_LINES_AT_A_TIME):
            if not block.isValid():
                break
            more, self._in_comment = line_length(block.text(), self._in_comment)
            self._sum += more
            block = block.next()
        self._next = block
        if block.isValid():
            self._piece.start()
            return
        self._next = None
        self._length = self._sum
        self._show()

    def _show(self) -> None:
        if self._editor is None or not isValid(self._editor):
            return
        cursor = self._editor.textCursor()
        selected = cursor.selectionEnd() - cursor.selectionStart()
        if 0 < selected <= _LONGEST_SELECTION:
            self._say_selected(text_length(cursor.selectedText().split("\u2029")))
        else:
            self._say_all()

    def _say_all(self) -> None:
        length = self._length
        words = self.tr("1 word") if length.all_words == 1 else self.tr("{0} words").format(f"{length.all_words:,}")
        characters = self.tr("{0} characters").format(f"{length.characters:,}")
        minutes = self.tr("1 minute") if length.minutes == 1 else self.tr("{0} minutes").format(f"{length.minutes:,}")
        self._window.word_count.setText(" · ".join((words, characters, minutes)))
        self._window.word_count.setToolTip(self.tr("How long the page is, and how long one reads"))

    def _say_selected(self, chosen: Length) -> None:
        words = self.tr("{0} of {1} words selected").format(f"{chosen.all_words:,}", f"{self._length.all_words:,}")
        characters = self.tr("{0} characters").format(f"{chosen.characters:,}")
        self._window.word_count.setText(" · ".join((words, characters)))

    def _timer(self, milliseconds: int, told: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(told)
        return timer

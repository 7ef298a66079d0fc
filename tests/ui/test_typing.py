"""Somebody types in the window with preview, completion and autosave on: no key is lost. How long the window was away
meanwhile is measured by `make bench`, with the same typist.
"""

import pytest
from PySide6.QtGui import QTextCursor

from tests.ui.driving import PATIENCE_MS, Driven
from tests.ui.typist import Typist, page_of

pytestmark = pytest.mark.gui

_SECONDS = 4.0


def test_no_key_is_lost_while_all_is_on(driven: Driven) -> None:
    tab = driven.tab
    editor = tab.editor
    editor.load(page_of(1_000))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.setFocus()
    driven.qtbot.waitUntil(lambda: tab.preview is not None and tab.preview.is_ready, timeout=PATIENCE_MS)
    driven.qtbot.waitUntil(editor.hasFocus, timeout=PATIENCE_MS)
    typist = Typist(editor, _SECONDS)
    typist.start()
    driven.qtbot.waitUntil(lambda: typist.done, timeout=PATIENCE_MS)
    assert typist.kept
    tab.save_now()
    driven.qtbot.waitUntil(lambda: not tab.has_unsaved, timeout=PATIENCE_MS)
    assert driven.session.author_view().text(tab.page_id).body == editor.text()

"""A disk that takes nothing any more: the text stays, the window says so, and saving works again once it can."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.ui.driving import PATIENCE_MS, Driven

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.gui

SMALL = 2_000


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may be written beyond its first bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_cannot_be_saved_stays_and_is_saved_when_it_can_be(driven: Driven) -> None:
    tab = driven.go("Class 2-5")
    driven.type("Nothing of this is lost. ")
    with full_disk():
        driven.do("save_page")
        driven.qtbot.waitUntil(lambda: "Not saved" in driven.window.save_state.text(), timeout=PATIENCE_MS)
        driven.settle()
        assert "the disk reports an error; nothing was changed" in driven.window.save_state.text()
        assert "“Class 2-5” is not saved" in driven.window.notice.text
    assert tab.editor.toPlainText().startswith("Nothing of this is lost. ")
    driven.do("save_page")
    driven.qtbot.waitUntil(lambda: driven.window.save_state.text() == "Saved", timeout=PATIENCE_MS)
    body = driven.session.author_view().text(tab.page_id).body
    assert body.startswith("Nothing of this is lost. ")

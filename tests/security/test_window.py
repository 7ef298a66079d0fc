"""Hostile text in the window itself: labels, lists and tips show it as it is, and nothing reads a file for it; what is
pasted comes to nothing either.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QDockWidget, QLabel, QWidget

from fanwiki.domain.edits import DeletePage
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.plain import PlainLabel, plain_tip
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.security.hostile_wiki import fill
from tests.security.payloads import needs_payloads, payloads
from tests.security.watching import Canary, Listener, needs_inotify
from tests.ui.conftest import driver
from tests.ui.driving import PATIENCE_MS, Driver

__all__ = ["driver"]

pytestmark = [pytest.mark.gui, needs_inotify]

LEAVING: Final = frozenset({"close_tab", "close_wiki", "quit_program", "open_sample", "go_random", "show_card"})
"""Actions after which there is no page any more to go on with, or another one."""


def pictures(canary: Path) -> dict[str, str]:
    """What Qt takes for rich text, and would read a picture for."""
    return {
        "alone": f'<img src="{canary}">',
        "address": f'<b>She</b> <img src="file://{canary}">',
        "sheet": f'<link rel="stylesheet" href="{canary}"><p background="{canary}">x</p>',
    }


def test_the_control_a_label_of_qt_reads_the_file(qtbot: object, canary: Canary) -> None:
    for text in pictures(canary.path).values():
        PlainLabel(text).grab()
        QLabel(plain_tip(text)).grab()
    assert not canary.opened
    for text in pictures(canary.path).values():
        QLabel(text).grab()
    assert canary.opened


def test_no_label_list_or_tip_takes_a_text_for_markup(driver: Driver, canary: Canary, tmp_path: Path) -> None:
    path = tmp_path / "hostile.fanwiki"
    wiki = Wiki.create(path)
    fill(wiki, pictures(canary.path))
    titles = [page.title for page in wiki.view().pages() if "<" in page.title]
    wiki.close()
    assert len(titles) > 6
    driven = driver.open(path)
    for dock in driven.window.findChildren(QDockWidget):
        dock.show()
    for title in titles:
        driven.go(title)
        driven.settle()
        for dock in driven.window.findChildren(QDockWidget):
            dock.raise_()
            QApplication.processEvents()
        assert list(misread(driven.window)) == []
    for action in ("show_board", "show_graph", "show_appearances", "show_findings"):
        driven.do(action)
        driven.settle()
        QApplication.processEvents()
        assert list(misread(driven.window)) == []
    assert not canary.opened


def test_no_dialog_takes_a_text_for_markup(driver: Driver, canary: Canary, tmp_path: Path) -> None:
    """Whatever an action of the window opens, those that there are tomorrow too."""
    path = tmp_path / "hostile.fanwiki"
    wiki = Wiki.create(path)
    fill(wiki, pictures(canary.path))
    title, gone = titles_of(wiki, PageKind.CHARACTER)[0], titles_of(wiki, PageKind.PERSON)[0]
    wiki.apply(DeletePage(wiki.view().find(gone).id))
    wiki.close()
    driven = driver.open(path)
    driven.go(title)
    driven.settle()
    seen: set[str] = set()
    for name in driven.window.actions_of_window.names():
        if name in LEAVING or not driven.window.actions_of_window[name].isEnabled():
            continue
        driven.do(name)
        driven.settle()
        QApplication.processEvents()
        for dialog in open_dialogs():
            seen.add(dialog.objectName() or type(dialog).__name__)
            assert list(misread(dialog)) == [], name
            dialog.close()
        QApplication.processEvents()
    assert len(seen) > 15, seen
    assert not canary.opened


def titles_of(wiki: Wiki, kind: PageKind) -> list[str]:
    """Titles of pages of a kind that Qt would take for markup."""
    return [page.title for page in wiki.view().pages(kind) if "<" in page.title]


def open_dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


def misread(window: QWidget) -> Iterator[str]:
    """Every text in a window that Qt would take for markup though nobody of ours wrote it as such."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QLabel) and widget.textFormat() is Qt.TextFormat.AutoText and "<" in widget.text():
            yield f"label {widget.objectName()}: {widget.text()}"
        if not harmless_tip(widget.toolTip()):
            yield f"tip of {type(widget).__name__} {widget.objectName()}: {widget.toolTip()}"
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            for tip in tips(widget):
                if not harmless_tip(tip):
                    yield f"tip in {type(widget).__name__} {widget.objectName()}: {tip}"


def tips(view: QAbstractItemView) -> Iterator[str]:
    """The tips of the first rows of a list, a table or a tree, and of their headings."""
    model, role = view.model(), Qt.ItemDataRole.ToolTipRole
    if isinstance(model, QAbstractListModel):
        yield from (str(model.index(row).data(role) or "") for row in range(min(model.rowCount(), 20)))
        return
    parents = [QModelIndex()]
    while parents:
        parent = parents.pop()
        for row in range(min(model.rowCount(parent), 20)):
            for column in range(min(model.columnCount(parent), 6)):
                yield str(model.index(row, column, parent).data(role) or "")
            if model.rowCount(model.index(row, 0, parent)):
                parents.append(model.index(row, 0, parent))
    for column in range(min(model.columnCount(), 20)):
        yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
    for row in range(min(model.rowCount(), 20)):
        yield str(model.headerData(row, Qt.Orientation.Vertical, role) or "")


def harmless_tip(tip: str) -> bool:
    return "<" not in tip or "<" not in tip.removeprefix("<p style='white-space: pre-wrap'>").removesuffix("</p>")


@needs_payloads
def test_what_is_pasted_fetches_and_reads_nothing(
    driver: Driver, listener: Listener, canary: Canary, tmp_path: Path
) -> None:
    path = tmp_path / "pasted.fanwiki"
    wiki = Wiki.create(path)
    Builder(wiki).page("Page")
    wiki.close()
    driven = driver.open(path)
    editor = driven.go("Page").editor
    for payload in payloads(listener.port, canary.path).values():
        copied = QMimeData()
        copied.setHtml(f"<h2>Copied</h2><p>{payload}</p>")
        copied.setText(payload)
        editor.insertFromMimeData(copied)
        assert not QApplication.activeModalWidget()
    driven.settle()
    driven.qtbot.waitUntil(lambda: driven.tab.live.is_complete, timeout=PATIENCE_MS)
    assert editor.text().count("Copied") > 300
    assert listener.connections == []
    assert not canary.opened

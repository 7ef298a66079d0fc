"""The widget that shows a page, block by block, and keeps its place while the page changes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QPalette
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.ids import PageId
from fanwiki.resources import resource
from fanwiki.ui.preview import addresses
from fanwiki.ui.preview.addresses import OutsideAddress, PageAddress, WantedAddress, read_address
from fanwiki.ui.preview.engine import PreviewPage
from fanwiki.ui.preview.patch import ShownBlock, make_patch

WORLD: Final = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
"""The script world that is ours alone; the page's own runs nothing."""


class PreviewView(QWebEngineView):
    """Shows blocks. `ready` once the engine can, `shown` after each change has reached the page,
    `scrolled` with the source line the reader has scrolled to.
    """

    page_requested = Signal(object, str)
    wanted_page_requested = Signal(str)
    external_requested = Signal(str)
    ready = Signal()
    shown = Signal()
    scrolled = Signal(float)

    def __init__(self, page: PreviewPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self._loaded = False
        self._wanted: Sequence[ShownBlock] = ()
        self._shown: Sequence[ShownBlock] = ()
        self._head = {"title": "", "notice": ""}
        self._asking = False
        self.setPage(page)
        page.link_clicked.connect(self._on_link_clicked)
        page.loadFinished.connect(self._on_load_finished)
        page.renderProcessTerminated.connect(self._on_engine_died)
        page.scrollPositionChanged.connect(self._on_scroll_position_changed)
        self._load()

    @property
    def is_ready(self) -> bool:
        return self._loaded

    def show_page(self, title: str, notice: str, blocks: Sequence[ShownBlock], cursor_line: int | None = None) -> None:
        """Shows these blocks below the title, and a notice above them unless it is empty. With `cursor_line` the
        block of that source line is brought into view, if it is not.
        """
        self._wanted = blocks
        self._head = {"title": title, "notice": notice}
        if self._loaded:
            self._send(cursor_line)

    def scroll_to_line(self, line: float) -> None:
        """Goes to a source line; `scrolled` would give the same."""
        self._call("scrollToLine", line)

    def point_at(self, anchor: str) -> None:
        """Goes to a heading and lights it up."""
        self._call("pointAt", anchor)

    def ask(self, script: str, answer: Callable[[Any], None]) -> None:
        """Runs a script in our own world and hands over its value."""
        self.page().runJavaScript(script, WORLD, answer)

    def follow_states(self, change: Change) -> None:
        """Begins anew when the states have other colours: the style sheet is read with the page."""
        if "State" in change.facts:
            self._load()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        copy = self.page().action(QWebEnginePage.WebAction.Copy)
        copy.setEnabled(self.hasSelection())
        menu.addAction(copy)
        menu.addAction(self.page().action(QWebEnginePage.WebAction.SelectAll))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._follow_theme()

    def _theme(self) -> str:
        return "dark" if self.palette().color(QPalette.ColorRole.Base).lightness() < 128 else "light"

    def _follow_theme(self) -> None:
        self.page().setBackgroundColor(self.palette().color(QPalette.ColorRole.Base))
        self._call("theme", self._theme())

    def _load(self) -> None:
        self._loaded = self._asking = False
        self.page().setBackgroundColor(self.palette().color(QPalette.ColorRole.Base))
        self.page().load(QUrl(addresses.shell(self._theme())))

    def _on_load_finished(self, ok: bool) -> None:
        if not ok or self._loaded:
            return  # a refused navigation ends with "not ok"; the page stays as it was
        self.page().runJavaScript(resource("preview/patch.js").read_text("utf-8"), WORLD)
        self._loaded = True
        self._shown = ()
        self._send(None)
        self.ready.emit()

    def _on_engine_died(self) -> None:
        self._load()

    def _send(self, cursor_line: int | None) -> None:
        patch = make_patch(self._shown, self._wanted)
        self._shown = self._wanted
        calls = [f"fanwiki.head({json.dumps(self._head)})"]
        if not patch.empty:
            calls.append(f"fanwiki.patch({json.dumps(asdict(patch), ensure_ascii=False)})")
        if cursor_line is not None:
            calls.append(f"fanwiki.reveal({cursor_line})")
        self.page().runJavaScript("; ".join(calls), WORLD, self._on_sent)

    def _on_sent(self, _value: object) -> None:
        if isValid(self):  # the engine answers what it was asked even when the window has gone
            self.shown.emit()

    def _call(self, name: str, argument: float | str) -> None:
        if self._loaded:
            self.page().runJavaScript(f"fanwiki.{name}({json.dumps(argument)})", WORLD)

    def _on_scroll_position_changed(self) -> None:
        if self._asking or not self._loaded:
            return
        self._asking = True
        self.ask("fanwiki.line()", self._on_line_known)

    def _on_line_known(self, line: object) -> None:
        self._asking = False
        if isinstance(line, int | float) and isValid(self):
            self.scrolled.emit(float(line))

    def _on_link_clicked(self, written: str) -> None:
        match read_address(written):
            case PageAddress(page, heading):
                self.page_requested.emit(PageId(page), heading)
            case WantedAddress(title):
                self.wanted_page_requested.emit(title)
            case OutsideAddress(address):
                self.external_requested.emit(address)
            case _:
                return

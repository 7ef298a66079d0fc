"""The drawing of a network: cytoscape.js on a page of ours, in the script world that is ours alone.

The page runs nothing itself; what is drawn goes in as JSON, and a click on a node comes out as a link of the page,
which `PreviewPage` never follows but tells.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QPalette, QResizeEvent
from PySide6.QtWebEngineCore import QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from fanwiki.resources import resource
from fanwiki.ui.preview import addresses
from fanwiki.ui.preview.addresses import PageAddress, read_address
from fanwiki.ui.preview.engine import PreviewPage
from fanwiki.ui.preview.view import WORLD

_SCRIPTS: Final = ("vendor/cytoscape/cytoscape.min.js", "graph/graph.js")
_DRAWING: Final = "fanwikiDrawing"


class GraphCanvas(QWebEngineView):
    """`page_requested` carries the page of a node that was clicked; `shown` comes after each drawing."""

    page_requested = Signal(object)
    shown = Signal()

    def __init__(self, page: PreviewPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graphCanvas")
        self.setAccessibleName(self.tr("Drawing of the relationships; the table beside it says the same"))
        self._loaded = False
        self._wanted: tuple[dict[str, Any], dict[str, bool]] | None = None
        # Without it the engine shows no canvas. The page's policy lets no script in all the same, and nothing of the
        # wiki gets into the page but as the data of our own world's.
        page.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, True)
        self.setPage(page)
        page.link_clicked.connect(self._on_link_clicked)
        page.loadFinished.connect(self._on_load_finished)
        page.renderProcessTerminated.connect(self._load)
        self._load()

    def show_network(self, network: dict[str, Any], *, afresh: bool = False, whole: bool = False) -> None:
        """Draws nodes and ties (see graph.js). Nodes that were there keep their place, unless `afresh`; `whole` brings
        all into view.
        """
        self._wanted = (network, {"afresh": afresh, "whole": whole})
        if self._loaded:
            self._send()

    def mark(self, tie: str) -> None:
        """Lights up a tie with its ends; an empty id lights up none."""
        self._call("mark", tie)

    def fit(self) -> None:
        """Brings all into view."""
        self._call("fit")

    def zoom(self, by: float) -> None:
        self._call("zoom", by)

    def ask(self, script: str, answer: Callable[[Any], None]) -> None:
        """Runs a script in our own world and hands over its value."""
        self.page().runJavaScript(script, WORLD, answer)

    def ask_places(self, answer: Callable[[Any], None]) -> None:
        """Hands over, as JSON, where each node stands."""
        self.ask(f"JSON.stringify({_DRAWING}.places())", answer)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """There is nothing in a drawing to copy or to save."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._follow_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._call("fit")

    def _theme(self) -> str:
        return "dark" if self.palette().color(QPalette.ColorRole.Base).lightness() < 128 else "light"

    def _follow_theme(self) -> None:
        self.page().setBackgroundColor(self.palette().color(QPalette.ColorRole.Base))
        if self._loaded:
            theme = f"document.documentElement.dataset.theme = {json.dumps(self._theme())}"
            self.page().runJavaScript(f"{theme}; {_DRAWING}.restyle()", WORLD)

    def _load(self) -> None:
        self._loaded = False
        self.page().setBackgroundColor(self.palette().color(QPalette.ColorRole.Base))
        self.page().load(QUrl(addresses.shell(self._theme(), "graph")))

    def _on_load_finished(self, ok: bool) -> None:
        if not ok or self._loaded:
            return  # a refused navigation ends with "not ok"; the page stays as it was
        for script in _SCRIPTS:
            self.page().runJavaScript(resource(script).read_text("utf-8"), WORLD)
        make = f"globalThis.{_DRAWING} = fanwikiGraph.make(document.getElementById('graph'))"
        self.page().runJavaScript(f"{make}; 0", WORLD)
        self._loaded = True
        if self._wanted is not None:
            self._send()

    def _send(self) -> None:
        assert self._wanted is not None
        network, how = self._wanted
        written = f"{json.dumps(network, ensure_ascii=False)}, {json.dumps(how)}"
        self.page().runJavaScript(f"{_DRAWING}.show({written})", WORLD, self._on_sent)

    def _on_sent(self, _value: object) -> None:
        if isValid(self):  # the engine answers what it was asked even when the window has gone
            self.shown.emit()

    def _call(self, name: str, *arguments: float | str) -> None:
        if self._loaded:
            written = ", ".join(json.dumps(each) for each in arguments)
            self.page().runJavaScript(f"{_DRAWING}.{name}({written})", WORLD)

    def _on_link_clicked(self, written: str) -> None:
        address = read_address(written)
        if isinstance(address, PageAddress):
            self.page_requested.emit(address.page)

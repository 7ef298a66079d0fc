"""The widget that shows a page, block by block, and keeps its place while the page changes."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QPalette
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.ids import PageId
from fanwiki.markup.units import Unit, UnitChange, UnitsChanged, change_units, reaching, unit_changes
from fanwiki.resources import resource
from fanwiki.ui.preview import addresses
from fanwiki.ui.preview.addresses import OutsideAddress, PageAddress, ShellAddress, WantedAddress, read_address
from fanwiki.ui.preview.engine import PreviewPage

WORLD: Final = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
"""The script world that is ours alone; the page's own runs nothing."""
_SLICE: Final = 200
"""Units that are sent at once to an engine that has none."""


class PreviewView(QWebEngineView):
    """Shows units. `ready` once the engine can, `shown` after each change has reached the page,
    `scrolled` with the source line the reader has scrolled to, `link_met` with the page (PageId) of the link that the
    pointer or the keyboard has come to, None when it has left it.
    """

    page_requested = Signal(object, str)
    wanted_page_requested = Signal(str)
    external_requested = Signal(str)
    ready = Signal()
    shown = Signal()
    scrolled = Signal(float)
    link_met = Signal(object)

    def __init__(self, page: PreviewPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self._loaded = False
        self._units: list[Unit] = []
        self._sent = 0
        self._head = ("", "")
        self._line = 0.0
        self._veiled = False
        self._asking = self._moved_on = False
        self._pages = 0
        """How many pages have been shown: an answer that is of one before is let go."""
        self.setPage(page)
        page.link_clicked.connect(self._on_link_clicked)
        page.linkHovered.connect(self._on_link_hovered)
        page.loadFinished.connect(self._on_load_finished)
        page.renderProcessTerminated.connect(self._on_engine_died)
        page.scrollPositionChanged.connect(self._on_scroll_position_changed)
        self._load()

    @property
    def is_ready(self) -> bool:
        return self._loaded

    @property
    def head(self) -> tuple[str, str]:
        """Title and notice, as they are shown."""
        return self._head

    @property
    def line(self) -> float:
        """The source line that the reader is at, as far as is known."""
        return self._line

    def begin_page(self) -> None:
        """Goes over to another page: nothing of the last one is seen any more, and it begins at its top."""
        self._pages += 1
        self._units = []
        self._sent = 0
        self._head = ("", "")
        self._line = 0.0
        self._veiled = self._asking = self._moved_on = False
        self._call("empty")
        self.link_met.emit(None)

    def set_veiled(self, veiled: bool) -> None:
        """Hides all that is shown, until a change speaks of it or it is unveiled: the viewpoint is another one."""
        if veiled or self._veiled:
            self._veiled = veiled
            self._call("veil", veiled)

    def set_head(self, title: str, notice: str) -> None:
        """Shows the title above the page, and a notice below it unless that is empty."""
        self._head = (title, notice)
        self._call("head", title, notice)

    def show_page(self, title: str, notice: str, units: Sequence[Unit]) -> None:
        """Shows these units, whatever was shown before; what they begin and end with in common stays."""
        self.set_head(title, notice)
        self.change(unit_changes(self._units, units))

    def change(self, changes: Sequence[UnitChange], cursor_line: int | None = None) -> None:
        """Changes what is shown. With `cursor_line` the block of that source line is brought into view."""
        change_units(self._units, changes)
        if self._loaded:
            reached, self._sent = reaching(changes, self._sent)
            self._send(reached, cursor_line)

    def scroll_to_line(self, line: float) -> None:
        """Goes to a source line; `scrolled` would give the same."""
        self._line = line
        self._call("scrollToLine", line)

    def point_at(self, anchor: str) -> None:
        """Goes to a heading and lights it up."""
        self._call("pointAt", anchor)

    def ask(self, script: str, answer: Callable[[Any], None]) -> None:
        """Runs a script in our own world and hands over its value."""
        self.page().runJavaScript(script, WORLD, answer)

    def follow_states(self, change: Change) -> None:
        """Reads the style sheet of the states again when they have other colours."""
        if "State" in change.facts:
            self._call("readStates")

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
        self._loaded = self._asking = self._moved_on = False
        self.page().setBackgroundColor(self.palette().color(QPalette.ColorRole.Base))
        self.page().load(QUrl(addresses.shell(self._theme())))

    def _on_load_finished(self, ok: bool) -> None:
        if not ok:
            return  # a refused navigation; the page stays as it was
        if not isinstance(read_address(self.url().toString().partition("#")[0]), ShellAddress):
            self._load()  # a link whose address the engine cannot read leads it to an empty page, whatever it is told
            return
        if self._loaded:
            return
        self.page().runJavaScript(resource("preview/patch.js").read_text("utf-8"), WORLD)
        self._loaded = True
        self._follow_theme()  # it may have changed since the page was asked for
        self.set_head(*self._head)
        self._sent = 0
        self._send_on()
        self.ready.emit()

    def _send_on(self) -> None:
        """Sends what an engine that has just begun lacks, a slice at a time."""
        units = tuple(self._units[self._sent : self._sent + _SLICE])
        self._send([UnitsChanged(self._sent, 0, units)])
        self._sent += len(units)
        if self._veiled:
            self._call("veil", True)
        if self._sent < len(self._units):
            QTimer.singleShot(0, self, self._send_on)

    def _on_engine_died(self) -> None:
        self._load()

    def _send(self, changes: Sequence[UnitChange], cursor_line: int | None = None) -> None:
        written = json.dumps([_written(change) for change in changes], ensure_ascii=False)
        script = f"fanwiki.change({written}, {json.dumps(cursor_line)})"
        self.page().runJavaScript(script, WORLD, partial(self._on_sent, self._pages))

    def _on_sent(self, of_page: int, unlike: object) -> None:
        """Raw HTML can make other elements of a unit's parts than they are: such a unit is sent again as a whole."""
        if not isValid(self) or of_page != self._pages:
            return  # the engine answers what it was asked even when the window has gone
        if isinstance(unlike, str) and unlike:
            indexes = [index for index in map(int, unlike.split(",")) if index < len(self._units)]
            self._send([UnitsChanged(index, 1, (self._units[index],)) for index in indexes])
            return
        self.shown.emit()

    def _call(self, name: str, *arguments: float | str) -> None:
        if self._loaded:
            written = ", ".join(json.dumps(argument) for argument in arguments)
            self.page().runJavaScript(f"fanwiki.{name}({written})", WORLD)

    def _on_scroll_position_changed(self) -> None:
        if not self._loaded:
            return
        if self._asking:
            self._moved_on = True  # the answer that is on its way may be of before
            return
        self._asking = True
        self.ask("fanwiki.line()", partial(self._on_line_known, self._pages))

    def _on_line_known(self, of_page: int, line: object) -> None:
        if of_page != self._pages:
            return
        self._asking = False
        if isinstance(line, int | float) and isValid(self):
            self._line = float(line)
            self.scrolled.emit(self._line)
        if self._moved_on and isValid(self):
            self._moved_on = False
            self._on_scroll_position_changed()

    def _on_link_hovered(self, written: str) -> None:
        address = read_address(written)
        self.link_met.emit(address.page if isinstance(address, PageAddress) else None)

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


def _written(change: UnitChange) -> dict[str, Any]:
    """A change as `patch.js` reads it."""
    if isinstance(change, UnitsChanged):
        units = [{"lines": unit.lines, "html": unit.html} for unit in change.inserted]
        return {"start": change.start, "removed": change.removed, "units": units}
    return {
        "unit": change.unit,
        "start": change.start,
        "removed": change.removed,
        "parts": "".join(change.inserted),
        "before": change.before,
        "lines": change.lines,
    }

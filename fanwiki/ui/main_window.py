"""The window's frame: what stands where. It is painted before anything is read, so nothing here knows of a wiki;
`desk.py` fills the frame once one is open.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QProxyStyle,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOption,
    QTabBar,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from fanwiki.ui.actions import SIDES, Actions
from fanwiki.ui.bars import Banner, EmptyHint, Notice
from fanwiki.ui.page_tabs import PageTabs
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.prompts import Prompts
from fanwiki.ui.search_box import SearchBox
from fanwiki.ui.tree.wiki_tree import WikiTree
from fanwiki.ui.welcome import WelcomePage

PROGRAM: Final = "fanwiki"
SIZE: Final = QSize(1280, 800)
_MOVABLE: Final = QDockWidget.DockWidgetFeature.DockWidgetMovable
_CLOSABLE: Final = QDockWidget.DockWidgetFeature.DockWidgetClosable
_LEFT: Final = 240
_RIGHT: Final = 320
_TAB_MARGINS: Final = 14
"""Pixels left and right of the name of a pane in its tab, together."""


class Sheet(IntEnum):
    """What the middle of the window shows."""

    WELCOME = 0
    OPENING = 1
    EMPTY = 2
    PAGES = 3


class MainWindow(QMainWindow):
    """`first_painted` comes once, after the window is seen; `ready` when a wiki, or the welcome page, is complete,
    `escaped` for an Esc that nothing in the window had a use for. `wiki_requested` carries the path of a wiki to open,
    `wiki_moved` that of one that holds all that is in the window, to go on with.
    """

    first_painted = Signal()
    ready = Signal()
    escaped = Signal()
    wiki_requested = Signal(object)
    wiki_moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(PROGRAM)
        self.resize(SIZE)
        self.setDockOptions(self.dockOptions() | QMainWindow.DockOption.AllowNestedDocks)
        self._painted = False
        self._working: bool | None = None
        self._may_close: Callable[[], bool] | None = None
        self._hidden_panes: list[QDockWidget] = []
        self._titling = QTimer(self, singleShot=True, interval=0)
        self._titling.timeout.connect(self._title_panes)
        self._narrow_tabs = _NarrowTabs()
        self._narrow_tabs.setParent(self)
        self.actions_of_window = Actions(self)
        self.prompts = Prompts(self)
        self.tree = WikiTree(self)
        self.tabs = PageTabs(self)
        self.search_box = SearchBox(self)
        self.viewpoint_slot = QWidget(self)
        self.banner = Banner("viewpointBanner", self.tr("Show everything"), self)
        self.read_only_banner = Banner("readOnlyBanner", "", self)
        self.file_banner = Banner("fileBanner", self.tr("Save as…"), self)
        self.welcome = WelcomePage(self.actions_of_window, self)
        self.docks: dict[str, QDockWidget] = {}
        self.tool_bar = self._make_tool_bar()
        self._make_status_bar()
        self._make_middle()
        self._make_docks()
        self.tabs.set_menu([self.actions_of_window[name] for name in ("close_tab", *SIDES)])
        self.actions_of_window.keep_to(self.tree, "delete_page")
        for pane in (*self.docks.values(), self.search_box):
            self.actions_of_window.keep_to(pane, "focus_editor")
        self.show_sheet(Sheet.WELCOME)

    # --- what is shown --------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet:
        return Sheet(self._sheets.currentIndex())

    def show_sheet(self, sheet: Sheet) -> None:
        """Changes what the middle shows; without a wiki there are no panes around it."""
        self._sheets.setCurrentIndex(sheet)
        working = sheet is not Sheet.WELCOME
        if working is self._working:
            # What is hidden now may be hidden by intent.
            return
        self._working = working
        self.tool_bar.setVisible(working)
        self.save_state.setVisible(working)
        for dock in self.docks.values():
            if not working:
                dock.hide()

    def show_opening(self, name: str) -> None:
        """Says that a wiki is being opened, in the frame it will have."""
        self._opening.say(self.tr("Opening {name} …").format(name=name))
        self.show_title(name)
        self.show_sheet(Sheet.OPENING)
        self.show_panes()

    def show_empty(self, *, pages: bool) -> None:
        """Says that nothing is open, and what to do; in a wiki without any pages that is something else."""
        if pages:
            text, name = self.tr("Choose a page in the tree, or go to one by its name."), "switch_page"
        else:
            text, name = self.tr("This wiki has no pages yet. Begin with the show that it is about."), "create_page"
        self.empty.offer(text, self.actions_of_window[name])
        self.show_sheet(Sheet.EMPTY)

    def show_title(self, name: str = "", *, read_only: bool = False) -> None:
        """The wiki's name in the title bar."""
        suffix = self.tr(" (read-only)") if read_only else ""
        self.setWindowTitle(f"{name}{suffix} – {PROGRAM}" if name else PROGRAM)

    def show_pane(self, name: str, widget: QWidget | None) -> None:
        """Puts a panel into its dock; None empties it."""
        dock = self.docks[name]
        old = dock.widget()
        dock.setWidget(widget or QWidget(dock))
        if old is not None and old is not widget:
            old.deleteLater()

    def show_viewpoint_selector(self, selector: QWidget | None) -> None:
        """Puts the selector into the tool bar; None takes it out."""
        layout = self.viewpoint_slot.layout()
        assert layout is not None
        while (item := layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        if selector is not None:
            layout.addWidget(selector)

    def show_panes(self, docks: QByteArray | None = None) -> None:
        """Shows the panes as they were left, or all."""
        self.actions_of_window["toggle_panes"].setChecked(True)
        self._hidden_panes = []
        if docks is None or not self.restoreState(docks):
            for dock in self.docks.values():
                dock.show()
            self.docks["status"].raise_()
            self.docks["profile"].raise_()

    def raise_pane(self, name: str, _checked: bool = False) -> None:
        """Brings a pane to the front, and the keyboard to it."""
        dock = self.docks[name]
        dock.show()
        dock.raise_()
        _take_focus(dock)

    def toggle_panes(self) -> None:
        """Hides the side panes to leave the text alone, or brings back those that were there."""
        shown = [dock for dock in self.docks.values() if not dock.isHidden()]
        if shown:
            self._hidden_panes = shown
        for dock in shown or self._hidden_panes or self.docks.values():
            dock.setVisible(not shown)
        self.actions_of_window["toggle_panes"].setChecked(not shown)

    def toggle_fullscreen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def split_pages(self, _checked: bool = False, *, stacked: bool) -> None:
        """Pages beside each other, or one above the other."""
        self.tabs.split(stacked=stacked)

    def focus_next_pane(self) -> None:
        """Goes round: tree, text on each side, and the panes that are in front."""
        panes: list[QWidget] = [self.tree, *self.tabs.sides]
        panes += [dock for name, dock in self.docks.items() if name != "pages"]
        panes = [pane for pane in panes if pane.isVisible() and not pane.visibleRegion().isEmpty()]
        focus = self.focusWidget()
        here = next((place for place, pane in enumerate(panes) if focus and pane.isAncestorOf(focus)), None)
        if here is None and focus in panes:
            here = panes.index(focus)
        for step in range(1, len(panes) + 1):
            pane = panes[((-1 if here is None else here) + step) % len(panes)]
            if pane in self.tabs.sides:
                self.tabs.choose_side(self.tabs.sides.index(pane))
                if self.tabs.current is not None:
                    self.tabs.current.focus_editor()
                    return
            if _take_focus(pane):
                return

    # --- Qt -------------------------------------------------------------------------------------------------

    def set_close_guard(self, may_close: Callable[[], bool]) -> None:
        """Who decides, when the window is to be closed, whether it may."""
        self._may_close = may_close

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close is not None and not self._may_close():
            event.ignore()
            return
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    # --- building -------------------------------------------------------------------------------------------

    def _make_tool_bar(self) -> QToolBar:
        actions = self.actions_of_window
        bar = QToolBar(self.tr("Tools"), self)
        bar.setObjectName("toolBar")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        for names in (("go_back", "go_forward", "go_home"), ("create_page",), ("show_edit", "show_split", "show_read")):
            bar.addActions([actions[name] for name in names])
            bar.addSeparator()
        gap = QWidget(bar)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        slot = QHBoxLayout(self.viewpoint_slot)
        slot.setContentsMargins(0, 0, 8, 0)
        bar.addWidget(self.viewpoint_slot)
        self.search_box.setFixedWidth(260)
        bar.addWidget(self.search_box)
        self.addToolBar(bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        return bar

    def _make_status_bar(self) -> None:
        self.notice = Notice(self)
        self.save_state = PlainLabel(parent=self)
        self.save_state.setObjectName("saveState")
        self.save_state.setAccessibleName(self.tr("Whether the text is saved"))
        self.save_state.setContentsMargins(8, 0, 8, 0)
        self.statusBar().addWidget(self.notice, 1)
        self.word_count = PlainLabel(parent=self)
        self.word_count.setObjectName("wordCount")
        self.word_count.setAccessibleName(self.tr("Length of the page"))
        self.word_count.hide()
        self.statusBar().addPermanentWidget(self.word_count)
        self.statusBar().addPermanentWidget(self.save_state)
        self.statusBar().setSizeGripEnabled(False)

    def _make_middle(self) -> None:
        self._opening = EmptyHint("", None, self)
        self._sheets = QStackedWidget(self)
        self.empty = EmptyHint("", None, self)
        for sheet in (self.welcome, self._opening, self.empty, self.tabs):
            self._sheets.addWidget(sheet)
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.file_banner)
        layout.addWidget(self.read_only_banner)
        layout.addWidget(self.banner)
        layout.addWidget(self._sheets)
        self.setCentralWidget(middle)

    def _make_docks(self) -> None:
        titles = {
            "pages": self.tr("Pages"),
            "status": self.tr("Status"),
            "cast": self.tr("Cast"),
            "profile": self.tr("Profile"),
            "outline": self.tr("Outline"),
            "backlinks": self.tr("Backlinks"),
            "claims": self.tr("Claims"),
            "relations": self.tr("Relations"),
            "findings": self.tr("Findings"),
            "history": self.tr("History"),
        }
        for name, title in titles.items():
            left = name == "pages"
            dock = QDockWidget(title, self)
            dock.setObjectName(f"{name}Dock")
            dock.setFeatures(_MOVABLE | _CLOSABLE)
            dock.setWidget(self.tree if left else QWidget(dock))
            dock.visibilityChanged.connect(self._later_title_panes)
            area = Qt.DockWidgetArea.LeftDockWidgetArea if left else Qt.DockWidgetArea.RightDockWidgetArea
            self.addDockWidget(area, dock)
            toggle = dock.toggleViewAction()
            toggle.setObjectName(f"action_toggle_{name}")
            self.actions_of_window.panes_menu.addAction(toggle)
            self.docks[name] = dock
        self.setTabPosition(Qt.DockWidgetArea.RightDockWidgetArea, QTabWidget.TabPosition.North)
        # Split first: what is split off from a group of tabs would only join the group.
        self.splitDockWidget(self.docks["status"], self.docks["profile"], Qt.Orientation.Vertical)
        self.tabifyDockWidget(self.docks["status"], self.docks["cast"])
        self.tabifyDockWidget(self.docks["profile"], self.docks["outline"])
        self.tabifyDockWidget(self.docks["outline"], self.docks["backlinks"])
        self.tabifyDockWidget(self.docks["cast"], self.docks["claims"])
        self.tabifyDockWidget(self.docks["claims"], self.docks["relations"])
        self.tabifyDockWidget(self.docks["backlinks"], self.docks["findings"])
        self.tabifyDockWidget(self.docks["findings"], self.docks["history"])
        self.resizeDocks([self.docks["pages"], self.docks["status"]], [_LEFT, _RIGHT], Qt.Orientation.Horizontal)
        panes = [self.docks["status"], self.docks["profile"]]
        self.resizeDocks(panes, [400, 300], Qt.Orientation.Vertical)
        self.docks["status"].raise_()
        self.docks["profile"].raise_()

    def _later_title_panes(self) -> None:
        """Qt tells of each pane while it is still putting the others in their places."""
        self._titling.start()

    def _title_panes(self) -> None:
        """A pane that has a tab with its name needs no title bar that says it again."""
        for dock in self.docks.values():
            beside = [other for other in self.tabifiedDockWidgets(dock) if not other.isHidden()]
            bare = dock.titleBarWidget() is not None
            if bool(beside) != bare:
                dock.setTitleBarWidget(QWidget(dock) if beside else None)  # type: ignore[arg-type]  # None resets it
        groups = {frozenset((dock, *self.tabifiedDockWidgets(dock))) for dock in self.docks.values()}
        rows = [{each.windowTitle() for each in group if not each.isHidden()} for group in groups]
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setStyle(self._narrow_tabs)
            # Qt leaves one that it has not gone on with over the panes.
            if bar.count():
                bar.setVisible({bar.tabText(place) for place in range(bar.count())} in rows)


class _NarrowTabs(QProxyStyle):
    """Five panes share the width of one: their names would be cut off between the usual margins."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric is QStyle.PixelMetric.PM_TabBarTabHSpace:
            return _TAB_MARGINS
        return super().pixelMetric(metric, option, widget)


def _take_focus(pane: QWidget) -> bool:
    """Gives the focus to a pane, or to the first thing in it that takes it."""
    reason = Qt.FocusReason.ShortcutFocusReason
    takers = [pane, *pane.findChildren(QWidget)]
    for widget in takers:
        proxy = widget.focusProxy() or widget
        if proxy.focusPolicy() & Qt.FocusPolicy.TabFocus and proxy.isVisible() and proxy.isEnabled():
            proxy.setFocus(reason)
            return True
    return False

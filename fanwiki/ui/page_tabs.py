"""The pages that are open, each in its tab, on one side or on two, beside or above each other. A page may be open on
both: it is one text. What is opened comes to the side that one worked in last.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSplitter, QVBoxLayout, QWidget

from fanwiki.ui.closed_tabs import ClosedPage, ClosedTab, ClosedView
from fanwiki.ui.tab_side import TabSide

if TYPE_CHECKING:
    from fanwiki.domain.ids import PageId
    from fanwiki.ui.editor.page_tab import PageTab
    from fanwiki.ui.editor.save_state import SaveState

MakeTab = Callable[["PageId", QWidget], "PageTab"]


class PageTabs(QWidget):
    """`page_shown` carries the tab in front, None for none; `state_shown` its save state, `save_failed` the title of
    a page that could not be saved, and why; `sides_changed` comes when there are two sides, or one again; `tab_closed`
    carries a ClosedTab for each that the user has closed.

    Tabs are counted over both sides, in the words of QTabWidget.
    """

    page_shown = Signal(object)
    state_shown = Signal(object)
    save_failed = Signal(str, str)
    sides_changed = Signal()
    tab_closed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make: MakeTab | None = None
        self._others: list[QWidget] = []
        self._shown: PageTab | None = None
        self._menu: list[QAction] = []
        self._settling = False
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setObjectName("pageSides")
        self._splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._sides: list[TabSide] = []
        self._active = self._add_side()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    def make_with(self, make: MakeTab | None) -> None:
        """Who makes the tabs of the wiki that is open."""
        self._make = make

    def set_menu(self, actions: list[QAction]) -> None:
        """What a click with the right button on a tab offers."""
        self._menu = actions

    # --- what is there --------------------------------------------------------------------------------------

    @property
    def current(self) -> "PageTab | None":
        """The tab in front, on the side one works in; None if it is no page."""
        return self._tab(self.currentWidget())

    @property
    def sides(self) -> tuple[TabSide, ...]:
        return tuple(self._sides)

    @property
    def active_side(self) -> int:
        """The side one works in, from 0."""
        return self._sides.index(self._active)

    @property
    def stacked(self) -> bool:
        """Whether two sides stand one above the other."""
        return self._splitter.orientation() is Qt.Orientation.Vertical

    def sizes(self) -> list[int]:
        """The pixels that each side takes."""
        return self._splitter.sizes()

    def set_sizes(self, sizes: list[int]) -> None:
        self._splitter.setSizes(sizes)

    def side_of(self, tab: QWidget) -> int:
        """The side that a tab is on; 0 if it is on none."""
        return next((place for place, side in enumerate(self._sides) if side.indexOf(tab) >= 0), 0)

    def is_in_front(self, tab: QWidget) -> bool:
        """Whether a tab is the one that its side shows."""
        return any(side.currentWidget() is tab for side in self._sides)

    def __iter__(self) -> "Iterator[PageTab]":
        for widget in self._widgets():
            tab = self._tab(widget)
            if tab is not None:
                yield tab

    def count(self) -> int:
        return len(self._widgets())

    def currentWidget(self) -> QWidget | None:
        return self._active.currentWidget()

    def indexOf(self, widget: QWidget) -> int:
        widgets = self._widgets()
        return widgets.index(widget) if widget in widgets else -1

    def tabText(self, place: int) -> str:
        widget = self._widgets()[place]
        side = self._sides[self.side_of(widget)]
        return side.tabText(side.indexOf(widget))

    def setCurrentIndex(self, place: int) -> None:
        self.setCurrentWidget(self._widgets()[place])

    def setCurrentWidget(self, widget: QWidget) -> None:
        """Brings a tab to the front of its side, which is the one that is worked in from now on."""
        with self._settled():
            self._active = self._sides[self.side_of(widget)]
            self._active.setCurrentWidget(widget)

    # --- pages ----------------------------------------------------------------------------------------------

    def open_page(self, page: "PageId", *, new_tab: bool = False) -> "PageTab":
        """Brings a page to the front of the side one works in: its tab, or the tab in front with this page in it, or
        a new tab.
        """
        for widget in _widgets_of(self._active):
            tab = self._tab(widget)
            if tab is not None and tab.page_id == page:
                self.setCurrentWidget(tab)
                return tab
        before = self.current
        with self._settled():
            made = self._add(page, self._active)
            if before is not None:
                made.set_mode(before.usual_mode)
            made.take_preview(None if new_tab else before)
            if before is not None and not new_tab:
                self._leave(before)
        return made

    def show_other(self, widget: QWidget, title: str, picture: QIcon) -> None:
        """Brings to the front what is no page, in a tab of its own at the end."""
        if widget not in self._others:
            self._others.append(widget)
        if self.indexOf(widget) < 0:
            self._active.put(widget, title, None, picture)
        self.setCurrentWidget(widget)

    def reopen(self, closed: ClosedTab) -> None:
        """Opens a tab again as it was, in the place where it stood, and brings it to the front."""
        with self._settled():
            self._active = side = self._sides[min(closed.side, len(self._sides) - 1)]
            what = closed.what
            if isinstance(what, ClosedView):
                self.show_other(what.widget, what.title, what.picture)
            else:
                self._add(what.page, side).restore_state(dict(what.state))
            side.tabBar().moveTab(side.currentIndex(), min(closed.place, side.count() - 1))

    def is_open(self, page: "PageId", side: int) -> bool:
        """Whether a page stands in a tab of a side; in any if there is no such side."""
        return self._on_side(self._sides[min(side, len(self._sides) - 1)], page) is not None

    def close_tab(self, widget: QWidget) -> None:
        tab = self._tab(widget)
        self._tell_closed(widget)
        with self._settled():
            if tab is not None:
                self._leave(tab)
            else:
                # It is kept, with its place and filters, for when it is asked for again.
                self._take_out(widget)
            self._drop_empty_side()
        self.page_shown.emit(self.current)

    def close_current(self) -> None:
        widget = self.currentWidget()
        if widget is not None:
            self.close_tab(widget)

    def close_pages(self, gone: Callable[["PageId"], bool]) -> "list[PageId]":
        """Closes the tabs of pages that are no longer seen, and says which."""
        closing = [tab for tab in self if gone(tab.page_id)]
        with self._settled():
            for tab in closing:
                self._leave(tab)
            self._drop_empty_side()
        return [tab.page_id for tab in closing]

    def clear_all(self) -> None:
        """Lets go of all tabs. Their texts must be safe."""
        with self._settled():
            for widget in self._widgets():
                self._take_out(widget)
            for widget in self._others:
                widget.setParent(None)
                widget.deleteLater()
            self._others = []
            self._drop_empty_side()

    # --- sides ----------------------------------------------------------------------------------------------

    def split(self, *, stacked: bool) -> None:
        """Shows the page in front once more, on a second side; two sides are put beside or above each other."""
        self._splitter.setOrientation(Qt.Orientation.Vertical if stacked else Qt.Orientation.Horizontal)
        tab = self.current
        if len(self._sides) > 1 or tab is None:
            return
        state = tab.state()
        with self._settled():
            self._active = self._add_side()
            made = self._add(tab.page_id, self._active)
            made.set_mode(tab.usual_mode)
            made.restore_state({**state, "split": []})
            self._halve()

    def choose_side(self, side: int) -> None:
        """Works on a side from now on, from 0; the second is made if there is none."""
        with self._settled():
            if side >= len(self._sides):
                self._add_side()
                self._halve()
            self._active = self._sides[min(side, len(self._sides) - 1)]

    def move_tab(self) -> None:
        """Moves the tab in front to the other side, which is made if there is none. A page that is open there already
        is only brought to the front.
        """
        widget = self.currentWidget()
        if widget is None or (len(self._sides) == 1 and self._active.count() == 1):
            return
        with self._settled():
            other = self._other_side() or self._add_side()
            tab = self._tab(widget)
            twin = None if tab is None else self._on_side(other, tab.page_id)
            if tab is not None and twin is not None:
                self._leave(tab)
                other.setCurrentWidget(twin)
            else:
                place = self._active.indexOf(widget)
                title, picture = self._active.tabBar().tabData(place), self._active.tabIcon(place)
                self._active.removeTab(place)
                other.put(widget, title, None, picture)
                other.setCurrentWidget(widget)
            self._active = other
            self._drop_empty_side()
            if len(self._sides) > 1 and 0 in self._splitter.sizes():
                self._halve()

    def close_side(self) -> None:
        """Closes the side one works in, with its tabs."""
        other = self._other_side()
        if other is None:
            return
        with self._settled():
            for widget in _widgets_of(self._active):
                self._tell_closed(widget)
                tab = self._tab(widget)
                if tab is None:
                    self._take_out(widget)
                else:
                    self._leave(tab)
            self._drop_empty_side()

    def show_alone(self, alone: bool) -> None:
        """Shows nothing but the tab in front, or the tabs and the other side again."""
        for side in self._sides:
            side.tabBar().setVisible(not alone)
            side.setVisible(not alone or side is self._active)

    # --- inner ----------------------------------------------------------------------------------------------

    def _widgets(self) -> list[QWidget]:
        return [widget for side in self._sides for widget in _widgets_of(side)]

    def _tab(self, widget: QWidget | None) -> "PageTab | None":
        if widget is None or widget in self._others:
            return None
        tab: PageTab = widget  # type: ignore[assignment]  # what is no page is listed
        return tab

    def _on_side(self, side: TabSide, page: "PageId") -> "PageTab | None":
        tabs = (self._tab(widget) for widget in _widgets_of(side))
        return next((tab for tab in tabs if tab is not None and tab.page_id == page), None)

    def _other_side(self) -> TabSide | None:
        return next((side for side in self._sides if side is not self._active), None)

    def _add(self, page: "PageId", side: TabSide) -> "PageTab":
        assert self._make is not None
        made = self._make(page, self)
        made.title_changed.connect(partial(self._on_title_changed, made))
        made.save_state_changed.connect(partial(self._on_state_changed, made))
        side.put(made, made.title, side.currentIndex() + 1)
        side.setCurrentWidget(made)
        return made

    def _leave(self, tab: "PageTab") -> None:
        """Takes a tab away. Its text is kept by whoever keeps the texts, and comes back if it cannot be saved."""
        tab.leave()
        self._take_out(tab)

    def _take_out(self, widget: QWidget) -> None:
        for side in self._sides:
            if (place := side.indexOf(widget)) >= 0:
                side.removeTab(place)
        widget.setParent(None)
        if widget not in self._others:
            widget.deleteLater()

    def _tell_closed(self, widget: QWidget) -> None:
        """Tells of a tab that the user is closing."""
        number, tab = self.side_of(widget), self._tab(widget)
        side = self._sides[number]
        place = side.indexOf(widget)
        if tab is None:
            title = side.tabBar().tabData(place)
            self.tab_closed.emit(ClosedTab(ClosedView(widget, title, side.tabIcon(place)), number, place))
        else:
            self.tab_closed.emit(ClosedTab(ClosedPage(tab.page_id, tab.state()), number, place))

    def _add_side(self) -> TabSide:
        side = TabSide(self._splitter)
        side.currentChanged.connect(self._on_current_changed)
        side.tabBarClicked.connect(partial(self._on_side_clicked, side))
        side.close_requested.connect(self.close_tab)
        side.menu_requested.connect(self._on_menu)
        self._splitter.addWidget(side)
        self._sides.append(side)
        if len(self._sides) > 1:
            self.sides_changed.emit()
        return side

    def _drop_empty_side(self) -> None:
        """A side without tabs goes, unless it is the last."""
        for side in tuple(self._sides):
            if side.count() == 0 and len(self._sides) > 1:
                self._sides.remove(side)
                side.setParent(None)
                side.deleteLater()
                self._active = self._sides[0]
                self.sides_changed.emit()

    def _halve(self) -> None:
        self._splitter.setSizes([1000, 1000])

    @contextmanager
    def _settled(self) -> "Iterator[None]":
        """Tells what is in front once, when all is in its place."""
        if self._settling:
            yield
            return
        self._settling = True
        try:
            yield
        finally:
            self._settling = False
        self._tell()

    def _tell(self) -> None:
        for side in self._sides:
            side.show_active(side is self._active)
        current = self.current
        if current is self._shown:
            return
        if self._shown is not None and self._shown in tuple(self):
            # Who goes to another page has ended what he did on this one.
            self._shown.end_revision()
        self._shown = current
        self.page_shown.emit(current)
        self.state_shown.emit(None if current is None else current.save_state)

    def _on_current_changed(self, _place: int) -> None:
        if not self._settling:
            self._tell()

    def _on_side_clicked(self, side: TabSide, _place: int) -> None:
        with self._settled():
            self._active = side

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or len(self._sides) < 2 or self._active.isAncestorOf(now):
            return
        for side in self._sides:
            if side.isAncestorOf(now):
                self._on_side_clicked(side, 0)

    def _on_menu(self, widget: QWidget, place: QPoint) -> None:
        self.setCurrentWidget(widget)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._menu)
        menu.popup(place)

    def _on_state_changed(self, tab: "PageTab", state: "SaveState") -> None:
        if state.why:
            self.save_failed.emit(tab.title, state.why)
        if tab is self.current:
            self.state_shown.emit(state)

    def _on_title_changed(self, tab: "PageTab", title: str) -> None:
        self._sides[self.side_of(tab)].say(tab, title)


def _widgets_of(side: TabSide) -> list[QWidget]:
    widgets = (side.widget(place) for place in range(side.count()))
    return [widget for widget in widgets if widget is not None]

"""The pages that are open, each in its tab. A tab that is left while its text is not yet safe is kept out of sight
until it is, and comes back if it cannot be saved.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QTabWidget, QToolButton, QWidget

from fanwiki.ui.icons import icon

if TYPE_CHECKING:
    from fanwiki.domain.ids import PageId
    from fanwiki.ui.editor.page_tab import PageTab
    from fanwiki.ui.editor.save_state import SaveState

_LONGEST_TITLE = 28

MakeTab = Callable[["PageId", QWidget], "PageTab"]


class PageTabs(QTabWidget):
    """`page_shown` carries the tab in front, None for none; `state_shown` its save state, `save_failed` the title of
    a page that could not be saved, and why.
    """

    page_shown = Signal(object)
    state_shown = Signal(object)
    save_failed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageTabs")
        self.setAccessibleName(self.tr("Open pages"))
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabBar().setExpanding(False)
        self._make: MakeTab | None = None
        self._leaving: list[PageTab] = []
        self._others: list[QWidget] = []
        self._shown: PageTab | None = None
        self.currentChanged.connect(self._on_current_changed)

    def make_with(self, make: MakeTab | None) -> None:
        """Who makes the tabs of the wiki that is open."""
        self._make = make

    @property
    def current(self) -> "PageTab | None":
        """The tab in front."""
        return self._tab(self.currentIndex())

    def __iter__(self) -> "Iterator[PageTab]":
        for place in range(self.count()):
            tab = self._tab(place)
            if tab is not None:
                yield tab

    def with_leaving(self) -> "list[PageTab]":
        """The tabs, and those left whose text is not safe yet."""
        return [*self, *self._leaving]

    def open_page(self, page: "PageId", *, new_tab: bool = False) -> "PageTab":
        """Brings a page to the front: its tab, or the tab in front with this page in it, or a new tab."""
        for tab in self:
            if tab.page_id == page:
                self.setCurrentWidget(tab)
                return tab
        assert self._make is not None
        before = self.current
        made = self._make(page, self)
        made.title_changed.connect(partial(self._on_title_changed, made))
        made.save_state_changed.connect(partial(self._on_state_changed, made))
        if before is not None and not new_tab:
            made.set_mode(before.mode)
        place = self.currentIndex() + 1
        self.blockSignals(True)
        self.insertTab(place, made, "")
        self._give_close_button(made)
        self._on_title_changed(made, made.title)
        self.setCurrentIndex(place)
        if before is not None and not new_tab:
            self._leave(before)
        self.blockSignals(False)
        self._on_current_changed()
        return made

    def show_other(self, widget: QWidget, title: str, picture: QIcon) -> None:
        """Brings to the front what is no page, in a tab of its own at the end."""
        if widget not in self._others:
            self._others.append(widget)
        if self.indexOf(widget) < 0:
            place = self.addTab(widget, picture, title)
            self._give_close_button(widget)
            self.setTabToolTip(place, title)
        self.setCurrentWidget(widget)

    def place_among_pages(self) -> int:
        """The place of the tab in front among those of pages; 0 if it is none."""
        return next((place for place, tab in enumerate(self) if tab is self.current), 0)

    def close_tab(self, place: int) -> None:
        tab = self._tab(place)
        if tab is not None:
            self._leave(tab)
        elif self.widget(place) in self._others:
            # It is kept, with its place and filters, for when it is asked for again.
            self.removeTab(place)
            self.page_shown.emit(self.current)

    def close_current(self) -> None:
        self.close_tab(self.currentIndex())

    def close_pages(self, gone: Callable[["PageId"], bool]) -> "list[PageId]":
        """Closes the tabs of pages that are no longer seen, and says which."""
        closing = [tab for tab in self if gone(tab.page_id)]
        pages = [tab.page_id for tab in closing]
        for tab in closing:
            self._leave(tab)
        return pages

    def clear_all(self) -> None:
        """Lets go of all tabs. Their texts must be safe."""
        self.blockSignals(True)
        for tab in self.with_leaving():
            self.removeTab(self.indexOf(tab))
            tab.setParent(None)
            tab.deleteLater()
        for other in self._others:
            self.removeTab(self.indexOf(other))
            other.setParent(None)
            other.deleteLater()
        self.blockSignals(False)
        self._others = []
        self._leaving = []
        self._on_current_changed()

    def _tab(self, place: int) -> "PageTab | None":
        widget: PageTab | None = self.widget(place)  # type: ignore[assignment]  # the others are listed
        return None if widget in self._others else widget

    def _leave(self, tab: "PageTab") -> None:
        """Takes a tab away, at once or as soon as its text is safe."""
        tab.flush()
        self.removeTab(self.indexOf(tab))
        if tab.has_unsaved:
            tab.hide()
            self._leaving.append(tab)
            return
        self._drop(tab)

    def _drop(self, tab: "PageTab") -> None:
        tab.setParent(None)
        tab.deleteLater()

    def _give_close_button(self, tab: QWidget) -> None:
        """Our own: the style's is red and round in either theme."""
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setIcon(icon("close"))
        button.setIconSize(QSize(14, 14))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(self.tr("Close"))
        button.setAccessibleName(self.tr("Close this tab"))
        button.clicked.connect(partial(self._on_close_clicked, tab))
        self.tabBar().setTabButton(self.indexOf(tab), QTabBar.ButtonPosition.RightSide, button)

    def _on_close_clicked(self, tab: QWidget, _checked: bool = False) -> None:
        self.close_tab(self.indexOf(tab))

    def _on_state_changed(self, tab: "PageTab", state: "SaveState") -> None:
        failed = bool(state.why)
        if tab in self._leaving and (failed or not tab.has_unsaved):
            self._leaving.remove(tab)
            if failed:
                self.setCurrentIndex(self.addTab(tab, ""))
                self._give_close_button(tab)
                self._on_title_changed(tab, tab.title)
            else:
                self._drop(tab)
                return
        if failed:
            self.save_failed.emit(tab.title, state.why)
        if tab is self.current:
            self.state_shown.emit(state)

    def _on_title_changed(self, tab: "PageTab", title: str) -> None:
        place = self.indexOf(tab)
        if place < 0:
            return
        short = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
        self.setTabText(place, short.replace("&", "&&"))
        self.setTabToolTip(place, title)

    def _on_current_changed(self) -> None:
        current = self.current
        if current is self._shown:
            return
        self._shown = current
        self.page_shown.emit(current)
        self.state_shown.emit(None if current is None else current.save_state)

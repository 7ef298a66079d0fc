"""One side of the open pages: a row of tabs with what they hold."""

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QTabBar, QTabWidget, QToolButton, QWidget

from fanwiki.ui.icons import icon
from fanwiki.ui.plain import plain_tip

_LONGEST_TITLE = 28


class TabSide(QTabWidget):
    """`close_requested` carries the widget in a tab, `menu_requested` the same and a place on the screen."""

    close_requested = Signal(QWidget)
    menu_requested = Signal(QWidget, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pageTabs")
        self.setAccessibleName(self.tr("Open pages"))
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        bar = self.tabBar()
        bar.setExpanding(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        bar.customContextMenuRequested.connect(self._on_menu)

    def put(self, widget: QWidget, title: str, place: int | None = None, picture: QIcon | None = None) -> None:
        """Gives a widget a tab, at the end or at a place."""
        at = self.insertTab(self.count() if place is None else place, widget, picture or QIcon(), "")
        self._give_close_button(widget, at)
        self.say(widget, title)

    def say(self, widget: QWidget, title: str) -> None:
        """Gives the tab of a widget another title."""
        place = self.indexOf(widget)
        short = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
        self.setTabText(place, short.replace("&", "&&"))
        self.setTabToolTip(place, plain_tip(title))
        self.tabBar().setTabData(place, title)

    def show_active(self, active: bool) -> None:
        """Whether what is opened comes to this side: the titles of the other one stand back."""
        palette = QPalette(self.palette())
        role = QPalette.ColorRole
        if not active:
            for each in (role.WindowText, role.ButtonText, role.Text):
                palette.setColor(each, palette.color(role.PlaceholderText))
        self.tabBar().setPalette(palette)

    def _give_close_button(self, widget: QWidget, place: int) -> None:
        """Our own: the style's is red and round in either theme."""
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setIcon(icon("close"))
        button.setIconSize(QSize(14, 14))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(self.tr("Close"))
        button.setAccessibleName(self.tr("Close this tab"))
        button.clicked.connect(partial(self._on_close_clicked, widget))
        self.tabBar().setTabButton(place, QTabBar.ButtonPosition.RightSide, button)

    def _on_close_clicked(self, widget: QWidget, _checked: bool = False) -> None:
        self.close_requested.emit(widget)

    def _on_menu(self, place: QPoint) -> None:
        widget = self.widget(self.tabBar().tabAt(place))
        if widget is not None:
            self.menu_requested.emit(widget, self.tabBar().mapToGlobal(place))

"""The search field of the tool bar, with what it finds below it as one types."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fanwiki.ui.icons import icon
from fanwiki.ui.plain import plain_tip

if TYPE_CHECKING:
    from fanwiki.domain.ids import PageId
    from fanwiki.wiki.reading.finding import Hit

_PAGE: Final = Qt.ItemDataRole.UserRole + 1
_SNIPPET: Final = Qt.ItemDataRole.UserRole + 2
_MOST: Final = 12
_PAUSE: Final = 120
"""Milliseconds after the last key before it is searched."""

Search = Callable[[str, int], "Sequence[Hit]"]


class SearchBox(QLineEdit):
    """Asks `search` for hits. It shows them itself; `page_requested` carries the PageId of the one chosen."""

    page_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setAccessibleName(self.tr("Search the wiki"))
        self.setPlaceholderText(self.tr("Search the wiki"))
        self.setClearButtonEnabled(True)
        self._search: Search | None = None
        self._found = QStandardItemModel(self)
        self._list = QListView()
        self._list.setObjectName("searchResults")
        self._list.setUniformItemSizes(True)
        self._completer = QCompleter(self._found, self)
        self._completer.setPopup(self._list)
        # The completer gives its list a delegate of its own, so ours comes after.
        self._list.setItemDelegate(_HitDelegate(self._list))
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST)
        self._completer.setWidget(self)
        self._list.clicked.connect(self._on_chosen)
        self._list.activated.connect(self._on_chosen)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.search_now)
        self.textEdited.connect(self._on_edited)

    def ask(self, search: Search | None) -> None:
        """Whom to ask; None while no wiki is open."""
        self._search = search
        self.clear()
        self.setEnabled(search is not None)

    @property
    def results(self) -> list[str]:
        """The titles found, best first."""
        return [self._found.item(row).text() for row in range(self._found.rowCount())]

    def search_now(self) -> None:
        """Searches for what stands in the field and shows what is found."""
        self._pause.stop()
        query = self.text().strip()
        self._found.clear()
        if self._search is None or not query:
            self._list.hide()
            return
        for hit in self._search(query, _MOST):
            item = QStandardItem(icon(hit.kind.value), hit.title)
            item.setData(hit.page, _PAGE)
            item.setData(hit.snippet, _SNIPPET)
            item.setToolTip(plain_tip(hit.snippet))
            self._found.appendRow(item)
        if not self._found.rowCount():
            nothing = QStandardItem(self.tr("Nothing found for “{query}”").format(query=query))
            nothing.setEnabled(False)
            self._found.appendRow(nothing)
        rect = QRect(0, 0, max(self.width(), 420), self.height())
        self._completer.complete(rect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_return()
            return
        super().keyPressEvent(event)

    def _on_return(self) -> None:
        """The first Return shows what there is, the next opens the best."""
        if not self._list.isVisible() or self._pause.isActive():
            self.search_now()
            return
        current = self._list.currentIndex()
        self._on_chosen(current if current.isValid() else self._found.index(0, 0))

    def _on_edited(self) -> None:
        self._pause.start()

    def _on_chosen(self, index: QModelIndex) -> None:
        page: PageId | None = index.data(_PAGE)
        if page is None:
            return
        self._list.hide()
        self.page_requested.emit(page)


class _HitDelegate(QStyledItemDelegate):
    """Two lines: the title, and some of the text where it was found."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        base = super().sizeHint(option, index)
        return QSize(base.width(), option.fontMetrics.height() * 2 + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        title, glyph = option.text, QIcon(option.icon)
        option.text, option.icon = "", QIcon()
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = option.palette.ColorRole.HighlightedText if chosen else option.palette.ColorRole.Text
        quiet = option.palette.ColorRole.HighlightedText if chosen else option.palette.ColorRole.PlaceholderText
        line = option.fontMetrics.height()
        left = option.rect.adjusted(8, 4, -8, -4)
        mode = QIcon.Mode.Selected if chosen else QIcon.Mode.Normal
        glyph.paint(painter, QRect(left.left(), left.top(), 16, line), Qt.AlignmentFlag.AlignCenter, mode)
        words = left.adjusted(24, 0, 0, 0)
        align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        elide = Qt.TextElideMode.ElideRight
        upper = QRect(words.left(), words.top(), words.width(), line)
        lower = upper.translated(0, line + 2)
        snippet = str(index.data(_SNIPPET) or "")
        for place, text, colour in ((upper, title, role), (lower, snippet, quiet)):
            painter.setPen(option.palette.color(colour))
            painter.drawText(place, align, option.fontMetrics.elidedText(text, elide, place.width()))

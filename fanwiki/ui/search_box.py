"""The search field of the tool bar, with what it finds below it as one types."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem
from PySide6.QtWidgets import QWidget

from fanwiki.domain.errors import WikiError
from fanwiki.domain.queries import FilterName
from fanwiki.ui.filter_completion import Completions, all_filters, completions
from fanwiki.ui.hit_delegate import MARKS, SNIPPET
from fanwiki.ui.icons import icon
from fanwiki.ui.offer_field import OfferField
from fanwiki.ui.plain import plain_tip

if TYPE_CHECKING:
    from fanwiki.wiki.reading.finding import Hit

_PAGE: Final = Qt.ItemDataRole.UserRole + 1
_HIT: Final = Qt.ItemDataRole.UserRole + 6
_WIDE: Final = 460
_MOST: Final = 12
_PAUSE: Final = 30
"""Milliseconds after the last key before it is searched."""


class Source(Protocol):
    """Whom the box asks."""

    def first(self, query: str, limit: int) -> "Sequence[Hit]":
        """What is found at once. Raises WikiError for a query that makes no sense."""

    def whole(
        self, query: str, limit: int, done: "Callable[[Sequence[Hit]], None]", failed: Callable[[str], None]
    ) -> None:
        """Gives the whole answer to `done`, later, or to `failed` why there is none."""

    def values(self, name: str) -> Sequence[str]:
        """What may stand behind the name of a filter."""


class SearchBox(OfferField):
    """Asks its source for hits. It shows them itself; `hit_requested` carries the Hit that was chosen, the query that
    found it, and whether it is wanted in a new tab.
    """

    hit_requested = Signal(object, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "searchResults")
        self.setObjectName("searchBox")
        self.setAccessibleName(self.tr("Search the wiki"))
        self.setPlaceholderText(self.tr("Search the wiki"))
        self._more = self.tr('Also "a phrase", begin*, -without. Ctrl+Enter opens in a new tab.')
        names = self.tr("Filters: {names}").format(names=" ".join(f"{name}:" for name in FilterName))
        self.setToolTip(plain_tip(f"{names}\n{self._more}"))
        self._source: Source | None = None
        self._first: Sequence[Hit] = ()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.search_now)
        self.textEdited.connect(self._on_edited)

    def ask(self, source: Source | None) -> None:
        """Whom to ask; None while no wiki is open."""
        self._source = source
        self.clear()
        self.setEnabled(source is not None)

    @property
    def results(self) -> list[str]:
        """The titles found, best first."""
        return [item.text() for item in self.items() if item.data(_PAGE) is not None]

    def begin(self) -> None:
        """Takes the keyboard, to search for something else or once more for the same."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def forget(self) -> None:
        self._pause.stop()
        self._first = ()
        super().forget()

    def search_now(self) -> None:
        """Searches for what stands in the field and shows what is found."""
        self._pause.stop()
        query = self.text()
        if self._source is None or not query.strip():
            super().forget()
            return
        found = self._completions(query)
        try:
            hits = self._source.first(query, _MOST)
        except WikiError as error:
            self._show((), found, "" if found.offered else str(error))
            return
        self._first = hits
        self._show(hits, found, waiting=True)
        self._source.whole(query, _MOST, self._on_whole, self._on_failed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes here by key and has typed nothing is told what may be typed."""
        super().focusInEvent(event)
        if event.reason() is Qt.FocusReason.ShortcutFocusReason and not self.text() and self._source is not None:
            self._show((), all_filters(FilterName))

    def _completions(self, query: str) -> Completions:
        return Completions() if self._source is None else completions(query, tuple(FilterName), self._source.values)

    def _show(self, hits: "Sequence[Hit]", found: Completions, wrong: str = "", *, waiting: bool = False) -> None:
        gone_to = self.list.currentIndex()
        chosen = gone_to.data(_PAGE) if gone_to.row() > 0 else None
        self.model.clear()
        if not found.settled:
            self.add_completions(found.offered)
        for hit in hits:
            self._add_hit(hit)
        if found.settled:
            self.add_completions(found.offered)
        asked = self.text().strip()
        if wrong:
            self.add_line(wrong[:1].upper() + wrong[1:] + ".")
        elif not hits and not found.offered and asked:
            nothing = self.tr("Nothing found for “{query}”").format(query=asked)
            self.add_line(self.tr("Searching …") if waiting else nothing)
        self.add_line(self._more)
        # The box is at the right edge of the window, and what is found is wider.
        wide = max(self.width(), _WIDE)
        pages = [item.data(_PAGE) for item in self.items()]
        current = pages.index(chosen) if chosen is not None and chosen in pages else 0
        self.show_offers(QRect(self.width() - wide, 0, wide, self.height()), current if asked else -1)

    def _add_hit(self, hit: "Hit") -> None:
        item = QStandardItem(icon(hit.kind.value), hit.title)
        item.setData(hit.page, _PAGE)
        item.setData(hit, _HIT)
        item.setData(hit.snippet, SNIPPET)
        item.setData(hit.marks, MARKS)
        item.setToolTip(plain_tip(hit.snippet))
        item.setData(f"{hit.title}. {hit.snippet}", Qt.ItemDataRole.AccessibleTextRole)
        self.model.appendRow(item)

    def _on_whole(self, hits: "Sequence[Hit]") -> None:
        """The whole answer has come: it takes the place of the first, and what was chosen meanwhile stays so."""
        if self.list.isVisible():
            self._show(hits, self._completions(self.text()))

    def _on_failed(self, why: str) -> None:
        """There is no whole answer: what was found first stays, with the reason, unless that is a filter that is still
        being typed.
        """
        if self.list.isVisible():
            found = self._completions(self.text())
            self._show(self._first, found, "" if found.offered else why)

    def on_return(self, modifiers: Qt.KeyboardModifier) -> None:
        """The first Return shows what there is, the next opens the best; with Ctrl in a new tab."""
        if not self.list.isVisible() or self._pause.isActive():
            self.search_now()
            return
        self._open(self.list.currentIndex(), new_tab=bool(modifiers & Qt.KeyboardModifier.ControlModifier))

    def on_completed(self) -> None:
        self.search_now()

    def choose(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self._open(index, new_tab=False)

    def _open(self, index: QModelIndex | QPersistentModelIndex, *, new_tab: bool) -> None:
        hit: Hit | None = index.data(_HIT)
        if hit is None:
            super().choose(index)
            return
        self.list.hide()
        self.hit_requested.emit(hit, self.text(), new_tab)

    def _on_edited(self) -> None:
        self._pause.start()

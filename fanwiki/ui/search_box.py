"""The search field of the tool bar, with what it finds below it as one types."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from fanwiki.domain.errors import WikiError
from fanwiki.domain.queries import FilterName, open_filter, written_filter
from fanwiki.ui.hit_delegate import MARKS, SNIPPET, HitDelegate
from fanwiki.ui.icons import icon
from fanwiki.ui.plain import plain_tip

if TYPE_CHECKING:
    from fanwiki.domain.ids import PageId
    from fanwiki.wiki.reading.finding import Hit

_PAGE: Final = Qt.ItemDataRole.UserRole + 1
_COMPLETED: Final = Qt.ItemDataRole.UserRole + 4
"""What the field holds once a completion was chosen."""
_WIDE: Final = 460
_MOST: Final = 12
_MOST_VALUES: Final = 30
_PAUSE: Final = 30
"""Milliseconds after the last key before it is searched."""
_SHORTEST_NAME: Final = 2
"""From so many letters on, a word is taken for the beginning of a filter's name."""


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


class SearchBox(QLineEdit):
    """Asks its source for hits. It shows them itself; `page_requested` carries the PageId of the one chosen."""

    page_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setAccessibleName(self.tr("Search the wiki"))
        self.setPlaceholderText(self.tr("Search the wiki"))
        self.setClearButtonEnabled(True)
        self._help = self.tr('Filters: {names}   also "a phrase", begin*, -without').format(
            names=" ".join(f"{name}:" for name in FilterName)
        )
        self.setToolTip(plain_tip(self._help))
        self._source: Source | None = None
        self._first: Sequence[Hit] = ()
        self._found = QStandardItemModel(self)
        self._list = QListView()
        self._list.setObjectName("searchResults")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = QCompleter(self._found, self)
        self._completer.setPopup(self._list)
        # The completer gives its list a delegate of its own, so ours comes after.
        self._list.setItemDelegate(HitDelegate(self._list))
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST + 1)
        self._completer.setWidget(self)
        self._list.clicked.connect(self._on_chosen)
        self._list.activated.connect(self._on_chosen)
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
        items = [self._found.item(row) for row in range(self._found.rowCount())]
        return [item.text() for item in items if item.data(_PAGE) is not None]

    @property
    def offered(self) -> list[str]:
        """What the field would hold if one of the completions were chosen."""
        items = [self._found.item(row) for row in range(self._found.rowCount())]
        return [item.data(_COMPLETED) for item in items if item.data(_COMPLETED) is not None]

    @property
    def said(self) -> str:
        """What stands in the list that is neither hit nor completion, such as what is wrong with a filter."""
        items = [self._found.item(row) for row in range(self._found.rowCount())]
        return "\n".join(item.text() for item in items if not item.isEnabled() and item.text())

    def search_now(self) -> None:
        """Searches for what stands in the field and shows what is found."""
        self._pause.stop()
        query = self.text()
        if self._source is None or not query.strip():
            self._found.clear()
            self._list.hide()
            return
        completions = self._completions(query)
        try:
            hits = self._source.first(query, _MOST)
        except WikiError as error:
            self._show((), completions, "" if completions else str(error))
            return
        self._first = hits
        self._show(hits, completions, waiting=True)
        self._source.whole(query, _MOST, self._on_whole, self._on_failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_return()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes here by key or click and has typed nothing is told what may be typed."""
        super().focusInEvent(event)
        if event.reason() is Qt.FocusReason.ShortcutFocusReason and not self.text():
            self._show((), [])

    def _completions(self, query: str) -> list[tuple[str, str]]:
        """What may be meant by a filter that is still being typed: as it is shown, and what the field then holds."""
        opened = open_filter(query)
        if opened is None or self._source is None:
            return []
        if opened.name is None:
            names = [f"{name}:" for name in FilterName if opened.typed and name.startswith(opened.typed.casefold())]
            return [(name, query[: opened.start] + name) for name in names if len(opened.typed) >= _SHORTEST_NAME]
        start = opened.start - len(opened.name) - 1
        values = [each for each in self._source.values(opened.name) if opened.typed.casefold() in each.casefold()]
        if [each.casefold() for each in values] == [opened.typed.casefold()]:
            return []
        values.sort(key=lambda each: not each.casefold().startswith(opened.typed.casefold()))
        written = [written_filter(opened.name, each) for each in values[:_MOST_VALUES]]
        return [(each, f"{query[:start]}{each} ") for each in written]

    def _show(
        self, hits: "Sequence[Hit]", completions: Sequence[tuple[str, str]], wrong: str = "", *, waiting: bool = False
    ) -> None:
        self._found.clear()
        in_value = bool(completions) and not completions[0][0].endswith(":")
        if in_value:
            self._add_completions(completions)
        for hit in hits:
            item = QStandardItem(icon(hit.kind.value), hit.title)
            item.setData(hit.page, _PAGE)
            item.setData(hit.snippet, SNIPPET)
            item.setData(hit.marks, MARKS)
            item.setToolTip(plain_tip(hit.snippet))
            item.setData(f"{hit.title}. {hit.snippet}", Qt.ItemDataRole.AccessibleTextRole)
            self._found.appendRow(item)
        if not in_value:
            self._add_completions(completions)
        if wrong:
            self._add_line(wrong[:1].upper() + wrong[1:] + ".")
        elif not hits and not completions and self.text().strip():
            self._add_line(
                self.tr("Searching …")
                if waiting
                else self.tr("Nothing found for “{query}”").format(query=self.text().strip())
            )
        self._add_line(self._help)
        # The box is at the right edge of the window, and what is found is wider.
        wide = max(self.width(), _WIDE)
        self._completer.complete(QRect(self.width() - wide, 0, wide, self.height()))

    def _add_completions(self, completions: Sequence[tuple[str, str]]) -> None:
        for shown, text in completions:
            item = QStandardItem(icon("find"), shown)
            item.setData(text, _COMPLETED)
            self._found.appendRow(item)

    def _add_line(self, text: str) -> None:
        """A line that says something and cannot be chosen."""
        item = QStandardItem(QIcon(), text)
        item.setEnabled(False)
        self._found.appendRow(item)

    def _on_whole(self, hits: "Sequence[Hit]") -> None:
        """The whole answer has come: it takes the place of the first, and what was chosen meanwhile stays so."""
        if not self._list.isVisible():
            return
        chosen = self._list.currentIndex().data(_PAGE)
        self._show(hits, self._completions(self.text()))
        for row in range(self._found.rowCount()):
            if chosen is not None and self._found.item(row).data(_PAGE) == chosen:
                self._list.setCurrentIndex(self._found.index(row, 0))

    def _on_failed(self, why: str) -> None:
        """There is no whole answer: what was found first stays, with the reason."""
        if self._list.isVisible():
            self._show(self._first, self._completions(self.text()), why)

    def _on_return(self) -> None:
        """The first Return shows what there is, the next opens the best."""
        if not self._list.isVisible() or self._pause.isActive():
            self.search_now()
            return
        current = self._list.currentIndex()
        self._on_chosen(current if current.isValid() else self._found.index(0, 0))

    def _on_edited(self) -> None:
        self._pause.start()

    def _on_chosen(self, index: QModelIndex | QPersistentModelIndex) -> None:
        completed = index.data(_COMPLETED)
        if completed is not None:
            self.setText(completed)
            self.search_now()
            return
        page: PageId | None = index.data(_PAGE)
        if page is None:
            return
        self._list.hide()
        self.page_requested.emit(page)

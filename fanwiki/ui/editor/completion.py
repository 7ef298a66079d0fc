"""Offers what fits while a link, a data block or a point is being typed, but never while an input method is
composing.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QFrame, QListView
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.ids import PageId
from fanwiki.ui.dialogs.choices import PLACE, ChoiceDelegate, choice_item
from fanwiki.ui.editor.completing import MOST, Kind, Open, what_is_open
from fanwiki.ui.editor.offered_titles import OfferedTitles
from fanwiki.ui.editor.offers import Offer, Shelf, Stock, headings_of, read_headings, read_stock
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.session import WikiSession

_OF_TITLES: Final = frozenset({Kind.TITLE, Kind.CHARACTER, Kind.EMBED})
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_NARROWEST = 260
_WIDEST = 560


class Completer(QObject):
    """The popup behind `[[`, `{{` and `||`. What it offers beside titles is read on the lane when it is first asked
    for, and again when a page or a fact has changed or the viewpoint has moved.
    """

    def __init__(self, editor: TextEditor, session: WikiSession, page: PageId, titles: OfferedTitles) -> None:
        super().__init__(editor)
        self._titles = titles
        self._editor = editor
        self._session = session
        self._page = page
        self._stock: Stock | None = None
        self._headings: dict[str, Shelf] = {}
        self._state = 0
        self._asked: set[str | None] = set()
        self._offers: list[Offer] = []
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setWidget(editor)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(MOST)
        self.popup = QListView(editor)
        self.popup.setObjectName("completionPopup")
        self.popup.setAccessibleName(self.tr("What fits here"))
        self.popup.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.popup.setUniformItemSizes(True)
        self._completer.setPopup(self.popup)
        self.popup.setItemDelegate(ChoiceDelegate(self.popup))
        self.popup.setFrameStyle(QFrame.Shape.Box.value | QFrame.Shadow.Plain.value)
        self.popup.installEventFilter(self)
        self.popup.clicked.connect(self._take_current)
        editor.typed.connect(self._on_typed)
        editor.cursorPositionChanged.connect(self._on_cursor_moved)
        editor.composing_changed.connect(self._on_composing_changed)
        editor.link_opened.connect(self.offer)
        titles.ready.connect(self._on_titles_ready)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)

    @property
    def offered(self) -> list[str]:
        """The texts on offer; none while the popup is closed."""
        return [offer.choice.text for offer in self._offers] if self.popup.isVisible() else []

    def offer(self) -> None:
        """Opens, narrows or closes the popup, by what stands before the cursor."""
        found = self._open()
        if found is None or found.kind is not Kind.HEADING:
            self._headings.pop("", None)  # the page's own, which may be others by the next time
            self._asked.discard("")
        shelf = None if found is None else self._shelf(found)
        self._offers = [] if found is None or shelf is None else shelf.best(found.typed, MOST)
        if found is None or not self._offers or self._is_there(found):
            self.popup.hide()
            return
        self._show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Tab takes what is chosen as Return does; the popup itself knows Return alone."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in _TAKES:
            return False
        return self._take_current()

    def _is_there(self, found: Open) -> bool:
        """Whether all that could be put in stands there already."""
        if not found.closing:
            return self._offers[0].inserted == found.typed
        return [offer.inserted for offer in self._offers] == [found.typed]

    def _show(self) -> None:
        self._model.clear()
        for place, offer in enumerate(self._offers):
            self._model.appendRow(choice_item(offer.choice, place))
        metrics = self.popup.fontMetrics()
        lines = (f"{offer.choice.text}{offer.choice.aside}" for offer in self._offers)
        wide = max(metrics.horizontalAdvance(line) for line in lines) + 90
        place_of_popup = self._editor.cursorRect()
        place_of_popup.translate(self._editor.viewport().pos())
        place_of_popup.setWidth(max(_NARROWEST, min(wide, _WIDEST)))
        self._completer.complete(place_of_popup)
        self.popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _open(self) -> Open | None:
        editor = self._editor
        if editor.composing or editor.isReadOnly() or not editor.is_prose():
            return None
        return what_is_open(editor.before_cursor())

    def _shelf(self, found: Open) -> Shelf | None:
        """What there is of a kind; None while it is being read."""
        titles = self._titles.shelves() if found.kind in _OF_TITLES else None
        match found.kind:
            case Kind.TITLE:
                return None if titles is None else titles.pages
            case Kind.CHARACTER:
                return None if titles is None else titles.characters
            case Kind.HEADING:
                return self._headings_of(found)
        if self._stock is None:
            self._ask(None)
            return None
        shelf = self._stock[found.kind]
        if found.kind is not Kind.EMBED:
            return shelf
        return None if titles is None else shelf.before(titles.pages)

    def _headings_of(self, found: Open) -> Shelf | None:
        if found.page not in self._headings:
            self._ask(found.page)
        return self._headings.get(found.page)

    def _ask(self, title: str | None) -> None:
        """Has the headings of a page read; without a title, everything else."""
        if title in self._asked:
            return
        self._asked.add(title)
        view = self._session.view()
        if title is None:
            self._session.read(partial(read_stock, view, self._page), _Arrival(self, self._state))
        elif title:
            self._session.read(partial(read_headings, view, title), _Arrival(self, self._state, title))
        else:
            job = partial(headings_of, self._editor.text())
            self._session.read(job, _Arrival(self, self._state, title))

    def arrived(self, state: int, title: str | None, found: Stock | Shelf) -> None:
        """Takes in what was read, unless it is no longer what the viewpoint sees."""
        if state != self._state:
            return
        if isinstance(found, Shelf):
            self._headings[title or ""] = found
        else:
            self._stock = found
        if self._editor.hasFocus():
            self.offer()

    def _on_titles_ready(self) -> None:
        if self._editor.hasFocus():
            self.offer()

    def _take_current(self) -> bool:
        chosen = self.popup.currentIndex()
        found = self._open()
        if not chosen.isValid() or found is None:
            return False
        self.popup.hide()
        offer = self._offers[int(chosen.data(PLACE))]
        block = self._editor.textCursor().block()
        end = found.start + len(found.typed)
        closing = found.closing
        closed = bool(closing) and block.text()[end:].startswith(closing)
        self._editor.put_in_place(block, found.start, end + (len(closing) if closed else 0), offer.inserted + closing)
        return True

    def _on_typed(self) -> None:
        if self._editor.hasFocus():
            self.offer()

    def _on_cursor_moved(self) -> None:
        if self.popup.isVisible() and self._open() is None:
            self.popup.hide()

    def _on_composing_changed(self, composing: bool) -> None:
        if composing:
            self.popup.hide()

    def _on_changed(self, change: Change) -> None:
        if change.pages or change.facts or change.subjects or change.texts - {self._page}:
            self._forget()

    def _on_viewpoint_changed(self) -> None:
        self._forget()
        self.popup.hide()

    def _forget(self) -> None:
        self._state += 1
        self._stock = None
        self._headings.clear()
        self._asked.clear()


class _Arrival:
    """Something that is being read. It may arrive when the tab has gone; then there is nobody to offer it to."""

    def __init__(self, completer: Completer, state: int, title: str | None = None) -> None:
        self._completer = completer
        self._state = state
        self._title = title

    def __call__(self, found: Stock | Shelf) -> None:
        if isValid(self._completer):
            self._completer.arrived(self._state, self._title, found)

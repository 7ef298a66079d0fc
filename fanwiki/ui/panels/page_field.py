"""A field for a page that is typed by any of its names, with completion. What it offers is asked of the wiki as one
types, so that a large wiki opens a form as fast as a small one.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget
from shiboken6 import isValid

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.ui.icons import icon
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View
from fanwiki.wiki.reading.choosing import Wanted

_MOST: Final = 30
"""Names that are offered at a time."""


class TitleOffers(QObject):
    """Completes the names of pages in a line, while it is `turned_on`. The down key offers them without a letter
    typed. Forms are their author's: all pages are offered, whatever the viewpoint.
    """

    def __init__(self, session: WikiSession, field: QLineEdit) -> None:
        super().__init__(field)
        self._session = session
        self._field = field
        self._wanted = Wanted()
        self._asked = 0
        self._on = True
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        field.textEdited.connect(self._on_edited)
        field.installEventFilter(self)

    def turn_on(self, on: bool = True) -> None:
        """Whether the field is for a page at all just now; its own completer is the caller's business."""
        self._on = on

    def ask_for(self, wanted: Wanted) -> None:
        """Offers these pages from now on."""
        self._wanted = wanted
        self._asked += 1
        self._model.setStringList([])

    def ask(self) -> None:
        """Offers what fits what is typed so far, be it nothing."""
        self._ask(self._field.text())

    def offered(self) -> list[str]:
        """What is offered for what is typed."""
        return self._model.stringList()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._on and watched is self._field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Down and not event.modifiers():
                self.ask()
                return True
        return super().eventFilter(watched, event)

    def _on_edited(self, typed: str) -> None:
        if self._on:
            # Until the answer comes, nothing may be offered that does not fit any more.
            key = typed.casefold()
            self._model.setStringList([text for text in self.offered() if key in text.casefold()])
            self._ask(typed)

    def _ask(self, typed: str) -> None:
        self._asked += 1
        view = self._session.author_view()
        self._session.look_up(partial(self._read, view, self._asked, typed), partial(self._show, self._asked))

    def _read(self, view: View, number: int, typed: str) -> tuple[str, ...] | None:
        """None where somebody has typed on meanwhile."""
        return view.offered(self._wanted, typed, _MOST) if number == self._asked else None

    def _show(self, number: int, found: tuple[str, ...] | None) -> None:
        if found is None or not isValid(self) or number != self._asked:
            return
        self._model.setStringList(list(found))
        if self._field.hasFocus() and self._field.isEnabled():
            self.completer.complete()


class PageField(QLineEdit):
    """Holds a page, or a text that no page is called by."""

    def __init__(self, session: WikiSession, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = Wanted()
        self.setPlaceholderText(placeholder)
        self.offers = TitleOffers(session, self)
        self.setCompleter(self.offers.completer)
        self.offer_action = QAction(icon("search"), self.tr("Offer pages"), self)
        self.offer_action.setToolTip(self.tr("Offer pages (Down)"))
        self.offer_action.triggered.connect(self._on_offer)
        self.addAction(self.offer_action, QLineEdit.ActionPosition.TrailingPosition)

    def ask_for(self, wanted: Wanted) -> None:
        """Is for one of these pages from now on."""
        self._wanted = wanted
        self.offers.ask_for(wanted)

    def typed(self) -> str:
        """The text in the field, without blanks around it."""
        return " ".join(self.text().split())

    def page(self) -> PageId | None:
        """The page that the text names, hyphens, blanks and case aside where that leaves no doubt."""
        meant = self._meant()
        return meant[0].id if len(meant) == 1 else None

    def is_doubtful(self) -> bool:
        """Whether the text may name several pages."""
        return len(self._meant()) > 1

    def _on_offer(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.offers.ask()

    def _meant(self) -> tuple[Page, ...]:
        typed = self.typed()
        return self._session.author_view().meant(self._wanted, typed) if typed else ()

"""The cards of links in the window: shown when the pointer rests on a link of the text, the preview or the links pane,
or by a key; put away when it leaves, with Escape, and whenever what they say may no longer be so.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.ui.cards.card import LinkCard
from fanwiki.ui.cards.rests import EditorRest, ListRest
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.look import Look, Looks
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.panels.backlinks_panel import BacklinksPanel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View
from fanwiki.wiki.reading.cards import PageCard

_PATIENCE_MS: Final = 350
"""How long the pointer must rest on a link of the preview, which the engine tells of at once."""
_POINTER: Final = QSize(1, 20)
_ENDING: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.FocusOut,
        QEvent.Type.Leave,
        QEvent.Type.Hide,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.WindowBlocked,
    }
)
_MODIFIERS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class CardWork(QObject):
    """Lives as long as the session does. A card is read on the lane, as of the viewpoint."""

    def __init__(self, window: MainWindow, session: WikiSession, looks: Looks, links: BacklinksPanel) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._looks = looks
        self._links = links
        self._card: LinkCard | None = None
        self._asked = 0
        """How often a card was asked for or put away: an answer to what is no longer asked is let go."""
        self._watched: tuple[QWidget, ...] = ()
        """Where the user may do something that ends the card."""
        self._met: PageId | None = None
        """The page of the link that the preview is at."""
        self._page: PageId | None = None
        """The page whose card was asked for last."""
        self._ground = QRect()
        """Where on the screen the pointer may move without the card going; empty where others say when it goes."""
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience)
        self._rows = ListRest(links.tree, links.page_at, partial(self._on_rested, links.tree.viewport()))
        window.actions_of_window.connect_all({"show_card": self.show_card})
        window.tabs.page_shown.connect(self.put_away)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self.put_away)
        session.closing.connect(self._on_closing)
        looks.changed.connect(self._on_look_changed)

    @property
    def card(self) -> LinkCard | None:
        """The card that is shown."""
        return self._card if self._card is not None and self._card.isVisible() else None

    def join(self, tab: PageTab) -> None:
        """Shows the cards of the links of a tab from now on."""
        EditorRest(tab.editor, partial(self._on_title_rested, tab))
        tab.link_met.connect(partial(self._on_link_met, tab))

    def show_card(self) -> None:
        """By the keyboard: for the link at the cursor, the row that is current, or the link of the preview."""
        tab = self._window.tabs.current
        if self._links.tree.hasFocus():
            shown = self._rows.offer_at_current()
        elif tab is not None and tab.editor.hasFocus():
            rest = tab.editor.findChild(EditorRest)
            shown = rest is not None and rest.offer_at_cursor()
        else:
            shown = self._show_met()
        if not shown:
            self._window.notice.say(self.tr("There is no card to show here: put the cursor into a link to a page."))

    def put_away(self) -> None:
        """Hides the card, and lets go of one that is on its way."""
        self._asked += 1
        self._patience.stop()
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = ()
        if self._card is not None:
            self._card.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """While a card is shown: Escape ends it and nothing else, whatever the user does otherwise ends it too."""
        if isinstance(event, QKeyEvent):
            return self._on_key(event)
        if event.type() in _ENDING or (isinstance(event, QMouseEvent) and self._leaves(event)):
            self.put_away()
        return False

    # --- inner --------------------------------------------------------------------------------------------

    def _on_key(self, event: QKeyEvent) -> bool:
        escape = event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(escape)
            return escape
        if event.type() == QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
            self.put_away()
            return escape
        return False

    def _leaves(self, event: QMouseEvent) -> bool:
        moves = event.type() == QEvent.Type.MouseMove and not self._ground.isEmpty()
        return moves and not self._ground.contains(event.globalPosition().toPoint())

    def _on_title_rested(self, tab: PageTab, title: str, around: QRect, by_key: bool) -> bool:
        try:
            page = self._session.view().find(title).id
        except NotFound:
            return False
        return page != tab.page_id and self._on_rested(tab.editor.viewport(), page, around, by_key)

    def _on_rested(self, source: QWidget, page: PageId, around: QRect, by_key: bool) -> bool:
        """The pointer rests on a link, or a key has asked for its card."""
        if by_key:
            return self._show(source, page, around)
        return self._looks.look.cards and self._show(source, page, around, ground=around)

    def _on_link_met(self, tab: PageTab, page: PageId | None) -> None:
        if self._met is not None:
            self.put_away()
        self._met = None if page == tab.page_id else page
        if self._met is not None and self._looks.look.cards:
            self._patience.start()

    def _on_patience(self) -> None:
        self._show_met()

    def _show_met(self) -> bool:
        """At the pointer, or at the top of the preview if the keyboard has gone to the link."""
        tab = self._window.tabs.current
        if self._met is None or tab is None or tab.preview is None:
            return False
        pointer = QCursor.pos()
        preview = QRect(tab.preview.mapToGlobal(QPoint()), tab.preview.size())
        place = pointer if preview.contains(pointer) else preview.topLeft()
        return self._show(tab.preview, self._met, QRect(place, _POINTER))

    def _show(self, source: QWidget, page: PageId, around: QRect, ground: QRect | None = None) -> bool:
        """Has the card of a page read and shown; False if there will be none."""
        if self.card is not None and page == self._page and ground == self._ground:
            return True  # the pointer has moved on the same link, and rests again
        self.put_away()
        if self._session.lane.ended:
            return False
        self._page = page
        job = partial(_read, self._session.view(), page)
        self._session.lane.submit(job, partial(self._on_read, self._asked, source, around, ground or QRect()))
        return True

    def _on_read(
        self, asked: int, source: QWidget, around: QRect, ground: QRect, found: tuple[PageCard, bytes | None] | None
    ) -> None:
        if not isValid(self) or asked != self._asked or found is None or not isValid(source):
            return
        if not self._window.isActiveWindow():
            return
        if self._card is None:
            self._card = LinkCard(self._window)
        self._ground = ground
        self._card.show_card(*found, around)
        focus = self._window.focusWidget()
        self._watched = (self._window, source) if focus is None else (self._window, source, focus)
        for widget in self._watched:
            widget.installEventFilter(self)
        source.setMouseTracking(True)

    def _on_changed(self, change: Change) -> None:
        """What is saved while one writes ends the card of no other page."""
        if change.facts or change.pages or self._page in change.texts:
            self.put_away()

    def _on_closing(self) -> None:
        self.put_away()
        if self._card is not None:
            self._card.deleteLater()
            self._card = None

    def _on_look_changed(self, look: Look) -> None:
        if not look.cards:
            self.put_away()


def _read(view: View, page: PageId) -> tuple[PageCard, bytes | None] | None:
    """For the lane: a page's card with its picture; None for a page that the viewpoint does not see."""
    try:
        with view.together() as held:
            card = held.card(page)
            found = held.media_content(card.portrait) if card.portrait else None
    except NotFound:
        return None
    return card, None if found is None else found[1]

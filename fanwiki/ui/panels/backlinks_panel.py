"""What links to the current page and in which words, who names it without a link, and what it links to that is not
there yet.
"""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound, WikiError
from fanwiki.domain.ids import PageId
from fanwiki.domain.link_titles import in_link
from fanwiki.ui import icons
from fanwiki.ui.panels.list_delegate import DETAIL_ROLE, WANTED_ROLE
from fanwiki.ui.panels.list_view import KEY_ROLE, PanelTree
from fanwiki.ui.panels.panel import EmptyState, LazyPanel
from fanwiki.ui.plain import plain_tip
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View
from fanwiki.wiki.reading.articles import LinkLists
from fanwiki.wiki.reading.surroundings import Spot, linked

_PAGE_ROLE: Final = Qt.ItemDataRole.UserRole + 2
_SPOT_ROLE: Final = Qt.ItemDataRole.UserRole + 4
_NONE: Final = LinkLists((), (), ())


@dataclass(frozen=True)
class _Around:
    """What takes some reading to know: it comes from the lane, after the rest."""

    linking: tuple[Spot, ...] = ()
    mentions: tuple[Spot, ...] = ()


class BacklinksPanel(LazyPanel):
    """`page_requested` opens a page that links here, `wanted_page_requested` makes the page of a wanted title,
    `line_requested` shows a page (PageId) at a line, from 0.
    """

    wanted_page_requested = Signal(str)
    line_requested = Signal(object, int)

    concerns: ClassVar[frozenset[str]] = frozenset({"Name", "Redirect"})
    concerns_texts: ClassVar[bool] = True

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("backlinksPanel")
        self.setAccessibleName(self.tr("Links"))
        self._links = _NONE
        self._around = _Around()
        self._asked = 0
        self.model = QStandardItemModel(self)
        self.tree = PanelTree(self.tr("Links to this page, and wanted pages"))
        self.tree.setObjectName("backlinksList")
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(16)
        self.tree.setModel(self.model)
        self.tree.selectionModel().currentChanged.connect(self._name_button)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.clicked.connect(self._on_clicked)
        self.tree.opened.connect(self._on_link_one)
        self.link_one = QPushButton(self)
        self.link_all = QPushButton(self)
        self.link_one.setToolTip(self.tr("Makes a link of the line that is chosen (Ctrl+Enter in the list)"))
        self.link_one.clicked.connect(self._on_link_one)
        self.link_all.clicked.connect(self._on_link_all)
        bar = QHBoxLayout()
        bar.addWidget(self.link_one)
        bar.addWidget(self.link_all)
        bar.addStretch()
        self.empty = EmptyState()
        self.empty.button.clicked.connect(self._on_copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.tree, 1)
        layout.addLayout(bar)
        layout.addWidget(self.empty, 1)
        self.refresh()

    def show_page(self, page: Page | None) -> None:
        if self.turns_to(page):
            self._around = _Around()
            self._links = _NONE
        self.page = page
        self.refresh()

    def _on_viewpoint_changed(self, viewpoint: object) -> None:
        """What other pages say goes at once, and not when the lane has read what is seen now."""
        self._around = _Around()
        self._rebuild()
        super()._on_viewpoint_changed(viewpoint)

    def page_at(self, index: QModelIndex) -> PageId | None:
        """The page that a row speaks of; None for a heading, and for a page that is wanted."""
        spot: Spot | None = index.data(_SPOT_ROLE)
        page: PageId | None = index.data(_PAGE_ROLE)
        return page if spot is None else spot.page

    def read(self) -> None:
        links = self._read()
        if links != self._links or not self.model.rowCount():
            self._links = links
            self._rebuild()
        self._show_empty()
        self._ask_around()

    def _ask_around(self) -> None:
        """Has the lane read the other pages' texts."""
        self._asked += 1
        if self.page is None or self.session.lane.ended:
            return
        job = partial(_around, self.session.view(), self.page.id)
        self.session.read(job, partial(self._on_around, self._asked))

    def _on_around(self, number: int, around: _Around) -> None:
        if isValid(self) and number == self._asked and around != self._around:
            self._around = around
            self._rebuild()
            self._show_empty()

    def _rebuild(self) -> None:
        place = self.tree.place()
        self._build(self._links)
        self.tree.return_to(place)
        self._name_button()

    def _read(self) -> LinkLists:
        if self.page is None:
            return _NONE
        try:
            found = self.session.view().links(self.page.id)
        except NotFound:
            return _NONE
        return LinkLists((), found.backlinks, found.wanted)

    def _build(self, links: LinkLists) -> None:
        self.model.clear()
        words = {spot.page: spot for spot in self._around.linking}
        if links.backlinks:
            group = self._group("in", self.tr("Linked from"), len(links.backlinks))
            for page, title in links.backlinks:
                item = QStandardItem(title)
                item.setData(page, KEY_ROLE)
                item.setData(page, _PAGE_ROLE)
                item.setToolTip(plain_tip(title))
                if page in words:
                    item.setData(words[page].snippet.text, DETAIL_ROLE)
                group.appendRow(item)
        if self._around.mentions:
            group = self._group("named", self.tr("Named without a link"), len(self._around.mentions))
            for number, spot in enumerate(self._around.mentions):
                item = QStandardItem(spot.title)
                item.setData(f"{spot.page}:{number}", KEY_ROLE)
                item.setData(spot, _SPOT_ROLE)
                item.setData(spot.snippet.text, DETAIL_ROLE)
                tip = self.tr("Line {line} of “{title}”: Enter or a double click goes there").format(
                    line=spot.line, title=spot.title
                )
                item.setToolTip(plain_tip(tip))
                group.appendRow(item)
        if links.wanted:
            group = self._group("wanted", self.tr("Wanted pages"), len(links.wanted))
            for title in links.wanted:
                item = QStandardItem(icons.icon("new-page"), title)
                item.setData(f"wanted:{title}", KEY_ROLE)
                item.setData(title, WANTED_ROLE)
                tip = self.tr("There is no page “{title}” yet: choose it to make one").format(title=title)
                item.setToolTip(plain_tip(tip))
                group.appendRow(item)
        self.tree.expandAll()

    def _group(self, key: str, title: str, count: int) -> QStandardItem:
        item = QStandardItem(f"{title} ({count})")
        item.setData(key, KEY_ROLE)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.model.appendRow(item)
        return item

    def _show_empty(self) -> None:
        filled = self.model.rowCount() > 0
        self.tree.setVisible(filled)
        can_link = bool(self._around.mentions) and self.session.viewpoint.author and not self.session.read_only
        for button in (self.link_one, self.link_all):
            button.setVisible(can_link)
        self.link_all.setText(self.tr("Link &all {count}").format(count=len(self._around.mentions)))
        self._name_button()
        self.empty.setVisible(not filled)
        if filled:
            return
        if self.page is None:
            self.empty.say(self.tr("Here stand the pages that link to the current page, and the pages it wants."))
            return
        self.empty.say(
            self.tr("No page links to this one yet. Put a link to it into another page's text."),
            self.tr("Copy a link to this page"),
        )

    def _name_button(self) -> None:
        """Without a mention that is chosen, the first is linked: one after the other, click by click."""
        chosen = self.tree.currentIndex().data(_SPOT_ROLE) is not None
        self.link_one.setText(self.tr("&Link this one") if chosen else self.tr("&Link the first"))

    def _on_clicked(self, index: QModelIndex) -> None:
        """A page that links here opens by one click. A mention is only chosen by it, to be linked: the pane would turn
        to another page. A wanted page is made by a double click or Enter alone.
        """
        page = index.data(_PAGE_ROLE)
        if page is not None:
            self.page_requested.emit(page)

    def _on_chosen(self, index: QModelIndex) -> None:
        spot: Spot | None = index.data(_SPOT_ROLE)
        if spot is not None:
            self.line_requested.emit(spot.page, spot.line - 1)
            return
        wanted = index.data(WANTED_ROLE)
        if wanted is not None:
            self.wanted_page_requested.emit(wanted)
            return
        self._on_clicked(index)

    def _on_copy(self) -> None:
        if self.page is not None:
            QGuiApplication.clipboard().setText(f"[[{in_link(self.page.title)}]]")

    def _on_link_one(self) -> None:
        """Makes a link of the mention that is chosen, or of the first."""
        if self.link_one.isHidden():
            return
        spot = self.tree.currentIndex().data(_SPOT_ROLE)
        if spot is None and self._around.mentions:
            spot = self._around.mentions[0]
        if spot is not None:
            self._link((spot,))

    def _on_link_all(self) -> None:
        self._link(self._around.mentions)

    def _link(self, spots: tuple[Spot, ...]) -> None:
        if self.page is None or not spots:
            return
        try:
            with self.session.author_view().together() as view:
                edits = linked(view.page(self.page.id), spots, view.bodies({spot.page for spot in spots}))
        except WikiError as error:
            self.session.failed.emit(str(error))
            self._ask_again()
            return
        self.session.apply(*edits, label=self.tr("link mentions"))

    def _ask_again(self) -> None:
        self._stale = True
        self._ask_around()


def _around(view: View, page: PageId) -> _Around:
    try:
        with view.together() as held:
            return _Around(held.linking_spots(page), held.mentions(page))
    except NotFound:
        return _Around()

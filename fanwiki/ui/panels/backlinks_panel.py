"""What links to the current page, and what the page links to that is not there yet."""

from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.ui import icons
from fanwiki.ui.panels.list_delegate import WANTED_ROLE
from fanwiki.ui.panels.list_view import KEY_ROLE, PanelTree
from fanwiki.ui.panels.panel import EmptyState, Panel
from fanwiki.ui.plain import plain_tip
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.reading.articles import LinkLists

_PAGE_ROLE: Final = Qt.ItemDataRole.UserRole + 2
_NONE: Final = LinkLists((), (), ())


class BacklinksPanel(Panel):
    """`page_requested` opens a page that links here, `wanted_page_requested` makes the page of a wanted title."""

    wanted_page_requested = Signal(str)

    concerns: ClassVar[frozenset[str]] = frozenset({"Name", "Redirect"})
    concerns_texts: ClassVar[bool] = True

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("backlinksPanel")
        self.setAccessibleName(self.tr("Links"))
        self._links = _NONE
        self.model = QStandardItemModel(self)
        self.tree = PanelTree(self.tr("Links to this page, and wanted pages"))
        self.tree.setObjectName("backlinksList")
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(16)
        self.tree.setModel(self.model)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.clicked.connect(self._on_clicked)
        self.empty = EmptyState()
        self.empty.button.clicked.connect(self._on_copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.empty, 1)
        self.refresh()

    def show_page(self, page: Page | None) -> None:
        self.page = page
        self.refresh()

    def refresh(self) -> None:
        links = self._read()
        if links != self._links:
            self._links = links
            place = self.tree.place()
            self._build(links)
            self.tree.return_to(place)
        self._show_empty()

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
        if links.backlinks:
            group = self._group("in", self.tr("Linked from"), len(links.backlinks))
            for page, title in links.backlinks:
                item = QStandardItem(title)
                item.setData(page, KEY_ROLE)
                item.setData(page, _PAGE_ROLE)
                item.setToolTip(plain_tip(title))
                group.appendRow(item)
        if links.wanted:
            group = self._group("wanted", self.tr("Wanted pages"), len(links.wanted))
            for title in links.wanted:
                item = QStandardItem(icons.icon("new-page"), title)
                item.setData(f"wanted:{title}", KEY_ROLE)
                item.setData(title, WANTED_ROLE)
                item.setToolTip(self.tr("There is no page “{title}” yet: choose it to make one").format(title=title))
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

    def _on_clicked(self, index: QModelIndex) -> None:
        """A page that links here opens by one click; a wanted page is made by a double click or Enter alone."""
        page = index.data(_PAGE_ROLE)
        if page is not None:
            self.page_requested.emit(page)

    def _on_chosen(self, index: QModelIndex) -> None:
        wanted = index.data(WANTED_ROLE)
        if wanted is not None:
            self.wanted_page_requested.emit(wanted)
            return
        self._on_clicked(index)

    def _on_copy(self) -> None:
        if self.page is not None:
            QGuiApplication.clipboard().setText(f"[[{self.page.title}]]")

"""The tree at the left: choosing, renaming and dragging pages. It remembers what is unfolded through all changes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

if TYPE_CHECKING:
    from fanwiki.domain.ids import PageId
    from fanwiki.ui.tree.model import TreeModel
    from fanwiki.wiki.reading.tree import NodeKey


class WikiTree(QTreeView):
    """Shows a TreeModel. Without one, before a wiki is open, it is empty."""

    page_requested = Signal(object, bool)
    """A PageId, and whether in a new tab."""
    selection_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wikiTree")
        self.setAccessibleName(self.tr("Pages of the wiki"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(16, 16))
        self.setIndentation(16)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setItemDelegate(_RoomyDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._pages: TreeModel | None = None
        self._unfolded: set[NodeKey] = set()
        self._chosen: NodeKey | None = None
        self._refreshing = False
        self._going = False
        self._near_end = QTimer(self, singleShot=True, interval=0)
        self._near_end.timeout.connect(self._read_on)
        self._menu_actions: list[QAction] = []
        self.clicked.connect(self._on_clicked)
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(self._on_collapsed)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_pages(self, model: "TreeModel | None", unfolded: "set[NodeKey] | None" = None) -> None:
        """Shows a wiki's pages, with these nodes unfolded; None for no wiki."""
        old, self._pages = self._pages, model
        self._unfolded, self._chosen = set(unfolded or ()), None
        self.setModel(model)
        if old is not None:
            old.deleteLater()
        if model is None:
            return
        model.refreshed.connect(self._on_refreshed)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.rowsAboutToBeRemoved.connect(self._on_rows_leaving)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self._unfold_below(QModelIndex())

    def set_menu(self, actions: list[QAction]) -> None:
        """What the context menu offers."""
        self._menu_actions = actions

    @property
    def unfolded(self) -> "frozenset[NodeKey]":
        return frozenset(self._unfolded)

    @property
    def chosen(self) -> "NodeKey | None":
        """The node that is selected."""
        return self._chosen

    def choose_page(self, page: "PageId") -> None:
        """Selects a page and brings it into sight, unless it is selected already."""
        if self._pages is None or (self._chosen is not None and self._chosen.page == page and not self._chosen.shelf):
            return
        index = self._pages.index_of_page(page)
        if index.isValid():
            self._going = True
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)
            self._going = False

    def rename_page(self, page: "PageId") -> bool:
        """Opens the editor on a page's row; False if the tree does not show it."""
        if self._pages is None or not self.isVisible():
            return False
        index = self._pages.index_of_page(page)
        if not index.isValid():
            return False
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self._request(self.currentIndex(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.MiddleButton:
            self._request(self.indexAt(event.position().toPoint()), new_tab=True)

    def _request(self, index: QModelIndex, new_tab: bool) -> None:
        node = None if self._pages is None else self._pages.node(index)
        if node is None:
            return
        if node.key.shelf is not None:
            self.setExpanded(index, not self.isExpanded(index))
        elif node.key.page is not None:
            self.page_requested.emit(node.key.page, new_tab)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._request(index, new_tab=False)

    def _on_expanded(self, index: QModelIndex) -> None:
        if self._pages is not None and (node := self._pages.node(index)) is not None:
            self._unfolded.add(node.key)

    def _on_collapsed(self, index: QModelIndex) -> None:
        if self._pages is not None and (node := self._pages.node(index)) is not None:
            self._unfolded.discard(node.key)

    def _on_scrolled(self) -> None:
        """Not while the tree itself goes to a page: what comes before that page would push it out of sight."""
        if not self._going:
            self._near_end.start()

    def _read_on(self) -> None:
        """Where a level goes on after what is seen of it. Not within the layout, which scrolls too."""
        if self._pages is None:
            return
        index, bottom = self.indexAt(QPoint(1, 1)), self.viewport().height()
        while index.isValid() and self.visualRect(index).top() < bottom:
            if self._pages.is_near_end(index):
                self._pages.read_on(index.parent())
                return
            index = self.indexBelow(index)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if self._refreshing:
            return
        node = None if self._pages is None else self._pages.node(current)
        self._chosen = None if node is None else node.key
        self.selection_moved.emit()

    def _on_rows_leaving(self) -> None:
        """Rows go: Qt moves the selection elsewhere, but the page that was chosen may come back in another place."""
        self._refreshing = True

    def _on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            assert self._pages is not None
            self._unfold(self._pages.index(row, 0, parent))

    def _on_refreshed(self) -> None:
        self._refreshing = False
        if self._pages is None or self._chosen is None:
            return
        index = self._pages.index_of(self._chosen)
        if not index.isValid() and self._chosen.page is not None:
            index = self._pages.index_of_page(self._chosen.page)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self._on_current_changed(self.currentIndex())

    def _unfold_below(self, parent: QModelIndex) -> None:
        assert self._pages is not None
        for row in range(self._pages.rowCount(parent)):
            self._unfold(self._pages.index(row, 0, parent))

    def _unfold(self, index: QModelIndex) -> None:
        assert self._pages is not None
        node = self._pages.node(index)
        if node is not None and node.key in self._unfolded:
            # Unfolding reads the level below, whose rows are then unfolded in their turn.
            self.setExpanded(index, True)

    def _on_menu_requested(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if not index.isValid() or not self._menu_actions:
            return
        self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._menu_actions)
        menu.popup(self.viewport().mapToGlobal(place))


class _RoomyDelegate(QStyledItemDelegate):
    """Rows with some air between them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), size.height() + 6)

"""The pages of a wiki as Qt's item views read them: level by level, as it is unfolded.

After a change only the levels that it concerns are read again, and only the rows that differ are told, so that
what is unfolded and selected stays.
"""

from bisect import bisect
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import MovePage, RenamePage
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.domain.link_titles import in_link
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.icons import icon
from fanwiki.ui.plain import plain_tip
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tree.levels import place_on_shelf, read_level, read_on, seen_apart
from fanwiki.ui.tree.moving import place
from fanwiki.ui.tree.words import node_hint, node_icon, node_text
from fanwiki.wiki import View
from fanwiki.wiki.reading.tree import ROOT, NodeKey, TreeNode

Index = QModelIndex | QPersistentModelIndex

PAGE_MIME: Final = "application/x-fanwiki-page"
KEY_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The row's NodeKey."""

_FIXED: Final = (PageKind.SEASON, PageKind.EPISODE)
_ROOT_NODE: Final = TreeNode(ROOT, "", None, "", has_children=True)
_TOP: Final = QModelIndex()
_MANY: Final = 50
_NEAR: Final = 60
"""Rows before the end of what was read of a level, from which on more is read."""


@dataclass(eq=False)
class _Row:
    """One node that has been read; `below` is None until it is unfolded."""

    serial: int
    node: TreeNode
    above: "_Row | None"
    below: "list[_Row] | None" = field(default=None)
    more: bool = False
    """Whether the level below goes on after the rows that were read one after the other."""
    apart: int = 0
    """How many rows at its end were read by themselves, since somebody went to them; between may be others."""

    @property
    def key(self) -> NodeKey:
        return self.node.key


class TreeModel(QAbstractItemModel):
    """The tree as the session's viewpoint sees it."""

    refreshed = Signal()
    """Levels were read again; what moved has new rows."""

    def __init__(self, session: WikiSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: dict[int, _Row] = {}
        self._by_key: dict[NodeKey, _Row] = {}
        self._serial = 0
        self._root = self._new_row(_ROOT_NODE, None)
        self._root.below = [self._new_row(node, self._root) for node in session.view().children(ROOT)]
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)

    # --- looking things up ----------------------------------------------------------------------------------

    def node(self, index: Index) -> TreeNode | None:
        """The node at an index; None for the root."""
        return self._row(index).node if index.isValid() else None

    def index_of(self, key: NodeKey) -> QModelIndex:
        """Where a node stands, among those read so far; an invalid index if it is not among them."""
        row = self._by_key.get(key)
        return QModelIndex() if row is None else self._index(row)

    def index_of_page(self, page: PageId) -> QModelIndex:
        """Where a page stands: the levels above it are read as needed. Invalid for a page that is not seen."""
        with self._session.reading() as view, suppress(NotFound):
            self._load_down_to(view, NodeKey(page))
        return self.index_of(NodeKey(page))

    # --- QAbstractItemModel ---------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _TOP) -> QModelIndex:
        below = self._row(parent).below
        if column != 0 or below is None or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, 0, below[row].serial)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # the other overload is QObject.parent
        above = self._row(index).above if index.isValid() else None
        return QModelIndex() if above is None else self._index(above)

    def rowCount(self, parent: Index = _TOP) -> int:
        below = self._row(parent).below
        return 0 if parent.column() > 0 or below is None else len(below)

    def columnCount(self, _parent: Index = _TOP) -> int:
        return 1

    def hasChildren(self, parent: Index = _TOP) -> bool:
        row = self._row(parent)
        return row.node.has_children if row.below is None else bool(row.below)

    def canFetchMore(self, parent: Index) -> bool:
        row = self._row(parent)
        return row.below is None and row.node.has_children

    def fetchMore(self, parent: Index) -> None:
        row = self._row(parent)
        if row.below is None:
            self._load(self._session.view(), row)

    def is_near_end(self, index: Index) -> bool:
        """Whether a row is one of the last that were read of a level that goes on."""
        above = self._row(index).above if index.isValid() else None
        if above is None or above.below is None or not above.more:
            return False
        return index.row() >= len(above.below) - above.apart - _NEAR

    def read_on(self, parent: Index) -> None:
        """Reads the next part of a level, if it goes on. `fetchMore` does not: Qt would ask for all that there is."""
        row = self._row(parent)
        if row.below is None or not row.more:
            return
        at = len(row.below) - row.apart
        part = read_on(self._session.view(), row.key, row.below[at - 1].node)
        row.more = part.more
        apart = {each.key for each in row.below[at:]}
        for there, group in groupby(part.nodes, lambda node: node.key in apart):
            nodes = tuple(group)
            if there:
                # What was shown apart stands in its place by now.
                row.apart -= len(nodes)
            else:
                self._insert(row, at, nodes)
            at += len(nodes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        node = self._row(index).node
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return node_text(node)
            case Qt.ItemDataRole.EditRole:
                return node.title
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(node_hint(node))
            case Qt.ItemDataRole.DecorationRole:
                return icon(node_icon(node))
            case _:
                return node.key if role == KEY_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        node = self._row(index).node
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._session.read_only:
            return flags
        flags |= Qt.ItemFlag.ItemIsDropEnabled
        if node.key.page is None or node.key.shelf is not None:
            return flags
        flags |= Qt.ItemFlag.ItemIsEditable
        return flags if node.kind in _FIXED else flags | Qt.ItemFlag.ItemIsDragEnabled

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node = self.node(index)
        title = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or node is None or node.key.page is None or not title:
            return False
        if title == node.title:
            return False
        self._session.apply(RenamePage(node.key.page, title))
        return True

    # --- dragging -------------------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [PAGE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The first page, for the tree by its id, for an editor as a link."""
        data = QMimeData()
        for node in filter(None, map(self.node, indexes)):
            if node.key.page is not None:
                data.setData(PAGE_MIME, node.key.page.encode())
                data.setText(f"[[{in_link(node.title)}]]")
                break
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        return action == Qt.DropAction.MoveAction and self._move(data, row, parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        if row >= len(self._row(parent).below or []) - self._row(parent).apart:
            self.read_on(parent)
        move = self._move(data, row, parent)
        if move is None or action == Qt.DropAction.IgnoreAction:
            return False
        self._session.apply(move)
        return True

    def _move(self, data: QMimeData, row: int, parent: Index) -> MovePage | None:
        """What dropping here would do; None where the page cannot stand."""
        if not data.hasFormat(PAGE_MIME) or self._session.read_only:
            return None
        moved = self.index_of(NodeKey(PageId(bytes(data.data(PAGE_MIME).data()).decode())))
        if not moved.isValid():
            return None
        below = self._row(parent).below or []
        after = [each.node for each in below[row:]] if row >= 0 else []
        return place(self._row(moved).node, self._row(parent).node, self._above(parent), after)

    def _above(self, index: Index) -> tuple[NodeKey, ...]:
        """The keys from a node up to the root."""
        row: _Row | None = self._row(index)
        keys: list[NodeKey] = []
        while row is not None:
            keys.append(row.key)
            row = row.above
        return tuple(keys)

    # --- reading anew ---------------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if not change.pages:
            return
        if len(change.pages) > _MANY:
            self._refresh(self._loaded())
            return
        keys: set[NodeKey] = set()
        with self._session.reading() as view:
            for page in change.pages:
                if self._has_stayed(view, page):
                    continue
                if (row := self._by_key.get(NodeKey(page))) is not None and row.above is not None:
                    keys.add(row.above.key)
                with suppress(NotFound):
                    keys.add(view.tree_parent(page))
        levels = (self._level_of(key) for key in keys)
        self._refresh(list({row.serial: row for row in levels if row is not None}.values()))

    def _on_viewpoint_changed(self) -> None:
        self._refresh(self._loaded())

    def _has_stayed(self, view: View, page: PageId) -> bool:
        """Whether a page stands where it stood, by another title perhaps, which is shown now. To read its whole level
        again may take long: a wiki may have all its articles in one.
        """
        row = self._by_key.get(NodeKey(page))
        if row is None or row.above is None or row.above.below is None or row.node.kind in _FIXED:
            return False
        try:
            found, above = view.tree_node(page), view.tree_parent(page)
        except NotFound:
            return False
        was, below = row.node, row.above.below
        place_of = below.index(row)
        beside = below[max(place_of - 1, 0) : place_of + 2]
        alone = all(each is row or each.node.position != found.position for each in beside)
        if above != row.above.key or not alone or found.position != was.position:
            return False
        if found != was:
            row.node = found
            index = self._index(row)
            self.dataChanged.emit(index, index)
        return True

    def _level_of(self, key: NodeKey) -> _Row | None:
        """The row whose level shows what has become below a node: the node's own, or as long as that has not been read
        the one above it, which shows whether it unfolds. None where nothing of that is shown.
        """
        row = self._by_key.get(key)
        if row is None and key.shelf is not None:
            # The first page of its kind brings the shelf with it.
            row = self._root if key.page is None else self._by_key.get(NodeKey(key.page))
        elif row is not None and row.below is None and row.node.has_children:
            return None
        while row is not None and row.below is None:
            row = row.above
        return row

    def _loaded(self) -> list[_Row]:
        return [row for row in self._rows.values() if row.below is not None]

    def _refresh(self, rows: list[_Row]) -> None:
        with self._session.reading() as view:
            for row in sorted(rows, key=_depth):
                self._read_anew(view, row)
        self.refreshed.emit()

    def _read_anew(self, view: View, row: _Row) -> None:
        """Reads the level below a row again, and the levels above if it was the first to come or the last to go."""
        if row.serial not in self._rows:
            return
        had = bool(row.below)
        below = row.below or []
        apart = len(below) - row.apart
        part = read_level(view, row.key, apart)
        found, row.more = [*part.nodes], part.more
        if part.more:
            there = {node.key for node in found}
            again = seen_apart(view, row.key, (each.node for each in below[apart:]))
            found += [node for node in again if node.key not in there]
        row.apart = len(found) - len(part.nodes)
        self._reread(row, found)
        if row.above is not None and had != bool(row.below):
            self._read_anew(view, row.above)

    def _reread(self, row: _Row, found: Sequence[TreeNode]) -> None:
        """Brings the rows below one to what was found, with as few removals, moves and insertions as it takes."""
        below = row.below
        assert below is not None
        parent = self._index(row)
        wanted = {node.key for node in found}
        for place_of in range(len(below) - 1, -1, -1):
            if below[place_of].key not in wanted:
                self.beginRemoveRows(parent, place_of, place_of)
                self._forget(below.pop(place_of))
                self.endRemoveRows()
        for place_of, node in enumerate(found):
            self._bring(row, below, place_of, node)

    def _bring(self, row: _Row, below: list[_Row], place_of: int, node: TreeNode) -> None:
        """Makes one row what it shall be; those before it are right already."""
        parent = self._index(row)
        now = next((number for number in range(place_of, len(below)) if below[number].key == node.key), None)
        if now is None:
            self.beginInsertRows(parent, place_of, place_of)
            below.insert(place_of, self._new_row(node, row))
            self.endInsertRows()
            return
        if now != place_of:
            self.beginMoveRows(parent, now, now, parent, place_of)
            below.insert(place_of, below.pop(now))
            self.endMoveRows()
        if below[place_of].node != node:
            below[place_of].node = node
            index = self._index(below[place_of])
            self.dataChanged.emit(index, index)

    def _load(self, view: View, row: _Row) -> None:
        part = read_level(view, row.key)
        row.more = part.more
        row.below = []
        self._insert(row, 0, part.nodes)

    def _insert(self, row: _Row, at: int, nodes: Sequence[TreeNode]) -> None:
        """Puts new nodes below a row."""
        assert row.below is not None
        if nodes:
            self.beginInsertRows(self._index(row), at, at + len(nodes) - 1)
            row.below[at:at] = [self._new_row(node, row) for node in nodes]
            self.endInsertRows()

    def _load_apart(self, node: TreeNode, row: _Row) -> None:
        """Puts a page after what was read of its level, in its order."""
        assert row.below is not None
        at = len(row.below) - row.apart
        at += bisect([place_on_shelf(each.node) for each in row.below[at:]], place_on_shelf(node))
        row.apart += 1
        self._bring(row, row.below, at, node)

    def _load_down_to(self, view: View, key: NodeKey) -> None:
        """Reads the levels above a node until it is there. Raises NotFound."""
        if key == ROOT or self.index_of(key).isValid():
            return
        if key.page is None:
            above = ROOT
        elif key.shelf is not None:
            above = NodeKey(key.page)
        else:
            above = view.tree_parent(key.page)
        self._load_down_to(view, above)
        row = self._root if above == ROOT else self._row(self.index_of(above))
        if row.below is None and row is not self._root:
            self._load(view, row)
        if row.more and key.page is not None and key not in self._by_key:
            self._load_apart(view.tree_node(key.page), row)

    # --- rows -----------------------------------------------------------------------------------------------

    def _new_row(self, node: TreeNode, above: _Row | None) -> _Row:
        self._serial += 1
        row = _Row(self._serial, node, above)
        self._rows[row.serial] = row
        self._by_key[node.key] = row
        return row

    def _forget(self, row: _Row) -> None:
        for below in row.below or ():
            self._forget(below)
        del self._rows[row.serial]
        # A page that has moved may have its new row before it loses the old one.
        if self._by_key.get(row.key) is row:
            del self._by_key[row.key]

    def _row(self, index: Index) -> _Row:
        return self._rows[int(index.internalId())] if index.isValid() else self._root

    def _index(self, row: _Row) -> QModelIndex:
        if row.above is None or row.above.below is None:
            return QModelIndex()
        return self.createIndex(row.above.below.index(row), 0, row.serial)


def _depth(row: _Row) -> int:
    return 0 if row.above is None else 1 + _depth(row.above)

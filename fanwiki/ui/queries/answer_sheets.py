"""The answer to a query, shown as it asks for: as table, list, board or gallery; or a sentence in its place."""

from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget

from fanwiki.domain.listing import QueryAnswer, QueryLine
from fanwiki.domain.queries import Column, ViewKind
from fanwiki.ui.icons import icon
from fanwiki.ui.panels.list_view import KEY_ROLE, PanelTree
from fanwiki.ui.panels.panel import EmptyState
from fanwiki.ui.panels.profile.portraits_section import thumbnail
from fanwiki.ui.panels.words import doubt
from fanwiki.ui.plain import plain_tip
from fanwiki.ui.queries.query_board import BoardColumn, QueryBoard
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

BY_TITLE: Final = "title"
"""What an answer is sorted by if the query does not say."""
_PICTURE: Final = QSize(96, 120)
_TILE: Final = QSize(136, 172)
_GROUND: Final = QColor(128, 128, 128, 40)
_QUIET: Final = "#808080"
"""On what there is no picture of: good for light and dark."""


class AnswerSheets(QStackedWidget):
    """`page_requested` carries the id of a page that was chosen, `sort_requested` the name of the column whose heading
    was clicked.
    """

    page_requested = Signal(object)
    sort_requested = Signal(str)

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._columns: tuple[Column, ...] = ()
        self._answer: tuple[QueryAnswer, dict[str, bytes]] | None = None
        self.model = QStandardItemModel(self)
        self.tree = PanelTree(self.tr("What the query asks for"))
        self.tree.setObjectName("queryResults")
        self.tree.setModel(self.model)
        self.tree.header().setSectionsClickable(True)
        self.gallery = self._make_gallery()
        self.board = QueryBoard(self)
        self.board.setAccessibleName(self.tr("What the query asks for, by status"))
        self.nothing = EmptyState()
        for sheet in (self.tree, self.gallery, self.board, self.nothing):
            self.addWidget(sheet)
        self.tree.header().sectionClicked.connect(self._on_heading)
        self.tree.chosen.connect(self._on_chosen)
        self.gallery.activated.connect(self._on_chosen)
        self.board.chosen.connect(self.page_requested)

    def show_answer(self, answer: QueryAnswer, pictures: dict[str, bytes], sort: str) -> None:
        """Shows an answer, with the pictures in it by name; `sort` is what the query says of that. Whoever is in the
        answer stays where he is if it is the same once more.
        """
        shown = self._answer == (answer, pictures)
        if shown and answer.view in (ViewKind.BOARD, ViewKind.GALLERY):
            return
        place = self.tree.place()
        self.clear()
        self._answer = (answer, pictures)
        match answer.view:
            case ViewKind.BOARD:
                self.board.show_columns(_by_state(answer.lines, self.tr("not known")))
                self.setCurrentWidget(self.board)
            case ViewKind.GALLERY:
                self._fill_gallery(answer, pictures)
                self.setCurrentWidget(self.gallery)
            case _:
                self._fill_tree(answer, sort)
                self.setCurrentWidget(self.tree)
                self.tree.return_to(place)

    def say(self, sentence: str) -> None:
        """Shows a sentence in the place of an answer."""
        self.clear()
        self.nothing.say(sentence)
        self.setCurrentWidget(self.nothing)

    def clear(self) -> None:
        """Forgets the answer."""
        self._answer = None
        self.model.clear()
        self.board.show_columns(())

    def _make_gallery(self) -> QListView:
        gallery = QListView(self)
        gallery.setObjectName("queryGallery")
        gallery.setAccessibleName(self.tr("What the query asks for, as pictures"))
        gallery.setViewMode(QListView.ViewMode.IconMode)
        gallery.setMovement(QListView.Movement.Static)
        gallery.setIconSize(_PICTURE)
        gallery.setGridSize(_TILE)
        gallery.setWordWrap(True)
        gallery.setResizeMode(QListView.ResizeMode.Adjust)
        gallery.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        gallery.setModel(self.model)
        return gallery

    def _fill_tree(self, answer: QueryAnswer, sort: str) -> None:
        self._columns = answer.columns if answer.view is ViewKind.TABLE else ()
        self.tree.setHeaderHidden(answer.view is ViewKind.LIST)
        self.model.setHorizontalHeaderLabels([self.tr("Page"), *(self._heading(each) for each in self._columns)])
        with self._session.reading() as view:
            for line in answer.lines:
                self.model.appendRow([_item(line), *(_cell(line, each, view) for each in self._columns)])
        for column in range(self.model.columnCount()):
            self.tree.resizeColumnToContents(column)
        self._mark_order(sort)

    def _fill_gallery(self, answer: QueryAnswer, pictures: dict[str, bytes]) -> None:
        for line in answer.lines:
            item = _item(line)
            item.setIcon(_tile(line, pictures.get(line.portrait, b"")))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            self.model.appendRow(item)

    def _heading(self, column: Column) -> str:
        return {
            Column.KIND: self.tr("Kind"),
            Column.STATUS: self.tr("Status"),
            Column.SINCE: self.tr("Since"),
            Column.CATEGORIES: self.tr("Categories"),
            Column.NAMES: self.tr("Names"),
        }[column]

    def _mark_order(self, sort: str) -> None:
        """Marks the column that the table is sorted by."""
        shown: list[str] = [BY_TITLE, *self._columns]
        by = (sort.lstrip("-") or BY_TITLE).casefold()
        order = Qt.SortOrder.DescendingOrder if sort.startswith("-") else Qt.SortOrder.AscendingOrder
        self.tree.header().setSortIndicatorShown(by in shown)
        if by in shown:
            self.tree.header().setSortIndicator(shown.index(by), order)

    def _on_heading(self, column: int) -> None:
        self.sort_requested.emit([BY_TITLE, *self._columns][column])

    def _on_chosen(self, index: QModelIndex) -> None:
        page = index.siblingAtColumn(0).data(KEY_ROLE)
        if page is not None:
            self.page_requested.emit(page)


def _by_state(lines: tuple[QueryLine, ...], unknown: str) -> list[BoardColumn]:
    """A column for each state, in the order in which they are met."""
    columns: dict[str, list[QueryLine]] = {}
    for line in lines:
        state = None if line.status is None else line.status.state
        columns.setdefault(unknown if state is None else state.word, []).append(line)
    made: list[BoardColumn] = []
    for word, each in columns.items():
        state = None if each[0].status is None else each[0].status.state
        drawn = ("", "") if state is None else (state.icon, state.colour)
        made.append(BoardColumn(word, tuple(each), *drawn))
    return made


def _item(line: QueryLine) -> QStandardItem:
    item = QStandardItem(icon(line.kind.value), line.title)
    item.setData(line.page, KEY_ROLE)
    item.setToolTip(plain_tip(line.title))
    return item


def _tile(line: QueryLine, picture: bytes) -> QIcon:
    """A picture cut to the size that all have; where there is none, what kind of page it is, on a quiet ground."""
    drawn = QPixmap(_PICTURE)
    drawn.fill(_GROUND)
    painter = QPainter(drawn)
    whole = thumbnail(picture, _PICTURE * 2).pixmap(_PICTURE * 2) if picture else QPixmap()
    if whole.isNull():
        icon(line.kind.value, _QUIET).paint(painter, drawn.rect().adjusted(24, 24, -24, -24))
    else:
        mode = Qt.TransformationMode.SmoothTransformation
        large = whole.scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatioByExpanding, mode)
        # Faces are above the middle.
        over = large.size() - _PICTURE
        painter.drawPixmap(-(over.width() // 2), -(over.height() // 4), large)
    painter.end()
    return QIcon(drawn)


def _cell(line: QueryLine, column: Column, view: View) -> QStandardItem:
    item = QStandardItem(_text(line, column, view))
    state = None if line.status is None else line.status.state
    if column is Column.STATUS and state is not None:
        item.setIcon(icon(state.icon, state.colour))
    return item


def _text(line: QueryLine, column: Column, view: View) -> str:
    match column:
        case Column.KIND:
            return line.kind
        case Column.STATUS:
            if line.status is None or line.status.state is None:
                return ""
            doubted = doubt(line.status.certainty)
            return line.status.state.word + (f" ({doubted})" if doubted else "")
        case Column.SINCE:
            return "" if line.status is None or line.status.since is None else view.point(line.status.since)
        case Column.CATEGORIES:
            return ", ".join(line.categories)
        case _:
            return ", ".join(line.names)

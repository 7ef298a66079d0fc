"""The tables of a show in the window, survivor board and appearances: tabs beside the pages, made when they are first
asked for.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fanwiki.ui.desk import Desk
from fanwiki.ui.icons import icon
from fanwiki.ui.main_window import MainWindow, Sheet
from fanwiki.ui.session import WikiSession

if TYPE_CHECKING:
    from fanwiki.ui.appearances.matrix import AppearancesMatrix
    from fanwiki.ui.board.board_view import BoardView


class BoardWork(QObject):
    """Shows the tables of the show that the page in front has to do with."""

    def __init__(self, window: MainWindow, session: WikiSession, desk: Desk) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._desk = desk
        self.board: BoardView | None = None
        self.matrix: AppearancesMatrix | None = None
        window.actions_of_window.connect_all({"show_board": self.show_board, "show_appearances": self.show_appearances})

    def show_board(self) -> None:
        """Brings the board to the front, and the keyboard to its table."""
        page = self._desk.page_in_front()
        board = self.board
        if board is None:
            from fanwiki.ui.board.board_view import BoardView  # noqa: PLC0415  # only who wants the board waits for it

            board = self.board = BoardView(self._session, self._window)
            board.page_requested.connect(self._desk.open_page)
            board.new_page_requested.connect(self._desk.work.ask_new_page)
        self._window.show_sheet(Sheet.PAGES)
        self._window.tabs.show_other(board, self.tr("Survivor board"), icon("status"))
        if page is not None or not board.model.statuses:
            board.show_page(page)
        self._desk.show_what_is_there()
        board.table.setFocus()

    def show_appearances(self) -> None:
        """Brings the matrix of appearances to the front, and the keyboard to its table."""
        page = self._desk.page_in_front()
        matrix = self.matrix
        if matrix is None:
            from fanwiki.ui.appearances.matrix import AppearancesMatrix  # noqa: PLC0415  # only who wants it waits

            matrix = self.matrix = AppearancesMatrix(self._session, self._window)
            matrix.page_requested.connect(self._desk.open_page)
            matrix.new_page_requested.connect(self._desk.work.ask_new_page)
        self._window.show_sheet(Sheet.PAGES)
        self._window.tabs.show_other(matrix, self.tr("Appearances"), icon("characters"))
        if page is not None or not matrix.model.characters_in_show:
            matrix.show_page(page)
        self._desk.show_what_is_there()
        matrix.table.setFocus()

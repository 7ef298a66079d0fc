"""The appearances of a show as a table."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Qt

from fanwiki.domain.casting import SPOKEN_OF, AppearanceRow, AppearanceTable
from fanwiki.domain.ids import PageId
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import AppearanceMode
from fanwiki.ui.appearances.editing import MatrixCell
from fanwiki.ui.board.look import Face
from fanwiki.ui.board.model import BoardFilter, EpisodeModel, WritePoint
from fanwiki.ui.panels.list_delegate import AnyIndex
from fanwiki.ui.panels.list_view import NOWHERE
from fanwiki.ui.panels.words import word
from fanwiki.ui.plain import plain_tip

FACES: Final = {
    AppearanceMode.ON_SCREEN: Face("check", "#2f7d4f", begins=True, doubtful=False),
    AppearanceMode.VOICE: Face("voice", "#2563a8", begins=True, doubtful=False),
    AppearanceMode.FLASHBACK: Face("flashback", "#8a5a12", begins=True, doubtful=False),
    AppearanceMode.MENTIONED: Face("mentioned", "#6b7280", begins=True, doubtful=False),
    AppearanceMode.BODY: Face("body", "#9b2c2c", begins=True, doubtful=False),
}
"""How each mode looks."""


class AppearanceModel(EpisodeModel):
    """The last column counts the episodes shown in which a character is more than spoken of."""

    _rows: tuple[AppearanceRow, ...] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.characters = 0
        """How many characters the show has, shown or not."""

    def load(self, table: AppearanceTable | None, write: WritePoint, chosen: BoardFilter) -> None:
        """Another table. Where the same rows and columns stay, whoever looks at it keeps selection and place."""
        rows = () if table is None else table.rows
        episodes = () if table is None else table.episodes
        shown = tuple(row for row in rows if chosen.takes(Status(row.character, row.name, None, None)))
        same = episodes == self._episodes and [row.character for row in shown] == [row.character for row in self._rows]
        if not same:
            self.beginResetModel()
        self.characters, self._rows, self._episodes = len(rows), shown, episodes
        self._points = tuple(write(episode) for episode in episodes)
        self._names = tuple(row.name for row in shown)
        if not same:
            self.endResetModel()
        elif shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(episodes)))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(shown) - 1)

    @property
    def rows(self) -> tuple[AppearanceRow, ...]:
        """The rows that the filter lets through."""
        return self._rows

    @property
    def names(self) -> Sequence[str]:
        return self._names

    @property
    def sum_heading(self) -> str:
        return self.tr("Episodes")

    def cell(self, row: int, column: int) -> MatrixCell:
        shown = self._rows[row]
        return MatrixCell(shown.character, self._episodes[column], shown.cells[column])

    def row_of(self, character: PageId) -> int | None:
        """The row of a character; None if it is not shown."""
        return next((row for row, each in enumerate(self._rows) if each.character == character), None)

    def count(self, row: int) -> int:
        """In how many of the episodes shown a character is more than spoken of."""
        return sum(any(each.mode not in SPOKEN_OF for each in cell) for cell in self._rows[row].cells)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.said(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self.said(row, column))
        return None

    def said(self, row: int, column: int) -> str:
        """A cell in words: `Nam-ra, S1E06: on-screen, flashback`."""
        where = self._points[column] if column < self.now else self.sum_heading
        words = self._words(row, column) or self.tr("nothing noted")
        return self.tr("{name}, {point}: {modes}").format(name=self._names[row], point=where, modes=words)

    def _words(self, row: int, column: int) -> str:
        if column < self.now:
            return ", ".join(word(each.mode) for each in self._rows[row].cells[column])
        count = self.count(row)
        return str(count) if count else ""

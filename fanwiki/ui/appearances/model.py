"""The appearances of a show as a table."""

from typing import Final

from PySide6.QtCore import QObject

from fanwiki.domain.casting import SPOKEN_OF, AppearanceRow, AppearanceTable
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import AppearanceMode
from fanwiki.ui.appearances.editing import MatrixCell
from fanwiki.ui.board.look import Face
from fanwiki.ui.board.model import BoardFilter, EpisodeModel, WritePoint
from fanwiki.ui.panels.words import word

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
        self.characters_in_show = 0
        """How many characters the show has, shown or not."""

    def load(self, table: AppearanceTable | None, write: WritePoint, chosen: BoardFilter) -> None:
        """Another table. Where the same rows and columns stay, whoever looks at it keeps selection and place."""
        rows = () if table is None else table.rows
        episodes = () if table is None else table.episodes
        shown = tuple(row for row in rows if chosen.takes(Status(row.character, row.name, None, None)))
        with self.replacing([row.character for row in shown], [row.name for row in shown], episodes, write):
            self.characters_in_show, self._rows = len(rows), shown

    @property
    def rows(self) -> tuple[AppearanceRow, ...]:
        """The rows that the filter lets through."""
        return self._rows

    @property
    def sum_heading(self) -> str:
        return self.tr("Episodes")

    def cell(self, row: int, column: int) -> MatrixCell:
        shown = self._rows[row]
        return MatrixCell(shown.character, self._episodes[column], shown.cells[column])

    def count(self, row: int) -> int:
        """In how many of the episodes shown a character is more than spoken of."""
        return sum(any(each.mode not in SPOKEN_OF for each in cell) for cell in self._rows[row].cells)

    def said(self, row: int, column: int) -> str:
        """A cell in words: `Nam-ra, S1E06: on-screen, flashback`."""
        where = self._points[column] if column < self.now else self.sum_heading
        words = self.words(row, column) or self.tr("nothing noted")
        return self.tr("{name}, {point}: {modes}").format(name=self._names[row], point=where, modes=words)

    def words(self, row: int, column: int) -> str:
        if column < self.now:
            return ", ".join(word(each.mode) for each in self._rows[row].cells[column])
        count = self.count(row)
        return str(count) if count else ""

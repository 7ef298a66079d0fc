"""The cast list as rows that can be dragged to another place."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QWidget

from fanwiki.domain.casting import Billing
from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.vocabulary import RoleType, Standing
from fanwiki.ui.panels.list_view import NOWHERE, AnyIndex, Cell, Row, RowsModel
from fanwiki.ui.panels.words import word

_MIME: Final = "application/x-fanwiki-cast-row"


class CastModel(RowsModel):
    """`dropped` says that the row of one number was dropped before the row of another."""

    dropped = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self._headings = (self.tr("Person"), self.tr("Plays"))
        self.movable = True
        self.lines: tuple[Billing, ...] = ()

    def load(self, lines: Sequence[Billing], write: Callable[[EpisodeId], str]) -> None:
        """New rows; `write` says how a point is written."""
        self.lines = tuple(lines)
        self.set_rows([self._row(line, write) for line in lines])

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self.movable else Qt.ItemFlag.NoItemFlags
        dragged = Qt.ItemFlag.ItemIsDragEnabled if self.movable else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | dragged | Qt.ItemFlag.ItemNeverHasChildren

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[AnyIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, str(indexes[0].row()).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: AnyIndex = NOWHERE
    ) -> bool:
        """The list itself changes when the wiki has: nothing is to be removed by the view."""
        if not self.movable or not data.hasFormat(_MIME):
            return False
        before = row if row >= 0 else (parent.row() if parent.isValid() else len(self.lines))
        self.dropped.emit(int(bytes(data.data(_MIME).data()).decode()), before)
        return False

    def _row(self, line: Billing, write: Callable[[EpisodeId], str]) -> Row:
        portrayal = line.portrayal
        credited = self.tr("credited as {name}").format(name=portrayal.credited_as) if portrayal.credited_as else ""
        details = [word(portrayal.role)]
        if portrayal.role is RoleType.DUB and portrayal.language:
            details[0] = f"{details[0]} ({portrayal.language})"
        details.append(self._range(line, write))
        if portrayal.standing is not Standing.CONFIRMED:
            details.append(word(portrayal.standing))
        detail = " · ".join(part for part in details if part)
        return Row(portrayal.id, (Cell(line.person, credited), Cell(line.character, detail)))

    def _range(self, line: Billing, write: Callable[[EpisodeId], str]) -> str:
        if line.first is None and line.last is None:
            return ""
        if line.last is None and line.first is not None:
            return self.tr("from {first}").format(first=write(line.first))
        if line.first is None and line.last is not None:
            return self.tr("to {last}").format(last=write(line.last))
        if line.first == line.last and line.first is not None:
            return write(line.first)
        return "–".join(write(point) for point in (line.first, line.last) if point is not None)

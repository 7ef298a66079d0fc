"""The cast list as rows that can be dragged to another place, and below it those without a part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QWidget

from fanwiki.domain.casting import Billing
from fanwiki.domain.entities import Page
from fanwiki.domain.ids import EpisodeId, PageId, SourceId
from fanwiki.domain.vocabulary import PageKind, Standing
from fanwiki.ui.panels.list_delegate import AnyIndex
from fanwiki.ui.panels.list_view import NOWHERE, Cell, Row, RowsModel
from fanwiki.ui.panels.words import word

WritePoint = Callable[[EpisodeId], str]

_MIME: Final = "application/x-fanwiki-cast-row"


class CastModel(RowsModel):
    """`dropped` says that rows, by their numbers from the top, were dropped before the row of another number."""

    dropped = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self._headings = (self.tr("Person"), self.tr("Plays"))
        self.movable = True
        self.lines: tuple[Billing, ...] = ()
        self.idle: tuple[Page, ...] = ()
        """The characters that nobody plays and the people who play nobody, below the lines."""

    def load(
        self, lines: Sequence[Billing], idle: Sequence[Page], write: WritePoint, sources: Mapping[SourceId, str]
    ) -> None:
        """New rows; `write` says how a point is written, `sources` how a source is called."""
        self.lines, self.idle = tuple(lines), tuple(idle)
        self.set_rows([*(self._row(line, write, sources) for line in lines), *(self._idle_row(page) for page in idle)])

    def page_at(self, row: int, column: int) -> PageId:
        """The person or character that a cell names; below the cast lines the one page of the row."""
        if row >= len(self.lines):
            return self.idle[row - len(self.lines)].id
        portrayal = self.lines[row].portrayal
        return portrayal.person if column == 0 else portrayal.character

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self.movable else Qt.ItemFlag.NoItemFlags
        movable = self.movable and index.row() < len(self.lines)
        dragged = Qt.ItemFlag.ItemIsDragEnabled if movable else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | dragged | Qt.ItemFlag.ItemNeverHasChildren

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[AnyIndex]) -> QMimeData:
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setData(_MIME, " ".join(map(str, rows)).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: AnyIndex = NOWHERE
    ) -> bool:
        """The list itself changes when the wiki has: nothing is to be removed by the view."""
        if not self.movable or not data.hasFormat(_MIME):
            return False
        before = row if row >= 0 else (parent.row() if parent.isValid() else len(self.lines))
        rows = tuple(int(number) for number in bytes(data.data(_MIME).data()).split())
        self.dropped.emit(rows, min(before, len(self.lines)))
        return False

    def _row(self, line: Billing, write: WritePoint, sources: Mapping[SourceId, str]) -> Row:
        portrayal = line.portrayal
        credited = self.tr("credited as {name}").format(name=portrayal.credited_as) if portrayal.credited_as else ""
        language = f" ({portrayal.language})" if portrayal.language else ""
        details = [word(portrayal.role) + language, self._span(line, write), self._count(line)]
        if portrayal.standing is not Standing.CONFIRMED:
            details.append(word(portrayal.standing))
        source = "" if portrayal.source is None else sources.get(portrayal.source, "")
        after = self.tr("after {source}").format(source=source) if source else ""
        return Row(portrayal.id, (Cell(line.person, credited), Cell(line.character, _joined(details), more=after)))

    def _idle_row(self, page: Page) -> Row:
        if page.kind is PageKind.CHARACTER:
            return Row(page.id, (Cell("", self.tr("nobody yet")), Cell(page.title)))
        return Row(page.id, (Cell(page.title), Cell("", self.tr("no role yet"))))

    def _count(self, line: Billing) -> str:
        """How many episodes so far, never of how many: that would tell of an end."""
        if line.episodes == 1:
            return self.tr("1 episode")
        return self.tr("{count} episodes").format(count=line.episodes) if line.episodes else ""

    def _span(self, line: Billing, write: WritePoint) -> str:
        """The episode range as far as it is known: `S1E02–S1E05`, `from S1E02`; empty for none."""
        if line.first is None and line.last is None:
            return ""
        if line.last is None and line.first is not None:
            return self.tr("from {first}").format(first=write(line.first))
        if line.first is None and line.last is not None:
            return self.tr("to {last}").format(last=write(line.last))
        if line.first == line.last and line.first is not None:
            return write(line.first)
        return "–".join(write(point) for point in (line.first, line.last) if point is not None)


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)

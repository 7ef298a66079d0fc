"""Characters by episodes, as a table: what all such tables have in common, and the model of the survivor board."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.ids import EpisodeId, PageId, StateId
from fanwiki.domain.names import matching_key
from fanwiki.domain.survival import Board, BoardRow, Status
from fanwiki.domain.vocabulary import Certainty
from fanwiki.ui.board.look import Face
from fanwiki.ui.panels.list_delegate import AnyIndex
from fanwiki.ui.panels.list_view import NOWHERE
from fanwiki.ui.panels.words import doubt
from fanwiki.ui.plain import plain_tip

WritePoint = Callable[[EpisodeId], str]
NOT_KNOWN = StateId("")
"""Stands in the filter for characters of whom nothing is known."""


@dataclass(frozen=True)
class BoardFilter:
    """Which rows are shown; None, or an empty text, leaves all. `members` are the characters of a group."""

    text: str = ""
    state: StateId | None = None
    certainty: Certainty | None = None
    members: frozenset[PageId] | None = None
    names: Mapping[PageId, str] = field(default_factory=dict)
    """The matching keys of all names of a character, for `text`."""

    def takes(self, status: Status) -> bool:
        """Whether a character with this status is shown."""
        state = NOT_KNOWN if status.state is None else status.state.id
        if self.state is not None and self.state != state:
            return False
        if self.certainty is not None and self.certainty != status.certainty:
            return False
        if self.members is not None and status.character not in self.members:
            return False
        if not self.text:
            return True
        wanted = matching_key(self.text)
        return not wanted or wanted in self.names.get(status.character, matching_key(status.name))


class EpisodeModel(QAbstractTableModel):
    """Characters by episodes: their names are the vertical header; the columns are the episodes seen, and one more that
    sums up. What the cells hold is for those who inherit this.
    """

    # Set on the class too, for Qt may still ask while Python takes the object apart.
    _episodes: tuple[EpisodeId, ...] = ()
    _points: tuple[str, ...] = ()
    _characters: tuple[PageId, ...] = ()
    _names: tuple[str, ...] = ()

    @property
    def episodes(self) -> tuple[EpisodeId, ...]:
        return self._episodes

    @property
    def points(self) -> tuple[str, ...]:
        """How each episode is written."""
        return self._points

    @property
    def now(self) -> int:
        """The last column, which sums up."""
        return len(self._episodes)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of the character of each row."""
        return self._names

    @property
    def sum_heading(self) -> str:
        """What stands above the last column."""
        raise NotImplementedError

    @property
    def characters(self) -> tuple[PageId, ...]:
        """Whose row each is, from the top."""
        return self._characters

    def row_of(self, character: PageId) -> int | None:
        """The row of a character; None if it is not shown."""
        return self._characters.index(character) if character in self._characters else None

    def said(self, row: int, column: int) -> str:
        """A cell in words, with whose it is and when."""
        raise NotImplementedError

    def words(self, row: int, column: int) -> str:
        """What a cell shows, in words; empty for nothing."""
        raise NotImplementedError

    @contextmanager
    def replacing(
        self, characters: Sequence[PageId], names: Sequence[str], episodes: tuple[EpisodeId, ...], write: WritePoint
    ) -> Iterator[None]:
        """Inside, the cells are replaced. Where the same rows and columns stay, whoever looks at the table keeps
        selection and place.
        """
        same = episodes == self._episodes and tuple(characters) == self._characters
        if not same:
            self.beginResetModel()
        yield
        self._characters, self._names, self._episodes = tuple(characters), tuple(names), episodes
        self._points = tuple(write(episode) for episode in episodes)
        if not same:
            self.endResetModel()
        elif characters:
            self.dataChanged.emit(self.index(0, 0), self.index(len(characters) - 1, len(episodes)))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(characters) - 1)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._characters)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._episodes) + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.words(index.row(), index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.said(index.row(), index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self.said(index.row(), index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            name = self.names[section] if section < self.rowCount() else ""
            return plain_tip(name) if role == Qt.ItemDataRole.ToolTipRole else name
        return self._points[section] if section < len(self._points) else self.sum_heading


class BoardModel(EpisodeModel):
    """The last column is the state now."""

    _rows: tuple[BoardRow, ...] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[BoardRow, ...] = ()
        self._faces: dict[tuple[str, bool], tuple[Face, Face]] = {}

    def load(self, board: Board | None, write: WritePoint, chosen: BoardFilter) -> None:
        """Another board. Where the same rows and columns stay, whoever looks at it keeps selection and place."""
        rows = () if board is None else board.rows
        episodes = () if board is None else board.episodes
        shown = tuple(row for row in rows if chosen.takes(row.status))
        statuses = [row.status for row in shown]
        with self.replacing([each.character for each in statuses], [each.name for each in statuses], episodes, write):
            self._all, self._rows, self._faces = rows, shown, {}

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The status of every character of the show, shown or not."""
        return tuple(row.status for row in self._all)

    @property
    def rows(self) -> tuple[BoardRow, ...]:
        """The rows that the filter lets through."""
        return self._rows

    @property
    def sum_heading(self) -> str:
        return self.tr("Now")

    def episode_at(self, column: int) -> EpisodeId | None:
        """The episode of a column; for the last one that of the newest episode seen. None where none is seen."""
        return self._episodes[min(column, len(self._episodes) - 1)] if self._episodes else None

    def event_at(self, row: int, column: int) -> StatusEvent | None:
        """The event that holds in a cell."""
        shown = self._rows[row]
        return shown.status.event if column >= len(shown.events) else shown.events[column]

    def begins_at(self, row: int, column: int) -> StatusEvent | None:
        """The event that lies in a cell's very episode, or in the first one from the start; for the last
        column the one that holds now.
        """
        event = self.event_at(row, column)
        if event is None or column >= self.now or self._begins(event, column):
            return event
        return None

    def column_of(self, event: StatusEvent) -> int:
        """The column in which an event is marked; the first for one that lies in none."""
        return self._episodes.index(event.at) if event.at in self._episodes else 0

    def face(self, row: int, column: int) -> Face | None:
        """What an episode's cell shows; None for nothing known."""
        shown = self._rows[row]
        state, event = shown.cells[column], shown.events[column]
        if state is None or event is None:
            return None
        doubtful = event.certainty is not Certainty.CONFIRMED
        faces = self._faces.get((state.id, doubtful))
        if faces is None:
            faces = self._faces[(state.id, doubtful)] = (
                Face(state.icon, state.colour, False, doubtful),
                Face(state.icon, state.colour, True, doubtful),
            )
        return faces[self._begins(event, column)]

    def said(self, row: int, column: int) -> str:
        """A cell in words: `Nam-ra, S1E06: dead (presumed)`."""
        when = self._points[column] if column < len(self._points) else self.tr("now")
        state = self.words(row, column) or self.tr("not known")
        return self.tr("{name}, {point}: {state}").format(name=self._rows[row].status.name, point=when, state=state)

    def _begins(self, event: StatusEvent, column: int) -> bool:
        """Whether an event is marked in a column: one from the start is in the first."""
        return event.at == self._episodes[column] or (column == 0 and event.at is None)

    def words(self, row: int, column: int) -> str:
        shown = self._rows[row]
        state = shown.status.state if column >= len(shown.cells) else shown.cells[column]
        if state is None:
            return ""
        event = self.event_at(row, column)
        unsure = doubt(None if event is None else event.certainty)
        return f"{state.word} ({unsure})" if unsure else state.word


def selected_rows(indexes: Sequence[QModelIndex]) -> list[int]:
    """The rows that a selection of cells touches, from the top."""
    return sorted({index.row() for index in indexes})

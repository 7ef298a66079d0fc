"""Characters with their status, and below each its events: the model of the status panel."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from fanwiki.domain.entities import State, StatusEvent
from fanwiki.domain.ids import EpisodeId, PageId, StateId
from fanwiki.domain.names import matching_key
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import Evidence
from fanwiki.ui.panels.list_delegate import AnyIndex
from fanwiki.ui.panels.list_view import NOWHERE, Cell, Row
from fanwiki.ui.panels.words import doubt, word

ReadEvents = Callable[[PageId], Sequence[StatusEvent]]
TitleOf = Callable[[PageId], str]
WritePoint = Callable[[EpisodeId], str]


class StatusModel(QAbstractItemModel):
    """Two levels: characters, and their status events, read when a character is unfolded.

    The internal id of an index is 0 for a character and the character's row + 1 for an event.
    """

    # Set on the class too, for Qt may still ask while Python takes the object apart.
    _headings: tuple[str, ...] = ()
    _shown: tuple[Status, ...] = ()
    _events: Mapping[PageId, tuple[StatusEvent, ...]] = MappingProxyType({})

    def __init__(self, read_events: ReadEvents, title_of: TitleOf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read_events = read_events
        self._title_of = title_of
        self._headings = (self.tr("Character"), self.tr("Status"), self.tr("Since"))
        self._all: tuple[Status, ...] = ()
        self._names: dict[PageId, str] = {}
        self._states: dict[StateId, State] = {}
        self._write: WritePoint = str
        self._filter = ""
        self._made: dict[str, Row] = {}

    def load(
        self, statuses: Sequence[Status], names: dict[PageId, str], states: Sequence[State], write: WritePoint
    ) -> None:
        """New rows. `names` holds the matching keys of all names of a character, for the filter; `write` says how a
        point is written.
        """
        self.beginResetModel()
        self._all = tuple(statuses)
        self._names = names
        self._states = {state.id: state for state in states}
        self._write = write
        self._events = {}
        self._made = {}
        self._choose()
        self.endResetModel()

    def set_filter(self, typed: str) -> None:
        """Shows those characters alone of whom a name, or the state, has the text in it."""
        self.beginResetModel()
        self._filter = typed
        self._choose()
        self.endResetModel()

    @property
    def statuses(self) -> tuple[Status, ...]:
        """All statuses, filtered or not."""
        return self._all

    def status_at(self, index: AnyIndex) -> Status | None:
        """The status of the character that a row is, or belongs to."""
        if not index.isValid():
            return None
        above = index.internalId()
        return self._shown[above - 1 if above else index.row()]

    def event_at(self, index: AnyIndex) -> StatusEvent | None:
        """The event that a row is; None for the row of a character."""
        if not index.isValid() or not index.internalId():
            return None
        return self._events[self._shown[index.internalId() - 1].character][index.row()]

    def index(self, row: int, column: int, parent: AnyIndex = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: AnyIndex = NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is another
        above = index.internalId() if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        if not parent.isValid():
            return len(self._shown)
        if parent.internalId() or parent.column():
            return 0
        return len(self._events.get(self._shown[parent.row()].character, ()))

    def columnCount(self, _parent: AnyIndex = NOWHERE) -> int:
        return len(self._headings)

    def hasChildren(self, parent: AnyIndex = NOWHERE) -> bool:
        if not parent.isValid():
            return bool(self._shown)
        return not parent.internalId() and not parent.column() and self._shown[parent.row()].event is not None

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return self.hasChildren(parent) and parent.isValid() and self._shown[parent.row()].character not in self._events

    def fetchMore(self, parent: AnyIndex) -> None:
        if not self.canFetchMore(parent):
            return
        character = self._shown[parent.row()].character
        events = tuple(self._read_events(character))
        if events:
            self.beginInsertRows(self.index(parent.row(), 0), 0, len(events) - 1)
            self._events = {**self._events, character: events}
            self.endInsertRows()
        else:
            self._events = {**self._events, character: ()}

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        event = self.event_at(index)
        row = self._row_of(self._shown[index.row()] if event is None else event)
        return row.data(index.column(), role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        known = orientation is Qt.Orientation.Horizontal and section < len(self._headings)
        return self._headings[section] if known and role == Qt.ItemDataRole.DisplayRole else None

    def distinct_cells(self, column: int) -> set[Cell]:
        """What the characters' rows have in a column, each once."""
        return {self._row_of(status).cells[column] for status in self._all}

    def index_of(self, character: PageId) -> QModelIndex:
        """The row of a character; an invalid index if it is not shown."""
        for row, status in enumerate(self._shown):
            if status.character == character:
                return self.index(row, 0)
        return QModelIndex()

    def _choose(self) -> None:
        wanted = matching_key(self._filter)
        self._shown = tuple(status for status in self._all if not wanted or self._matches(status, wanted))

    def _matches(self, status: Status, wanted: str) -> bool:
        if wanted in self._names.get(status.character, matching_key(status.name)):
            return True
        return status.state is not None and matching_key(status.state.word).startswith(wanted)

    def _row_of(self, shown: Status | StatusEvent) -> Row:
        """The row of a character or event, made once."""
        key = shown.character if isinstance(shown, Status) else shown.id
        row = self._made.get(key)
        if row is None:
            row = self._status_row(shown) if isinstance(shown, Status) else self._event_row(shown)
            self._made[key] = row
        return row

    def _status_row(self, status: Status) -> Row:
        if status.state is None:
            return Row(status.character, (Cell(status.name), Cell("—", self.tr("not known")), Cell("")))
        since = self.tr("start") if status.since is None else self._write(status.since)
        state = Cell(status.state.word, doubt(status.certainty), status.state.icon, status.state.colour)
        return Row(status.character, (Cell(status.name), state, Cell(since)))

    def _event_row(self, event: StatusEvent) -> Row:
        """An event's row, which spans the columns: when and what, and below it why."""
        when = self.tr("from the start") if event.at is None else self._write(event.at)
        if event.revealed_at is not None and event.revealed_at != event.at:
            when = self.tr("{point}, known from {reveal}").format(point=when, reveal=self._write(event.revealed_at))
        state = self._states.get(event.state)
        words = ["" if state is None else state.word, doubt(event.certainty), self._evidence(event.evidence)]
        text = f"{when} · {', '.join(part for part in words if part)}"
        by = "" if event.by_whom is None else self.tr("by {name}").format(name=self._title_of(event.by_whom))
        cause = " ".join(part for part in (event.cause.rstrip("."), by) if part)
        why = ". ".join(part for part in (cause, event.note) if part)
        cell = Cell(text, why) if state is None else Cell(text, why, state.icon, state.colour)
        return Row(event.id, (cell, Cell(""), Cell("")))

    def _evidence(self, evidence: Evidence) -> str:
        return "" if evidence is Evidence.ON_SCREEN else word(evidence)


def counted(statuses: Sequence[Status]) -> list[tuple[State | None, int]]:
    """How many are in each state, in the order of the vocabulary; those of whom nothing is known last, under None."""
    found: dict[StateId, tuple[State, int]] = {}
    unknown = 0
    for status in statuses:
        if status.state is None:
            unknown += 1
            continue
        found[status.state.id] = (status.state, found.get(status.state.id, (status.state, 0))[1] + 1)
    counts: list[tuple[State | None, int]] = [
        *sorted(found.values(), key=lambda each: (each[0].position, each[0].word))
    ]
    return [*counts, (None, unknown)] if unknown else counts

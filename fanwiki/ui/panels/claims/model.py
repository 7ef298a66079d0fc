"""The rows of the claim ledger: a heading for each property of each subject, with its claims side by side below."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont

from fanwiki.domain.claims import ClaimGroup, LedgerEntry, StaleStatement, StaleWhy, staleness
from fanwiki.domain.ids import PageId
from fanwiki.ui.panels.list_delegate import WANTED_ROLE, AnyIndex
from fanwiki.ui.panels.list_view import NOWHERE, Cell, Row
from fanwiki.ui.panels.words import word

_TOP: Final = 0
"""The internal id of a heading; the rows below it have the heading's place, counted from 1."""

Item = LedgerEntry | StaleStatement


class Section:
    """A heading with its rows, and what each of them is about. `subject` is the page that the heading leads to."""

    def __init__(self, row: Row, rows: Sequence[Row], items: Sequence[Item], subject: PageId | None) -> None:
        self.row = row
        self.rows = tuple(rows)
        self.items = tuple(items)
        self.subject = subject


class ClaimsModel(QAbstractItemModel):
    """Claims by subject and property, and below them what the prose says."""

    # Set on the class too, for Qt may still ask while Python takes the object apart.
    _sections: tuple[Section, ...] = ()
    _headings: tuple[str, ...] = ()
    _narrow = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bold = QFont()
        self._bold.setBold(True)
        self._headings = (self.tr("Claim and source"), self.tr("Standing"), self.tr("Date"))

    @property
    def sections(self) -> tuple[Section, ...]:
        return self._sections

    def load(
        self,
        groups: Iterable[ClaimGroup],
        statements: Sequence[StaleStatement],
        today: date,
        *,
        named: bool,
        narrow: bool,
    ) -> None:
        """Shows claims and statements; with `named`, the headings say which page they are about, with `narrow` the
        date stands below the standing.
        """
        self.beginResetModel()
        self._narrow = narrow
        sections = [self._section(group, today, named=named) for group in groups]
        if statements:
            sections.append(self._prose(statements))
        self._sections = tuple(sections)
        self.endResetModel()

    def item_at(self, index: AnyIndex) -> Item | None:
        """What a row is about; None for a heading."""
        if not index.isValid() or index.internalId() == _TOP:
            return None
        return self._sections[index.internalId() - 1].items[index.row()]

    def subject_at(self, index: AnyIndex) -> PageId | None:
        """The page that a row, or the claims below a heading, are about."""
        item = self.item_at(index)
        if isinstance(item, StaleStatement):
            return item.page
        if item is not None:
            return item.claim.subject
        return self._sections[index.row()].subject if index.isValid() else None

    def distinct_cells(self, column: int) -> tuple[Cell, ...]:
        """The cells of a column, each once, to measure them."""
        return tuple(dict.fromkeys(row.cells[column] for section in self._sections for row in section.rows))

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        if not parent.isValid():
            return len(self._sections)
        return len(self._sections[parent.row()].rows) if self._is_heading(parent) else 0

    def columnCount(self, _parent: AnyIndex = NOWHERE) -> int:
        return len(self._headings)

    def index(self, row: int, column: int, parent: AnyIndex = NOWHERE) -> QModelIndex:
        if not 0 <= row < self.rowCount(parent) or not 0 <= column < len(self._headings):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, child: AnyIndex = NOWHERE) -> QModelIndex:  # type: ignore[override]  # Qt overloads it with QObject's
        if not child.isValid() or child.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, _TOP)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        heading = index.internalId() == _TOP
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if heading and not index.column() else None
        if role == WANTED_ROLE:
            return self._lack(index)
        section = self._sections[index.row() if heading else index.internalId() - 1]
        row = section.row if heading else section.rows[index.row()]
        return row.data(index.column(), role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        known = orientation is Qt.Orientation.Horizontal and section < len(self._headings)
        if known and section == 1 and self._narrow and role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Standing, date")
        return self._headings[section] if known and role == Qt.ItemDataRole.DisplayRole else None

    def _is_heading(self, index: AnyIndex) -> bool:
        return index.internalId() == _TOP and index.column() == 0

    def _lack(self, index: AnyIndex) -> str | None:
        """Stale rows say so in the colour for what is missing, where their date is."""
        item = self.item_at(index)
        is_stale = isinstance(item, StaleStatement) or (item is not None and item.stale)
        return self.tr("stale") if is_stale and index.column() == (1 if self._narrow else 2) else None

    def _section(self, group: ClaimGroup, today: date, *, named: bool) -> Section:
        parts = [group.title] if named else []
        if group.differs:
            parts.append(self.tr("{count} claims that differ").format(count=len(group.entries)))
        key = f"{group.subject} {group.property.casefold()}"
        heading = Row(key, (Cell(group.property, " · ".join(parts)), Cell(""), Cell("")))
        rows = [self._row(entry, today) for entry in group.entries]
        return Section(heading, rows, group.entries, group.subject)

    def _row(self, entry: LedgerEntry, today: date) -> Row:
        claim, source = entry.claim, entry.source
        details = [self.tr("no source")]
        if source is not None:
            tier = self.tr("tier {tier}, {kind}").format(tier=source.kind.tier, kind=word(source.kind))
            details = [f"{source.title} · {tier}"]
        why = stale_words(entry, today, self.tr)
        if why:
            details.append(why)
        shown = claim.published or claim.checked_on or ""
        standing, dated = self._dated(word(claim.standing), claim.standing, shown, stale=entry.stale)
        return Row(claim.id, (Cell(claim.value, "\n".join(details)), standing, dated))

    def _dated(self, text: str, icon: str, day: str, *, stale: bool) -> tuple[Cell, Cell]:
        """The cells of standing and date."""
        mark = self.tr("stale") if stale else ""
        below = "\n".join(part for part in (day, mark) if part) if self._narrow else ""
        return Cell(text, below, icon), Cell(day, mark)

    def _prose(self, statements: Sequence[StaleStatement]) -> Section:
        about = self.tr("Old pages that may say what no longer holds")
        heading = Row("prose", (Cell(self.tr("In the text"), about), Cell(""), Cell("")))
        rows = [
            Row(
                f"{each.page} {each.line} {place}",
                (
                    Cell(each.text, self.tr("{title} · “{phrase}”").format(title=each.title, phrase=each.phrase)),
                    *self._dated(self.tr("in the text"), "article", each.written, stale=True),
                ),
            )
            for place, each in enumerate(statements)
        ]
        return Section(heading, rows, statements, None)


def stale_words(entry: LedgerEntry, today: date, tr: Callable[[str], str]) -> str:
    """Why a claim is stale, in words; empty for one that is not."""
    found = staleness(entry.claim, today)
    match None if found is None else found.why:
        case StaleWhy.REVIEW_DUE:
            words = tr("Review was due {date}.")
        case StaleWhy.CHECKED_LONG_AGO:
            words = tr("Last checked {date}, over a year ago.")
        case StaleWhy.PUBLISHED_LONG_AGO:
            words = tr("Published {date}, over a year ago, and not checked since.")
        case _:
            return ""
    assert found is not None
    return words.format(date=found.since)

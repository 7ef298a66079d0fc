"""A table of characters, one a line: which column is what is told by its heading, or by whoever imports it.

What a spreadsheet would take for a formula is text here, as is everything.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from fanwiki.domain import entities
from fanwiki.domain.edits import AddFact, AddPage, Edit
from fanwiki.domain.entities import Character, Person, ProfileField, ProfileValue, State, StatusEvent
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import Evidence, FieldType, PageKind
from fanwiki.importers.mediawiki.infobox import fates
from fanwiki.importers.plain import escaped
from fanwiki.importers.report import FieldUse, ImportReport
from fanwiki.importers.tv.making import ShowMaker
from fanwiki.importers.vaults.files import decoded
from fanwiki.importers.vaults.planning import linkable
from fanwiki.wiki import View

_LONGEST: Final = 16 << 20
_MOST_COLUMNS: Final = 1_000
_MOST_CELLS: Final = 1_000_000


class Column(StrEnum):
    """What a column may be, beside a field of the profile."""

    NAME = "name"
    STATUS = "status"
    CAUSE = "cause"
    SPECIES = "species"
    PLAYED_BY = "portrayed by"
    ALIASES = "aliases"
    TEXT = "text"
    NOTHING = "skip"


_HEADINGS: Final = {
    "name": Column.NAME, "character": Column.NAME, "character name": Column.NAME, "name/alias": Column.NAME,
    "full name": Column.NAME, "status": Column.STATUS, "state": Column.STATUS, "cause of death": Column.CAUSE,
    "cause": Column.CAUSE, "species": Column.SPECIES, "race": Column.SPECIES, "actor": Column.PLAYED_BY,
    "actor name": Column.PLAYED_BY, "portrayed by": Column.PLAYED_BY, "played by": Column.PLAYED_BY,
    "alias": Column.ALIASES, "aliases": Column.ALIASES, "nickname": Column.ALIASES, "nicknames": Column.ALIASES,
    "notes": Column.TEXT, "description": Column.TEXT, "biography": Column.TEXT,
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table as read: its headings, and its lines, each as long as there are headings."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def read_table(path: Path, report: ImportReport) -> Table:
    """Reads a table whose values are parted by commas, semicolons or tabs. Raises WikiError for what is none."""
    if path.stat().st_size > _LONGEST:
        raise WikiError(f"{path.name} is larger than {_LONGEST >> 20} MiB; cut it into several tables")
    content = path.read_bytes()
    text = decoded(content)
    if text is None and b"\0" not in content:
        text = content.decode("cp1252", errors="replace")
        report.warnings.append(f"{path.name} is not in UTF-8; it was read as Windows-1252, so look at its accents")
    if not text or not text.strip():
        raise WikiError(f"{path.name} is no table: there is no text in it")
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        found = _lines(path, csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise WikiError(f"{path.name} cannot be read as a table: {error}") from error
    headings = tuple(heading.strip() or f"Column {number}" for number, heading in enumerate(found[0], 1))
    width = len(headings)
    lines = tuple(tuple((*line, *[""] * width)[:width]) for line in found[1:])
    longer = sum(1 for line in found[1:] if any(cell.strip() for cell in line[width:]))
    if longer:
        report.skipped["values", "they stand right of the last heading"] += longer
    return Table(headings, lines)


def _lines(path: Path, read: Iterable[list[str]]) -> list[list[str]]:
    """The lines that have anything in them. Raises WikiError for more cells than anybody fills."""
    found: list[list[str]] = []
    cells = 0
    for line in read:
        if len(line) > _MOST_COLUMNS:
            raise WikiError(f"{path.name} has {len(line)} columns in a line, and {_MOST_COLUMNS} are the most")
        if not any(map(str.strip, line)):
            continue
        found.append(line)
        # Short lines are made as long as the first.
        cells += max(len(line), len(found[0]))
        if cells > _MOST_CELLS:
            raise WikiError(f"{path.name} has more than {_MOST_CELLS} cells; cut it into several tables")
    return found


def meaning(table: Table, columns: tuple[tuple[str, str], ...]) -> dict[int, str]:
    """What each column is: as asked for, else as its heading tells, else a field of the profile of that name. Raises
    WikiError if a heading that is asked for is not there, or if no column has the names.
    """
    asked = {heading.casefold(): target for heading, target in columns}
    known = {heading.casefold() for heading in table.headings}
    if wrong := sorted(set(asked) - known):
        raise WikiError(f"the table has no column “{wrong[0]}”; it has {', '.join(table.headings)}")
    found = {
        place: asked.get(heading.casefold(), str(_HEADINGS.get(heading.casefold(), heading)))
        for place, heading in enumerate(table.headings)
    }
    names = [place for place, target in found.items() if target == Column.NAME]
    if not names:
        raise WikiError(
            f"none of the columns is known to hold names; say which with --map 'Heading=name' "
            f"(it has {', '.join(table.headings)})"
        )
    for place in names[1:]:
        found[place] = table.headings[place]
    return found


@dataclass
class TableMaker:
    """Makes characters of the lines of a table."""

    maker: ShowMaker
    states: Mapping[str, State]
    fields: set[str]
    report: ImportReport

    def edits(self, table: Table, means: Mapping[int, str]) -> Iterator[list[Edit]]:
        """The edits of each line."""
        filled = [sum(1 for line in table.lines if line[place].strip()) for place in means]
        self.report.mapping = tuple(
            FieldUse("table", table.headings[place], target, filled[place], len(table.lines))
            for place, target in means.items()
        )
        for line in table.lines:
            self.report.read += 1
            yield list(self._line(line, means))

    def _line(self, line: tuple[str, ...], means: Mapping[int, str]) -> Iterator[Edit]:
        values: dict[str, list[str]] = {}
        for place, target in means.items():
            if line[place].strip():
                values.setdefault(target, []).append(line[place].strip())
        name = linkable(" ".join(values.get(Column.NAME, [""])[0].split()))
        if not name:
            self.report.skipped["lines", "they have no name"] += 1
            return
        if name in self.maker.titles:
            self.report.skipped["characters", "the wiki or the table has a page of this title"] += 1
            return
        character, _ = self.maker.page(name, PageKind.CHARACTER, "character")
        text = "\n\n".join(escaped(each) for each in values.get(Column.TEXT, []))
        subject = Character(character, ", ".join(values.get(Column.SPECIES, [])))
        self.report.pages += 1
        self.report.characters += 1
        yield AddPage(character, PageKind.CHARACTER, name, self.maker.show, text, subject)
        for alias in _parts(values.get(Column.ALIASES, [])):
            yield AddFact(entities.Name(FactId(new_id()), character, alias))
        yield from self._statuses(character, values)
        for person in _parts(values.get(Column.PLAYED_BY, [])):
            yield from self._player(person, character)
        for target, found in values.items():
            if target not in list(Column):
                yield from self._value(character, target, "; ".join(found))

    def _statuses(self, character: PageId, values: Mapping[str, list[str]]) -> Iterator[Edit]:
        """The statuses that are told; a word that is no state is a field of the profile, and so is a cause alone."""
        cause = "; ".join(values.get(Column.CAUSE, []))
        died = False
        for each in values.get(Column.STATUS, []):
            told = [fate for fate in fates(each) if fate.state in self.states]
            for fate in told:
                self.report.statuses += 1
                died = died or fate.state == "dead"
                yield AddFact(
                    StatusEvent(
                        FactId(new_id()),
                        character,
                        self.states[fate.state].id,
                        fate.certainty,
                        Evidence.STATED,
                        cause=cause if fate.state == "dead" else "",
                        note=fate.note,
                    )
                )
            if not told:
                yield from self._value(character, "Status", each)
        if cause and not died:
            yield from self._value(character, "Cause of death", cause)

    def _player(self, name: str, character: PageId) -> Iterator[Edit]:
        if not linkable(name):
            return
        person, new = self.maker.page(linkable(name), PageKind.PERSON, "actor")
        if new:
            self.report.pages += 1
            self.report.people += 1
            yield AddPage(person, PageKind.PERSON, self.maker.title_of(person), subject=Person(person))
        self.report.portrayals += 1
        yield AddFact(entities.Portrayal(FactId(new_id()), self.maker.show, person, character))

    def _value(self, character: PageId, field: str, value: str) -> Iterator[Edit]:
        if field.casefold() not in self.fields:
            self.fields.add(field.casefold())
            place = len(self.fields)
            yield AddFact(
                ProfileField(FactId(new_id()), PageKind.CHARACTER, field, FieldType.TEXT.value, position=place)
            )
        yield AddFact(ProfileValue(FactId(new_id()), character, field, value))


def _parts(values: list[str]) -> list[str]:
    """What stands between commas."""
    return [part.strip() for each in values for part in each.split(",") if part.strip()]


def table_maker(maker: ShowMaker, view: View, report: ImportReport) -> TableMaker:
    """What makes characters, given the states and fields that the wiki has."""
    states = {state.word: state for state in view.states()}
    fields = {each.name.casefold() for each in view.facts(ProfileField) if each.kind == PageKind.CHARACTER}
    return TableMaker(maker, states, fields, report)

"""A new wiki file filled with rows that were salvaged from a damaged one. What refers to something that is lost does
without it where it can, and is left out where it cannot.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table

from fanwiki.domain.entities import State
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import new_id
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import media, pages, schema
from fanwiki.store.records import title_columns, to_row
from fanwiki.store.store import Row, Writing

_POINTS: Final = ("introduced_at", "safe_from")


@dataclass(frozen=True)
class LeftPage:
    """What is left of a page; `row` is its own, if that was found."""

    id: str
    title: str
    kind: str
    body: str
    row: Row | None


class Refill:
    """Fills a new wiki with rows that were found."""

    def __init__(
        self,
        writing: Writing,
        rows: Mapping[str, Mapping[str, Row]],
        left: Sequence[LeftPage],
        workshop: Path,
        name: str,
    ) -> None:
        self._writing = writing
        self._rows = rows
        self._left = left
        self._workshop = workshop
        self._name = name
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._there: dict[str, set[str]] = {schema.page.name: {page.id for page in left}}

    def build(self) -> None:
        self._settings()
        subjects = self._sound_subjects()
        self._pages(subjects)
        for table, rows in subjects.items():
            self._insert(table, rows)
        for table in schema.FACT_TABLES.values():
            self._insert(table, self._referring(table, self._facts(table)))
        for file in self._workshop.iterdir():
            if file.name in self._rows["blob"]:
                media.store_content(self._writing, file.name, file.read_bytes())
        self._writing.forget_orders()

    def _settings(self) -> None:
        found = {name: str(row["value"]) for name, row in self._rows[schema.setting.name].items()}
        for name, value in ({"uuid": new_id(), "title": self._name} | found).items():
            self._writing.insert(schema.setting, {"id": name, "value": value})

    def _facts(self, table: Table) -> Iterable[Row]:
        found = self._rows[table.name].values()
        if table is schema.FACT_TABLES[State] and not found:
            return [to_row(state) for state in BUILT_IN_STATES]
        return found

    def _sound_subjects(self) -> dict[Table, list[Row]]:
        """The data of pages, without that of what belongs to something lost: an episode without its season is an
        article.
        """
        found: dict[Table, list[Row]] = {}
        for kind, record in pages.SUBJECT_OF.items():
            table = schema.SUBJECT_TABLES[record]
            of_kind = {page.id for page in self._left if page.kind == kind}
            rows = [row for row in self._rows[table.name].values() if row["id"] in of_kind]
            found[table] = list(self._referring(table, rows))
        return found

    def _pages(self, subjects: Mapping[Table, Sequence[Row]]) -> None:
        with_data = {row["id"] for rows in subjects.values() for row in rows}
        titles: set[str] = set()
        for page in self._left:
            title = _free(page.title, titles)
            titles.add(title)
            row = dict(page.row or {})
            bare = PageKind(page.kind) in pages.SUBJECT_OF and page.id not in with_data
            parent = row.get("parent")
            values: dict[str, Any] = {
                "id": page.id,
                "kind": PageKind.ARTICLE.value if bare else page.kind,
                "parent": parent if parent in self._there[schema.page.name] and not self._circles(page.id) else None,
                "position": row.get("position") or 0.0,
                "reviewed": bool(row.get("reviewed")),
                "created": row.get("created") or self._now,
                "trashed_at": row.get("trashed_at"),
                "trashed_with": row.get("trashed_with"),
                **{name: self._known(row.get(name)) for name in _POINTS},
                **title_columns(title),
            }
            self._writing.insert(schema.page, values)
            self._writing.insert(schema.page_text, {"id": page.id, "body": page.body})

    def _known(self, page: object) -> object:
        return page if page in self._there[schema.page.name] else None

    def _circles(self, page: str) -> bool:
        """Whether a page would stand below itself."""
        rows, above, steps = self._rows[schema.page.name], page, 0
        while above in rows and steps <= len(rows):
            above = rows[above]["parent"]
            steps += 1
            if above == page:
                return True
        return steps > len(rows)

    def _referring(self, table: Table, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows that refer to nothing that is lost, or can do without it."""
        there: set[str] = set()
        for row in rows:
            mended: Row | None = {column.name: row.get(column.name) for column in table.columns}
            for column in table.columns:
                for key in column.foreign_keys:
                    known = self._there.get(key.column.table.name, there)
                    if mended is None or mended[column.name] is None or mended[column.name] in known:
                        continue
                    if column.nullable:
                        mended[column.name] = None
                    else:
                        mended = None
            if mended is not None:
                there.add(str(mended["id"]))
                yield mended
        self._there[table.name] = there

    def _insert(self, table: Table, rows: Iterable[Row]) -> None:
        for row in rows:
            try:
                self._writing.insert(table, row)
            except InvalidEdit:
                # What lacks something that no row may lack is no fact any more.
                continue


def _free(title: str, taken: set[str]) -> str:
    found, number = title, 1
    while found in taken:
        number += 1
        found = f"{title} ({number})"
    return found

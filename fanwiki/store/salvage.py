"""Rows out of a damaged wiki file: by SQL as far as it goes, then from the leaf pages of the file, whose rows are
known by their shape. The file given is a copy that may be spoilt.
"""

import mmap
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Boolean, Float, Integer, LargeBinary, Table
from sqlalchemy.exc import DatabaseError

from fanwiki.domain.errors import WikiFileError
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import connection, schema
from fanwiki.store.leaves import Leaf, Value, leaves
from fanwiki.store.records import to_record
from fanwiki.store.store import Row

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ENCODINGS: Final = ("head", "zlib", "delta")
_KINDS: Final = frozenset(kind.value for kind in PageKind)
_RECORDS: Final = {table.name: kind for kind, table in (schema.FACT_TABLES | schema.SUBJECT_TABLES).items()}
_NEVER_STALE: Final = ("page", "revision", "blob")
"""What is hardly ever deleted, so that a row left behind may be the only one."""
_ALIKE: Final = (schema.page_text.name, "character", "person", "group", schema.setting.name)
"""Tables of an id and a text each: which of them a row belongs to, its page and its history tell."""
_LONGEST_WORDS: Final = 80
"""Of what stands in the second column of the others."""

WANTED: Final = tuple(
    table.name
    for table in (
        schema.setting,
        schema.page,
        schema.page_text,
        schema.revision,
        schema.blob,
        *schema.SUBJECT_TABLES.values(),
        *schema.FACT_TABLES.values(),
    )
)


Check = Callable[[int, tuple[Value, ...]], Row | None]
KeepFile = Callable[[str, bytes], None]
"""Takes the bytes of a file of the wiki, by their hash: they are too many to be held together."""


@dataclass
class Salvaged:
    """Rows by table and key. `raw` are the keys of those that SQL did not give; `trouble` is what it said."""

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {name: {} for name in WANTED})
    raw: set[tuple[str, str]] = field(default_factory=set)
    trouble: list[str] = field(default_factory=list)

    def newest_revisions(self) -> dict[str, Row]:
        """The newest revision of each page that was found."""
        newest: dict[str, Row] = {}
        for row in self.rows["revision"].values():
            if row["page"] not in newest or newest[row["page"]]["number"] < row["number"]:
                newest[row["page"]] = row
        return newest


def salvage(copy: Path, keep_file: KeepFile) -> Salvaged:
    """All rows of the tables wanted that can be read; those of `blob` without their content, which `keep_file` has
    got. Raises WikiFileError if the file cannot be read at all.
    """
    found = Salvaged()
    _by_sql(copy, found, keep_file)
    try:
        with copy.open("rb") as file:
            if not copy.stat().st_size:
                return found
            with closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as mapped:
                for free in (False, True):
                    _by_shape(leaves(mapped, free=free), found, keep_file, free=free)
    except OSError as error:
        raise WikiFileError(f"{copy} cannot be read: {error.strerror}") from error
    return found


# --- by SQL --------------------------------------------------------------------------------------------------


def _by_sql(copy: Path, found: Salvaged, keep_file: KeepFile) -> None:
    engine = connection.connect(copy, writable=True)
    driver = connection.driver()
    try:
        with closing(engine.raw_connection()) as opened:
            cursor = opened.cursor()
            for name in WANTED:
                # From both ends: what is broken in the middle hides what comes after it.
                for order in ("ASC", "DESC"):
                    try:
                        cursor.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid {order}')
                        for row in _in_order(name, cursor, falling=order == "DESC"):
                            _keep(found, name, row, keep_file)
                    except (driver.DatabaseError, UnicodeDecodeError, OverflowError) as error:
                        found.trouble.append(f"{name}: {error}")
                        continue
                    break
    except (DatabaseError, driver.DatabaseError, UnicodeDecodeError) as error:
        found.trouble.append(str(error))
    finally:
        engine.dispose()


def _in_order(name: str, cursor: Any, *, falling: bool) -> Iterator[Row]:
    """Rows of a table as long as their numbers rise or fall: a tree that runs in a circle has no end."""
    names = [column[0] for column in cursor.description][1:]
    wanted = schema.metadata.tables[name].columns.keys()
    last: int | None = None
    for number, *values in cursor:
        if last is not None and (number >= last if falling else number <= last):
            return
        last = number
        given = dict(zip(names, values, strict=True))
        row = _CHECKS[name](number, tuple(given.get(column) for column in wanted))
        if row is not None:
            yield row


# --- by shape ------------------------------------------------------------------------------------------------


def _by_shape(leaves_of_file: Iterable[Leaf], found: Salvaged, keep_file: KeepFile, *, free: bool) -> None:
    """Of pages that SQLite has given up, only what nothing else has and what cannot be stale counts."""
    alike: list[list[Row]] = []
    for leaf in leaves_of_file:
        fitting = ((name, _fitting(leaf, _CHECKS[name])) for name in WANTED if name not in _ALIKE)
        name, rows = max(fitting, key=_count_of_rows)
        texts = _fitting(leaf, _id_and_text)
        if len(texts) > len(rows):
            alike.append(texts)
        elif not free or name in _NEVER_STALE:
            _add(found, name, rows, keep_file)
    kinds = {id: row["kind"] for id, row in found.rows["page"].items()}
    newest = found.newest_revisions()
    for texts in alike:
        name = _which(texts, kinds, newest)
        if name == schema.page_text.name:
            _add_texts(found, [row for row in texts if not free or _fits_history(row, newest)], newest)
        elif not free:
            column = str.__str__(schema.metadata.tables[name].columns.keys()[1])
            _add(found, name, [{"id": row["id"], column: row["body"]} for row in texts], keep_file)


def _add_texts(found: Salvaged, texts: Sequence[Row], newest: Mapping[str, Row]) -> None:
    """Of two texts of one page the right one is as long as its history says; if that is lost, the longer one."""
    name = schema.page_text.name
    for row in texts:
        there = found.rows[name].get(row["id"])
        if there is not None and (
            (name, row["id"]) not in found.raw
            or _fits_history(there, newest)
            or (len(there["body"]) >= len(row["body"]) and not _fits_history(row, newest))
        ):
            continue
        found.rows[name][row["id"]] = row
        found.raw.add((name, row["id"]))


def _count_of_rows(found: tuple[str, list[Row]]) -> int:
    return len(found[1])


def _keep(found: Salvaged, name: str, row: Row, keep_file: KeepFile) -> bool:
    """Keeps a row, unless there is one already."""
    key = row["sha256" if name == "blob" else "id"]
    if key in found.rows[name]:
        return False
    if name == "blob":
        keep_file(key, row.pop("content"))
    found.rows[name][key] = row
    return True


def _add(found: Salvaged, name: str, rows: Sequence[Row], keep_file: KeepFile) -> None:
    for row in rows:
        if _keep(found, name, row, keep_file):
            found.raw.add((name, row["sha256" if name == "blob" else "id"]))


def _fitting(leaf: Leaf, check: Check) -> list[Row]:
    rows = (check(number, values) for number, values in leaf.rows)
    return [row for row in rows if row is not None]


def _which(rows: Sequence[Row], kinds: Mapping[str, str], newest: Mapping[str, Row]) -> str:
    """Which of the tables that are alike these rows of one page belong to."""
    if any(row["body"] is None for row in rows):
        return "person"
    if any(_fits_history(row, newest) and row["body"] for row in rows):
        return schema.page_text.name
    found = {kinds.get(row["id"]) for row in rows}
    (kind,) = found if len(found) == 1 else (None,)
    longest = max(len(row["body"]) for row in rows)
    if kind not in _ALIKE or longest > _LONGEST_WORDS:
        return schema.page_text.name if longest else "character"
    return kind


def _fits_history(row: Row, newest: Mapping[str, Row]) -> bool:
    """Whether a text is as long as the newest revision of its page says."""
    revision = newest.get(row["id"])
    return revision is not None and row["body"] is not None and len(row["body"].encode()) == revision["size"]


def _id_and_text(_number: int, values: tuple[Value, ...]) -> Row | None:
    """A row of one of the tables that are alike."""
    if len(values) != 2 or not isinstance(values[0], str) or not isinstance(values[1], str | None):
        return None
    return {"id": values[0], "body": values[1]} if _UUID.fullmatch(values[0]) else None


def _shape_of(table: Table) -> Check:
    """What says whether values are a row of a table, and which."""
    columns = list(table.columns)
    # SQLAlchemy's names are more than text, which is more than a row should hold.
    names = [str.__str__(column.name) for column in columns]
    record = _RECORDS.get(table.name)

    def check(number: int, values: tuple[Value, ...]) -> Row | None:
        if len(values) != len(columns):
            return None
        row = dict(zip(names, values, strict=True))
        if names[0] == "number" and row["number"] is None:
            row["number"] = number
        if not all(_fits(column, row[name]) for column, name in zip(columns, names, strict=True)):
            return None
        if record is not None:
            try:
                to_record(record, row)
            except WikiFileError:
                return None
        return row

    return check


def _fits(column: Any, value: Value) -> bool:
    """Whether a column may have a value."""
    if value is None:
        return bool(column.nullable)
    match column.type:
        case Boolean():
            return value in (0, 1) and isinstance(value, int)
        case Integer():
            return isinstance(value, int)
        case Float():
            return isinstance(value, int | float)
        case LargeBinary():
            return isinstance(value, bytes)
        case _:
            return isinstance(value, str) and _is_said(column, value)


def _is_said(column: Any, value: str) -> bool:
    """Whether a column of texts may have this one."""
    where = (column.table.name, column.name)
    if where in _WORDS:
        return value in _WORDS[where]
    if column.name in ("sha256", "hash"):
        return _SHA256.fullmatch(value) is not None
    identity = bool(column.foreign_keys) or column.name == "id" or where == ("revision", "page")
    return not identity or column.table is schema.setting or _UUID.fullmatch(value) is not None


_WORDS: Final = {("page", "kind"): _KINDS, ("revision", "encoding"): frozenset(_ENCODINGS)}

_CHECKS: Final = {name: _shape_of(schema.metadata.tables[name]) for name in WANTED}

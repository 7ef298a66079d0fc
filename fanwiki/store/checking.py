"""Whether a wiki file is sound, as far as the file alone can tell: SQLite's own check, references, full text, and a
picture of the derived tables that does not depend on row numbers.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from fanwiki.domain.errors import WikiFileError
from fanwiki.store import settings
from fanwiki.store.store import Reading, Writing

_MOST: Final = 100
"""Messages of SQLite that are asked for; a file with more is beyond reading them."""

_INDEXES: Final = {"passage_index": "passage", "title_index": "title"}

_DERIVED: Final = {
    "titles": "SELECT p.id, t.fact, t.rank, t.text, t.title_key, t.matching_key FROM title t "
    "JOIN page p ON p.number = t.page",
    "locks": "SELECT fact, lock, position FROM gate WHERE fact NOT LIKE 'passage:%'",
    "passages": "SELECT p.id, s.ordinal, s.reveals, g.lock, g.position FROM passage s JOIN page p ON p.number = s.page "
    "LEFT JOIN gate g ON g.fact = 'passage:' || s.id",
    "links": "SELECT p.id, s.ordinal, l.kind, t.title, l.heading FROM link l JOIN typed_title t ON t.id = l.typed "
    "JOIN passage s ON s.id = l.passage JOIN page p ON p.number = s.page",
    "typed titles": "SELECT t.title, t.title_key, q.id, t.via FROM typed_title t "
    "LEFT JOIN page q ON q.number = t.target",
}


@contextmanager
def errors_are_damage() -> Iterator[None]:
    """Whatever SQLite refuses while a copy is checked is a fault of the file: nothing else writes there."""
    try:
        yield
    except DatabaseError as error:
        raise WikiFileError(f"SQLite says: {error.orig}") from error


def file_faults(reading: Reading) -> list[str]:
    """What SQLite finds wrong with the file, and every row that refers to one which is not there."""
    faults: list[str] = []
    try:
        said = reading.connection.execute(text(f"PRAGMA integrity_check({_MOST})")).scalars()
        faults += [f"SQLite says: {message}" for message in said if message != "ok"]
        for table, number, other, _ in reading.connection.execute(text("PRAGMA foreign_key_check")):
            faults.append(f"row {number} of {table} refers to a {other} that is not there")
    except DatabaseError as error:
        # A full text that is beyond opening ends SQLite's check, and must not end ours.
        faults.append(f"SQLite says: {error.orig}")
    return faults


def setting_faults(reading: Reading) -> list[str]:
    """What a wiki must know of itself and does not."""
    return [
        f"its setting “{name}” is not there" for name in settings.EVERY_WIKI_HAS if not settings.setting(reading, name)
    ]


def index_faults(writing: Writing) -> list[str]:
    """What is wrong with the full text. FTS5 checks itself when it is written to."""
    faults: list[str] = []
    for index, table in _INDEXES.items():
        try:
            writing.connection.execute(text(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')"))
            stray = writing.connection.execute(
                text(f"SELECT count(*) FROM {index}_docsize WHERE id NOT IN (SELECT id FROM {table})")
            ).scalar_one()
        except DatabaseError as error:
            faults.append(f"the full text of each {table} is damaged: {error.orig}")
            continue
        if stray:
            faults.append(f"the full text holds {stray} {table}s that are not there")
    return faults


def derived(reading: Reading) -> dict[str, Counter[tuple[object, ...]]]:
    """What follows from pages and facts, table by table, as values without row numbers."""
    return {
        name: Counter(tuple(row) for row in reading.connection.execute(text(query))) for name, query in _DERIVED.items()
    }

"""Whether a wiki is sound: the file, its history, and everything that was worked out from its pages and facts.

All of it happens on a copy: what is damaged is left as it is, for `rescue`, and a check holds up nobody.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fanwiki.domain.errors import NotFound, WikiFileError
from fanwiki.markup import PassageReader
from fanwiki.store import checking, connection, page_rows, schema, texts
from fanwiki.store.store import Reading, Store, Writing
from fanwiki.wiki.derivation import derive, whole
from fanwiki.wiki.facts_of_page import snapshots


class Part(StrEnum):
    """What of a wiki is unsound."""

    FILE = "file"
    HISTORY = "history"
    FACTS = "facts"
    INDEX = "index"


@dataclass(frozen=True)
class Fault:
    """Something that is not as it should be; `title` names the page it is about, if it is about one."""

    part: Part
    title: str
    message: str


def check(path: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with a wiki file; nothing for a sound one. Raises WikiFileError for a file that is
    none of this program's.
    """
    version = connection.identify(path)
    with tempfile.TemporaryDirectory(prefix="fanwiki-") as folder:
        copy = Path(folder) / "checked.fanwiki"
        original = Store(path, writable=False)
        try:
            original.copy_to(copy)
            if version < schema.VERSION:
                from fanwiki.store.migrate import upgrade  # noqa: PLC0415 - Alembic costs 0.2 s, for an old file alone

                upgrade(copy, version)
        except WikiFileError as error:
            return (Fault(Part.FILE, "", str(error).replace(str(copy), str(path))),)
        finally:
            original.close()
        return tuple(_faults(copy, path))


def _faults(copy: Path, path: Path) -> Iterator[Fault]:
    store = Store(copy, writable=True)
    try:
        with checking.errors_are_damage(), store.reading() as reading:
            yield from (Fault(Part.FILE, "", message) for message in checking.file_faults(reading))
            yield from (Fault(Part.FILE, "", message) for message in checking.setting_faults(reading))
            yield from _history_faults(reading)
        with checking.errors_are_damage(), store.writing() as writing:
            yield from _fact_faults(writing)
            yield from (Fault(Part.INDEX, "", message) for message in checking.index_faults(writing))
            yield from _derived_faults(writing)
    except WikiFileError as error:
        yield Fault(Part.FILE, "", str(error).replace(str(copy), str(path)))
    except (LookupError, TypeError, ValueError, NotFound) as error:
        # What is worked out from damaged rows may stumble over anything in them.
        yield Fault(Part.FILE, "", f"what is in it contradicts itself, so that the check could not go on: {error!r}")
    finally:
        store.close()


def _history_faults(reading: Reading) -> Iterator[Fault]:
    broken = Counter(page for page, _ in texts.broken_links_of_the_chain(reading))
    rows = page_rows.rows(reading, broken)
    for page, count in broken.items():
        title = rows[page]["title"] if page in rows else page
        yield Fault(Part.HISTORY, title, f"{count} of its revisions are not what was saved: their hash does not fit")


def _fact_faults(writing: Writing) -> Iterator[Fault]:
    """A page whose facts are not those that its newest revision was sealed with."""
    everything = page_rows.all_ids(writing)
    rows = page_rows.rows(writing, everything)
    for page, now in snapshots(writing, everything).items():
        newest = texts.head(writing, page)
        if newest is None:
            continue
        try:
            sealed = texts.content(writing, newest.id).facts
        except (WikiFileError, NotFound):
            # Which the check of the history tells.
            continue
        if not _same_facts(sealed, now):
            yield Fault(Part.FACTS, rows[page]["title"], "its facts are not those that were saved")


def _same_facts(sealed: str, now: str) -> bool:
    """Whether the facts say what they said; what a later version of the program added to them does not count."""
    if sealed == now:
        return True
    try:
        then, today = ([json.loads(line) for line in text.split("\n")] for text in (sealed, now))
    except ValueError:
        return False
    return len(then) == len(today) and all(
        line.items() <= {key: value for key, value in other.items() if key in line}.items()
        for line, other in zip(then, today, strict=True)
    )


def _derived_faults(writing: Writing) -> Iterator[Fault]:
    """What was worked out from pages and facts, against working it out again."""
    kept = checking.derived(writing)
    derive(writing, whole(writing), PassageReader())
    again = checking.derived(writing)
    for name, rows in kept.items():
        wrong = (rows - again[name]) + (again[name] - rows)
        if wrong:
            yield Fault(Part.INDEX, "", f"{wrong.total()} of the {name} are not what follows from pages and facts")

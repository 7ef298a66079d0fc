"""What is known of a bundle that an export has left: how its files lie there, and what each of them was made from.

With it the next export to the same place sees what has changed without reading or making everything again. It lies in
the user's cache folder, one file for each place. Nothing depends on it: where it is missing or damaged, or where the
bundle does not lie as it was left, everything is made.
"""

import gc
import hashlib
import json
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from platformdirs import user_cache_path

import fanwiki
from fanwiki.domain.ids import PageId, RevisionId
from fanwiki.domain.points import Viewpoint
from fanwiki.exporters.html.options import Wanted
from fanwiki.exporters.report import ExportReport
from fanwiki.resources import resource

if TYPE_CHECKING:
    from fanwiki.exporters.html.plan import Plan

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS about (id TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS head (page TEXT PRIMARY KEY, revision TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS made (
    page TEXT PRIMARY KEY, entry INTEGER NOT NULL, leads TEXT NOT NULL, categories TEXT NOT NULL, media TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS read (text TEXT NOT NULL, page TEXT NOT NULL, PRIMARY KEY (text, page)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reader ON read (page);
"""
_PATIENCE: Final = 10.0
_DIGEST: Final = 16
_PROGRAM: Final = ("domain", "exporters", "markup", "store", "wiki")
_FILES: Final = ("site", "graph", "vendor")
_LIBRARIES: Final = ("Jinja2", "MarkupSafe", "markdown-it-py", "mdit-py-plugins", "nh3", "Pygments", "SQLAlchemy")


Stamp = tuple[int, int]
"""How a file lies there: its size in bytes, and when it was changed, in nanoseconds."""


@dataclass(frozen=True)
class Made:
    """What a page of the bundle was made from, beside its own text."""

    entry: int
    """Its place among the entries of the search."""
    leads: frozenset[PageId]
    """The pages that it links to."""
    categories: frozenset[str]
    """The categories that its text puts it into, as they are written."""
    media: frozenset[str]
    """The paths of the pictures it shows."""
    read: frozenset[PageId]
    """The pages whose texts it shows, or has links into."""


@dataclass(frozen=True)
class Remembered:
    """All that is to be known of a bundle that has been put into its place: `key` as `key_of` has it, `file` as
    `key_of_file`, `heads` the newest revision of every page of the wiki, `hashes` those of all files.
    """

    key: str
    file: str
    plan: "Plan"
    report: ExportReport
    heads: Mapping[PageId, RevisionId]
    made: Mapping[PageId, Made]
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class Retouched:
    """What is to be known of pages and files of a bundle that were made anew. `file` as `key_of_file` has it."""

    file: str
    report: ExportReport
    heads: Mapping[PageId, RevisionId]
    made: Mapping[PageId, Made]
    hashes: Mapping[str, str]


class Former:
    """What is known of the bundle at one place; nothing, where that cannot be read. Close it when done."""

    def __init__(self, out: Path) -> None:
        self._out = Path(os.path.realpath(out))
        place = hashlib.sha256(os.fsencode(self._out)).hexdigest()[:32]
        self.file = user_cache_path("fanwiki") / "bundles" / f"{place}.sqlite"
        self._database: sqlite3.Connection | None = None

    def hashes(self) -> dict[str, str] | None:
        """The hashes of the files of the bundle by their paths, the manifest's among them, if all of them and no others
        lie there as they were left. None if not, or if that is not known.
        """
        rows = self._all("SELECT path, sha256, size, changed FROM file")
        if not rows or {path: (size, changed) for path, _, size, changed in rows} != _stamps(self._out):
            return None
        return {path: sha256 for path, sha256, *_ in rows}

    def key(self) -> str:
        """Stands for everything but the texts of pages that the bundle was made from; see `key_of`."""
        return str(self._about("key"))

    def key_of_file(self) -> str | None:
        """Stands for all that the bundle was made from, seen from outside; see `key_of_file`."""
        found = self._about("file")
        return found if isinstance(found, str) else None

    def report(self) -> ExportReport | None:
        """What the export said that left the bundle."""
        written = self._about("report")
        if not isinstance(written, str):
            return None
        read = json.loads(written)
        return ExportReport(**{**read, "withheld": tuple((title, why) for title, why in read["withheld"])})

    def plan(self) -> "Plan | None":
        """What the bundle has, and where. To be asked for only once `key` has been found to be the same."""
        packed = self._about("plan")
        if not isinstance(packed, bytes) or _digest(packed[_DIGEST:]) != packed[:_DIGEST]:
            return None
        from fanwiki.exporters.html.plan import Plan  # noqa: PLC0415 - all of the wiki, and for this alone

        # Objects by the hundred thousand, and no garbage among them to look for meanwhile.
        gc.disable()
        try:
            plan = pickle.loads(packed[_DIGEST:])
        finally:
            gc.enable()
        return plan if isinstance(plan, Plan) else None

    def heads(self) -> dict[PageId, RevisionId]:
        """The newest revision of every page of the wiki, as it was."""
        return dict(self._all("SELECT page, revision FROM head"))

    def made(self, of: Iterable[PageId]) -> dict[PageId, Made]:
        """What some pages were made from."""
        found: dict[PageId, Made] = {}
        for page in of:
            for entry, *lists in self._all("SELECT entry, leads, categories, media FROM made WHERE page = ?", page):
                leads, categories, media = (frozenset(json.loads(each)) for each in lists)
                read = frozenset(text for (text,) in self._all("SELECT text FROM read WHERE page = ?", page))
                found[page] = Made(entry, leads, categories, media, read)
        return found

    def readers(self, of: Iterable[PageId]) -> set[PageId]:
        """The pages that show one of these texts, or have links into it."""
        return {page for text in of for (page,) in self._all("SELECT page FROM read WHERE text = ?", text)}

    def forget(self) -> None:
        """Nothing is known any more."""
        if self._database is not None:
            self._database.close()
            self._database = None
        with suppress(OSError):
            self.file.unlink()

    def keep(self, all: Remembered) -> None:
        """Remembers a bundle."""
        self.forget()
        content = pickle.dumps(all.plan, pickle.HIGHEST_PROTOCOL)
        about = [
            ("key", all.key),
            ("file", all.file),
            ("plan", _digest(content) + content),
            ("report", _report(all.report)),
        ]

        def write(database: sqlite3.Connection) -> None:
            database.executemany("INSERT INTO about VALUES (?, ?)", about)
            _keep_pages(database, all.heads, all.made)
            _keep_files(database, self._out, all.hashes)

        self._write(write)

    def bring_up_to_date(self, new: Retouched) -> None:
        """Remembers what was made anew."""

        def write(database: sqlite3.Connection) -> None:
            about = [("report", _report(new.report)), ("file", new.file)]
            database.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about)
            database.executemany("DELETE FROM read WHERE page = ?", [(page,) for page in new.made])
            _keep_pages(database, new.heads, new.made)
            _keep_files(database, self._out, new.hashes)

        self._write(write)

    def close(self) -> None:
        if self._database is not None:
            self._database.close()

    def _about(self, id: str) -> object:
        rows = self._all("SELECT value FROM about WHERE id = ?", id)
        return rows[0][0] if rows else None

    def _all(self, query: str, *values: str) -> list[Any]:
        try:
            return self._opened().execute(query, values).fetchall()
        except (OSError, sqlite3.Error):
            self.forget()
            return []

    def _write(self, write: Callable[[sqlite3.Connection], None]) -> None:
        """Remembers all that is written here, or nothing at all."""
        try:
            with self._opened() as database:
                write(database)
        except (OSError, sqlite3.Error):
            self.forget()

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.file, timeout=_PATIENCE, check_same_thread=False)
            # A crash may cost what is known, and nothing else.
            self._database.execute("PRAGMA synchronous=OFF")
            self._database.executescript(_TABLES)
        return self._database


def key_of(viewpoint: Viewpoint, asked: str, digest_of_facts: str) -> str:
    """Stands for everything but the texts of pages that a bundle is made from: the program, whose eyes it is for,
    what else was asked for, and what people have entered.
    """
    return hashlib.sha256(f"{_program()}\0{viewpoint!r}\0{asked}\0{digest_of_facts}".encode()).hexdigest()


def key_of_file(stamp: str, asked: Wanted) -> str:
    """Stands for all that a bundle is made from, seen from outside: the program, what was asked for, and the wiki's
    file as its `stamp` has it. Empty, which is like nothing, where the file has none.
    """
    if not stamp:
        return ""
    return hashlib.sha256(f"{_program()}\0{asked.eyes}\0{asked.shown}\0{stamp}".encode()).hexdigest()


@cache
def _program() -> str:
    digest = hashlib.sha256(fanwiki.__version__.encode())
    home = Path(fanwiki.__file__).parent
    for room in _PROGRAM:
        for file in sorted((home / room).rglob("*.py")):
            digest.update(file.read_bytes())
    for folder in _FILES:
        for content in _contents(resource(folder)):
            digest.update(content)
    for library in _LIBRARIES:
        digest.update(version(library).encode())
    return digest.hexdigest()


def _contents(folder: Traversable) -> Iterator[bytes]:
    for each in sorted(folder.iterdir(), key=_name):
        if each.is_dir():
            yield from _contents(each)
        else:
            yield f"{each.name}\0".encode() + each.read_bytes()


def _name(file: Traversable) -> str:
    return file.name


def _stamps(folder: Path) -> dict[str, Stamp]:
    """How every file in a folder lies there, by its path with slashes; what is no ordinary file is like none."""
    found: dict[str, Stamp] = {}
    folders = [(str(folder), "")]
    while folders:
        place, prefix = folders.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    path = prefix + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, f"{path}/"))
                    elif entry.is_file(follow_symlinks=False):
                        told = entry.stat(follow_symlinks=False)
                        found[path] = told.st_size, told.st_mtime_ns
                    else:
                        found[path] = -1, 0
        except OSError:
            return {}
    return found


def _keep_pages(database: sqlite3.Connection, heads: Mapping[PageId, RevisionId], made: Mapping[PageId, Made]) -> None:
    database.executemany("INSERT OR REPLACE INTO head VALUES (?, ?)", heads.items())
    rows = [(page, each.entry, *map(_listed, (each.leads, each.categories, each.media))) for page, each in made.items()]
    database.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?)", rows)
    read = [(text, page) for page, each in made.items() for text in each.read]
    database.executemany("INSERT INTO read VALUES (?, ?)", read)


def _keep_files(database: sqlite3.Connection, folder: Path, hashes: Mapping[str, str]) -> None:
    told = ((path, sha256, (folder / path).stat()) for path, sha256 in hashes.items())
    rows = ((path, sha256, stat.st_size, stat.st_mtime_ns) for path, sha256, stat in told)
    database.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", rows)


def _listed(values: frozenset[Any]) -> str:
    return json.dumps(sorted(values))


def _report(report: ExportReport) -> str:
    return json.dumps(vars(report))


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()

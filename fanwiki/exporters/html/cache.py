"""The render cache: the bodies of pages as exports before have rendered them, each with what it was made from.

It lies in the user's cache folder and never in a bundle or in the wiki, one file for each wiki. Nothing depends on
it: an entry counts only where all that it was made from is the same again (see `asking`), a damaged file is made
anew, and without one everything is rendered. Entries are kept apart by reader, so that an export for one does not push
out what another needs.
"""

import hashlib
import marshal
import sqlite3
import sys
import zlib
from collections.abc import Collection
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Protocol

from markupsafe import Markup
from platformdirs import user_cache_path

import fanwiki
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html.asking import AskedWorld, Asking
from fanwiki.exporters.html.bodies import Body, Contents, render_body
from fanwiki.exporters.html.words import Words
from fanwiki.markup import World

_MOST_READERS: Final = 4
"""Readers whose bodies are kept; of more, those that were exported for last."""

_PATIENCE: Final = 10.0
_CHECKED: Final = 4
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS reader (id TEXT PRIMARY KEY, used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS body (
    reader TEXT NOT NULL, page TEXT NOT NULL, entry BLOB NOT NULL, UNIQUE (reader, page) ON CONFLICT REPLACE
);
"""
_RENDERING: Final = ("markup", "domain")
_LIBRARIES: Final = ("markdown-it-py", "mdit-py-plugins", "nh3", "Pygments")


def usual_cache(uuid: str) -> Path:
    """Where the cache of a wiki lies, by its uuid, which may be anything in a file that somebody sent."""
    return user_cache_path("fanwiki") / "bodies" / f"{hashlib.sha256(uuid.encode()).hexdigest()[:32]}.sqlite"


class Bodies(Protocol):
    """Renders the bodies of pages, or knows them already."""

    rendered: int
    reused: int
    texts: set[PageId]
    """The other pages whose texts stand in the body that was asked for last, where it is kept count of them."""

    def read_ahead(self, pages: Collection[PageId]) -> None:
        """These are asked for next."""

    def body(self, page: PageId, source: str, kind: PageKind, world: World) -> Body: ...


class RenderedBodies:
    """Renders every body."""

    def __init__(self) -> None:
        self.rendered = 0
        self.reused = 0
        self.texts: set[PageId] = set()

    def read_ahead(self, pages: Collection[PageId]) -> None:
        """There is nothing to be read."""

    def body(self, page: PageId, source: str, kind: PageKind, world: World) -> Body:  # noqa: ARG002  # see Bodies
        self.rendered += 1
        return render_body(source, kind, world)


class CachedBodies:
    """Takes bodies from a cache, and puts there what it had to render once `keep` is called."""

    def __init__(self, file: Path, viewpoint: Viewpoint) -> None:
        self.rendered = 0
        self.reused = 0
        self.texts: set[PageId] = set()
        self._reader = hashlib.sha256(f"{viewpoint!r}{_renderer()}".encode()).hexdigest()
        self._fresh: list[tuple[str, str, bytes]] = []
        self._ahead: dict[str, bytes] = {}
        self._database = _opened(file)

    def read_ahead(self, pages: Collection[PageId]) -> None:
        """Reads the entries of these pages at once, and lets go of those before."""
        self._ahead.clear()
        if self._database is None:
            return
        with suppress(sqlite3.Error):
            query = f"SELECT page, entry FROM body WHERE reader = ? AND page IN ({', '.join('?' * len(pages))})"
            self._ahead.update(self._database.execute(query, (self._reader, *pages)))

    def body(self, page: PageId, source: str, kind: PageKind, world: World) -> Body:
        text = hashlib.sha256(f"{kind}\0{source}".encode(errors="surrogatepass")).hexdigest()
        kept = self._kept(page)
        if kept is not None and kept["text"] == text:
            asking = Asking(world)
            if asking.ask_all(kept["questions"]) and asking.digest == kept["answers"]:
                self.reused += 1
                self.texts = asking.texts
                return _unpacked(kept["body"])
        asking = Asking(world)
        body = render_body(source, kind, AskedWorld(asking))
        self.rendered += 1
        self.texts = asking.texts
        entry = {"text": text, "questions": asking.questions, "answers": asking.digest, "body": _packed(body)}
        packed = marshal.dumps(entry)
        self._fresh.append((self._reader, page, _check(packed) + packed))
        return body

    def keep(self) -> None:
        """Writes what was rendered since the last time."""
        if self._fresh and self._database is not None:
            with suppress(sqlite3.Error), self._database:
                self._database.executemany("INSERT INTO body VALUES (?, ?, ?)", self._fresh)
        self._fresh.clear()

    def tidy(self, pages: Collection[PageId]) -> None:
        """Lets go of pages that the reader has no longer, and of readers long not exported for."""
        if self._database is None:
            return
        with suppress(sqlite3.Error), self._database as database:
            database.execute(
                "INSERT OR REPLACE INTO reader SELECT ?, coalesce(max(used), 0) + 1 FROM reader", (self._reader,)
            )
            database.execute(
                "DELETE FROM reader WHERE id NOT IN (SELECT id FROM reader ORDER BY used DESC LIMIT ?)",
                (_MOST_READERS,),
            )
            database.execute("DELETE FROM body WHERE reader NOT IN (SELECT id FROM reader)")
            there = {id for (id,) in database.execute("SELECT page FROM body WHERE reader = ?", (self._reader,))}
            gone = [(self._reader, id) for id in there.difference(pages)]
            database.executemany("DELETE FROM body WHERE reader = ? AND page = ?", gone)

    def close(self) -> None:
        if self._database is not None:
            self._database.close()

    def _kept(self, page: PageId) -> dict[str, Any] | None:
        """The entry of a page; None if there is none that can be read."""
        found = self._ahead.get(page)
        if found is None:
            return None
        packed = found[_CHECKED:]
        if _check(packed) != found[:_CHECKED]:
            return None
        with suppress(ValueError, EOFError, TypeError):
            # What was not damaged on the disk is as this Python has written it.
            entry: dict[str, Any] = marshal.loads(packed)
            return entry
        return None


def _check(packed: bytes) -> bytes:
    """Stands before an entry; entries are not compressed, which would take longer than to write them."""
    return zlib.crc32(packed).to_bytes(_CHECKED)


def _opened(file: Path) -> sqlite3.Connection | None:
    """The cache, made anew if it is damaged; None if it cannot be had."""
    for _ in range(2):
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            database = sqlite3.connect(file, timeout=_PATIENCE, check_same_thread=False)
        except (OSError, sqlite3.Error):
            return None
        try:
            # A crash may cost the cache, and nothing else.
            database.execute("PRAGMA synchronous=OFF")
            database.execute("PRAGMA journal_mode=WAL")
            database.executescript(_TABLES)
        except sqlite3.OperationalError:
            database.close()
            return None
        except sqlite3.DatabaseError:
            database.close()
            with suppress(OSError):
                file.unlink()
        else:
            return database
    return None


@cache
def _renderer() -> str:
    """Stands for everything but the answers that decides what a body looks like: the code of the renderer."""
    digest = hashlib.sha256(f"{fanwiki.__version__} {sys.version} {marshal.version}".encode())
    home = Path(fanwiki.__file__).parent
    files = [file for room in _RENDERING for file in sorted((home / room).rglob("*.py"))]
    own = (home / "exporters" / "html" / name for name in ("asking.py", "bodies.py", "cache.py", "words.py"))
    for file in (*files, *own):
        digest.update(file.read_bytes())
    for library in _LIBRARIES:
        digest.update(version(library).encode())
    return digest.hexdigest()


def _packed(body: Body) -> tuple[Any, ...]:
    """A body of nothing but what `marshal` knows."""
    sections = [(anchor, title, str(html)) for anchor, title, html in body.sections]
    contents = [(line.level, line.text, line.anchor) for line in body.contents]
    # One text for all words, which none has a blank in: it is read back faster than they are one by one.
    passages = [(each.text, " ".join(each.counts), list(each.counts.values())) for each in body.passages]
    return str(body.box), str(body.text), sections, contents, passages


def _unpacked(written: tuple[Any, ...]) -> Body:
    box, text, sections, contents, passages = written
    return Body(
        Markup(box),
        Markup(text),
        tuple((anchor, title, Markup(html)) for anchor, title, html in sections),
        tuple(Contents(*line) for line in contents),
        tuple(Words(said, dict(zip(words.split(), counts, strict=True))) for said, words, counts in passages),
    )

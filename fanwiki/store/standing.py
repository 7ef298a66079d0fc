"""Whether a wiki's file is still the one that was opened. People move, delete and restore files while a program has
them open; what is written then must not go into another file, nor into one that nobody will find.
"""

import os
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

_HEAD: Final = 24
_HEAD_LENGTH: Final = 16
"""Where SQLite keeps the number of the last change, the number of pages, and what is free."""

_WRITING: Final = ("-journal", "-wal")
"""What lies beside the file of a database that somebody writes to, or has written to and was killed."""


@dataclass(frozen=True)
class OpenedFile:
    """A file as it was opened: what the system knows it by, None if it was not there."""

    path: Path
    identity: tuple[int, int] | None

    @classmethod
    def at(cls, path: Path) -> "OpenedFile":
        return cls(path, _identity(path))

    def trouble(self) -> str:
        """What has become of the file since, in words; empty if it is there."""
        if self.identity is None:
            return ""
        now = _identity(self.path)
        if now is None:
            return f"{self.path} was moved or deleted while it was open; put it back, or make it from a backup"
        if now != self.identity:
            return f"{self.path} was replaced by another file while it was open; nothing is written into that one"
        return ""

    def hindrance(self) -> str:
        """What stands in the way of writing to the file, in words; empty for nothing."""
        trouble = self.trouble()
        if not trouble and not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)):
            return f"{self.path} cannot be written: the file or its folder is read-only"
        return trouble


class LastWritten:
    """What SQLite writes anew into the head of a file with each commit, as this program's last commit left it: another
    copy that is written over the file in its place is not known by anything else.

    The file is held open until the end: to close it would let go of the locks that SQLite holds on it for this process.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("rb", buffering=0)
        self._head: bytes | None = None

    @property
    def is_known(self) -> bool:
        return self._head is not None

    def note(self) -> None:
        """Takes the file as it is now for what was written last. Not while somebody writes."""
        self._head = self._read()

    def trouble(self) -> str:
        """What was done to the file since, in words; empty for nothing. Not while somebody writes."""
        if self._head in (None, self._read()):
            return ""
        return f"{self._path} was overwritten by another program while it was open; nothing is written into it"

    def close(self) -> None:
        self._file.close()

    def _read(self) -> bytes:
        self._file.seek(_HEAD)
        return self._file.read(_HEAD_LENGTH) or b""


def stamp(path: Path) -> str:
    """Stands for a file and its content, seen from outside: it is another after each commit, and for any other file in
    its place. Empty where that cannot be said, as while somebody writes. It is to be asked for while the file is read,
    or before and after. Not for a wiki that this process has open, whose locks would be let go of: `Store.stamp` is.
    """
    if not path.is_file():
        # A pipe would be waited for.
        return ""
    try:
        with path.open("rb", buffering=0) as file:
            return stamp_of(file, path)
    except OSError:
        return ""


def stamp_of(file: FileIO, path: Path) -> str:
    """The stamp of a file that is open at this path. Raises OSError."""
    file.seek(_HEAD)
    head, found = file.read(_HEAD_LENGTH), os.fstat(file.fileno())
    if any(path.with_name(path.name + ending).exists() for ending in _WRITING):
        return ""
    # What a commit leaves in the head differs even where the clock of the disk stands still for seconds.
    return repr((found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, (head or b"").hex()))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

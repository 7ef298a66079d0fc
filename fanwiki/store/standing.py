"""Whether a wiki's file is still the one that was opened. People move, delete and restore files while a program has
them open; what is written then must not go into another file, nor into one that nobody will find.
"""

import os
from dataclasses import dataclass
from pathlib import Path


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


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

"""The files of a bundle, a folder or a zip, which comes from someone else as often as not.

Only ordinary files inside are read, no link is followed, and nothing is written anywhere.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import is_zipfile

from fanwiki.domain.bundle import CARD
from fanwiki.domain.errors import WikiError
from fanwiki.importers.archive import open_archive

_LARGEST: Final = 256 << 20
"""Bytes of one file."""


@dataclass(frozen=True)
class BundleFiles:
    """The files of a bundle while it is open, by their paths with slashes."""

    path: Path
    names: frozenset[str]
    _read: Callable[[str], bytes]

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises WikiError if it is not there or cannot be read."""
        if name not in self.names:
            raise WikiError(f"the bundle {self.path.name} has no file {name!r}; get it again")
        return self._read(name)

    def text(self, name: str) -> str:
        """A file as text. Raises WikiError if it is none."""
        try:
            return self.read(name).decode("utf-8")
        except UnicodeDecodeError as error:
            raise WikiError(f"{name} in the bundle {self.path.name} is not text in UTF-8") from error


def is_bundle(path: Path) -> bool:
    """Whether a path looks like a bundle of ours: a folder or a zip with our card in it."""
    if path.is_dir():
        return (path / CARD).is_file()
    if not path.is_file() or not is_zipfile(path):
        return False
    with open_archive(path) as archive:
        return CARD in archive.names


@contextmanager
def open_bundle(path: Path) -> Iterator[BundleFiles]:
    """Opens a bundle for reading. Raises WikiError for what cannot be read, or could do harm."""
    if path.is_dir():
        names = frozenset(_names_in(path))
        yield BundleFiles(path, names, _FolderReader(path))
        return
    with open_archive(path) as archive:
        yield BundleFiles(path, frozenset(archive.names), archive.read)


@dataclass(frozen=True)
class _FolderReader:
    folder: Path

    def __call__(self, name: str) -> bytes:
        place = self.folder / name
        try:
            with place.open("rb") as file:
                content = file.read(_LARGEST + 1)
        except OSError as error:
            raise WikiError(f"{place} cannot be read: {error.strerror}") from error
        if len(content) > _LARGEST:
            raise WikiError(f"{place} is larger than {_LARGEST >> 20} MB; no bundle of ours has such a file")
        return content


def _names_in(folder: Path) -> Iterator[str]:
    """The ordinary files in a folder; links, and what lies behind them, are left alone."""
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not (Path(parent) / name).is_symlink() and name != ".git"]
        for name in files:
            place = Path(parent) / name
            if stat.S_ISREG(place.lstat().st_mode):
                yield place.relative_to(folder).as_posix()

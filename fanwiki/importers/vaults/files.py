"""The files of a vault, be it a folder, a zip of one or a single note: their names, and their bytes one at a time.

Nothing outside is ever read: a symbolic link is not followed, and a link in a note is looked up among these names
alone.
"""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from fanwiki.domain.errors import WikiError
from fanwiki.importers.archive import Archive, open_archive
from fanwiki.importers.source import open_source

LARGEST_NOTE: Final = 16 << 20
"""Bytes of the longest text that is taken for a note."""

LARGEST_FILE: Final = 64 << 20
"""Bytes of the largest file that is read at all."""

_MOST_FILES: Final = 200_000
_BOM: Final = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))


class Bytes(Protocol):
    """Where the bytes of a file come from."""

    def read(self, path: PurePosixPath) -> bytes: ...


@dataclass(frozen=True)
class VaultFiles:
    """A vault while it is open. `sizes` has its files with their bytes, by name; `settings` the names of what the
    program that wrote it keeps for itself, in folders that begin with a full stop. `skipped` counts what was left out.
    """

    path: Path
    sizes: dict[PurePosixPath, int]
    settings: frozenset[PurePosixPath]
    skipped: Counter[tuple[str, str]]
    _bytes: Bytes

    def read(self, path: PurePosixPath) -> bytes:
        """The bytes of a file. Raises WikiError for one that cannot be read."""
        return self._bytes.read(path)

    def text(self, path: PurePosixPath) -> str | None:
        """A file as text, with one kind of line feed; None for what is no text in UTF-8 or marked UTF-16."""
        return decoded(self.read(path))

    def with_suffix(self, *suffixes: str) -> list[PurePosixPath]:
        """The files whose names end so, in the order of their names."""
        return [path for path in self.sizes if path.suffix.lower() in suffixes]


def decoded(content: bytes) -> str | None:
    """Bytes as text, with one kind of line feed; None for what is no text in UTF-8 or marked UTF-16."""
    encoding = next((name for name, mark in _BOM if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def open_vault(path: Path) -> Iterator[VaultFiles]:
    """Opens a folder, a zip of one, or a note that lies alone. Raises WikiError for what cannot be read."""
    if path.is_dir():
        yield _of_folder(path)
    elif path.suffix.lower() == ".zip":
        with open_archive(path) as archive:
            yield _of_archive(archive)
    else:
        yield _of_note(path)


def _of_folder(path: Path) -> VaultFiles:
    listing = _Listing()
    for folder, folders, names in os.walk(path, onerror=_refuse, followlinks=False):
        here = Path(folder)
        place = PurePosixPath(here.relative_to(path).as_posix())
        for name in sorted(folders):
            if (here / name).is_symlink():
                folders.remove(name)
                listing.leave_out("symbolic links", "they may lead out of the vault")
        folders.sort()
        for name in names:
            file = here / name
            if file.is_symlink():
                listing.leave_out("symbolic links", "they may lead out of the vault")
            elif file.is_file():
                listing.add(place / name, file.stat().st_size)
    return listing.finished(path, _Folder(path))


def _of_archive(archive: Archive) -> VaultFiles:
    """A zip of a vault often has one folder with all of it inside."""
    tops = {name.partition("/")[0] for name in archive.names if not name.startswith("__MACOSX/")}
    top = f"{next(iter(tops))}/" if len(tops) == 1 and all("/" in name for name in archive.names) else ""
    listing = _Listing()
    for name in archive.names:
        if name.startswith("__MACOSX/"):
            listing.leave_out("files of a Mac", "they are no part of the vault")
        else:
            listing.add(PurePosixPath(name.removeprefix(top)), archive.size(name))
    return listing.finished(archive.path, _Zip(archive, top))


def _of_note(path: Path) -> VaultFiles:
    name = path.name.removesuffix(".gz").removesuffix(".bz2").removesuffix(".xz")
    with open_source(path) as source:
        content = b""
        # Packed, it is larger than it looks.
        while piece := source.read(1 << 20):
            content += piece
            if len(content) > LARGEST_NOTE:
                raise WikiError(f"{path.name} is larger than {LARGEST_NOTE >> 20} MiB; cut it into several notes")
    listing = _Listing()
    listing.add(PurePosixPath(name), len(content))
    return listing.finished(path, _Note(content))


@dataclass
class _Listing:
    """The names of a vault while they are gathered."""

    sizes: dict[PurePosixPath, int] = field(default_factory=dict)
    settings: set[PurePosixPath] = field(default_factory=set)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, path: PurePosixPath, size: int) -> None:
        if len(self.sizes) >= _MOST_FILES:
            raise WikiError(f"there are more than {_MOST_FILES} files; name the folder of the notes alone")
        in_settings = any(part.startswith(".") for part in path.parts[:-1])
        if in_settings or (path.name.startswith(".") and path.suffix.lower() not in (".md", ".tid")):
            self.settings.add(path)
        elif any(unicodedata.category(letter) in ("Cc", "Cs") for letter in str(path)):
            self.leave_out("files", "their names have control characters in them, or are in no known encoding")
        elif size > LARGEST_FILE:
            self.leave_out("files", f"they are larger than {LARGEST_FILE >> 20} MiB")
        else:
            self.sizes[path] = size

    def leave_out(self, what: str, why: str) -> None:
        self.skipped[what, why] += 1

    def finished(self, path: Path, source: Bytes) -> VaultFiles:
        ordered = dict(sorted(self.sizes.items(), key=lambda entry: entry[0].parts))
        return VaultFiles(path, ordered, frozenset(self.settings), self.skipped, source)


@dataclass(frozen=True)
class _Folder:
    path: Path

    def read(self, path: PurePosixPath) -> bytes:
        try:
            # A link that was put in its place since the folder was read is not followed.
            handle = os.open(self.path / path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as file:
                return file.read(LARGEST_FILE)
        except OSError as error:
            raise WikiError(f"{self.path / path} cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True)
class _Zip:
    archive: Archive
    top: str

    def read(self, path: PurePosixPath) -> bytes:
        return self.archive.read(f"{self.top}{path}")


@dataclass(frozen=True)
class _Note:
    content: bytes

    def read(self, _path: PurePosixPath) -> bytes:
        return self.content


def _refuse(error: OSError) -> None:
    raise WikiError(f"{error.filename} cannot be read: {error.strerror}") from error

"""Verifying: an exported bundle, folder or archive, against its manifest.

A bundle comes from someone else as often as not. The manifest only says what to expect: no path of it is ever
opened, what is read are the regular files found inside the folder or the archive.
"""

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

from fanwiki.domain.errors import WikiError
from fanwiki.exporters.interrupted import left_beside
from fanwiki.exporters.manifest import MANIFEST, is_inside, read_manifest

_CHUNK: Final = 1 << 20
_LONGEST_MANIFEST: Final = 64 << 20
_LARGEST_ARCHIVE: Final = 4 << 30
"""Bytes that an archive may unpack to, unless it is large itself."""

_RATIO: Final = 50
"""How many times its own size an archive may unpack to."""


class Problem(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class Finding:
    """A file of a bundle that is not as it was written. `message` is a sentence for people."""

    path: str
    problem: Problem
    message: str


def verify(bundle: Path) -> tuple[Finding, ...]:
    """Compares a bundle with its manifest: nothing found means that every byte is as it was written.

    Raises WikiError for what is no bundle at all.
    """
    try:
        if bundle.is_dir():
            return _verify_folder(bundle)
        if bundle.is_file() and zipfile.is_zipfile(bundle):
            return _verify_archive(bundle)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise WikiError(f"{bundle} cannot be read: {error}") from error
    former = left_beside(bundle)
    if former is not None:
        raise WikiError(
            f"there is no bundle {bundle}, for an export was ended while it put one there; the one that was there is "
            f"{former}: export again, or give it back its name"
        )
    if not bundle.exists():
        raise WikiError(f"there is no bundle {bundle}")
    raise WikiError(f"{bundle} is no bundle: it is neither a folder nor a zip archive")


def _verify_folder(folder: Path) -> tuple[Finding, ...]:
    unsafe: list[Finding] = []
    files: dict[str, Path] = {}
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if stat.S_ISREG(path.lstat().st_mode):
            files[name] = path
        else:
            unsafe.append(Finding(name, Problem.UNSAFE, f"{name} is a link or no ordinary file; it was not opened."))
    if MANIFEST not in files:
        raise _no_bundle(folder)

    def opened(name: str) -> IO[bytes]:
        return files[name].open("rb")

    return _compared(sorted(files), opened, unsafe)


def _walk(folder: Path) -> Iterator[Path]:
    """All that is in a folder but the folders themselves; links to folders are not followed."""

    def fail(error: OSError) -> None:
        raise error

    for parent, folders, files in os.walk(folder, onerror=fail):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        yield from (Path(parent) / name for name in sorted(files + links))


def _verify_archive(path: Path) -> tuple[Finding, ...]:
    with zipfile.ZipFile(path) as archive:
        entries: dict[str, zipfile.ZipInfo] = {}
        unsafe: list[Finding] = []
        for entry in archive.infolist():
            reason = _why_unsafe(entry, entries)
            if reason:
                message = f"{entry.filename!r} {reason}; it was not opened."
                unsafe.append(Finding(entry.filename, Problem.UNSAFE, message))
            elif not entry.is_dir():
                entries[entry.filename] = entry
        if MANIFEST not in entries:
            raise _no_bundle(path)
        allowed = max(_LARGEST_ARCHIVE, path.stat().st_size * _RATIO)
        if sum(entry.file_size for entry in entries.values()) > allowed:
            raise WikiError(f"{path} would unpack to more than {allowed >> 30} GiB; it was not opened")

        def opened(name: str) -> IO[bytes]:
            return archive.open(entries[name])

        return _compared(sorted(entries), opened, unsafe)


def _why_unsafe(entry: zipfile.ZipInfo, earlier: Mapping[str, zipfile.ZipInfo]) -> str:
    if not is_inside(entry.filename.removesuffix("/")):
        return "leads out of the bundle"
    if entry.filename in earlier:
        return "is in the archive twice"
    return "is a link" if stat.S_ISLNK(entry.external_attr >> 16) else ""


def _compared(names: list[str], opened: Callable[[str], IO[bytes]], unsafe: list[Finding]) -> tuple[Finding, ...]:
    with opened(MANIFEST) as file:
        raw = file.read(_LONGEST_MANIFEST + 1)
    if len(raw) > _LONGEST_MANIFEST:
        raise WikiError(f"the bundle's {MANIFEST} is too long to be one")
    expected, wrong_lines = read_manifest(raw.decode("utf-8", errors="replace"))
    found = [
        *unsafe,
        *(Finding(MANIFEST, Problem.CHANGED, f"Line {line} of {MANIFEST} cannot be right.") for line in wrong_lines),
    ]
    for name in names:
        if name == MANIFEST:
            continue
        if name not in expected:
            found.append(Finding(name, Problem.EXTRA, f"{name} is not part of the bundle."))
        elif _hash(name, opened) != expected[name]:
            found.append(Finding(name, Problem.CHANGED, f"{name} is not as it was written."))
    there = {*names, *(finding.path for finding in unsafe)}
    found += [Finding(name, Problem.MISSING, f"{name} is missing.") for name in sorted(expected) if name not in there]
    return tuple(sorted(found, key=lambda finding: (finding.path, finding.problem, finding.message)))


def _hash(name: str, opened: Callable[[str], IO[bytes]]) -> str:
    """The SHA-256 of a file, in hexadecimal; empty for an entry of an archive that cannot be unpacked."""
    digest = hashlib.sha256()
    try:
        with opened(name) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except (zipfile.BadZipFile, EOFError, zlib.error):
        return ""
    return digest.hexdigest()


def _no_bundle(path: Path) -> WikiError:
    return WikiError(f"{path} is no bundle: it has no {MANIFEST}")

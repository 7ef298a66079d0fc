"""Writing: a bundle grows in a folder beside its place and is swapped in when it is whole.

Whatever goes wrong before that (no room, no permission, the user's change of mind) leaves what was there as it was.
"""

import hashlib
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from fanwiki.domain.errors import WikiError
from fanwiki.exporters.interrupted import name_beside, put_back
from fanwiki.exporters.manifest import CARD, MANIFEST, is_inside, manifest_text, read_manifest
from fanwiki.exporters.verify import Problem, verify

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time that every entry of an archive bears: the earliest there is, since no time of export may show."""

_ORDINARY_FILE: Final = 0o100644 << 16
_UNIX: Final = 3


@dataclass(frozen=True)
class Written:
    """A file of a bundle: its path with slashes, its SHA-256 in hexadecimal, and its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class BundleFolder:
    """The folder that a bundle grows in; several processes may write to it at once. `former` is the bundle that it
    is to replace, with the hashes of its files: what is the same is taken over and not written again.
    """

    path: Path
    former: Path
    hashes: Mapping[str, str] = field(default_factory=dict)

    def put(self, path: str, content: bytes) -> Written:
        """Writes one file."""
        digest = hashlib.sha256(content).hexdigest()
        place = f"{self.path}{os.sep}{path}"
        try:
            self._put(place, path, digest, content)
        except FileNotFoundError:
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            self._put(place, path, digest, content)
        return Written(path, digest, len(content))

    def _put(self, place: str, path: str, digest: str, content: bytes) -> None:
        if self.hashes.get(path) == digest:
            try:
                os.link(f"{self.former}{os.sep}{path}", place)
            except OSError:
                # The file is missing there, its folder is missing here, or the disk knows no links.
                pass
            else:
                return
        Path(place).write_bytes(content)


class BundleWriter:
    """Collects the files of a bundle. Used as a context: what is not finished when it ends is taken away again.

    `out` is the folder, or the archive if `zipped`, that the bundle becomes. Raises WikiError if something stands
    there that is not a bundle as fanwiki wrote it, or if it cannot be written. Who has looked already and found the
    bundle untouched gives the hashes of its files: `known`.
    """

    def __init__(self, out: Path, *, zipped: bool = False, known: Mapping[str, str] | None = None) -> None:
        self._out = Path(os.path.realpath(out))
        self._zipped = zipped
        self._hashes: dict[str, str] = {}
        self._manifest_hash = ""
        self.bytes = 0
        put_back(self._out)
        with in_words(self._out):
            hashes = check_place(self._out, zipped=zipped) if known is None else known
            if not self._out.parent.is_dir():
                raise WikiError(f"there is no folder {self._out.parent} to write the bundle to")
            self._folder = self._sibling("part")
            self._folder.mkdir()
        self.folder = BundleFolder(self._folder, self._out, hashes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def manifest(self) -> str:
        """Where the manifest is once the bundle is finished; for an archive, the archive and the name within."""
        return str(self._out / MANIFEST)

    @property
    def hashes(self) -> dict[str, str]:
        """The hashes of all files of the finished bundle, the manifest's among them."""
        return {**self._hashes, MANIFEST: self._manifest_hash}

    @property
    def paths(self) -> tuple[str, ...]:
        """The files so far, the manifest not counted."""
        return tuple(sorted(self._hashes))

    def add(self, path: str, content: bytes) -> None:
        """Writes one file; `path` is relative to the bundle, with slashes."""
        if path in self._hashes or not is_inside(path):
            raise ValueError(f"a bundle cannot have a second or an outside file {path!r}")
        with in_words(self._out):
            self.take(self.folder.put(path, content))

    def take(self, written: Written) -> None:
        """Counts a file that lies in the folder already."""
        self._hashes[written.path] = written.sha256
        self.bytes += written.size

    def take_over(self, paths: Iterable[str]) -> None:
        """Takes files of the bundle that is to be replaced as they are. Their sizes are not counted."""
        # Text is put together faster than paths, and of these there may be a hundred thousand.
        former, part, hashes = f"{self._out}{os.sep}", f"{self._folder}{os.sep}", self.folder.hashes
        with in_words(self._out):
            for path in paths:
                try:
                    _link_or_copy(former + path, part + path)
                except FileNotFoundError:
                    Path(part + path).parent.mkdir(parents=True, exist_ok=True)
                    _link_or_copy(former + path, part + path)
                self._hashes[path] = hashes[path]

    def read(self, path: str) -> bytes:
        """What was written for one file."""
        with in_words(self._out):
            return (self._folder / path).read_bytes()

    def finish(self) -> None:
        """Adds the manifest and puts the bundle into its place."""
        content = manifest_text(self._hashes).encode()
        self._manifest_hash = hashlib.sha256(content).hexdigest()
        with in_words(self._out):
            (self._folder / MANIFEST).write_bytes(content)
            self.bytes += len(content)
            if self._zipped:
                self._pack()
            else:
                self._swap()

    def _pack(self) -> None:
        part = self._sibling("zip")
        try:
            with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                for path in sorted([*self._hashes, MANIFEST]):
                    archive.writestr(_entry(path), (self._folder / path).read_bytes())
            part.replace(self._out)
        finally:
            part.unlink(missing_ok=True)

    def _swap(self) -> None:
        if not self._out.exists():
            self._folder.rename(self._out)
            return
        old = self._sibling("old")
        self._out.rename(old)
        try:
            self._folder.rename(self._out)
        except OSError:
            old.rename(self._out)
            raise
        shutil.rmtree(old, ignore_errors=True)

    def _sibling(self, purpose: str) -> Path:
        """A name beside the bundle's that nothing else has."""
        return name_beside(self._out, purpose, secrets.token_hex(4))


def _link_or_copy(source: str, target: str) -> None:
    """Raises FileNotFoundError where the folder of either is missing."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        # The disk knows no links.
        shutil.copy2(source, target)


def check_place(out: Path, *, zipped: bool) -> dict[str, str]:
    """The hashes of the files of the bundle that is to be replaced, if it is a folder. Raises WikiError unless a bundle
    may be written to `out`: nothing is there, or an empty folder, or a bundle in which nobody has added or changed
    anything.
    """
    if not out.exists() or (not zipped and out.is_dir() and not any(out.iterdir())):
        return {}
    if zipped and out.is_dir():
        raise WikiError(f"{out} is a folder; choose another name for the archive")
    if not zipped and not out.is_dir():
        raise WikiError(f"{out} is a file; choose another name for the folder")
    if not _is_ours(out):
        what = "a file that is no bundle" if zipped else "not empty, and no bundle of fanwiki"
        raise WikiError(f"{out} is {what}; choose another name, nothing was written")
    touched = next((finding for finding in verify(out) if finding.problem is not Problem.MISSING), None)
    if touched is not None:
        raise WikiError(
            f"in the bundle {out} somebody has added or changed {touched.path}; move it away or choose another name, "
            "nothing was written"
        )
    return {} if zipped else read_manifest((out / MANIFEST).read_text(encoding="utf-8"))[0]


def _is_ours(out: Path) -> bool:
    if out.is_dir():
        return all((out / name).is_file() for name in (CARD, MANIFEST))
    if not zipfile.is_zipfile(out):
        return False
    with zipfile.ZipFile(out) as archive:
        return {CARD, MANIFEST} <= set(archive.namelist())


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _ORDINARY_FILE
    return entry


@contextmanager
def in_words(out: Path) -> Iterator[None]:
    """Turns an error of the file system into a WikiError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise WikiError(f"the bundle cannot be written to {out}: {reason}; what was there is as it was") from error

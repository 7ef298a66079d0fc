"""Zip archives, read without trusting them: the names are plain, the entries lie side by side, and what comes out is
bounded before anything is unpacked.

Nothing is written anywhere: whoever reads an archive gets names and bytes. zipfile never gives more bytes of an entry
than its directory declares, so that a bound on what is declared is one on what is unpacked; that it then fits is seen
by its checksum.
"""

import io
import re
import stat
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from fanwiki.domain.errors import WikiError

_METHODS: Final = (ZIP_STORED, ZIP_DEFLATED)
"""Others are rare, and one of them lets an archive say how much memory reading it takes."""
_FREE: Final = 16 << 20
"""Bytes that may come out whatever the ratio: an empty picture or a log packs very well."""
_DIRECTORY: Final = 32 << 20
"""Bytes that the list of entries may have; all of it is read into memory."""

_ENCRYPTED: Final = 0x1
_IN_UTF8: Final = 0x800
_DRIVE: Final = re.compile("[A-Za-z]:")

_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT: Final = 0xFFFF


@dataclass(frozen=True)
class Bounds:
    """What an archive may come to: entries, bytes of one of them and of all, and how many times the packed size."""

    entries: int = 100_000
    each: int = 64 << 20
    total: int = 4 << 30
    ratio: int = 200


@dataclass(frozen=True)
class Archive:
    """An archive while it is open. `names` are its files, with `/` between the parts, in the order they lie in it."""

    path: Path
    names: tuple[str, ...]
    _zip: ZipFile
    _entries: Mapping[str, ZipInfo]

    def size(self, name: str) -> int:
        """How many bytes a file has, unpacked."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises WikiError if they are damaged."""
        with self.stream(name) as stream:
            return stream.read()

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """A file, to be read in pieces. What is wrong with it becomes a WikiError where the block ends."""
        with _errors_in_words(self.path), self._zip.open(self._entries[name]) as stream:
            yield stream


@contextmanager
def open_archive(path: Path, bounds: Bounds | None = None) -> Iterator[Archive]:
    """Opens a zip. Raises WikiError for what is none, is damaged, or could do harm; nothing of it is unpacked then."""
    allowed = bounds or Bounds()
    try:
        file: IO[bytes] = path.open("rb")
    except OSError as error:
        raise WikiError(f"{path} cannot be read: {error.strerror}") from error
    with file:
        with _errors_in_words(path):
            _check_directory(path, file, allowed)
            archive = ZipFile(file)
            infos = archive.infolist()
            _check_sizes(path, infos, allowed)
            _check_places(path, file, infos, archive.start_dir)
            entries = _named(path, infos)
        yield Archive(path, tuple(entries), archive, entries)


@contextmanager
def _errors_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, UnicodeDecodeError, struct.error) as error:
        raise WikiError(f"{path.name} is damaged or no zip; get it again ({error})") from error


def _check_directory(path: Path, file: IO[bytes], bounds: Bounds) -> None:
    """Counts the entries before zipfile makes an object of each of them."""
    start, size = _directory(file)
    if size > _DIRECTORY:
        raise WikiError(f"{path.name} has a list of files too long to be read; unpack it yourself first")
    file.seek(start)
    directory = file.read(size)
    place = count = 0
    while place + _ENTRY.size <= len(directory):
        fields = _ENTRY.unpack_from(directory, place)
        place += _ENTRY.size + sum(fields[10:13])
        count += 1
        if count > bounds.entries:
            raise WikiError(f"{path.name} has more than {bounds.entries} files in it; unpack it yourself first")


def _directory(file: IO[bytes]) -> tuple[int, int]:
    """Where zipfile will read the list of entries, and how many bytes of it."""
    length = file.seek(0, io.SEEK_END)
    tail_start = max(0, length - _LONGEST_COMMENT - _END.size)
    file.seek(tail_start)
    tail = file.read()
    bare = tail[-_END.size :]
    found = len(tail) - _END.size if bare.startswith(b"PK\5\6") and bare.endswith(b"\0\0") else tail.rfind(b"PK\5\6")
    if found < 0 or len(tail) - found < _END.size:
        raise BadZipFile("it has no end record")
    end = tail_start + found
    size: int = _END.unpack_from(tail, found)[5]
    at_64 = end - _LOCATOR.size - _END_64.size
    if at_64 >= 0:
        file.seek(at_64)
        both = file.read(_END_64.size + _LOCATOR.size)
        if both.startswith(b"PK\6\6") and both[_END_64.size :].startswith(b"PK\6\7"):
            size, end = _END_64.unpack_from(both)[8], at_64
    if size > end:
        raise BadZipFile("its list of files is cut off")
    return end - size, size


def _check_sizes(path: Path, infos: Sequence[ZipInfo], bounds: Bounds) -> None:
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    largest = max(infos, key=lambda info: info.file_size, default=None)
    if largest is not None and largest.file_size > bounds.each:
        raise WikiError(f"{path.name}: a file in it is larger than {bounds.each >> 20} MB; unpack it yourself first")
    if total > bounds.total:
        raise WikiError(f"{path.name} would unpack to more than {bounds.total >> 20} MB; unpack it yourself first")
    if total > max(_FREE, packed * bounds.ratio):
        raise WikiError(f"{path.name} would unpack to more than {bounds.ratio} times its size; it is not read")


def _check_places(path: Path, file: IO[bytes], infos: Sequence[ZipInfo], directory: int) -> None:
    """Refuses entries that share bytes: a small archive could be unpacked to any length with them."""
    free_from = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < free_from:
            raise WikiError(f"{path.name} has files in it that overlap; it is not read")
        file.seek(info.header_offset)
        local = _LOCAL.unpack(file.read(_LOCAL.size))
        free_from = info.header_offset + _LOCAL.size + local[9] + local[10] + info.compress_size
    if free_from > directory:
        raise WikiError(f"{path.name} has files in it that overlap; it is not read")


def _named(path: Path, infos: Sequence[ZipInfo]) -> dict[str, ZipInfo]:
    """The files by name, once every name, those of folders too, is one that can be trusted."""
    files: dict[str, ZipInfo] = {}
    kinds: dict[str, bool] = {}
    for info in infos:
        name = _name(info)
        wrong = _wrong(name, info)
        if wrong:
            raise WikiError(f"{path.name}: the entry “{_shown(name)}” in it {wrong}; it is not read")
        is_file = not name.endswith("/")
        parts = _key(name).rstrip("/").split("/")
        for depth in range(1, len(parts)):
            if kinds.setdefault("/".join(parts[:depth]), False):
                raise WikiError(f"{path.name}: “{_shown(name)}” lies in what is a file; it is not read")
        key = "/".join(parts)
        if (key in kinds) if is_file else kinds.get(key, False):
            raise WikiError(f"{path.name} has the name “{_shown(name)}” twice; it is not read")
        kinds[key] = is_file
        if is_file:
            files[name] = info
    return files


def _name(info: ZipInfo) -> str:
    """The name as it is written. Archives of a Mac are in UTF-8 without saying so."""
    written = info.orig_filename
    if info.flag_bits & _IN_UTF8:
        return written
    try:
        return written.encode("cp437").decode()
    except UnicodeError:
        return written


def _wrong(name: str, info: ZipInfo) -> str:
    """What speaks against an entry; empty if nothing does."""
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        return "has a control character in its name"
    if "\\" in name:
        return "has a backslash in its name"
    if name.startswith("/") or _DRIVE.match(name):
        return "has a name that begins at the root of a disk"
    if any(part in ("", ".", "..") for part in name.removesuffix("/").split("/")):
        return "has a name that leads out of the archive"
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if info.flag_bits & _ENCRYPTED:
        return "is locked with a password"
    if info.compress_type not in _METHODS:
        return "is packed in a way that is not known here"
    return ""


def _key(name: str) -> str:
    """By which two names are one on some system."""
    return unicodedata.normalize("NFC", name).casefold()


def _shown(name: str) -> str:
    """A name for a message, on one line and of bounded length."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name[:100])

"""What is to be imported, as a stream of bytes: a file as it is, or packed as gz, bz2, xz or 7z.

What a file is is told by its first bytes and not by its name. Nothing is unpacked into memory; a 7z, which cannot be
read as a stream, is unpacked into a temporary file, with a bound to how much may come out of it.
"""

import bz2
import gzip
import lzma
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from fanwiki.domain.errors import WikiError

_GZIP: Final = b"\x1f\x8b"
_BZIP2: Final = b"BZh"
_XZ: Final = b"\xfd7zXZ\x00"
_SEVEN_ZIP: Final = b"7z\xbc\xaf\x27\x1c"
_ALWAYS: Final = 16 << 20
_LARGEST_RATIO: Final = 1000
"""An archive may come to this many bytes, or to so many times its own size: a dump comes to at most 200 times."""


class ByteStream(Protocol):
    """A stream that is read in pieces."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Source:
    """A source while it is read. `size` is that of the file as it lies on the disk."""

    path: Path
    size: int
    _file: IO[bytes]
    _stream: ByteStream

    def read(self, size: int) -> bytes:
        """The next bytes, unpacked; none at the end. Raises WikiError for a file that is damaged or cut off."""
        with _errors_in_words(self.path):
            return self._stream.read(size)

    @property
    def position(self) -> int:
        """How much of the file has been read, in bytes."""
        return self._file.tell()


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Opens a source for reading. Raises WikiError for one that cannot be read."""
    with ExitStack() as stack:
        with _errors_in_words(path):
            if path.is_dir():
                raise WikiError(f"{path} is a folder; name the file of the dump")
            file: IO[bytes] = stack.enter_context(path.open("rb"))
            begin = file.read(len(_SEVEN_ZIP))
            if begin == _SEVEN_ZIP:
                file = stack.enter_context(_unpacked_7z(path))
            file.seek(0)
            size = file.seek(0, 2)
            file.seek(0)
            stream: ByteStream = file
            if begin.startswith(_GZIP):
                stream = stack.enter_context(gzip.GzipFile(fileobj=file))
            elif begin.startswith(_BZIP2):
                stream = stack.enter_context(bz2.BZ2File(file))
            elif begin.startswith(_XZ):
                stream = stack.enter_context(lzma.LZMAFile(file))
        yield Source(path, size, file, stream)


@contextmanager
def _errors_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise WikiError(f"{path.name} is damaged or cut off; get it again ({error})") from error
    except OSError as error:
        raise WikiError(f"{path} cannot be read: {error.strerror or error}") from error


@contextmanager
def _unpacked_7z(path: Path) -> Iterator[IO[bytes]]:  # noqa: C901 - what py7zr writes to has many methods
    """The one XML file of an archive, unpacked into a temporary file."""
    try:
        import py7zr  # noqa: PLC0415 - an optional dependency, for this kind of file alone
        from py7zr.io import Py7zIO, WriterFactory  # noqa: PLC0415 - the same
    except ImportError as error:
        raise WikiError(f"{path.name} is a 7z: install py7zr to read it, or unpack it first") from error
    bound = max(_ALWAYS, path.stat().st_size * _LARGEST_RATIO)
    too_much = f"{path.name} would unpack to more than {bound} bytes; unpack it yourself first"
    with tempfile.TemporaryFile() as target:

        class Bounded(Py7zIO):
            """Writes what is unpacked to the temporary file, and stops where it becomes too much."""

            def write(self, data: bytes | bytearray) -> int:
                if target.tell() + len(data) > bound:
                    raise WikiError(too_much)
                return target.write(data)

            def read(self, size: int | None = None) -> bytes:
                return target.read(-1 if size is None else size)

            def seek(self, offset: int, whence: int = 0) -> int:
                return target.seek(offset, whence)

            def flush(self) -> None:
                target.flush()

            def size(self) -> int:
                return target.tell()

        class Factory(WriterFactory):
            def create(self, _filename: str) -> Bounded:
                return Bounded()

        try:
            with py7zr.SevenZipFile(path) as archive:
                files = [each for each in archive.list() if not each.is_directory]
                if len(files) != 1:
                    raise WikiError(
                        f"{path.name} has {len(files)} files in it; unpack it and name the one that is meant"
                    )
                # What it says of itself is asked first, since what comes out of it may be different.
                if (files[0].uncompressed or 0) > bound:
                    raise WikiError(too_much)
                archive.extract(targets=[files[0].filename], factory=Factory())
        except (py7zr.exceptions.ArchiveError, EOFError, ValueError, TypeError, lzma.LZMAError) as error:
            raise WikiError(f"{path.name} is damaged, cut off or locked with a password; get it again") from error
        yield target

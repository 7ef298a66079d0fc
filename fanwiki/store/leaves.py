"""The rows that lie in a file of SQLite's, read from its leaf pages without SQLite: what a lost page above them, or a
lost schema, would hide. The format is that of https://www.sqlite.org/fileformat2.html.

Nothing here trusts what it reads: every number that leads anywhere is checked, and every chain has an end.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import Final

Buffer = bytes | mmap
Value = int | float | str | bytes | None

_LEAF: Final = 0x0D
_HEADER: Final = 100
_USUAL_PAGE: Final = 4096
_INTEGER_SIZES: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_COLUMNS: Final = 64


@dataclass(frozen=True)
class Leaf:
    """The rows of one leaf page of a table, each with its row number."""

    page: int
    rows: tuple[tuple[int, tuple[Value, ...]], ...]


class DamagedRow(Exception):
    """What should be a row is none."""


def leaves(file: Buffer, *, free: bool) -> Iterator[Leaf]:
    """Every leaf page of a table in the bytes of a file, with those of its rows that can be read. With `free`, those
    that SQLite has given up: their rows were deleted, or lie elsewhere too.
    """
    with memoryview(file) as view:
        reader = _Reader(view)
        given_up = reader.free_pages()
        for number in range(1, reader.count + 1):
            if (number in given_up) is not free:
                continue
            rows = tuple(reader.rows(number))
            if rows:
                yield Leaf(number, rows)


class _Reader:
    """Reads pages, which are numbered from 1."""

    def __init__(self, file: memoryview) -> None:
        header = bytes(file[:_HEADER])
        size = int.from_bytes(header[16:18])
        size = 65_536 if size == 1 else size
        known = header.startswith(b"SQLite format 3\0") and 512 <= size <= 65_536 and not size & (size - 1)
        self.size = size if known else _USUAL_PAGE
        reserved = header[20] if known else 0
        self.usable = self.size - reserved if self.size - reserved >= 480 else self.size
        self.file = file
        self.count = -(-len(file) // self.size)
        self._first_free = int.from_bytes(header[32:36]) if known else 0

    def page(self, number: int) -> bytes:
        return bytes(self.file[(number - 1) * self.size : number * self.size])

    def free_pages(self) -> frozenset[int]:
        """The pages that SQLite has given up, as far as their list can be read."""
        found: set[int] = set()
        trunk = self._first_free
        while 0 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self.page(trunk)
            count = min(int.from_bytes(page[4:8]), self.usable // 4 - 2)
            found.update(int.from_bytes(page[8 + 4 * place : 12 + 4 * place]) for place in range(count))
            trunk = int.from_bytes(page[:4])
        return frozenset(found)

    def rows(self, number: int) -> Iterator[tuple[int, tuple[Value, ...]]]:
        page = self.page(number)
        start = _HEADER if number == 1 else 0
        if len(page) < start + 8 or page[start] != _LEAF:
            return
        cells = int.from_bytes(page[start + 3 : start + 5])
        pointers = page[start + 8 : start + 8 + 2 * cells]
        for place in sorted({int.from_bytes(pointers[at : at + 2]) for at in range(0, len(pointers) - 1, 2)}):
            try:
                yield self._row(page, place)
            except (DamagedRow, IndexError, struct.error, UnicodeDecodeError):
                continue

    def _row(self, page: bytes, place: int) -> tuple[int, tuple[Value, ...]]:
        length, place = _varint(page, place)
        row, place = _varint(page, place)
        if not 0 < length <= len(self.file):
            raise DamagedRow
        return row, _values(self._payload(page, place, length))

    def _payload(self, page: bytes, place: int, length: int) -> bytes:
        """What a cell holds, with what of it lies on further pages."""
        local = length
        if length > self.usable - 35:
            least = (self.usable - 12) * 32 // 255 - 23
            local = least + (length - least) % (self.usable - 4)
            local = local if local <= self.usable - 35 else least
        parts = [page[place : place + local]]
        if len(parts[0]) < local:
            raise DamagedRow
        missing = length - local
        following = int.from_bytes(page[place + local : place + local + 4])
        # Each step takes a page's worth off what is missing, so that a chain which runs in a circle ends too.
        while missing > 0:
            if not 0 < following <= self.count:
                raise DamagedRow
            beyond = self.page(following)
            part = beyond[4 : 4 + min(missing, self.usable - 4)]
            if not part:
                raise DamagedRow
            parts.append(part)
            missing -= len(part)
            following = int.from_bytes(beyond[:4])
        return b"".join(parts)


def _values(record: bytes) -> tuple[Value, ...]:
    """The columns of a record."""
    header, place = _varint(record, 0)
    if header > len(record):
        raise DamagedRow
    kinds: list[int] = []
    while place < header:
        kind, place = _varint(record, place)
        kinds.append(kind)
        if len(kinds) > _MOST_COLUMNS:
            raise DamagedRow
    place = header
    values: list[Value] = []
    for kind in kinds:
        value, place = _value(record, place, kind)
        values.append(value)
    if place != len(record):
        raise DamagedRow
    return tuple(values)


def _value(record: bytes, place: int, kind: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return (None if kind == 0 else kind - 8), place
    if kind in _INTEGER_SIZES:
        end = place + _INTEGER_SIZES[kind]
        return int.from_bytes(_slice(record, place, end), signed=True), end
    if kind == 7:
        return struct.unpack(">d", _slice(record, place, place + 8))[0], place + 8
    if kind < 12:
        raise DamagedRow
    end = place + (kind - 12) // 2
    content = _slice(record, place, end)
    return (content.decode() if kind % 2 else content), end


def _slice(record: bytes, place: int, end: int) -> bytes:
    if end > len(record):
        raise DamagedRow
    return record[place:end]


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """SQLite's integer of one to nine bytes, and where it ends."""
    value = 0
    for step in range(8):
        byte = data[place + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + step + 1
    return value << 8 | data[place + 8], place + 9

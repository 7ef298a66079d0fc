"""How large a picture is, read off the beginning of its file: so that its place is kept while it loads.

The files come from anywhere: nothing here trusts a length, and what is odd has no size.
"""

from collections.abc import Iterator
from typing import Final, Literal

HEADER: Final = 2**17
"""Bytes of a file that are enough: those before the size are at most thumbnails and colour profiles."""

_LARGEST: Final = 2**16
_MOST_PARTS: Final = 1000
"""Segments or boxes that are looked at."""

Size = tuple[int, int]
"""Width and height in pixels."""


def image_size(header: bytes) -> Size | None:
    """Width and height of a PNG, JPEG, GIF, WebP or AVIF file as it is shown, by its first `HEADER` bytes; None if they
    do not say.
    """
    size = _size(header[:HEADER])
    return size if size is not None and min(size) > 0 and max(size) < _LARGEST else None


def _size(header: bytes) -> Size | None:
    if header.startswith(b"\x89PNG\r\n\x1a\n") and header[12:16] == b"IHDR":
        return _pair(header[16:24], 4, "big")
    if header.startswith((b"GIF87a", b"GIF89a")):
        return _pair(header[6:10], 2, "little")
    if header.startswith(b"\xff\xd8\xff"):
        return _jpeg(header)
    if header.startswith(b"RIFF") and header[8:12] == b"WEBP":
        return _webp(header[12:30])
    if header[4:12] == b"ftypavif":
        return _avif(header)
    return None


def _pair(written: bytes, length: int, order: Literal["big", "little"]) -> Size | None:
    if len(written) != 2 * length:
        return None
    return int.from_bytes(written[:length], order), int.from_bytes(written[length:], order)


def _turned(size: Size | None, turned: bool) -> Size | None:
    return (size[1], size[0]) if size is not None and turned else size


# --- JPEG ---------------------------------------------------------------------------------------------------

_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SIDEWAYS: Final = range(5, 9)
"""The orientations of a camera in which width is height."""


def _jpeg(header: bytes) -> Size | None:
    at, turned = 2, False
    for _ in range(_MOST_PARTS):
        while header[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(header) or header[at] != 0xFF:
            return None
        marker, length = header[at + 1], int.from_bytes(header[at + 2 : at + 4], "big")
        segment = header[at + 4 : at + 2 + length]
        if marker in _FRAMES:
            size = _pair(segment[1:5], 2, "big")
            return None if size is None else _turned((size[1], size[0]), turned)
        if marker == 0xE1 and segment.startswith(b"Exif\0\0"):
            turned = _orientation(segment[6:]) in _SIDEWAYS
        at += 2 + max(length, 2)
    return None


def _orientation(tiff: bytes) -> int:
    """How the camera was held; 1 if it is not said."""
    order: Literal["big", "little"] = "big" if tiff.startswith(b"MM") else "little"
    first = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[first : first + 2], order)
    for entry in range(first + 2, first + 2 + 12 * min(count, _MOST_PARTS), 12):
        if int.from_bytes(tiff[entry : entry + 2], order) == 0x0112:
            return int.from_bytes(tiff[entry + 8 : entry + 10], order)
    return 1


# --- WebP ---------------------------------------------------------------------------------------------------


def _webp(chunk: bytes) -> Size | None:
    """The size by the first chunk, which is one of three kinds."""
    if len(chunk) < 18:
        return None
    match chunk[:4]:
        case b"VP8 " if chunk[11:14] == b"\x9d\x01\x2a":
            return int.from_bytes(chunk[14:16], "little") & 0x3FFF, int.from_bytes(chunk[16:18], "little") & 0x3FFF
        case b"VP8L" if chunk[8] == 0x2F:
            bits = int.from_bytes(chunk[9:13], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return int.from_bytes(chunk[12:15], "little") + 1, int.from_bytes(chunk[15:18], "little") + 1
    return None


# --- AVIF ---------------------------------------------------------------------------------------------------


def _avif(header: bytes) -> Size | None:
    """The largest of the images in it, of which the others are parts; turned if any is, for then they all are."""
    properties = header
    for name in (b"meta", b"iprp", b"ipco"):
        properties = next((inner for kind, inner in _boxes(properties) if kind == name), b"")
        if name == b"meta":
            properties = properties[4:]
    boxes = list(_boxes(properties))
    sizes = [size for kind, inner in boxes if kind == b"ispe" and (size := _pair(inner[4:12], 4, "big"))]
    turned = any(kind == b"irot" and inner[:1] and inner[0] & 1 for kind, inner in boxes)
    return _turned(max(sizes, key=lambda size: size[0] * size[1], default=None), turned)


def _boxes(written: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of an ISO file that stand beside each other, by kind, with what is in them."""
    at = 0
    for _ in range(_MOST_PARTS):
        length = int.from_bytes(written[at : at + 4], "big")
        if length < 8:
            return
        yield written[at + 4 : at + 8], written[at + 8 : at + length]
        at += length

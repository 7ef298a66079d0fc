"""A text as what makes it of another: for old revisions, which differ little from the ones that followed them.

The two share a beginning and an end, more often than not; what lies between is compressed with the other's middle as
its dictionary, so that edits in several places cost what was changed and not what lies between them.
"""

import zlib
from typing import Final

_WINDOW: Final = 32_768
"""Bytes that deflate can look back."""

_RAW: Final = -15
_NUMBERS: Final = 4
_LIMIT: Final = 2**32


def delta(text: bytes, base: bytes) -> bytes:
    """What `applied` needs to make `text` of `base`: how many bytes they share at the beginning and at the end, four
    bytes each, and the compressed rest.
    """
    start = _shared(text, base)
    end = _shared(text[start:][::-1], base[start:][::-1])
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW, zdict=_dictionary(base, start, end))
    middle = packer.compress(text[start : len(text) - end]) + packer.flush()
    return start.to_bytes(_NUMBERS) + end.to_bytes(_NUMBERS) + middle


def applied(delta: bytes, base: bytes) -> bytes:
    """The text that a delta makes of its base. Raises ValueError for a delta that is damaged or of another base."""
    start, end = int.from_bytes(delta[:_NUMBERS]), int.from_bytes(delta[_NUMBERS : 2 * _NUMBERS])
    if len(delta) < 2 * _NUMBERS or start + end > len(base):
        raise ValueError("this delta is of another text")
    unpacker = zlib.decompressobj(_RAW, zdict=_dictionary(base, start, end))
    try:
        middle = unpacker.decompress(delta[2 * _NUMBERS :]) + unpacker.flush()
    except zlib.error as error:
        raise ValueError("this delta is damaged") from error
    return base[:start] + middle + base[len(base) - end :]


def _dictionary(base: bytes, start: int, end: int) -> bytes:
    return base[start : len(base) - end][-_WINDOW:]


def _shared(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with in common, by halving: comparing runs is fast, stepping is not."""
    low, high = 0, min(len(one), len(other), _LIMIT - 1)
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low

"""What a page's text was before it came into this wiki, and how such texts are kept: each as what makes it of the one
that followed, but for a whole one now and then.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fanwiki.store.deltas import delta

WHOLE_EVERY: Final = 32
"""Of so many revisions of a page one is kept whole, so that none takes long to read and no damage spreads far."""


@dataclass(frozen=True)
class PastRevision:
    """A text, by whom it was written, when (ISO 8601 in UTC) and why."""

    text: str
    author: str
    time: str
    summary: str


def packed_texts(texts: Sequence[str]) -> list[bytes]:
    """Texts, the oldest first, as they are kept: the last one and each 32nd compressed, the others as deltas."""
    encoded = [text.encode() for text in texts]
    last = len(encoded) - 1
    return [
        zlib.compress(text, 9) if is_whole(place, len(encoded)) else delta(text, encoded[min(place + 1, last)])
        for place, text in enumerate(encoded)
    ]


def is_whole(place: int, count: int) -> bool:
    """Whether the text at a place, from 0, of so many is kept whole."""
    return place % WHOLE_EVERY == 0 or place == count - 1

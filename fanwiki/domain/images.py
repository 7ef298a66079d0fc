"""Pictures that come into a wiki: what they are by their first bytes, how large they may be, with how many pixels."""

import hashlib
import re
from collections.abc import Collection
from pathlib import PurePath
from typing import Final

from fanwiki.domain.entities import Media
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.image_size import image_size

LARGEST: Final = 20 * 2**20
"""Bytes. A wiki is one file that people copy about, and a bundle carries its pictures."""

_MOST_PIXELS: Final = {"image/webp": 12_500_000, "image/avif": 16_000_000}
_MOST_PIXELS_ELSE: Final = 48_000_000
"""A file of a few kilobytes may hold a picture of gigabytes. With these bounds, whoever decodes one stays below 200 MB:
measured, a decoder takes 16 bytes a pixel for WebP, 10 for AVIF, and 4 for the other kinds.
"""

_BEGINNINGS: Final = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
)

_NOT_IN_NAMES: Final = re.compile(r"[\[\]|#{}<>%/\\:\s\0]+")


def image_type(content: bytes) -> str | None:
    """The MIME type of a picture by its content, whatever its file is called; None for what is none of these."""
    return next((mime for place, mark, mime in _BEGINNINGS if content[place : place + len(mark)] == mark), None)


def check_content(media: Media, content: bytes) -> None:
    """Raises InvalidEdit for a file that is damaged, too large, or another thing than it says."""
    if hashlib.sha256(content).hexdigest() != media.sha256:
        raise InvalidEdit(f"{media.name} is damaged: its content does not fit its hash", field="content")
    if len(content) > LARGEST:
        raise InvalidEdit(too_large(media.name, len(content)), field="content")
    known = {mime for _, _, mime in _BEGINNINGS}
    if media.mime in known and image_type(content) != media.mime:
        raise InvalidEdit(f"{media.name} is not what it says it is ({media.mime})", field="mime")
    if media.mime in known and (size := image_size(content)) and not decodable(media.mime, *size):
        raise InvalidEdit(too_many_pixels(media.name, media.mime, *size), field="content")


def too_large(name: str, size: int) -> str:
    """What is said of a file of so many bytes that is too large."""
    return (
        f"{name} is too large: it has {size / 2**20:.0f} MiB, and {LARGEST // 2**20} MiB are the most; make it smaller"
    )


def decodable(mime: str, width: int, height: int) -> bool:
    """Whether a picture of this kind and of so many pixels takes a bounded amount of memory."""
    return width * height <= _most_pixels(mime)


def too_many_pixels(name: str, mime: str, width: int, height: int) -> str:
    """What is said of a picture that is not decodable."""
    return (
        f"{name} has too many pixels: {width} by {height}, and {_most_pixels(mime) / 1e6:g} million in all are the "
        "most for its kind; make it smaller"
    )


def _most_pixels(mime: str) -> int:
    return _MOST_PIXELS.get(mime, _MOST_PIXELS_ELSE)


def new_picture(name: str, content: bytes, alt: str) -> Media:
    """A new picture, to be stored with its content. Raises InvalidEdit in words for what is none."""
    mime = image_type(content)
    if mime is None:
        message = f"{name} is no picture that can be shown; choose a PNG, JPEG, GIF, WebP or AVIF file"
        raise InvalidEdit(message, field="content")
    media = Media(FactId(new_id()), name, hashlib.sha256(content).hexdigest(), mime, alt)
    check_content(media, content)
    return media


def free_name(wanted: str, suffix: str, taken: Collection[str]) -> str:
    """A name that no other file of the wiki has (`taken`, case-folded) and that an embed can hold, with the suffix of
    its kind.
    """
    stem = PurePath(wanted).stem if wanted else ""
    stem = _NOT_IN_NAMES.sub(" ", stem).strip()[:80] or "Image"
    if suffix == ".jpg" and wanted.lower().endswith(".jpeg"):
        suffix = ".jpeg"
    name, number = f"{stem}{suffix}", 2
    while name.casefold() in taken:
        name, number = f"{stem} {number}{suffix}", number + 1
    return name

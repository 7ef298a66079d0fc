"""Pictures that come into a wiki: what they are by their first bytes, and how large they may be."""

import hashlib
import re
from collections.abc import Collection
from pathlib import PurePath
from typing import Final

from fanwiki.domain.entities import Media
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, new_id

LARGEST: Final = 20 * 2**20
"""Bytes. A wiki is one file that people copy about, and a bundle carries its pictures."""

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


def too_large(name: str, size: int) -> str:
    """What is said of a file of so many bytes that is too large."""
    return (
        f"{name} is too large: it has {size / 2**20:.0f} MiB, and {LARGEST // 2**20} MiB are the most; make it smaller"
    )


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

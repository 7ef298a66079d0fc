"""Brings images that were pasted or dropped into the wiki, and their embeds into the text.

They are read, weighed and made small for the question on the lane; nothing is stored before the alt text has been
asked for, once for all that came together.
"""

import hashlib
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import StoreMedia
from fanwiki.domain.entities import Media
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.images import LARGEST, decodable, free_name, too_large, too_many_pixels
from fanwiki.ui.dialogs.alt_text import AltTextDialog, Picture
from fanwiki.ui.editor.pasting import GivenImage
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

if TYPE_CHECKING:
    from PIL import Image

_THUMBNAIL: Final = (160, 120)
_COARSE: Final = (640, 480)
_KINDS: Final = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "GIF": ("image/gif", ".gif"),
    "WEBP": ("image/webp", ".webp"),
    "AVIF": ("image/avif", ".avif"),
}
_NOT_IN_ALT: Final = re.compile(r"[\[\]|\s]+")


class UnfitImage(WikiError):
    """An image that cannot come into the wiki, and why."""


@dataclass(frozen=True)
class ReadImage:
    """An image ready to be stored: `known` if the wiki has these bytes already, under this name."""

    picture: Picture
    sha256: str
    mime: str
    content: bytes
    known: bool


class ImageIntake(QObject):
    """Listens to an editor that has been given images."""

    def __init__(self, editor: TextEditor, session: WikiSession) -> None:
        super().__init__(editor)
        self._editor = editor
        self._session = session
        editor.images_given.connect(self.take)

    def take(self, given: Sequence[GivenImage]) -> None:
        """Reads images, then asks for their alt texts, then stores them and puts them in where the cursor is now."""
        place = self._editor.textCursor()
        job = partial(read_images, self._session.author_view(), tuple(given))
        self._session.lane.submit(job, _Asking(self, place), _Failing(self._session))

    def ask(self, place: QTextCursor, images: Sequence[ReadImage]) -> None:
        """Asks for the alt texts of what was read; of what the wiki knows it has been asked before."""
        new = [image for image in images if not image.known]
        if not new:
            self.embed(place, images, {})
            return
        dialog = AltTextDialog(self._editor.window(), [image.picture for image in new])
        dialog.answered.connect(partial(self._store, place, images))
        dialog.open()

    def _store(self, place: QTextCursor, images: Sequence[ReadImage], alts: Sequence[str]) -> None:
        new = [image for image in images if not image.known]
        by_name = {image.picture.name: alt for image, alt in zip(new, alts, strict=True)}
        edits = [
            StoreMedia(
                Media(FactId(new_id()), image.picture.name, image.sha256, image.mime, by_name[image.picture.name]),
                image.content,
            )
            for image in new
        ]
        self._session.apply(*edits, initiator=self, done=_Embedding(self, place, images, by_name))

    def embed(self, place: QTextCursor, images: Sequence[ReadImage], alts: dict[str, str]) -> None:
        """Puts the embeds of stored images into the text."""
        pipe = r"\|" if self._editor.is_table_row(place.block()) else "|"
        between = " " if pipe != "|" else "\n\n"
        place.insertText(between.join(_written(image.picture.name, alts, pipe) for image in images))
        self._editor.setTextCursor(place)
        self._editor.setFocus()


def read_images(view: View, given: Sequence[GivenImage]) -> list[ReadImage]:
    """Reads images and gives each a name of its own. Raises UnfitImage, in words, for one that is none."""
    known = {media.sha256: media.name for media in view.facts(Media)}
    taken = {media.name.casefold() for media in view.facts(Media)}
    found: dict[str, ReadImage] = {}
    for each in given:
        image = _read(each, known, taken)
        found.setdefault(image.sha256, image)
        taken.add(image.picture.name.casefold())
    return list(found.values())


def _read(given: GivenImage, known: dict[str, str], taken: Collection[str]) -> ReadImage:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # for whoever adds an image, not for each start

    shown = given.name or "the image"
    content = _content(given.source, shown)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_KINDS)) as image:
            mime, suffix = _KINDS[image.format or ""]
            # Of a JPEG that comes in several passes, all that is in it is held until the last of them.
            passes = 2 if image.info.get("progressive") else 1
            if not decodable(mime, image.width, image.height * passes):
                raise UnfitImage(too_many_pixels(shown, mime, image.width, image.height))
            small = io.BytesIO()
            _thumbnail(image).save(small, "PNG")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnfitImage(f"{shown} is no image that a page can show, or it is damaged") from error
    name = known.get(sha256) or free_name(given.name, suffix, taken)
    return ReadImage(Picture(name, small.getvalue()), sha256, mime, content, sha256 in known)


def _thumbnail(image: "Image.Image") -> "Image.Image":
    """A small picture of a large one, without a second copy of it as large as itself."""
    image.draft("RGB", _COARSE)
    scale = max(1, image.width // _COARSE[0], image.height // _COARSE[1])
    coarse = image.resize((max(1, image.width // scale), max(1, image.height // scale)), resample=0)
    small = coarse.convert("RGBA")
    small.thumbnail(_THUMBNAIL)
    return small


def _content(source: Path | bytes, shown: str) -> bytes:
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > LARGEST:
            raise UnfitImage(too_large(shown, size))
        return source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise UnfitImage(f"{shown} could not be read: {error.strerror}") from error


def _written(name: str, alts: dict[str, str], pipe: str) -> str:
    alt = _NOT_IN_ALT.sub(" ", alts.get(name, "")).strip()
    # A number alone would be read as the width.
    return f"![[{name}{pipe}{alt}]]" if alt and not alt.isdigit() else f"![[{name}]]"


class _Asking:
    """Images that are being read. They may come when the tab has gone; then nobody wants them."""

    def __init__(self, intake: ImageIntake, place: QTextCursor) -> None:
        self._intake = intake
        self._place = place

    def __call__(self, images: list[ReadImage]) -> None:
        if isValid(self._intake):
            self._intake.ask(self._place, images)


class _Embedding:
    """Images that are being stored."""

    def __init__(
        self, intake: ImageIntake, place: QTextCursor, images: Sequence[ReadImage], alts: dict[str, str]
    ) -> None:
        self._intake = intake
        self._place = place
        self._images = images
        self._alts = alts

    def __call__(self, _change: Change) -> None:
        if isValid(self._intake):
            self._intake.embed(self._place, self._images, self._alts)


class _Failing:
    def __init__(self, session: WikiSession) -> None:
        self._session = session

    def __call__(self, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        self._session.failed.emit(str(error))

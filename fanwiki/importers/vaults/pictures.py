"""The pictures of a vault: under which names they come over, each content once."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from fanwiki.domain.edits import StoreMedia
from fanwiki.domain.entities import Media
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.images import LARGEST, free_name, image_type, new_picture
from fanwiki.importers.report import ImportReport
from fanwiki.importers.vaults.files import VaultFiles

SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})


@dataclass
class Pictures:
    """`names` has the picture files that pages can show; those in `new` are to be stored."""

    names: dict[PurePosixPath, str] = field(default_factory=dict)
    new: list[PurePosixPath] = field(default_factory=list)


def look_through(files: VaultFiles, there: Iterable[Media], found: Pictures, report: ImportReport) -> Iterator[None]:
    """Finds the pictures of a vault, and yields after each. One that the wiki has, by content, is not brought again."""
    by_content = {media.sha256: media.name for media in there}
    taken = {name.casefold() for name in by_content.values()}
    for path in files.with_suffix(*SUFFIXES):
        if files.sizes[path] > LARGEST:
            report.skipped["files", f"pictures larger than {LARGEST >> 20} MiB"] += 1
            continue
        content = files.read(path)
        if image_type(content) is None:
            report.skipped["files", "they are no pictures, whatever their names say"] += 1
            continue
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in by_content:
            report.skipped["files", "the wiki has this picture, or it is there twice"] += 1
        else:
            by_content[sha256] = free_name(path.name, path.suffix.lower(), taken)
            taken.add(by_content[sha256].casefold())
            found.new.append(path)
        found.names[path] = by_content[sha256]
        yield


def stored(files: VaultFiles, found: Pictures, path: PurePosixPath, report: ImportReport) -> StoreMedia | None:
    """The edit that brings a picture; None, with a warning, for one that turns out to be none."""
    content = files.read(path)
    try:
        media = new_picture(found.names[path], content, "")
    except InvalidEdit as error:
        report.warnings.append(str(error))
        return None
    report.media += 1
    return StoreMedia(media, content)

"""Files that appear under their name whole or not at all, whatever happens while they are written."""

import os
from pathlib import Path

from fanwiki.domain.errors import WikiFileError


def part_of(target: Path) -> Path:
    """Where a file is written before it has its name."""
    return target.with_name(f".{target.name}.part")


def put_new(part: Path, target: Path) -> None:
    """Gives a file its name, on the disk before this answers. Raises WikiFileError if the name was taken meanwhile,
    OSError if it cannot be given.
    """
    to_disk(part)
    try:
        # Unlike a rename, a link never takes the place of another file.
        os.link(part, target)
    except FileExistsError:
        raise WikiFileError(f"{target} exists already; choose another name") from None
    except OSError:
        # There are disks without links.
        if target.exists():
            raise WikiFileError(f"{target} exists already; choose another name") from None
        part.replace(target)
    part.unlink(missing_ok=True)
    to_disk(target.parent)


def to_disk(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

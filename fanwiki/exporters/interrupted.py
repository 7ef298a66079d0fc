"""What an export has left that was killed while it put its bundle into the place of another: that takes two steps, and
between them nothing has the name.
"""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from fanwiki.exporters.manifest import CARD, MANIFEST

_LONGEST: Final = 80
"""Letters of a bundle's name that the names beside it begin with."""


def name_beside(out: Path, purpose: str, mark: str) -> Path:
    """A name beside a bundle's: what is there for this purpose, told apart from others by a mark of eight letters."""
    return out.with_name(f".{out.name[:_LONGEST]}.{purpose}-{mark}")


def left_beside(out: Path) -> Path | None:
    """The bundle that was to be replaced, if it lies beside its place and nothing is there. None if it does not."""
    if os.path.lexists(out) or len(out.name) > _LONGEST:
        return None
    name = re.compile(re.escape(name_beside(out, "old", "").name) + "[0-9a-f]{8}")
    with suppress(OSError):
        found = [each for each in out.parent.iterdir() if name.fullmatch(each.name) and _is_whole(each)]
        return found[0] if len(found) == 1 else None
    return None


def put_back(out: Path) -> None:
    """Gives the bundle back its name that an export took from it which was killed. Nothing is done if there is none."""
    former = left_beside(out)
    if former is not None:
        with suppress(OSError):
            former.rename(out)


def _is_whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in (CARD, MANIFEST))

"""The manifest of a bundle: `sha256sum -c manifest-sha256.txt` checks it, and so does `fanwiki verify`."""

import re
from collections.abc import Mapping
from typing import Final

from fanwiki.domain import bundle

MANIFEST: Final = "manifest-sha256.txt"
"""The name of the manifest, at the root of the bundle. It lists every file but itself."""

CARD: Final = bundle.CARD

_LINE: Final = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def manifest_text(hashes: Mapping[str, str]) -> str:
    """The manifest of files given with their SHA-256 in hexadecimal."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes))


def read_manifest(text: str) -> tuple[dict[str, str], tuple[int, ...]]:
    """The files that a manifest lists, with their hashes, and the numbers of the lines that cannot be right:
    no hash, a path out of the bundle, a path listed before.
    """
    hashes: dict[str, str] = {}
    wrong: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None or not is_inside(match[2]) or match[2] in hashes:
            wrong.append(number)
        else:
            hashes[match[2]] = match[1]
    return hashes, tuple(wrong)


def is_inside(path: str) -> bool:
    """Whether a path, as an archive or a manifest has it, names a file inside the bundle on every system."""
    if not path or "\\" in path or "\0" in path or _DRIVE.match(path):
        return False
    return all(part not in ("", ".", "..") for part in path.split("/"))

"""Formats that are one file: written beside its place, and put there when it is whole."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fanwiki.domain.errors import WikiError
from fanwiki.exporters.write import in_words


@contextmanager
def new_file(out: Path, beginning: bytes) -> Iterator[Path]:
    """A path to write to, which takes the place of `out` when the block ends well. Raises WikiError if something else
    stands there than a file of this format, which begins with these bytes, or if it cannot be written.
    """
    with in_words(out):
        if out.exists() and not (out.is_file() and _begins(out, beginning)):
            raise WikiError(f"{out} is there already and is no {out.suffix.lstrip('.')} file; choose another name")
        if not out.parent.is_dir():
            raise WikiError(f"there is no folder {out.parent} to write to")
        part = out.with_name(f".{out.stem[:60]}.{secrets.token_hex(4)}{out.suffix}")
        try:
            yield part
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


def _begins(path: Path, beginning: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(beginning)) == beginning

"""What is asked of an import, whatever its source is."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fanwiki.domain.errors import WikiError


@dataclass(frozen=True)
class ImportOptions:
    """`media` is a folder with the files that the pages show. With `talk`, talk pages come as notes. `columns` says,
    as pairs, what the columns of a table are, and `show` to which show data belong that do not say it. A `dry_run`
    changes nothing, and reports what an import would. `processes` is how many convert pages beside this one: None for
    as many as are worth it.
    """

    media: Path | None = None
    talk: bool = False
    dry_run: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    show: str = ""
    processes: int | None = None


def columns_in(written: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The meaning of columns as typed. Raises WikiError for what says none."""
    found: list[tuple[str, str]] = []
    for each in written:
        heading, sign, target = each.rpartition("=")
        if not sign or not heading.strip() or not target.strip():
            raise WikiError(f"“{each}” does not say what a column is; write it like Real name=name")
        found.append((heading.strip(), target.strip()))
    return tuple(found)

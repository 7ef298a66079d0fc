"""What is asked of an import, whatever its source is."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ImportOptions:
    """`media` is a folder with the files that the pages show. With `talk`, talk pages come as notes. `columns` says,
    as pairs, what the columns of a table are. A `dry_run` changes nothing, and reports what an import would.
    """

    media: Path | None = None
    talk: bool = False
    dry_run: bool = False
    columns: tuple[tuple[str, str], ...] = ()

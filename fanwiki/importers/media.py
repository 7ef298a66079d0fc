"""The folder with the files that the pages of a source show."""

from pathlib import Path

from fanwiki.domain.errors import WikiError
from fanwiki.importers.mediawiki.site import Site


def files_in(folder: Path | None) -> dict[str, Path]:
    """The files of a folder and of those in it, by their names as MediaWiki has them. Links out of it are left alone.
    Raises WikiError if there is no such folder.
    """
    if folder is None:
        return {}
    if not folder.is_dir():
        raise WikiError(f"there is no folder {folder}")
    site = Site()
    found: dict[str, Path] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            found.setdefault(site.read(f"File:{file.name}").text, file)
    return found

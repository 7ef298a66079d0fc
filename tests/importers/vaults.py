"""Small vaults written by tests, and the wikis they are imported into."""

from collections.abc import Mapping
from pathlib import Path

from fanwiki.importers.importing import make_import
from fanwiki.importers.looks import SourceFormat, detect
from fanwiki.importers.options import ImportOptions
from fanwiki.importers.report import ImportReport
from fanwiki.wiki import Wiki

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def written(folder: Path, notes: Mapping[str, str | bytes]) -> Path:
    """A folder with some files."""
    for name, content in notes.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def brought(
    wiki: Wiki, source: Path, options: ImportOptions | None = None, format: SourceFormat | None = None
) -> ImportReport:
    """Imports a source to its end."""
    work = make_import(wiki, source, format or detect(source), options or ImportOptions())
    for _ in work.run():
        pass
    return work.report


def body(wiki: Wiki, title: str) -> str:
    """The text of a page."""
    view = wiki.view()
    return view.text(view.find(title).id).body


def places(wiki: Wiki) -> set[str]:
    """Every page with what it stands below, as a path."""
    view = wiki.view()
    return {"/".join(each.title for each in view.path(page.id)) for page in view.pages()}

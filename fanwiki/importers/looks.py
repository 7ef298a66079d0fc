"""What a source is, told by its looks: by what lies in a folder, and by how a file begins."""

from collections import Counter
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from fanwiki.domain.errors import WikiError
from fanwiki.importers.bundle.files import is_bundle
from fanwiki.importers.source import open_source
from fanwiki.importers.vaults.files import VaultFiles, open_vault

_ENOUGH: Final = 4096
"""The bytes at the beginning that are looked at."""

_MOST_NOTES: Final = 200
"""Notes that are looked into for marks of a program."""

_MARKS: Final = ("[[", "![[", "#^")


class SourceFormat(StrEnum):
    """What can be imported."""

    MEDIAWIKI = "mediawiki"
    BUNDLE = "bundle"
    OBSIDIAN = "obsidian"
    MARKDOWN = "markdown"
    LOGSEQ = "logseq"
    DENDRON = "dendron"
    ZIM = "zim"
    TIDDLYWIKI = "tiddlywiki"
    TV = "tv"
    CSV = "csv"


def check_there(path: Path) -> None:
    """Raises WikiError unless there is a file or a folder: whoever reads a pipe may wait for ever."""
    if not (path.is_file() or path.is_dir()):
        there = path.exists()
        raise WikiError(f"{path} is neither a file nor a folder" if there else f"there is no file or folder {path}")


def detect(path: Path) -> SourceFormat:
    """What a source is. Raises WikiError if it is nothing that can be imported."""
    check_there(path)
    if is_bundle(path):
        return SourceFormat.BUNDLE
    if path.is_dir() or path.suffix.lower() == ".zip":
        return _of_vault(path)
    with open_source(path) as source:
        begin = source.read(_ENOUGH)
    for encoding in ("utf-8", "utf-16"):
        if "<mediawiki" in begin.decode(encoding, errors="ignore"):
            return SourceFormat.MEDIAWIKI
    if path.suffix.lower() == ".tid":
        return SourceFormat.TIDDLYWIKI
    names = {suffix.lower() for suffix in path.suffixes}
    if names & {".csv", ".tsv"}:
        return SourceFormat.CSV
    if ".json" in names or begin.lstrip()[:1] in (b"{", b"["):
        return SourceFormat.TV
    if names & {".md", ".markdown"} and b"\0" not in begin:
        return SourceFormat.OBSIDIAN
    raise WikiError(
        f"{path.name} is nothing that can be imported: it is no dump of a MediaWiki, no bundle of fanwiki, no "
        "vault of notes, no table and no file of TVmaze or TMDB; if it is one all the same, name it with --format"
    )


def _of_vault(path: Path) -> SourceFormat:
    with open_vault(path) as files:
        suffixes = Counter(each.suffix.lower() for each in files.sizes)
        names = {path.as_posix() for path in files.sizes}
        if suffixes[".tid"]:
            return SourceFormat.TIDDLYWIKI
        if "notebook.zim" in names or (suffixes[".txt"] and _is_zim(files)):
            return SourceFormat.ZIM
        if "logseq/config.edn" in names or {"pages", "journals"} <= {path.parts[0] for path in files.sizes}:
            return SourceFormat.LOGSEQ
        if "dendron.yml" in names or any(path.name == "root.schema.yml" for path in files.sizes):
            return SourceFormat.DENDRON
        if suffixes[".md"] + suffixes[".markdown"] == 0:
            raise WikiError(f"there are no notes in {path}; name a vault, a folder of Markdown, or the file of a dump")
        if any(each.parts[0] == ".obsidian" for each in files.settings) or _has_marks(files):
            return SourceFormat.OBSIDIAN
        return SourceFormat.MARKDOWN


def _is_zim(files: VaultFiles) -> bool:
    """Whether the texts say of themselves that they are pages of Zim."""
    notes = files.with_suffix(".txt")[:_MOST_NOTES]
    return any(files.read(note).startswith(b"Content-Type: text/x-zim-wiki") for note in notes)


def _has_marks(files: VaultFiles) -> bool:
    """Whether the notes have links as Obsidian writes them."""
    notes = files.with_suffix(".md", ".markdown")[:_MOST_NOTES]
    return any(mark in (files.text(PurePosixPath(note)) or "") for note in notes for mark in _MARKS)

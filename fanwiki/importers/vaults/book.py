"""The whole vault while its notes become pages: which note is which page, and where a link leads."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from fanwiki.domain.images import free_name
from fanwiki.domain.link_titles import in_link
from fanwiki.importers.plain import label as as_label
from fanwiki.importers.vaults.notes import Converted, Head, heading_key

NOTE_SUFFIXES: Final = (".md", ".markdown", ".txt", ".tid")
_FOLDER_NOTES: Final = ("README", "index", "Readme", "readme", "Index", "_index")


@dataclass(frozen=True)
class Book:
    """`titles` are those of the pages, by note; `pictures` the names of the files that come over, by their paths;
    `elsewhere` the names of pictures that are at hand outside the vault.
    """

    heads: Mapping[PurePosixPath, Head]
    titles: Mapping[PurePosixPath, str]
    pictures: Mapping[PurePosixPath, str]
    files: Iterable[PurePosixPath]
    elsewhere: frozenset[str] = frozenset()
    _by_path: dict[str, PurePosixPath] = field(default_factory=dict)
    _by_title: dict[str, PurePosixPath] = field(default_factory=dict)
    _titles: dict[str, PurePosixPath] = field(default_factory=dict)
    _by_name: dict[str, list[PurePosixPath]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for path in self.files:
            for written in self._ways(path):
                self._by_path.setdefault(written, path)
                self._by_name[written.rpartition("/")[2]].append(path)
        for head in self.heads.values():
            self._by_title.setdefault(head.title.casefold(), head.path)
            self._titles.setdefault(head.title, head.path)
        for head in self.heads.values():
            for alias in head.aliases:
                self._by_title.setdefault(alias.casefold(), head.path)

    def nearest(self, link: str, source: PurePosixPath) -> PurePosixPath | None:
        """Where a link leads that names a note or its path in part, as Obsidian looks for it: what has the whole path,
        else what ends with it, first in the folder of the source or below, then the shortest path.
        """
        wanted = link.strip().lstrip("/").casefold()
        if wanted.startswith(("./", "../")):
            return self.beside(link, source)
        if not wanted:
            return None
        whole = self.at(link.strip().lstrip("/"))
        if whole is not None and whole.as_posix().removesuffix(whole.suffix).endswith(PurePosixPath(link.strip()).stem):
            return whole
        found = [path for path in self._by_name.get(wanted.rpartition("/")[2], ()) if _ends_with(path, wanted)]
        same = [
            path for path in found if path.stem == PurePosixPath(link).stem or path.name == PurePosixPath(link).name
        ]
        nearest = same or found if whole is None else same
        return min(nearest, key=lambda path: self._distance(path, source), default=whole)

    def exactly(self, title: str) -> PurePosixPath | None:
        """The note of this very title, its case too."""
        return self._titles.get(title)

    def titled(self, title: str, source: PurePosixPath) -> PurePosixPath | None:
        """The note of a title or an alias; else the file that is meant."""
        found = self._by_title.get(title.strip().casefold())
        return found if found is not None else self.beside(title, source) or self.nearest(title, source)

    def beside(self, link: str, source: PurePosixPath) -> PurePosixPath | None:
        """Where a link leads that is a path from the folder of its source; of a folder, to what is its page."""
        whole = posixpath.normpath(posixpath.join(source.parent.as_posix(), link.strip()))
        return None if whole.startswith("..") else self.at(whole)

    def at(self, whole: str) -> PurePosixPath | None:
        """The file of a path from the top of the vault, the ending of a note's name left out or not."""
        for way in (PurePosixPath(whole), *(PurePosixPath(f"{whole}{suffix}") for suffix in NOTE_SUFFIXES)):
            if way in self.heads or way in self.pictures:
                return way
        folded = PurePosixPath(whole).as_posix().casefold()
        if (found := self._by_path.get(folded)) is not None:
            return found
        names = (f"{folded.removeprefix('.')}/{name}.md".lstrip("/").casefold() for name in _FOLDER_NOTES)
        return next((self._by_path[name] for name in names if name in self._by_path), None)

    def heading(self, of: PurePosixPath, typed: str) -> str | None:
        """The heading that a link means, as it is written; None for none."""
        head = self.heads.get(of)
        return None if head is None else head.headings.get(heading_key(typed))

    def leads_out(self, link: str, source: PurePosixPath) -> bool:
        """Whether a path from the folder of its source leaves the vault."""
        return posixpath.normpath(posixpath.join(source.parent.as_posix(), link)).startswith("..")

    def wanted_picture(self, typed: str) -> str:
        """The name by which a picture that is not in the vault is asked for."""
        return free_name(PurePosixPath(typed).name, PurePosixPath(typed).suffix, ())

    def _distance(self, path: PurePosixPath, source: PurePosixPath) -> tuple[bool, int, str]:
        inside = source.parent == PurePosixPath(".") or path.is_relative_to(source.parent)
        return not inside, len(str(path)), str(path)

    def _ways(self, path: PurePosixPath) -> list[str]:
        """How links may write a file."""
        whole = path.as_posix().casefold()
        return [whole, *([whole.removesuffix(path.suffix.lower())] if path in self.heads else [])]


def link(
    book: Book,
    target: PurePosixPath,
    anchor: str,
    shown: str | None,
    made: Converted,
    *,
    source: PurePosixPath,
    cell: bool = False,
    embed: bool = False,
) -> str:
    """A link to a note as we write it. `anchor` is the heading or, after `^`, the block that is meant; `shown` what
    stands there instead of the title. The pipe of one in the `cell` of a table is escaped.
    """
    title = "" if target == source and anchor and not embed else book.titles[target]
    heading = ""
    if anchor.startswith("^"):
        heading = book.heads[target].blocks.get(anchor[1:], "")
        made.kept["links to a block that lead to its heading"] += 1
    elif anchor:
        found = book.heading(target, anchor.rpartition("#")[2])
        heading = anchor.replace("|", " ") if found is None else found
        if found is None:
            made.kept["links to a heading that is not there"] += 1
    if not heading:
        title = book.titles[target]
    heading = _plain_heading(heading)
    goal = f"{in_link(title)}#{heading}" if heading else in_link(title)
    said = "" if shown is None else as_label(shown)
    pipe = "\\|" if cell else "|"
    text = f"[[{goal}{pipe}{said}]]" if said and said != goal and not embed else f"[[{goal}]]"
    return f"!{text}" if embed else text


def picture(name: str, alt: str, width: str, *, cell: bool = False) -> str:
    """A picture where it is shown."""
    pipe = "\\|" if cell else "|"
    return f"![[{pipe.join([name, *([as_label(alt)] if alt.strip() else []), *([width] if width else [])])}]]"


def _ends_with(path: PurePosixPath, wanted: str) -> bool:
    whole = f"/{path.as_posix().casefold()}"
    return whole.endswith((f"/{wanted}", *(f"/{wanted}{suffix}" for suffix in NOTE_SUFFIXES)))


def _plain_heading(heading: str) -> str:
    """A heading without what a link could not hold."""
    return " ".join("".join(" " if sign in "[]|" else sign for sign in heading).split())

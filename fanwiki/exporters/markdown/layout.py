"""Layout: which file each page and each file of the wiki is. The folders mirror the tree of the window."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from fanwiki.domain.entities import Media, Page
from fanwiki.domain.ids import FactId, PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.file_names import FileNames, safe_name

_ROOT: Final = "pages"
_SHELVES: Final = {PageKind.PERSON: "People", PageKind.CATEGORY: "Categories", PageKind.TEMPLATE: "Templates"}
_CHARACTERS: Final = "Characters"
_DEEPEST: Final = 8
"""Folders in folders; what stands deeper in the tree lies together, since systems bound the length of a path."""


@dataclass(frozen=True)
class Layout:
    """The pages in the order of the tree, each after the one above it, and the path of everything in the bundle."""

    pages: tuple[Page, ...]
    files: Mapping[PageId, str]
    media: Mapping[FactId, str]


def lay_out(pages: Iterable[Page], media: Iterable[Media]) -> Layout:
    """The layout of a bundle with these pages, of which none stands below one that is not among them."""
    below: dict[PageId | None, list[Page]] = defaultdict(list)
    for page in pages:
        below[page.parent].append(page)
    names = FileNames()
    files: dict[PageId, str] = {}
    ordered: list[Page] = []
    waiting: list[tuple[Page, str]] = _named(below[None], _ROOT, names)[::-1]
    while waiting:
        page, path = waiting.pop()
        ordered.append(page)
        files[page.id] = f"{path}.md"
        folder = path if path.count("/") < _DEEPEST else path.rpartition("/")[0]
        waiting += _named(below[page.id], folder, names)[::-1]
    return Layout(tuple(ordered), files, {each.id: _media_path(each, names) for each in sorted(media, key=_by_name)})


def _named(siblings: list[Page], folder: str, names: FileNames) -> list[tuple[Page, str]]:
    """Pages side by side in the order of the tree, each with its path without the ending."""
    for shelf in _SHELVES.values() if folder == _ROOT else (_CHARACTERS,):
        names.keep(folder, shelf)
    paths: dict[PageId, str] = {}
    for page in sorted(siblings, key=_by_title):
        shelf = _shelf(page)
        place = f"{folder}/{shelf}" if shelf else folder
        paths[page.id] = f"{place}/{names.free(place, bare_title(page), '.md', page.id)}"
    return [(page, paths[page.id]) for page in sorted(siblings, key=_by_place)]


def bare_title(page: Page) -> str:
    """The title without the prefix of its kind."""
    prefixed = page.kind in (PageKind.CATEGORY, PageKind.TEMPLATE)
    return page.title.split(":", 1)[-1].strip() if prefixed else page.title


def _shelf(page: Page) -> str:
    if page.kind is PageKind.CHARACTER:
        return _CHARACTERS
    return _SHELVES.get(page.kind, "") if page.parent is None else ""


def _media_path(media: Media, names: FileNames) -> str:
    name = PurePosixPath(safe_name(media.name))
    return f"media/{names.free('media', name.stem, name.suffix, media.id)}{name.suffix}"


def _by_title(page: Page) -> tuple[str, str]:
    return (page.title, page.id)


def _by_place(page: Page) -> tuple[float, str, str]:
    return (page.position, page.title, page.id)


def _by_name(media: Media) -> tuple[str, str]:
    return (media.name, media.id)

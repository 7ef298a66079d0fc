"""Layout: which file of the bundle each page is.

Names are made of what the reader sees and of nothing else: two pages of one title are numbered among the visible
ones, so that a page which is not there yet moves no other. Every name is safe on every system: letters and digits
of any script in lower case joined by hyphens, no device of Windows, at most 120 bytes, and no two that differ in
case alone.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fanwiki.domain.entities import Media, Page
from fanwiki.domain.ids import FactId, PageId
from fanwiki.domain.names import slug
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.file_names import DEVICES
from fanwiki.exporters.selection import Selection

HOME: Final = "index.html"
A_TO_Z: Final = "a-z.html"
CATEGORIES: Final = "categories.html"
IMAGES: Final = "images.html"
RECENT: Final = "recent.html"
ABOUT: Final = "about.html"
STYLE: Final = "assets/user.css"

FOLDERS: Final = {
    PageKind.ARTICLE: "pages",
    PageKind.SHOW: "shows",
    PageKind.SEASON: "seasons",
    PageKind.EPISODE: "episodes",
    PageKind.CHARACTER: "characters",
    PageKind.PERSON: "people",
    PageKind.GROUP: "groups",
    PageKind.CATEGORY: "categories",
}

_ENDINGS: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
}


@dataclass(frozen=True)
class Layout:
    """The file of everything that has one, as a path relative to the bundle. A show without ties has no graph.

    `main` are the pages about the whole bundle, each with what it is called, in the order of the menu: the first page
    comes first, the one about the bundle last. `icon` is the picture that stands for the wiki, `style` the user's own
    style sheet; both are empty where there is none.
    """

    pages: Mapping[PageId, str]
    categories: Mapping[str, str]
    boards: Mapping[PageId, str]
    casts: Mapping[PageId, str]
    graphs: Mapping[PageId, str]
    redirects: Mapping[FactId, str]
    main: Mapping[str, str]
    icon: str = ""
    style: str = ""


def lay_out(selection: Selection, *, styled: bool = False) -> Layout:
    """The layout of a bundle with these pages, and with a style sheet of the user's own if it is `styled`."""
    names = _Names()
    points = _points(selection)
    pages = {
        page.id: names.free(FOLDERS[page.kind], points.get(page.id, page.title))
        for page in sorted(selection.pages, key=_by_name)
    }
    categories: dict[str, str] = {}
    for category in selection.categories:
        categories[category.key] = path = names.free("categories", category.name)
        if category.page is not None:
            pages[category.page.id] = path
    shows = [show.page for show in selection.shows]
    return Layout(
        pages,
        categories,
        {show.id: names.free("survivors", show.title) for show in shows},
        {show.id: names.free("cast", show.title) for show in shows},
        {show.page.id: names.free("graph", show.page.title) for show in selection.shows if show.graph.ties},
        {redirect.id: names.free("also", redirect.title) for redirect in selection.redirects},
        _main(selection),
        "" if selection.icon is None else media_path(selection.icon),
        STYLE if styled else "",
    )


def _main(selection: Selection) -> dict[str, str]:
    return {
        "Home": HOME,
        "A to Z": A_TO_Z,
        "Categories": CATEGORIES,
        **({"All images": IMAGES} if selection.pictures else {}),
        **({"Recent changes": RECENT} if selection.changes else {}),
        "About this bundle": ABOUT,
    }


def media_path(media: Media) -> str:
    """Where a file of the wiki lies, by its content and not by its name, which may tell something."""
    return f"media/{media.sha256[:20]}.{_ENDINGS.get(media.mime.casefold(), 'bin')}"


@dataclass
class _Names:
    """Hands out names that no other file has."""

    taken: set[str] = field(default_factory=set)

    def free(self, folder: str, title: str) -> str:
        stem = slug(title)
        if stem in DEVICES:
            stem += "-page"
        number, found = 1, stem
        while self._key(folder, found) in self.taken:
            number += 1
            found = f"{stem}-{number}"
        self.taken.add(self._key(folder, found))
        return f"{folder}/{found}.html"

    @staticmethod
    def _key(folder: str, stem: str) -> str:
        return f"{folder}/{unicodedata.normalize('NFKC', stem).casefold()}"


def _points(selection: Selection) -> dict[PageId, str]:
    """Seasons and episodes are called by their place in the show: their titles are often alike."""
    found: dict[PageId, str] = {}
    for show in selection.shows:
        code = show.entry.show.code or show.page.title
        found.update((page.id, f"{code} s{season.number}") for page, season in show.seasons)
        found.update((PageId(line.id), f"{code} {line.point}") for line in show.episodes)
    return found


def _by_name(page: Page) -> tuple[str, str, str]:
    return (slug(page.title), page.title, page.id)

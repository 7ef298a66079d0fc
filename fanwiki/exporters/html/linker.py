"""Linker: the addresses of a bundle, each relative to the page it stands in, so that the folder can lie anywhere."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from fanwiki.domain.entities import Media, Page
from fanwiki.exporters.html.layout import Layout, media_path

FindAnchor = Callable[[Page, str], str]
"""The anchor of a heading of a page as the reader sees it; empty if there is no such heading."""


class BundleLinker:
    """Writes the addresses in one file of the bundle. `media_used` collects the files of the wiki it names."""

    def __init__(self, layout: Layout, here: str, media_used: dict[str, Media], find_anchor: FindAnchor) -> None:
        self._layout = layout
        self._here = here
        self._media_used = media_used
        self._find_anchor = find_anchor

    def page(self, page: Page, heading: str) -> str:
        path = self._layout.pages.get(page.id)
        if path is None:
            return ""
        anchor = self._find_anchor(page, heading) if heading else ""
        if anchor and path == self._here:
            return f"#{quote(anchor)}"
        return address(self._here, path) + (f"#{quote(anchor)}" if anchor else "")

    def wanted(self, title: str) -> str:  # noqa: ARG002  # the renderer's question is the same for all linkers
        return ""

    def media(self, media: Media) -> str:
        path = media_path(media)
        self._media_used[path] = media
        return address(self._here, path)


def address(here: str, path: str) -> str:
    """The address of one file of the bundle in another."""
    return "../" * here.count("/") + _quoted(path)


@lru_cache(maxsize=1 << 15)
def _quoted(path: str) -> str:
    return quote(path)

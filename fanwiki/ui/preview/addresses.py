"""The addresses of the preview's own scheme. They hold ids and hashes, never a path of a file.

fanwiki:shell/dark               the empty page that everything is shown in
fanwiki:graph/dark               the empty page that the graph is drawn in
fanwiki:style/content.css        one of the program's style sheets; states.css has the colours of the wiki's states,
                                 and is read again with a number behind it: states.css?2
fanwiki:page/<id>#<heading>      a page
fanwiki:new/<title>              a page that is not there yet
fanwiki:media/<sha256>           a file of the wiki
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from fanwiki.domain.entities import Media, Page
from fanwiki.domain.ids import PageId

SCHEME: Final = "fanwiki"

_OUTSIDE: Final = re.compile(r"(?:https?://|mailto:)[^\x00-\x20]", re.IGNORECASE)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_STYLE: Final = re.compile(r"([a-z]+)\.css(?:\?[0-9]+)?")


@dataclass(frozen=True)
class ShellAddress:
    """An empty page of ours. `shell` is `shell` for that of the preview, `graph` for that of the graph."""

    theme: str
    shell: str = "shell"


@dataclass(frozen=True)
class StyleAddress:
    """`name` is lower-case letters alone: `content` for content.css."""

    name: str


@dataclass(frozen=True)
class PageAddress:
    page: PageId
    heading: str


@dataclass(frozen=True)
class WantedAddress:
    title: str


@dataclass(frozen=True)
class MediaAddress:
    sha256: str


@dataclass(frozen=True)
class OutsideAddress:
    """An http, https or mailto address: it may be opened in a browser once the user has seen it in full."""

    address: str


Address = ShellAddress | StyleAddress | PageAddress | WantedAddress | MediaAddress | OutsideAddress


class PreviewLinker:
    """Writes the addresses of the preview for the renderer."""

    def page(self, page: Page, heading: str) -> str:
        return page_address(page.id) + (f"#{quote(heading, safe='')}" if heading else "")

    def wanted(self, title: str) -> str:
        return f"{SCHEME}:new/{quote(title, safe='')}"

    def media(self, media: Media) -> str:
        return f"{SCHEME}:media/{media.sha256}"


def page_address(page: PageId) -> str:
    """The address of a page."""
    return f"{SCHEME}:page/{quote(page, safe='')}"


def shell(theme: str, name: str = "shell") -> str:
    """The address of an empty page (see `ShellAddress`) in a theme, `light` or `dark`."""
    return f"{SCHEME}:{name}/{theme}"


def read_address(written: str) -> Address | None:
    """What an address leads to; None for one that is not ours and may not be followed."""
    if _OUTSIDE.match(written):
        return OutsideAddress(written)
    scheme, _, rest = written.partition(":")
    path, _, fragment = rest.partition("#")
    kind, _, name = path.partition("/")
    if scheme != SCHEME or not name:
        return None
    match kind:
        case "page":
            return PageAddress(PageId(unquote(name)), unquote(fragment))
        case "new":
            return WantedAddress(unquote(name))
        case _:
            return _own_file(kind, name)


def _own_file(kind: str, name: str) -> Address | None:
    """What is served from our scheme: nothing that is not named here exactly."""
    match kind:
        case "shell" | "graph" if name in ("light", "dark"):
            return ShellAddress(name, kind)
        case "style" if style := _STYLE.fullmatch(name):
            return StyleAddress(style[1])
        case "media" if _SHA256.fullmatch(name):
            return MediaAddress(name)
        case _:
            return None

"""Our HTML as XHTML: every element closed, every attribute with its value, every id there once."""

from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from fanwiki.markup.sanitize import VOID

_EMPTY: Final = VOID | {"input"}
_LEFT_OUT: Final = ("tabindex", "data-", "loading", "decoding")
"""Attributes for scripts that a book has none of."""


def to_xhtml(html: str) -> str:
    """A piece of HTML that our renderer wrote, as XHTML."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return "".join((*writer.parts, *(f"</{tag}>" for tag in reversed(writer.open))))


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self._ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if href.startswith(("http:", "https:")) and not _host(href):
            attrs = []  # an address without a host leads nowhere
        written = "".join(self._attribute(name, value or "") for name, value in attrs)
        if tag in _EMPTY:
            self.parts.append(f"<{tag}{written} />")
            return
        self.parts.append(f"<{tag}{written}>")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open:
            last = self.open.pop()
            self.parts.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data, quote=False))

    def _attribute(self, name: str, value: str) -> str:
        if name.startswith(_LEFT_OUT) or (name == "id" and value in self._ids):
            return ""
        if name == "id":
            self._ids.add(value)
        return f' {name}="{escape(value)}"'


def _host(address: str) -> str:
    """The host of an address; empty for one that leads nowhere."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""

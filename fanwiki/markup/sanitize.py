"""Raw HTML, cut down to what an article needs. All of it goes through nh3 with the allow-list below.

No class, style, id or name survives, so raw HTML can neither look like a part of the program nor be linked to. An
image must be a file of the wiki; a link leads by http, https or mailto, or to a place on the page.
"""

import re
from collections.abc import Callable
from functools import cached_property, partial
from typing import Final

import nh3

from fanwiki.markup.html import safe_address, without_comments
from fanwiki.markup.syntax.reveal import gives_away

TAGS: Final = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd"),
        *("del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp"),
        *("small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("time", "tr", "u", "ul", "var", "wbr"),
    )
)
INLINE: Final = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark"),
        *("q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
"""The tags that may stand within a paragraph; others there are left out."""

VOID: Final = frozenset({"br", "img", "wbr"})

ATTRIBUTES: Final = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}

_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_NUMBER: Final = re.compile(r"\d{1,4}", re.ASCII)
_NUMBERS: Final = frozenset({"width", "height", "span", "colspan", "rowspan", "start", "value"})

FindMedia = Callable[[str], str | None]
"""From the name of a file of the wiki to its address, or None."""


class Sanitizer:
    """Cleans the raw HTML of one page, whose images `find` knows."""

    def __init__(self, find: FindMedia) -> None:
        self._find = find

    @cached_property
    def _cleaner(self) -> nh3.Cleaner:
        """Made when there is raw HTML, which most pages have none of: to make one costs as much as to clean a page."""
        # The garbage collector does not look into a cleaner: what it holds must not hold this object in turn.
        return nh3.Cleaner(
            tags=TAGS,
            attributes=ATTRIBUTES,
            attribute_filter=partial(_attribute, self._find),
            url_schemes={"http", "https", "mailto"},
            url_relative="pass_through",
            link_rel="noopener noreferrer",
        )

    def block(self, html: str) -> str:
        """A whole block, balanced: nothing in it can reach what comes after."""
        return self._without_empty_images(self._cleaner.clean(without_comments(html)))

    def tag(self, source: str) -> str:
        """One opening tag within a text, without the closing one; empty if it may not stand there."""
        name = tag_name(source)
        if name not in INLINE:
            return ""
        cleaned = self._cleaner.clean(f"<{name}>" if gives_away(source) else source)
        return self._without_empty_images(cleaned.removesuffix(f"</{name}>"))

    @staticmethod
    def _without_empty_images(html: str) -> str:
        return _EMPTY_IMAGE.sub("", html) if "<img" in html else html


def _attribute(find: FindMedia, _tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return safe_address(value)
    if attribute == "src":
        return find(value)
    if attribute in _NUMBERS:
        return value if _NUMBER.fullmatch(value) else None
    return value


def images_of(html: str) -> tuple[str, ...]:
    """The names of the files that images in raw HTML show."""
    found: list[str] = []

    def note(name: str) -> str:
        found.append(name)
        return name

    Sanitizer(note).block(html)
    return tuple(found)


_EMPTY_IMAGE: Final = re.compile(r"<img(?![^<>]* src=)[^<>]*>")


def tag_name(source: str) -> str:
    """The name of the tag that raw HTML begins with, in lower case; empty for a comment or a declaration."""
    match = _NAME.match(source)
    return "" if match is None else match[1].lower()

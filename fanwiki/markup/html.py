"""Writing HTML: escaping, elements, and the addresses that may stand in it."""

import re
from collections.abc import Iterable
from html import escape, unescape
from typing import Final

__all__ = [
    "attributes",
    "earlier",
    "either",
    "element",
    "escape",
    "external_link",
    "is_remote",
    "later",
    "safe_address",
    "text_of",
    "void",
    "without_comments",
]

_ALLOWED = re.compile(r"(?:https?://|mailto:|#)[^\x00-\x20]", re.IGNORECASE)
_REMOTE = re.compile(r"https?://", re.IGNORECASE)
_COMMENT: Final = re.compile(r"%%.*?%%", re.DOTALL)
_UNREAD: Final = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|(script|style)\b.*?(?:</\1\s*>|\Z)|[a-zA-Z/!?][^<>]*(?:>|\Z))", re.I | re.S
)


def attributes(**values: str | int | None) -> str:
    """Attributes as they stand in a tag, with a blank before each. None leaves one out; `class_` is `class`, and
    an underscore stands for a hyphen.
    """
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in values.items()
        if value is not None
    )


def element(tag: str, inner: str, **values: str | int | None) -> str:
    """An element around HTML that is safe already."""
    return f"<{tag}{attributes(**values)}>{inner}</{tag}>"


def later(inner: str, since: str, tag: str = "span") -> str:
    """HTML that a reader may have to wait for, in an element of its own that says so; as it is if it need not wait."""
    return element(tag, inner, data_from=since) if since else inner


def earlier(inner: str, until: str, tag: str = "span", **values: str | int | None) -> str:
    """HTML that is hidden, but for a reader who has not come as far as `until`, which `later` would show him."""
    return element(tag, inner, **values, data_until=until, hidden="")


def either(sinces: Iterable[str]) -> str:
    """From where on one at least of several things is seen, each as `World.since` has it: `0:3|1:2`; empty if one is
    seen by everybody, or if there are none.
    """
    earliest: dict[str, int] = {}
    others: set[str] = set()
    for since in sinces:
        show, colon, place = since.partition(":")
        if not since:
            return ""
        if colon and place.isdecimal():
            earliest[show] = min(earliest.get(show, int(place)), int(place))
        else:
            others.update(since.split("|"))
    return "|".join(sorted({*(f"{show}:{place}" for show, place in earliest.items()), *others}))


def void(tag: str, **values: str | int | None) -> str:
    """An element that has no content, such as `img`."""
    return f"<{tag}{attributes(**values)}>"


def safe_address(address: str) -> str | None:
    """An address that a page may lead to (http, https, mailto, a place on the page), or None."""
    return address if _ALLOWED.match(address) else None


def is_remote(address: str) -> bool:
    """Whether an address is fetched over a network."""
    return _REMOTE.match(address) is not None


def external_link(address: str, inner: str, title: str | None = None) -> str:
    """A link out of the wiki; the inner HTML alone if the address is not one that may be followed."""
    safe = safe_address(address)
    if safe is None:
        return inner
    if safe.startswith("#"):
        return element("a", inner, href=safe, title=title)
    return element("a", inner, class_="external", href=safe, rel="noopener noreferrer", title=title)


def text_of(html: str) -> str:
    """What raw HTML says, for the search index: tags, comments, scripts and styles left out."""
    return " ".join(unescape(_UNREAD.sub(" ", without_comments(html))).split())


def without_comments(html: str) -> str:
    """Raw HTML without the wiki's own comments in it."""
    return _COMMENT.sub("", html) if "%%" in html else html

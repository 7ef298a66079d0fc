"""Addresses in running text become links, as GitHub reads them: `https://…`, `www.…`, `name@host`."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_START: Final = re.compile(r"https?://|www\.|@", re.IGNORECASE)
_LABEL: Final = r"[^\s.!-,/:-@\[-^`{-~]{1,63}"
"""One part of a host's name, in any script."""

_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{0,20}}")
_MAIL_HOST: Final = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,20}")
_LOCAL: Final = re.compile(r"[A-Za-z0-9._+-]{1,64}\Z")
_REST: Final = re.compile(r"[^\s<]*")
_ASCII: Final = "!\"#$%&'()*+,-./:;=?@[\\]^_`{|}~"
_ENTITY: Final = re.compile(r"&[A-Za-z0-9]{1,32};\Z")


def install(md: MarkdownIt) -> None:
    md.core.ruler.push("addresses", _addresses)


def _addresses(state: StateCore) -> None:
    if not _may_hold_addresses(state.src):
        return
    for token in state.tokens:
        if token.type != "inline" or not _may_hold_addresses(token.content):
            continue
        token.children = list(_linked(token.children or []))


def _may_hold_addresses(text: str) -> bool:
    return "://" in text or "@" in text or "www." in text.lower()


def _linked(tokens: list[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        if token.type in ("link_open", "wikilink_open") or _is_tag(token, "<a"):
            links += 1
        elif token.type in ("link_close", "wikilink_close") or _is_tag(token, "</a"):
            links -= 1
        if token.type == "text" and links <= 0:
            yield from _split(token)
        else:
            yield token


def _is_tag(token: Token, start: str) -> bool:
    return token.type == "html_inline" and re.match(start + r"[\s>]", token.content, re.IGNORECASE) is not None


def _split(token: Token) -> Iterator[Token]:
    text, done, position = token.content, 0, 0
    while (match := _START.search(text, position)) is not None:
        found = _mail(text, done, match.start()) if match[0] == "@" else _address(text, match)
        if found is None:
            position = match.end()
            continue
        start, end, address = found
        if start > done:
            yield _text(token, text[done:start])
        yield Token("link_open", "a", 1, attrs={"href": address}, level=token.level, info="auto")
        yield _text(token, text[start:end])
        yield Token("link_close", "a", -1, level=token.level)
        done = position = end
    if not done:
        yield token
    elif done < len(text):
        yield _text(token, text[done:])


def _text(token: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=token.level)


def _address(text: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    start = match.start()
    if start and text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] in "/@.-+&=?#%"):
        return None
    bare = match[0].casefold() == "www."
    host = _HOST.match(text, match.end())
    if host is None or (bare and "." not in host[0]) or any("_" in part for part in host[0].split(".")[-2:]):
        return None
    rest = _REST.match(text, host.end())
    end = _trimmed(text, host.end(), host.end() if rest is None else rest.end())
    address = text[start:end]
    # A browser encodes what is not ASCII just so; an address written out is the same everywhere.
    encoded = quote(address, safe=_ASCII)
    return start, end, f"http://{encoded}" if bare else encoded


def _trimmed(text: str, least: int, end: int) -> int:
    """Where an address ends: punctuation at its end belongs to the sentence, a bracket to what opened it."""
    unopened = text.count(")", least, end) - text.count("(", least, end)
    while end > least:
        last = text[end - 1]
        if last in "?!.,:*_~'\"]|":
            end -= 1
        elif last == ")" and unopened > 0:
            unopened -= 1
            end -= 1
        elif last == ";":
            entity = _ENTITY.search(text, max(least, end - 34), end)
            end = end - 1 if entity is None else entity.start()
        else:
            break
    return end


def _mail(text: str, done: int, at: int) -> tuple[int, int, str] | None:
    local = _LOCAL.search(text, max(done, at - 64), at)
    host = _MAIL_HOST.match(text, at + 1)
    if local is None or host is None or host[0][-1] in "-_":
        return None
    return local.start(), host.end(), f"mailto:{local[0]}@{host[0]}"

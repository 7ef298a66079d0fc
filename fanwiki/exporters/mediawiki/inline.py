"""The text of one block as wikitext."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from fanwiki.domain.link_titles import without_marks
from fanwiki.exporters.file_names import shortened
from fanwiki.exporters.mediawiki.plain import escaped

if TYPE_CHECKING:
    from fanwiki.exporters.mediawiki.writer import WikitextWriter

Token = Any
"""A token of the parser, which is at home in the room `markup`."""

_LONGEST: Final = 255
_RAW: Final = re.compile(r"\{\{.+\}\}|\[\[.+\]\]|<(?P<tag>[a-z]+)\b.*(?:</(?P=tag)>|/>)", re.IGNORECASE | re.DOTALL)
_TRAIL: Final = re.compile(r"[a-zà-ÿа-я]")
_MAGIC: Final = re.compile(r"__[A-Z]{3,30}__|\{\{(?:DEFAULTSORT|DISPLAYTITLE)[^{}]*\}\}|\[\[[^\[\]]+:[^\[\]]+\]\]")
_MARKS: Final = {"em_open": "''", "em_close": "''", "strong_open": "'''", "strong_close": "'''"}
_TAGS: Final = {"s_open": "<s>", "s_close": "</s>"}
OWN_ADDRESS: Final = "https://wiki.invalid/"
"""Stands before the titles of pages in what data blocks come to, on its way through HTML and Markdown."""


class Inline:
    """Writes the tokens of one text. `line_break` stands for a line feed."""

    def __init__(self, writer: "WikitextWriter", line_break: str = "\n") -> None:
        self._writer = writer
        self._break = line_break
        self._parts: list[str] = []
        self._links: list[tuple[int, Token]] = []

    def write(self, tokens: Sequence[Token]) -> str:
        for place, token in enumerate(tokens):
            self._one(token, tokens[place + 1] if place + 1 < len(tokens) else None)
        return "".join(self._parts)

    def _add(self, text: str) -> None:
        if self._parts and self._parts[-1].endswith("'") and text.startswith("'"):
            self._parts.append("<nowiki/>")
        self._parts.append(text)

    def _one(self, token: Token, following: Token | None) -> None:  # noqa: C901, PLR0912 - a list of kinds
        match token.type:
            case "text":
                self._text(token.content)
            case "softbreak":
                self._parts.append(self._break)
            case "hardbreak":
                self._parts.append(f"<br>{self._break}")
            case "em_open" | "em_close" | "strong_open" | "strong_close":
                self._mark(_MARKS[token.type])
            case "s_open" | "s_close":
                self._parts.append(_TAGS[token.type])
            case "html_inline":
                self._parts.append(token.content)
            case "code_inline":
                raw = _RAW.fullmatch(token.content)
                self._add(token.content if raw else f"<code><nowiki>{token.content}</nowiki></code>")
            case "wikilink_open" | "link_open":
                self._links.append((len(self._parts), token))
            case "wikilink_close":
                self._wikilink(following)
            case "link_close":
                self._link(following)
            case "category":
                self._parts.append(f"[[{_named(token.meta['title'])}]]")
            case "comment":
                self._parts.append(comment(str(token.meta.get("said", ""))))
            case "embed_image":
                self._add(picture(token.meta["title"], token.meta["alt"], token.meta["width"]))
            case "image":
                self._image(token)
            case "embed_inline":
                self._add(link(token.meta["title"], token.meta["heading"], ""))
            case "footnote_ref":
                self._parts.append(self._writer.note(token.meta["note"], str(token.meta["label"])))
            case "template_inline":
                self._add(self._writer.use(token.meta["source"]))
            case "data_inline":
                self._add(self._writer.data_inline(token.meta["argument"]))
            case "reveal":
                inner = Inline(self._writer, self._break).write(token.children or ())
                point = str(token.meta["point"])
                self._add(f'<span class="spoiler" title="{point or "spoiler"}">{inner}</span>')
            case _:
                self._text(token.content)

    def _text(self, text: str) -> None:
        if self._parts and self._parts[-1].endswith("]]") and _TRAIL.match(text):
            self._parts.append("<nowiki/>")
        keep = self._writer.escaped
        written = keep(text)
        if text.startswith("'") and self._parts and self._parts[-1].endswith("'"):
            written = f"<nowiki>'</nowiki>{keep(text[1:])}"
        self._parts.append(written)

    def _mark(self, mark: str) -> None:
        if self._parts and self._parts[-1].endswith("'") and self._parts[-1] not in _MARKS.values():
            self._parts[-1] = f"{self._parts[-1][:-1]}<nowiki>'</nowiki>"
        self._parts.append(mark)

    def _wikilink(self, following: Token | None) -> None:
        del following
        start, token = self._links.pop()
        label = self._label(start)
        self._add(label if token.meta["plain"] else link(token.meta["title"], token.meta["heading"], label))

    def _label(self, start: int) -> str:
        label = "".join(self._parts[start:])
        del self._parts[start:]
        return label

    def _link(self, following: Token | None) -> None:
        start, token = self._links.pop()
        label, address = self._label(start), str(token.attrGet("href") or "")
        if address.startswith(OWN_ADDRESS):
            title, _, heading = unquote(address.removeprefix(OWN_ADDRESS)).partition("#")
            self._add(link(title, heading, label))
        elif token.markup in ("autolink", "linkify"):
            typed = "".join(re.split(r"</?nowiki/?>", label))
            ends = following is None or following.type in ("softbreak", "hardbreak") or following.content[:1] in " ,"
            self._add(address if ends and typed else f"[{address} {typed}]")
        elif "://" in address or address.startswith("mailto:"):
            self._add(f"[{address} {label}]" if label else f"[{address}]")
        else:
            self._add(label)

    def _image(self, token: Token) -> None:
        alt = "".join(str(child.content) for child in token.children or ())
        name = str(token.meta.get("name", ""))
        source = str(token.attrGet("src") or "")
        self._add(picture(name, alt, None) if name else f"[{source} {escaped(alt or source)}]")


def link(title: str, heading: str, label: str) -> str:
    """A link to a page, or to a heading of it."""
    colon = ":" if title.partition(":")[0].casefold() in ("category", "file", "image") else ""
    place = f"{_named(title)}#{heading}" if heading else _named(title)
    if label in ("", place):
        return f"[[{colon}{place}]]"
    return f"[[{colon}{place}|{label}]]"


def foreign(title: str) -> str:
    """A title as MediaWiki takes it: without the characters that it forbids, at most 255 bytes long."""
    return shortened(without_marks(title), _LONGEST)


def _named(title: str) -> str:
    """A title as a text of MediaWiki names it; in a template it may be an argument."""
    return title if "{{{" in title else foreign(title)


def picture(name: str, alt: str, width: int | None, *more: str) -> str:
    """A file where it is shown."""
    options = [*more, *([f"alt={escaped(alt)}"] if alt else []), *([f"{width}px"] if width else [])]
    return f"[[{'|'.join([f'File:{name}', *options])}]]"


def comment(said: str) -> str:
    """What readers do not see; magic words, and links to other languages, as they came."""
    if not said:
        return ""
    return said if _MAGIC.fullmatch(said) else f"<!-- {said.replace('--', '- -')} -->"

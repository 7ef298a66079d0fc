"""Our Markdown as wikitext: a walk over the parsed page.

What came from a MediaWiki and was kept as typed goes back as it came.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

from fanwiki.exporters.mediawiki.inline import Inline, comment
from fanwiki.exporters.mediawiki.plain import escaped, escaped_in_template, line_escaped
from fanwiki.exporters.mediawiki.tables import table
from fanwiki.markup import from_html, parse
from fanwiki.markup.document import Document, whole_blocks
from fanwiki.markup.syntax.braces import source_of
from fanwiki.markup.syntax.template import read_use

Token = Any

_GALLERY_WIDTH: Final = 185
_PLAIN: Final = re.compile(r"[\w ,;.()!?/–—-]*")
_KEY: Final = re.compile(r"\s*\w[\w .-]{0,99}=")
_MARKUP: Final = re.compile(r"<[^<>]*>")
_KEPT_KEY: Final = re.compile(r"'''(?P<key>.+?):''' ?")


class Facts(Protocol):
    """The wiki's data around one page: data blocks as HTML, and its infobox as a template, empty for none."""

    def block(self, name: str, argument: str) -> str: ...

    def inline(self, argument: str) -> str: ...

    def infobox(self) -> str: ...


class WikitextWriter:
    """One page at work."""

    def __init__(self, facts: Facts, *, is_template: bool = False) -> None:
        self._facts = facts
        self._is_template = is_template
        self.escaped = escaped_in_template if is_template else escaped
        self._notes: dict[int, Sequence[Token]] = {}
        self._told: set[int] = set()
        self._lines: list[str] = []

    def page(self, text: str) -> str:
        """A page's Markdown as wikitext."""
        document = parse(text)
        self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if self._is_template and (kept := _kept_template(document)) is not None:
            return kept
        self._notes = {note.id: note.tokens for note in document.notes}
        tokens = [token for block in document.blocks for token in block.tokens]
        made = self.blocks(tokens)
        if self._told:
            made += "\n\n<references />"
        return made

    def blocks(self, tokens: Sequence[Token]) -> str:
        """Some blocks, one below the other."""
        return "\n\n".join(part for part in self._each(tokens) if part)

    def inline(self, tokens: Sequence[Token], line_break: str = "\n") -> str:
        """The text of one block."""
        return Inline(self, line_break).write(tokens).strip()

    def note(self, id: int, label: str) -> str:
        """A call of a footnote, with the note itself where it is called first."""
        # A MediaWiki takes no number for a name; what is called once needs none.
        named = f"n{label}" if label.isdecimal() else label
        if id in self._told:
            return f'<ref name="{named}" />'
        self._told.add(id)
        said = self.blocks(self._notes.get(id, ()))
        return (
            f"<ref>{said}</ref>"
            if label.isdecimal() and self._calls(label) < 2
            else f'<ref name="{named}">{said}</ref>'
        )

    def use(self, source: str) -> str:
        """The use of a template, its arguments as wikitext."""
        found = read_use(source, 0)
        if found is None:
            return source
        first, *rest = (source_of(part) for part in found.parts)
        return "{{" + "|".join([first, *(self._argument(each) for each in rest)]) + "}}"

    def data_inline(self, argument: str) -> str:
        return self._from_html(self._facts.inline(argument))

    def _calls(self, label: str) -> int:
        return sum(line.count(f"[^{label}]") - line.startswith(f"[^{label}]:") for line in self._lines)

    def _argument(self, source: str) -> str:
        key = _KEY.match(source)
        start = key.end() if key is not None else 0
        value = source[start:]
        if _PLAIN.fullmatch(value):
            return source
        before = value[: len(value) - len(value.lstrip())]
        after = value[len(value.rstrip()) :]
        inner = parse(value)
        made = self.blocks([token for block in inner.blocks for token in block.tokens])
        return f"{source[:start]}{before}{made.strip()}{after}"

    def _each(self, tokens: Sequence[Token]) -> Iterator[str]:
        for run in whole_blocks(tokens):
            yield self._block(run)

    def _block(self, run: Sequence[Token]) -> str:  # noqa: C901, PLR0911, PLR0912 - a list of kinds
        token, inner = run[0], run[1:-1]
        match token.type:
            case "heading_open":
                marks = "=" * int(token.tag[1])
                return f"{marks} {self.inline(inner[0].children or ())} {marks}"
            case "paragraph_open":
                return self._paragraph(inner[0].children or ())
            case "inline":
                return self._paragraph(token.children or ())
            case "hr":
                return "----"
            case "fence" | "code_block":
                return _code(token)
            case "html_block":
                return str(token.content).strip("\n")
            case "bullet_list_open" | "ordered_list_open":
                return self._gallery(inner) or "\n".join(self._list(run, ""))
            case "dl_open":
                return "\n".join(self._definitions(inner, ""))
            case "blockquote_open":
                return f"<blockquote>\n{self.blocks(inner)}\n</blockquote>"
            case "callout_open":
                return self._callout(token, inner)
            case "table_open":
                return table(inner, self)
            case "reveal":
                return self._reveal(token)
            case "embed":
                place = token.meta["title"]
                return f"{{{{:{place}}}}}" if place else ""
            case "data":
                if token.meta["name"] == "infobox" and not token.meta["argument"]:
                    return self._facts.infobox()
                return self._from_html(self._facts.block(token.meta["name"], token.meta["argument"]))
            case "template":
                return self.use(token.meta["source"])
            case "comment":
                return self._comment(token)
            case _:
                return ""

    def _paragraph(self, tokens: Sequence[Token]) -> str:
        breaks = {token.type for token in tokens if token.type in ("softbreak", "hardbreak")}
        if breaks == {"hardbreak"}:
            lines = [line_escaped(self.inline(line)) for line in _lines_of(tokens)]
            return "\n".join(["<poem>", *lines, "</poem>"])
        if len(tokens) > 2 and tokens[0].type == "embed_image" and str(tokens[1].content) == "<br>":
            meta = tokens[0].meta
            sizes = [f"{meta['width']}px"] if meta["width"] else []
            alts = [f"alt={meta['alt']}"] if meta["alt"] else []
            caption = self.inline(tokens[2:], " ")
            return f"[[{'|'.join(['File:' + meta['title'], 'thumb', *alts, *sizes, caption])}]]"
        return "\n".join(line_escaped(line) for line in self.inline(tokens).split("\n"))

    def _list(self, run: Sequence[Token], marks: str) -> Iterator[str]:
        """The lines of a list; within an item, a further paragraph is a line that is indented."""
        sign = marks + ("*" if run[0].type == "bullet_list_open" else "#")
        for number, item in enumerate(whole_blocks(run[1:-1])):
            if number and sign.endswith("*") and len(sign) == 1 and self._is_apart(item[0]):
                yield ""
            first = True
            checked = bool(item[0].meta.get("checked")) if "checked" in item[0].meta else None
            for part in whole_blocks(item[1:-1]):
                kind = part[0].type
                if kind in ("bullet_list_open", "ordered_list_open"):
                    if first:
                        yield sign
                    yield from self._list(part, sign)
                elif kind == "dl_open":
                    yield from self._definitions(part[1:-1], sign)
                else:
                    said = " ".join(self._in_item(part).split("\n"))
                    box = "" if checked is None or not first else "☑ " if checked else "☐ "
                    yield f"{sign}{'' if first else ':'} {box}{said}"
                first = False
            if first:
                yield sign

    def _is_apart(self, item: Token) -> bool:
        """Whether an empty line stands before an item, as between lists that follow one another."""
        line = item.map[0] - 1 if item.map else -1
        return 0 <= line < len(self._lines) and not self._lines[line].strip()

    def _in_item(self, part: Sequence[Token]) -> str:
        if part[0].type in ("paragraph_open", "inline"):
            return self.inline((part[1] if part[0].type == "paragraph_open" else part[0]).children or (), " ")
        return self._block(part)

    def _definitions(self, inner: Sequence[Token], marks: str) -> Iterator[str]:
        for part in whole_blocks(inner):
            if part[0].type == "dt_open":
                yield f"{marks}; {self.inline(part[1].children or (), ' ')}"
            else:
                said = "<br>".join(self._in_item(each).replace("\n", " ") for each in whole_blocks(part[1:-1]))
                yield f"{marks}: {said}"

    def _gallery(self, inner: Sequence[Token]) -> str:
        """A list of pictures as wide as those of a gallery, as one; empty for another list."""
        lines: list[str] = []
        for item in whole_blocks(inner):
            parts = list(whole_blocks(item[1:-1]))
            text = next((token for part in parts for token in part if token.type == "inline"), None)
            children = [] if text is None else text.children or []
            if len(parts) != 1 or not children or children[0].type != "embed_image":
                return ""
            if children[0].meta["width"] != _GALLERY_WIDTH:
                return ""
            caption = self.inline(children[1:], " ")
            lines.append(f"File:{children[0].meta['title']}|{caption}".rstrip("|"))
        return "\n".join(["<gallery>", *lines, "</gallery>"])

    def _callout(self, token: Token, inner: Sequence[Token]) -> str:
        title, *rest = list(whole_blocks(inner))
        said = self.inline(title[1].children or ())
        if token.meta["kind"] == "template" and all(part[0].type == "bullet_list_open" for part in rest):
            fields = [self._field(item) for part in rest for item in whole_blocks(part[1:-1])]
            return "{{" + "\n|".join([said, *fields]) + ("\n}}" if fields else "}}")
        body = self.blocks([each for part in rest for each in part])
        shown = said or str(token.meta["kind"]).capitalize()
        if token.meta["fold"] == "-":
            return f"<div class=\"mw-collapsible mw-collapsed\">\n'''{shown}'''\n\n{body}\n</div>"
        return f"<blockquote>\n'''{shown}'''\n\n{body}\n</blockquote>"

    def _field(self, item: Sequence[Token]) -> str:
        """A field of a template that was kept: its name in bold, and its value."""
        value = self.blocks(item[1:-1])
        named = _KEPT_KEY.match(value)
        return value if named is None else f"{named['key']}={value[named.end() :]}"

    def _reveal(self, token: Token) -> str:
        inner = self.blocks(token.children or ())
        point = str(token.meta["point"]) or "spoiler"
        return f'<div class="mw-collapsible mw-collapsed" data-expandtext="{point}">\n{inner}\n</div>'

    def _comment(self, token: Token) -> str:
        first, last = token.map
        said = "\n".join(self._lines[first:last]).strip()
        return comment(said.removeprefix("%%").removesuffix("%%").strip()) if said.startswith("%%") else said

    def _from_html(self, html: str) -> str:
        """What a data block comes to: a table, a list, a few words."""
        markdown = from_html(html)
        if not markdown:
            return line_escaped(" ".join(_MARKUP.sub("", html).split()))
        return self.blocks([token for block in parse(markdown).blocks for token in block.tokens])


def _kept_template(document: Document) -> str | None:
    """The wikitext of a template whose page was kept as it came; None for one of our own."""
    if len(document.blocks) != 1:
        return None
    token = document.blocks[0].tokens[0]
    return str(token.content).removesuffix("\n") if token.type == "fence" and token.info == "wikitext" else None


def _code(token: Token) -> str:
    content = str(token.content).removesuffix("\n")
    info = str(token.info).split(maxsplit=1)[:1]
    if info == ["wikitext"]:
        return content
    if info:
        return f'<syntaxhighlight lang="{info[0]}">\n{content}\n</syntaxhighlight>'
    return f"<pre>\n{content}\n</pre>"


def _lines_of(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        if token.type == "hardbreak":
            yield line
            line = []
        else:
            line.append(token)
    yield line

"""Tags: those of HTML, and those that MediaWiki and its extensions add."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from mwparserfromhell.nodes import Node, Tag

from fanwiki.importers.mediawiki import files, references
from fanwiki.importers.mediawiki.flow import Flow
from fanwiki.importers.mediawiki.reading import parsed, quiet
from fanwiki.importers.plain import code, escaped, fenced

if TYPE_CHECKING:
    from fanwiki.importers.mediawiki.wikitext import Writer

_SAME: Final = {
    **{
        name: name
        for name in ("sup", "sub", "small", "u", "ins", "s", "del", "kbd", "abbr", "mark", "q", "cite", "var")
    },
    **{name: name for name in ("samp", "dfn", "ruby", "rt", "rp", "bdi", "bdo", "time", "code", "b", "i")},
    "strike": "s",
    "strong": "b",
    "em": "i",
    "tt": "code",
    "rb": "span",
}
_BARE: Final = frozenset({"span", "font", "big", "nobr", "a", "onlyinclude", "wbr", "noop", "tag"})
_DIVISIONS: Final = frozenset({"div", "center", "p", "section", "left", "right", "noinclude", "ul", "ol", "dl", "main"})
_CODE: Final = frozenset({"source", "syntaxhighlight", "math", "chem", "score", "timeline", "templatedata"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAB: Final = re.compile(r"^\s*\|-\|\s*", re.MULTILINE)


def tag(node: Tag, writer: "Writer", flow: Flow) -> None:  # noqa: C901, PLR0912, PLR0915 - a list, a few lines for each tag
    """Reads any tag but that of a table or list mark."""
    name = str(node.tag).strip().lower()
    inner = [] if node.contents is None else node.contents.nodes
    source = "" if node.contents is None else str(node.contents)
    if name == "br":
        flow.add("<br>")
    elif name == "hr":
        flow.block("---")
    elif name == "ref":
        flow.add(references.call(node, writer))
    elif name == "references":
        references.definitions(node, writer)
        flow.add("")
    elif name == "gallery":
        files.gallery(node, writer, flow)
    elif name == "nowiki":
        flow.add_lines(quiet(escaped(source)))
    elif name in _SAME and "\n" not in source.strip("\n"):
        said = writer.inline(inner)
        if said:
            same = _SAME[name]
            before = " " * (source[0].isspace() and not flow.at_line_start)
            after = " " * source[-1].isspace()
            flow.add(f"{before}<{same}>{said}</{same}>{after}")
    elif name in _BARE or name in _SAME:
        writer.walk(inner, flow)
    elif name in _DIVISIONS:
        flow.block("")
        if name == "noinclude" and writer.is_template:
            flow.block("<noinclude>")
            writer.walk(inner, flow)
            flow.block("</noinclude>")
        else:
            writer.walk(inner, flow)
            flow.block("")
    elif name == "includeonly":
        if writer.is_template:
            writer.walk(inner, flow)
        else:
            writer.kept["for other pages alone"] += 1
            writer.aside(source)
    elif name == "blockquote":
        said = writer.blocks(inner)
        flow.block("\n".join(f"> {line}".rstrip() for line in said.split("\n")) if said else "")
    elif name in _HEADINGS:
        flow.block(f"{'#' * int(name[1])} {writer.inline(inner)}")
    elif name in ("li", "dd", "dt"):
        flow.block("")
        flow.mark({"li": "*", "dd": ":", "dt": ";"}[name])
        writer.walk(inner, flow)
        flow.block("")
    elif name == "poem":
        for line in _poem_lines(inner, writer):
            flow.block(line)
    elif name == "tabber":
        _tabber(source, writer, flow)
    elif name == "pre":
        flow.block(fenced(quiet(source)))
    elif name in _CODE:
        writer.kept[f"<{name}>"] += 1
        _as_code(source, name, flow)
    else:
        writer.kept[f"<{name}>"] += 1
        if "\n" in source.strip():
            flow.block(fenced(quiet(str(node)), "wikitext"))
        else:
            flow.add(quiet(code(str(node))))


def _as_code(source: str, name: str, flow: Flow) -> None:
    if "\n" in source.strip():
        flow.block(fenced(quiet(source), "" if name in ("source", "syntaxhighlight") else name))
    else:
        flow.add(quiet(code(source)))


def _poem_lines(inner: Sequence[Node], writer: "Writer") -> list[str]:
    """Its verses: each line a line, each empty one a new verse."""
    text = "".join(str(node) for node in inner).strip("\n")
    verses = re.split(r"\n[ \t]*\n", text)
    return ["\\\n".join(writer.inline(parsed(line.strip()).nodes) for line in verse.split("\n")) for verse in verses]


def _tabber(source: str, writer: "Writer", flow: Flow) -> None:
    """Its tabs one below the other, each under its name."""
    for tab in _TAB.split(source):
        name, equals, content = tab.partition("=")
        if equals:
            flow.block(f"**{escaped(name.strip())}**")
        writer.walk(parsed((content if equals else tab).strip("\n")).nodes, flow)
        flow.block("")

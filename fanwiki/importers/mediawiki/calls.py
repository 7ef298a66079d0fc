"""Uses of templates and parser functions: with a known meaning, of the wiki's own, or kept for all to see."""

import re
from typing import TYPE_CHECKING, Final

from mwparserfromhell.nodes import Argument, Node, Template, Text

from fanwiki.importers.mediawiki.flow import Flow
from fanwiki.importers.mediawiki.reading import InfoboxUse, quiet
from fanwiki.importers.mediawiki.templates import Fate
from fanwiki.importers.plain import code, escaped

if TYPE_CHECKING:
    from fanwiki.importers.mediawiki.wikitext import Writer

_SIGNS: Final = {
    "!": "&#124;",
    "=": "=",
    "!!": "&#124;&#124;",
    "(": "{",
    ")": "}",
    "·": "·",
    "•": "•",
    "nbsp": "&nbsp;",
}
_SILENT_TEXT: Final = "reflist references notelist refs clear clr clrl clrr - br toc tocright tocleft toclimit notoc "
_SILENT: Final = frozenset(_SILENT_TEXT.split())
_VARIABLE: Final = re.compile(
    r"(?:SITENAME|SERVER|(?:CURRENT|LOCAL)[A-Z0-9]+|NUMBEROF[A-Z:]+|NAMESPACE|TALKPAGENAME|(?:FULL|BASE|SUB)?PAGENAMEE?"
    r"|REVISION[A-Z]+|PAGESIZE)"
)
_HIDDEN: Final = re.compile(r"(?:DEFAULTSORT|DISPLAYTITLE|DEFAULTSORTKEY|DEFAULTCATEGORYSORT)\s*:", re.IGNORECASE)
_FUNCTION: Final = re.compile(r"\s*#(?P<name>[a-z]+)\s*:", re.IGNORECASE)
_TYPED_KEY: Final = re.compile(r"\s*\w[\w .-]{0,99}=")
_OWN_KEY: Final = re.compile(r"\w[\w .-]{0,99}")


def template(node: Template, following: Node | None, writer: "Writer", flow: Flow) -> None:
    """Reads `{{…}}`."""
    name = " ".join(str(node.name).replace("_", " ").split())
    book = writer.converter.book
    if name in _SIGNS and not node.params:
        flow.add(_SIGNS[name])
        return
    if name == "PAGENAME":
        flow.add("{{PAGENAME}}" if writer.is_template else escaped(writer.title))
        return
    if _HIDDEN.match(name):
        writer.kept["magic word"] += 1
        writer.aside(str(node))
        flow.add("")
        return
    function = _FUNCTION.match(str(node.name))
    if function is not None and writer.is_template:
        flow.add(_function(node, function["name"].lower(), writer))
        return
    fate = book.fate(name)
    profiled = writer.has_subject and function is None and fate is not Fate.UNKNOWN
    if profiled and writer.converter.is_infobox(book.resolve(name)):
        _infobox(node, name, writer, flow)
    elif name.casefold() in _SILENT and not node.params:
        writer.kept["layout template"] += 1
        flow.add("")
    elif fate is Fate.OWN and (use := _own(node, book.resolve(name), writer)) is not None:
        _put(use, following, flow)
    elif fate is not Fate.OWN and name.casefold() in ("quote", "cquote", "quotation") and node.params:
        said = [writer.blocks(param.value.nodes) for param in node.params]
        body = "\n\n".join([said[0], *(f"— {each}" for each in said[1:] if each)])
        flow.block("\n".join(f"> {line}".rstrip() for line in body.split("\n")))
    elif name.casefold().startswith("cite") and node.params:
        flow.add(_citation(node, writer))
    else:
        _raw(node, name, following, writer, flow)


def parameter(node: Argument, writer: "Writer") -> str:
    """`{{{name|default}}}`, which means something in a template alone."""
    if not writer.is_template:
        writer.kept["parameter outside of a template"] += 1
        return code(str(node))
    default = "" if node.default is None else f"|{writer.argument(node.default.nodes)}"
    return f"{{{{{{{str(node.name).strip()}{default}}}}}}}"


def _own(node: Template, name: str, writer: "Writer") -> str | None:
    """A use of a template of the wiki's own; None where our dialect cannot say it."""
    parts = [name]
    for param in node.params:
        value = writer.argument(param.value.nodes)
        if param.showkey:
            key = str(param.name).strip()
            if not _OWN_KEY.fullmatch(key):
                return None
            parts.append(f"{key}={value}")
        else:
            parts.append(f"{str(param.name).strip()}={value}" if _TYPED_KEY.match(value) else value)
    return f"{{{{{'|'.join(parts)}}}}}"


def _function(node: Template, name: str, writer: "Writer") -> str:
    """A choice within a template: `#if`, `#ifeq`, `#switch`; others do not come over."""
    first, *rest = node.name.nodes
    head = [Text(str(first).partition(":")[2]), *rest] if isinstance(first, Text) else [first, *rest]
    parts = [writer.argument(head)]
    for param in node.params:
        value = writer.argument(param.value.nodes)
        parts.append(f"{writer.argument(param.name.nodes)} = {value}" if param.showkey else value)
    return f"{{{{#{name}: {' | '.join(parts)}}}}}"


def _put(use: str, following: Node | None, flow: Flow) -> None:
    if flow.at_line_start and _ends_line(following):
        flow.block(use)
    else:
        flow.add(use)


def _infobox(node: Template, name: str, writer: "Writer", flow: Flow) -> None:
    fields = tuple((str(param.name).strip(), str(param.value).strip()) for param in node.params)
    if not writer.infoboxes:
        flow.block("{{infobox}}")
    writer.infoboxes.append(InfoboxUse(writer.converter.book.resolve(name), fields))
    flow.add("")


def _citation(node: Template, writer: "Writer") -> str:
    """A work that is cited, in the order in which its parts are given; its title leads to it."""
    said = {str(param.name).strip(): writer.inline(param.value.nodes) for param in node.params}
    url = said.pop("url", "").strip("<>")
    title = said.pop("title", "") or said.pop("1", "")
    if url:
        title = f"[{title or escaped(url)}](<{url}>)"
    return ". ".join(part for part in (title, *said.values()) if part)


def _raw(node: Template, name: str, following: Node | None, writer: "Writer", flow: Flow) -> None:
    """What is not understood: by itself a callout that says what was given, within a line its source."""
    writer.kept[_kind(name, writer)] += 1
    if not (flow.at_line_start and _ends_line(following) and node.params):
        flow.add(quiet(code(str(node))))
        return
    lines = [f"> [!template] {escaped(name)}"]
    for param in node.params:
        value = writer.blocks(param.value.nodes)
        key = f"**{escaped(str(param.name).strip())}:** " if param.showkey else ""
        first, *rest = (value or "").split("\n")
        lines += [f"> - {key}{first}".rstrip(), *(f">   {line}".rstrip() for line in rest)]
    flow.block("\n".join(lines))


def _kind(name: str, writer: "Writer") -> str:
    """What is kept as typed, for the report."""
    prefix, colon, _ = name.partition(":")
    if _VARIABLE.fullmatch(name):
        return f"variable {name}"
    if name.startswith("#"):
        return f"parser function {prefix}"
    book = writer.converter.book
    if colon and book.fate(name) is Fate.UNKNOWN:
        known = prefix.strip().casefold() in writer.converter.site.prefixes or not prefix.strip()
        return "page shown in another" if known else f"parser function {prefix}"
    return f"template {book.resolve(name)[:60]}"


def _ends_line(following: Node | None) -> bool:
    return following is None or (isinstance(following, Text) and following.value.lstrip(" \t").startswith("\n"))

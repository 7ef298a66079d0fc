"""Files: pictures with their options, and galleries."""

import re
from typing import TYPE_CHECKING, Final

from mwparserfromhell.nodes import Node, Tag, Text, Wikilink
from mwparserfromhell.wikicode import Wikicode

from fanwiki.importers.mediawiki.flow import Flow
from fanwiki.importers.mediawiki.reading import parsed
from fanwiki.importers.mediawiki.site import FILE
from fanwiki.importers.plain import label

if TYPE_CHECKING:
    from fanwiki.importers.mediawiki.wikitext import Writer

_SIZE: Final = re.compile(r"(?P<width>\d{0,5})\s*(?:x\s*\d{1,5})?\s*px(?:px)?", re.IGNORECASE)
_OPTION: Final = re.compile(
    r"thumb(?:nail)?(?:=.*)?|frame(?:d|less)?|border|left|right|center|centre|none|upright(?:[ =].*)?|baseline|sub"
    r"|super|top|text-top|middle|bottom|text-bottom|(?:link|page|class|lang|start|end)=.*"
    r"|mini(?:atur)?|links|rechts|zentriert|ohne|hochkant|gerahmt|rahmenlos|rand|vignette|gauche|droite|centré",
    re.IGNORECASE | re.DOTALL,
)
_FRAMED: Final = re.compile(r"(?:thumb|frame(?!less)|mini|gerahmt).*", re.IGNORECASE)
_IMAGE: Final = re.compile(r".+\.(?:png|jpe?g|gif|webp|avif|svg|bmp)", re.IGNORECASE | re.DOTALL)
_GALLERY_WIDTH: Final = 185


def file_link(name: str, node: Wikilink, writer: "Writer", flow: Flow) -> None:
    """`[[File:…|options|caption]]`. A caption stands behind the picture; of one that is plain text, the picture is told
    to those who do not see it, too.
    """
    width, alt, caption, framed = "", "", "", False
    for part in _parts(node.text):
        source = "".join(str(each) for each in part).strip()
        size = _SIZE.fullmatch(source)
        if size is not None:
            width = size["width"]
        elif source.lower().startswith("alt="):
            alt = source[4:]
        elif _OPTION.fullmatch(source):
            framed = framed or _FRAMED.fullmatch(source) is not None
        elif source:
            caption = writer.inline(part)
    writer.files.add(name)
    shown = picture(name, alt, width)
    if not caption:
        flow.add(shown)
    elif flow.at_line_start or framed:
        flow.block(f"{shown}<br>{caption}") if flow.at_line_start else flow.add(f"{shown} {caption} ")
    else:
        flow.add(f"{shown} {caption}")


def picture(name: str, alt: str = "", width: str = "") -> str:
    """A file where it is shown. What is no picture is a link to it."""
    if not _IMAGE.fullmatch(name):
        return f"[[{name}]]"
    parts = [name, *([label(alt)] if alt.strip() else []), *([width] if width else [])]
    return f"![[{'|'.join(parts)}]]"


def gallery(tag: Tag, writer: "Writer", flow: Flow) -> None:
    """`<gallery>`: a list of pictures with their captions."""
    items: list[str] = []
    for line in str(tag.contents or "").split("\n"):
        source, _, rest = line.strip().partition("|")
        if not source:
            continue
        name = writer.converter.site.read(source)
        words = (
            [part for part in rest.split("|") if not _OPTION.fullmatch(part.strip())] if "[[" not in rest else [rest]
        )
        caption = writer.inline(parsed("|".join(words)).nodes) if rest else ""
        known = name.namespace == FILE or _IMAGE.fullmatch(name.text)
        if known:
            writer.files.add(name.text)
        shown = picture(name.text, "", str(_GALLERY_WIDTH)) if known else writer.inline(parsed(source).nodes)
        items.append(f"- {shown} {caption}".rstrip())
    flow.block("\n".join(items))


def _parts(code: Wikicode | None) -> list[list[Node]]:
    """What stands between the pipes."""
    parts: list[list[Node]] = [[]]
    for node in [] if code is None else code.nodes:
        if not isinstance(node, Text):
            parts[-1].append(node)
            continue
        first, *rest = node.value.split("|")
        parts[-1].append(Text(first))
        parts += [[Text(each)] for each in rest]
    return parts

"""Links: between pages, into categories, to files, to other wikis, and to the outside."""

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mwparserfromhell.nodes import ExternalLink, Node, Text, Wikilink

from fanwiki.importers.mediawiki import files
from fanwiki.importers.mediawiki.flow import Flow
from fanwiki.importers.mediawiki.site import ARTICLE, CATEGORY, FILE
from fanwiki.importers.plain import escaped, label

if TYPE_CHECKING:
    from fanwiki.importers.mediawiki.wikitext import Writer

_TRAIL: Final = re.compile(r"[a-zà-ÿа-я]+")
_BRACKETED: Final = re.compile(r"\s*\([^()]*\)\s*$|,.*$")
_INTERWIKI: Final = {
    "w": "https://en.wikipedia.org/wiki/{}",
    "wikipedia": "https://en.wikipedia.org/wiki/{}",
    "wp": "https://en.wikipedia.org/wiki/{}",
    "wikt": "https://en.wiktionary.org/wiki/{}",
    "wiktionary": "https://en.wiktionary.org/wiki/{}",
    "wikiquote": "https://en.wikiquote.org/wiki/{}",
    "q": "https://en.wikiquote.org/wiki/{}",
    "commons": "https://commons.wikimedia.org/wiki/{}",
    "meta": "https://meta.wikimedia.org/wiki/{}",
    "mw": "https://www.mediawiki.org/wiki/{}",
    "wikia": "https://community.fandom.com/wiki/{}",
    "wikicities": "https://community.fandom.com/wiki/{}",
    "imdbname": "https://www.imdb.com/name/nm{}",
    "imdbtitle": "https://www.imdb.com/title/tt{}",
    "memoryalpha": "https://memory-alpha.fandom.com/wiki/{}",
}
_LANGUAGES_TEXT: Final = (
    "ar bg ca cs da de el en eo es et eu fa fi fr gl he hi hr hu id is it ja ko lt lv ms nl nn no pl pt "
    "ro ru sk sl sr sv th tr uk vi zh pt-br zh-hk zh-tw simple "
)
_LANGUAGES: Final = frozenset(_LANGUAGES_TEXT.split())


def wikilink(node: Wikilink, following: Node | None, writer: "Writer", flow: Flow) -> None:
    """Reads `[[…]]`; the letters that follow a link directly belong to it."""
    typed = str(node.title)
    if "{{" in typed:
        flow.add(_made_of_parts(node, writer))
        return
    site = writer.converter.site
    title, hash_, heading = typed.partition("#")
    name = site.read(title)
    leads = typed.lstrip().startswith(":")
    if name.namespace == FILE and not leads:
        files.file_link(name.text, node, writer, flow)
        return
    if name.namespace == CATEGORY and not leads:
        _category(name.text, node, writer)
        flow.add("")
        return
    outside = _outside(title, writer) if name.namespace == ARTICLE else None
    if outside is None and name.namespace == ARTICLE and not leads and _is_language(title):
        writer.kept["link to another language"] += 1
        writer.aside(str(node))
        flow.add("")
        return
    trail = _trail_of(following)
    flow.swallow = len(trail)
    before, after = _gaps(node)
    shown = _label(node, typed, writer) + (f"{after}{trail}" if trail else "")
    if before and not flow.at_line_start:
        flow.add(before)
    if outside is not None:
        flow.add(f"[{shown or escaped(typed)}](<{outside}>){'' if trail else after}")
        return
    target = site.title(name) if title.strip() else ""
    place = " ".join(heading.replace("_", " ").split()).replace("|", "").replace("[", "(").replace("]", ")")
    if not target and not place:
        flow.swallow = 0
        writer.kept["link to nothing"] += 1
        flow.add(escaped(str(node)))
        return
    if set("[]{}<>") & set(target):
        flow.swallow = 0
        writer.kept["link with signs no title has"] += 1
        flow.add(escaped(str(node)).replace("\n", " "))
        return
    if target:
        writer.links.append(target)
    colon = ":" if name.namespace == CATEGORY else ""
    where = f"{colon}{target}{f'#{place}' if hash_ and place else ''}"
    link = f"[[{where}]]" if shown in ("", where.lstrip(":")) else f"[[{where}|{shown}]]"
    flow.add(link if trail else f"{link}{after}")


def _category(name: str, node: Wikilink, writer: "Writer") -> None:
    """Puts the page into a category; what it is sorted by there, readers do not see."""
    writer.tail.append(f"[[Category:{name}]]")
    if node.text is not None and str(node.text).strip():
        writer.kept["sort key of a category"] += 1
        writer.aside(str(node))


def external(node: ExternalLink, writer: "Writer") -> str:
    """`[http://… label]`, `[http://…]` and a bare address."""
    url = str(node.url).strip()
    if "{{{" in url or "{{" in url:
        url = "".join(writer.inline([each]) if not isinstance(each, Text) else each.value for each in node.url.nodes)
    address = url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20") if "{{" not in url else url
    address = address.replace("'", "%27")
    if address.startswith("//"):
        address = f"https:{address}"
    if node.title is None or not str(node.title).strip():
        return f"<{address}>"
    return f"[{_unlinked(writer.inline(node.title.nodes))}](<{address}>)"


def _trail_of(following: Node | None) -> str:
    match = _TRAIL.match(following.value) if isinstance(following, Text) else None
    return "" if match is None else match[0]


def _gaps(node: Wikilink) -> tuple[str, str]:
    """The blanks at the beginning and the end of a label, which part its words from those around the link."""
    label = "" if node.text is None else str(node.text)
    if not label.strip():
        return "", ""
    return " " * label[0].isspace(), " " * label[-1].isspace()


def _label(node: Wikilink, typed: str, writer: "Writer") -> str:
    """What a link shows: its label, without one its title as typed, and for an empty one the title without what tells
    it apart.
    """
    if node.text is None:
        return label(escaped(" ".join(typed.replace("_", " ").split()).lstrip(":")))
    if not str(node.text).strip():
        bare = _BRACKETED.sub("", typed.lstrip(":").partition(":")[2] or typed.lstrip(":"))
        return label(escaped(bare.replace("_", " ")))
    return label(writer.inline(node.text.nodes))


def _made_of_parts(node: Wikilink, writer: "Writer") -> str:
    """A link whose title is put together of parameters and templates."""
    title = "".join(each.value if isinstance(each, Text) else writer.inline([each]) for each in node.title.nodes)
    outside = _outside(title, writer)
    shown = title if node.text is None else writer.inline(node.text.nodes)
    if outside is not None:
        return f"[{shown}](<{outside}>)"
    prefix = f"[[{title.strip()}"
    return f"{prefix}]]" if node.text is None else f"{prefix}|{shown}]]"


def _outside(title: str, writer: "Writer") -> str | None:
    """The address of a page of another wiki; None for one of this."""
    prefix, colon, rest = title.strip().lstrip(":").partition(":")
    if not colon or not rest.strip():
        return None
    key = prefix.strip().casefold()
    if key in writer.converter.site.prefixes:
        return None
    rest = rest.strip()
    if key == "w" and rest.lower().startswith("c:"):
        wiki, _, page = rest[2:].partition(":")
        return f"https://{quote(wiki.strip().lower())}.fandom.com/wiki/{_address(page)}"
    known = _INTERWIKI.get(key)
    return None if known is None else known.format(_address(rest))


def _address(title: str) -> str:
    if "{{" in title:
        return title
    return quote(title.strip().replace(" ", "_"), safe="/:_(),!*#%")


def _is_language(title: str) -> bool:
    prefix, colon, _ = title.partition(":")
    return bool(colon) and prefix.strip().casefold() in _LANGUAGES


def _unlinked(text: str) -> str:
    """A label in which there is no link of its own."""
    text = re.sub(r"\[\[[^\[\]|]*\|([^\[\]]*)\]\]", r"\1", text)
    return re.sub(r"\[\[([^\[\]|]*)\]\]", r"\1", text)

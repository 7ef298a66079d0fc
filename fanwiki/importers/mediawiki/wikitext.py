"""Wikitext as our Markdown: a walk over the tree of mwparserfromhell.

Nothing is dropped. What has no meaning here (a magic word, a comment) is kept where readers do not see it; what was not
understood is kept as typed, where they do, and counted by its kind.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from mwparserfromhell.nodes import (
    Argument,
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Node,
    Tag,
    Template,
    Text,
    Wikilink,
)

from fanwiki.importers.mediawiki import calls, links, tables, tags
from fanwiki.importers.mediawiki.flow import Flow
from fanwiki.importers.mediawiki.reading import InfoboxUse, clean, loud, parsed, quiet
from fanwiki.importers.mediawiki.site import Site
from fanwiki.importers.mediawiki.templates import Expander, TemplateBook
from fanwiki.importers.plain import escaped

_MAGIC: Final = re.compile(r"__[A-Z]{3,30}__")
_STRAY_TAG: Final = re.compile(
    r"</?(?:div|center|small|big|span|font|p|b|i|u|s|sup|sub|table|tr|td|th|li|ul|ol|dl|dd|dt|blockquote|nowiki|pre"
    r"|ref|references|gallery|noinclude|includeonly|strong|em|code|tt|nobr|poem|tabber|h[1-6])\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_MERE_WORDS: Final = re.compile(r" *[^\W\d_](?:(?:[^\W_]|[ ,.;()?/-])*[^\W_])? *")
_DEEPEST: Final = 40
_PLAIN_SIGNS: Final = frozenset("–—…•·×″′’‘“”«»½¼¾°©®™†→←♥♪€£")
_GAPS: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True)
class Converted:
    """A page as Markdown. `kept` counts, by kind, what was kept without being understood; `files` are
    those that it shows, `links` the titles it links to, one for each link."""

    text: str
    kept: Counter[str] = field(default_factory=Counter)
    infoboxes: tuple[InfoboxUse, ...] = ()
    files: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Converter:
    """Reads the pages of one dump. `is_infobox` says which templates, by their names, become profiles."""

    site: Site
    book: TemplateBook
    is_infobox: Callable[[str], bool]

    def page(self, title: str, text: str, *, has_subject: bool = True) -> Converted:
        """The text of an article, category or other page; of one that has no subject, no infobox is a profile."""
        is_infobox = self.is_infobox if has_subject else _none
        expanded = Expander(self.book, title, is_infobox).page(clean(text))
        return Writer(self, title, has_subject=has_subject).finished(expanded)

    def template(self, title: str, text: str) -> Converted:
        """The text of a template that comes over as one of our own."""
        return Writer(self, title, is_template=True).finished(clean(text))


@dataclass
class Writer:
    """One page at work. `tail` is what comes at its end: categories, and what readers do not see."""

    converter: Converter
    title: str
    is_template: bool = False
    has_subject: bool = True
    kept: Counter[str] = field(default_factory=Counter)
    infoboxes: list[InfoboxUse] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    """The footnotes by their labels."""
    tail: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    depth: int = 0

    def finished(self, text: str) -> Converted:
        flow = Flow(blanks=True)
        self.walk(parsed(text).nodes, flow)
        parts = [flow.finished(), *(_footnote(label, note) for label, note in self.notes.items())]
        tail = "\n".join(dict.fromkeys(self.tail))
        made = "\n\n".join(part for part in (*parts, tail) if part)
        text = loud(made) + ("\n" if made else "")
        return Converted(text, self.kept, tuple(self.infoboxes), frozenset(self.files), tuple(self.links))

    def walk(self, nodes: Sequence[Node], flow: Flow) -> None:
        """Reads some nodes that follow one another."""
        self.depth += 1
        if self.depth > _DEEPEST:
            self.kept["nested too deep"] += 1
            flow.add(escaped("".join(str(node) for node in nodes)).replace("\n", " "))
        else:
            for place, node in enumerate(nodes):
                following = nodes[place + 1] if place + 1 < len(nodes) else None
                self._node(node, following, flow)
        self.depth -= 1

    def blocks(self, nodes: Sequence[Node]) -> str:
        """Some nodes as Markdown of their own."""
        flow = Flow()
        self.walk(nodes, flow)
        return flow.finished()

    def inline(self, nodes: Sequence[Node]) -> str:
        """Some nodes as one line of Markdown."""
        if len(nodes) == 1 and isinstance(only := nodes[0], Text) and _MERE_WORDS.fullmatch(only.value):
            return only.value.strip(" ")  # what most links and cells hold
        return re.sub(r"\s*\n\s*", " ", _GAPS.sub("<br>", self.blocks(nodes))).strip()

    def argument(self, nodes: Sequence[Node]) -> str:
        """Some nodes as Markdown without an empty line, as the argument of a template must be."""
        return _GAPS.sub("<br>\n", self.blocks(nodes)).strip()

    def aside(self, source: str) -> None:
        """Keeps what readers do not see, at the end of the page."""
        one_line = " ".join(source.replace("%%", "% %").split())
        if one_line:
            self.tail.append(f"%% {quiet(one_line)} %%")

    def _node(self, node: Node, following: Node | None, flow: Flow) -> None:  # noqa: C901 - a list of kinds
        match node:
            case Text():
                self._text(node.value, flow)
            case HTMLEntity():
                flow.add(_entity(node))
            case Wikilink():
                links.wikilink(node, following, self, flow)
            case ExternalLink():
                flow.add(links.external(node, self))
            case Heading():
                inner = self.inline(node.title.nodes)
                flow.block(f"{'#' * node.level} {inner}".rstrip() if inner else "")
            case Template():
                calls.template(node, following, self, flow)
            case Argument():
                flow.add(calls.parameter(node, self))
            case Comment():
                self.aside(node.contents)
                flow.add("")
            case Tag() if node.wiki_markup in ("*", "#", ":", ";"):
                flow.mark(node.wiki_markup)
            case Tag() if str(node.tag).strip().lower() == "table":
                flow.block(tables.table(node, self))
            case Tag():
                tags.tag(node, self, flow)
            case _:
                self.kept["unknown syntax"] += 1
                flow.add(escaped(str(node)))

    def _text(self, text: str, flow: Flow) -> None:
        text, flow.swallow = text[flow.swallow :], 0
        for word in _MAGIC.findall(text):
            self.aside(word)
            self.kept["magic word"] += 1
        text = _MAGIC.sub("", text)
        if "<" in text:
            stray = _STRAY_TAG.findall(text)
            if stray:
                self.kept["tag that is not paired"] += len(stray)
                text = _STRAY_TAG.sub("", text)
        flow.add_lines(escaped(text))


def _none(_template: str) -> bool:
    return False


def _entity(node: HTMLEntity) -> str:
    """The letter that an entity stands for; one that could mean something in Markdown stays an entity."""
    letter = unescape(str(node))
    return letter if letter.isalnum() or letter in _PLAIN_SIGNS else str(node)


def _footnote(label: str, note: str) -> str:
    first, *rest = note.split("\n")
    return "\n".join([f"[^{label}]: {first}", *(f"    {line}" if line else "" for line in rest)])

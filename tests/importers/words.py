"""The words that a reader of a wikitext sees, and those of a page of ours: for telling what an import loses."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import mwparserfromhell
from mwparserfromhell.nodes import Argument, ExternalLink, Heading, HTMLEntity, Node, Tag, Template, Text, Wikilink

from fanwiki.domain.entities import Name, Portrayal, ProfileValue, StatusEvent
from fanwiki.domain.ids import PageId
from fanwiki.importers.mediawiki.site import CATEGORY, FILE, Site
from fanwiki.markup import parse
from fanwiki.wiki import View

_WORD: Final = re.compile(r"[^\W_]+")
_MAGIC: Final = re.compile(r"__[A-Z]+__")
_NOT_SHOWN: Final = frozenset({"includeonly", "templatedata"})
_OPTION: Final = re.compile(
    r"\s*(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|center|centre|none|upright.*|\d*x?\d*\s*px|(?:link|alt)=.*)\s*",
    re.IGNORECASE,
)
_LANGUAGE: Final = re.compile(r"\s*(?:de|es|fr|it|ja|ko|nl|pl|pt|ru|zh)\s*:")
_HIDDEN: Final = ("defaultsort", "displaytitle", "#", "sitename")


def source_words(text: str, site: Site) -> Counter[str]:
    """The words of a page of a dump: of templates those of the arguments."""
    code = mwparserfromhell.parse(_MAGIC.sub("", text), skip_style_tags=True)
    said = re.sub("'{2,}", "", " ".join("".join(_said(node, site) for node in code.nodes).split()))
    return _counted([re.sub(r"</?[a-z][^<>]*>", " ", said, flags=re.IGNORECASE)])


def _said(node: Node, site: Site) -> str:
    return "".join(_pieces(node, site))


def _all(nodes: list[Node], site: Site) -> str:
    return "".join(_said(node, site) for node in nodes)


def _pieces(node: Node, site: Site) -> Iterator[str]:  # noqa: C901, PLR0912 - a list of kinds
    match node:
        case Text():
            yield node.value
        case HTMLEntity():
            yield node.normalize() or ""
        case Heading():
            yield f" {_all(node.title.nodes, site)} "
        case Wikilink():
            name = site.read(str(node.title))
            leads = str(node.title).strip().startswith(":")
            if name.namespace == CATEGORY and not leads:
                return
            if _LANGUAGE.match(str(node.title)) and node.text is None:
                return
            if name.namespace == FILE and not leads:
                parts = "" if node.text is None else _all(node.text.nodes, site)
                yield " ".join(["", *(part for part in parts.split("|") if not _OPTION.fullmatch(part)), ""])
            elif node.text is not None and str(node.text).strip():
                yield _all(node.text.nodes, site)
            else:
                yield str(node.title)
        case ExternalLink():
            yield f" {_all(node.title.nodes, site)} " if node.title is not None else " "
        case Template():
            if not str(node.name).strip().casefold().startswith(_HIDDEN):
                for param in node.params:
                    value = _all(param.value.nodes, site)
                    yield "" if _OPTION.fullmatch(value) else f" {value} "
        case Tag():
            if str(node.tag).strip().lower() in _NOT_SHOWN:
                return
            gap = " " if str(node.tag).strip().lower() not in ("b", "i", "span", "small", "u", "font") else ""
            yield gap
            if str(node.tag).strip().lower() == "gallery":
                for line in str(node.contents).split("\n"):
                    caption = mwparserfromhell.parse(line.partition("|")[2], skip_style_tags=True)
                    yield f" {_all(caption.nodes, site)} "
            elif node.contents is not None:
                yield _all(node.contents.nodes, site)
            yield gap
        case Argument():
            yield str(node)


def page_words(view: View, page: PageId) -> Counter[str]:
    """The words of a page of ours, and of what is known of its subject."""
    passages = parse(view.text(page).body).passages
    parts = [passage.text for passage in passages]
    parts += [link.title for passage in passages for link in passage.links]
    parts += [value.value for value in view.facts(ProfileValue, page=page)]
    parts += [name.text for name in view.facts(Name, page=page)]
    states = {state.id: state.word for state in view.states()}
    for event in view.facts(StatusEvent, character=page):
        parts += [states[event.state], event.note, event.cause]
    parts += [view.page(each.person).title for each in view.facts(Portrayal, character=page)]
    parts += [view.page(page).title]
    return _counted(parts)


def _counted(parts: list[str]) -> Counter[str]:
    return Counter(word.casefold() for part in parts for word in _WORD.findall(part))

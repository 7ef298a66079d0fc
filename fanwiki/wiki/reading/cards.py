"""What the card of a link says of its page: name, kind, status, first words, picture. The window asks for one as of its
viewpoint; the cards of a bundle are cut to the same measure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Final

from fanwiki.domain.entities import Media, Name, Page
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import NameKind, PageKind
from fanwiki.markup import Document, parse, render
from fanwiki.wiki.reading import articles, canon
from fanwiki.wiki.reading.scene import Scene
from fanwiki.wiki.world import PageWorld

_MOST_LETTERS: Final = 200
_MOST_BLOCKS: Final = 12
"""So far into a page its first paragraph is looked for."""
_PARAGRAPH: Final = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_NOTE_CALL: Final = re.compile(r'<sup class="footnote-ref".*?</sup>', re.DOTALL)
_PROSE: Final = ("paragraph_open", "reveal")
"""What a block of prose begins with."""


@dataclass(frozen=True)
class PageCard:
    """A page at a glance. `since` is the point from which the status is true, empty for none; `portrait` the name of a
    media file, empty for none.
    """

    title: str
    kind: PageKind
    native: str
    status: Status | None
    since: str
    text: str
    portrait: str


def card(scene: Scene, page: Page) -> PageCard:
    """The card of a page, as of the viewpoint."""
    status = canon.status(scene, page) if page.kind is PageKind.CHARACTER else None
    native = native_name(articles.names(scene, page.id), page.title)
    pictures = articles.portraits(scene, page)
    return PageCard(
        page.title,
        page.kind,
        "" if native is None else native.text,
        status,
        "" if status is None or status.since is None else scene.write(status.since, scene.home_show(page)),
        first_words(_first_paragraph(scene, page)),
        pictures[-1][1].name if pictures else "",
    )


def native_name(names: Iterable[Name], title: str) -> Name | None:
    """The name that stands beside the title of a card: in the page's own script, if that is not the title already."""
    native = next((name for name in names if name.kind is NameKind.NATIVE), None)
    return None if native is None or native.text == title else native


def first_words(text: str) -> str:
    """The beginning of a text, as long as a card has room for."""
    if len(text) <= _MOST_LETTERS:
        return text
    return text[:_MOST_LETTERS].rpartition(" ")[0].rstrip(" ,;:") + " …"


def _first_paragraph(scene: Scene, page: Page) -> str:
    """The words of the first paragraph that shows any, as the page is rendered for the viewpoint."""
    document = parse(articles.page_text(scene, page).body)
    world = PageWorld(scene, _Nowhere(), page, date.today())
    for block in document.blocks[:_MOST_BLOCKS]:
        if block.tokens[0].type not in _PROSE:
            continue
        html = _NOTE_CALL.sub("", render(Document((block,), document.notes), world))
        for paragraph in _PARAGRAPH.findall(html):
            if text := " ".join(unescape(_TAG.sub("", paragraph)).split()):
                return text
    return ""


class _Nowhere:
    """Addresses of what is read for its words alone."""

    def page(self, page: Page, heading: str) -> str:  # noqa: ARG002 - as Linker has it
        return ""

    def wanted(self, title: str) -> str:  # noqa: ARG002 - as Linker has it
        return ""

    def media(self, media: Media) -> str:  # noqa: ARG002 - as Linker has it
        return ""

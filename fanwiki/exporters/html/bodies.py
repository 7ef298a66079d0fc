"""The bodies of pages: their text, rendered as the preview renders it, with the data that the text does not show.

Whatever the layout adds (the box, relationships, claims) comes from the same renderer, by the data block an author
would have written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import Final

from markupsafe import Markup

from fanwiki import markup
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html.words import Words, words_in
from fanwiki.markup import World

_HEADING: Final = re.compile(r'<h([1-6]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_PARAGRAPH: Final = re.compile(r"^<p>(.*?)</p>", re.DOTALL | re.MULTILINE)
NOTE_CALL: Final = re.compile(r'<sup class="footnote-ref".*?</sup>', re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")
_EMBED: Final = '<div class="embed">'
_DATA: Final = re.compile(r'class="data ([a-z-]+)"')
_NOTHING: Final = '<p class="nothing">'

_SECTIONS: Final[dict[PageKind, tuple[tuple[str, str], ...]]] = {
    PageKind.SHOW: (("episodes", "Episodes"), ("claims", "Claims and sources")),
    PageKind.SEASON: (("episodes", "Episodes"), ("claims", "Claims and sources")),
    PageKind.EPISODE: (("claims", "Claims and sources"),),
    PageKind.CHARACTER: (("relations", "Relationships"), ("claims", "Claims and sources")),
    PageKind.PERSON: (("cast", "Roles"), ("claims", "Claims and sources")),
    PageKind.GROUP: (("relations", "Members"), ("claims", "Claims and sources")),
}
"""What a page of a kind shows below its text, unless the text shows it itself: data block and heading."""


@dataclass(frozen=True)
class Contents:
    """A line of the table of contents."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Body:
    """A rendered page. `text` is the page's own, `box` the infobox where the text has none."""

    box: Markup
    text: Markup
    sections: tuple[tuple[str, str, Markup], ...]
    """Anchor, heading and HTML of what is added below."""
    contents: tuple[Contents, ...]
    passages: tuple[Words, ...] = ()
    """What the page says, passage by passage, seen or not: which of them are is the view's to say."""

    @property
    def lead(self) -> str:
        """The words of the first paragraph that stands wholly under no reveal; empty if there is none."""
        prose = self.passages[0].text if self.passages else ""
        found = (plain(NOTE_CALL.sub("", each[1])) for each in _PARAGRAPH.finditer(self.text))
        return next((text for text in found if text and text in prose), "")

    @property
    def empty(self) -> bool:
        return not (self.text or self.sections)

    def with_section(self, anchor: str, title: str, html: str) -> "Body":
        """The page with one more section below, unless that is empty."""
        if not html:
            return self
        sections = (*self.sections, (anchor, title, Markup(html)))
        return replace(self, sections=sections, contents=(*self.contents, Contents(2, title, anchor)))


def render_body(source: str, kind: PageKind, world: World) -> Body:
    """The body of a page of this kind."""
    document = markup.parse(source)
    blocks = [block.html for block in markup.render_blocks(document, world)]
    text = "".join(blocks)
    shown = {name for block in blocks if not block.startswith(_EMBED) for name in _DATA.findall(block)}
    sections = tuple(_sections(kind, shown, world))
    contents = [Contents(int(level), plain(inner), unescape(anchor)) for level, anchor, inner in _HEADING.findall(text)]
    contents += [Contents(2, title, anchor) for anchor, title, _ in sections]
    box = "" if "infobox" in shown else data_block("infobox", world)
    passages = tuple(words_in(passage.text) for passage in document.passages)
    return Body(Markup(box), Markup(text), sections, tuple(contents), passages)


def data_block(written: str, world: World) -> str:
    """What a data block such as `survivors S1` shows on a page, empty if there is nothing to show."""
    html = "".join(block.html for block in markup.render_blocks(_block(written), world))
    return "" if html.startswith(_NOTHING) else html


@lru_cache(maxsize=64)
def _block(written: str) -> markup.Document:
    return markup.parse(f"{{{{{written}}}}}")


def plain(html: str) -> str:
    """The words of a piece of rendered HTML."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def _sections(kind: PageKind, shown: set[str], world: World) -> Iterator[tuple[str, str, Markup]]:
    for name, title in _SECTIONS.get(kind, ()):
        html = "" if name in shown else data_block(name, world)
        if html:
            # A heading of the page's own text never has a full stop in its anchor outside a reveal.
            yield f"data.{name}", title, Markup(html)

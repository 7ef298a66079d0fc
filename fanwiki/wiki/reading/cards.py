"""What the card of a link says of its page: name, kind, status, first words, picture. The window asks for one as of its
viewpoint; the cards of a bundle are cut to the same measure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import Name, Page
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import NameKind, PageKind
from fanwiki.markup import parse
from fanwiki.wiki.reading import articles, canon
from fanwiki.wiki.reading.scene import Scene

_MOST_LETTERS: Final = 200


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
        first_words(_prose(scene, page)),
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


def _prose(scene: Scene, page: Page) -> str:
    """What a page says first, without its headings."""
    text = articles.page_text(scene, page)
    document = parse(text.body if scene.viewpoint.author else articles.readable(scene, page, text))
    headings = {heading.text for heading in document.headings}
    said = next((passage.text for passage in document.passages if passage.text), "")
    return " ".join(" ".join(line for line in said.split("\n") if line not in headings).split())

"""Where other pages link to a page, and where they name it without a link: with the line, and what stands around.

What is shown of a page is its source as the viewpoint may have it, so neither goes further than its prose does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.edits import Edit, SavePage
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import EditConflict
from fanwiki.domain.ids import PageId, RevisionId
from fanwiki.domain.link_titles import in_link
from fanwiki.domain.matching import Snippet
from fanwiki.domain.named import Names
from fanwiki.domain.names import title_key
from fanwiki.domain.queries import Term
from fanwiki.markup import links_in, parse, plain_spans
from fanwiki.store import titles
from fanwiki.store.search import search_passages
from fanwiki.wiki.reading import articles
from fanwiki.wiki.reading.scene import Scene

_MOST_PAGES: Final = 200
"""So many other pages are read."""
_MOST_OF_A_PAGE: Final = 20
_AROUND: Final = 60


@dataclass(frozen=True)
class Spot:
    """A place in another page's source, which a reader may have in part alone: `start` and `end` are good for its
    author, as long as the page has this revision. `line` counts from 1; `name` is how the page is called there, `cell`
    whether that is in a table.
    """

    page: PageId
    title: str
    revision: RevisionId | None
    start: int
    end: int
    line: int
    name: str
    snippet: Snippet
    cell: bool = False


def mentions(scene: Scene, page: Page) -> tuple[Spot, ...]:
    """Where other pages name a page without a link: by title, name or redirect, with the particles of Korean."""
    called = [page.title, *articles.aliases(scene, page.id)]
    names = Names(((text, page.id, {}) for text in called), lambda _text, _page: False)
    return tuple(spot for other in _naming(scene, page, called) for spot in _spots(scene, other, names))


def linking(scene: Scene, page: Page) -> tuple[Spot, ...]:
    """Where other pages link to a page: from each the first place."""
    keys = set(titles.seen_title_keys(scene.reading, scene.horizon, page.id))
    found: list[Spot] = []
    for id, _ in articles.links(scene, page.id).backlinks[:_MOST_PAGES]:
        other = scene.page(id)
        text, revision = _source(scene, other)
        for start, title in links_in(text):
            if title_key(title) in keys:
                found.append(_spot(other, revision, text, start, start, title))
                break
    return tuple(found)


def linked(page: Page, spots: Iterable[Spot], bodies: dict[PageId, str]) -> list[Edit]:
    """The edits that make links to a page of these places, in pages whose sources are given. Raises EditConflict if one
    of them no longer says what it said.
    """
    by_page: dict[PageId, list[Spot]] = {}
    for spot in spots:
        by_page.setdefault(spot.page, []).append(spot)
    made: list[Edit] = []
    for other, here in by_page.items():
        text = bodies[other]
        for spot in sorted(here, key=lambda each: each.start, reverse=True):
            if text[spot.start : spot.end] != spot.name:
                raise EditConflict(f"“{spot.title}” was changed since it was read; it will be looked at again")
            bar = "\\|" if spot.cell else "|"
            label = "" if spot.name == page.title else f"{bar}{in_link(spot.name)}"
            link = f"[[{in_link(page.title)}{label}]]"
            text = text[: spot.start] + link + text[spot.end :]
        made.append(SavePage(other, text, here[0].revision, summary=f"link to {page.title}"))
    return made


def _naming(scene: Scene, page: Page, called: Iterable[str]) -> Iterator[Page]:
    """The other pages whose seen prose has one of these names in it, by title."""
    found: set[PageId] = set()
    for name in dict.fromkeys(called):
        hits = search_passages(
            scene.reading, scene.horizon, (Term(name, phrase=True),), _MOST_PAGES, ranked=False, first=None
        )
        found.update(hit.page for hit in hits)
    found.discard(page.id)
    others = sorted((scene.page(id) for id in found), key=lambda each: (each.title, each.id))
    return iter(others[:_MOST_PAGES])


def _spots(scene: Scene, other: Page, names: Names) -> list[Spot]:
    text, revision = _source(scene, other)
    found: list[Spot] = []
    for start, end, cell in plain_spans(text):
        for mention in names.mentions(text[start:end]):
            at = start + mention.start
            found.append(_spot(other, revision, text, at, start + mention.end, mention.name, cell=cell))
    return found[:_MOST_OF_A_PAGE]


def _source(scene: Scene, page: Page) -> tuple[str, RevisionId | None]:
    """A page's source as the viewpoint may have it."""
    text = articles.page_text(scene, page)
    source = text.body if scene.viewpoint.author else articles.readable(scene, page, text)
    return source, None if text.revision is None else text.revision.id


def _spot(
    page: Page, revision: RevisionId | None, text: str, start: int, end: int, name: str, *, cell: bool = False
) -> Spot:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : len(text) if last < 0 else last]
    said = _said(line)
    place = said.find(name)
    begin = max(0, place - _AROUND)
    cut = said[begin : begin + 2 * _AROUND + len(name)]
    shown = ("…" if begin else "") + cut + ("…" if begin + len(cut) < len(said) else "")
    marked = shown.find(name)
    marks = ((marked, marked + len(name)),) if marked >= 0 else ()
    return Spot(
        page.id, page.title, revision, start, end, text.count("\n", 0, start) + 1, name, Snippet(shown, marks), cell
    )


def _said(line: str) -> str:
    """What a line of source says, without its marks."""
    return " ".join(" ".join(passage.text.split()) for passage in parse(line).passages).strip() or line.strip()

"""Finding pages: by the words in them, by their titles and names."""

from dataclasses import dataclass

from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import parse
from fanwiki.store import search as index
from fanwiki.store import texts
from fanwiki.store.words import matched_span
from fanwiki.wiki.reading.scene import Scene

_TITLE_WEIGHT = 1000.0
_SNIPPET = 160


@dataclass(frozen=True)
class Hit:
    """A page that matches a query, with some of the text around the match; `score` grows with relevance."""

    page: PageId
    title: str
    kind: PageKind
    snippet: str
    score: float


def search(scene: Scene, query: str, limit: int) -> tuple[Hit, ...]:
    """Titles and names first, then texts, each page once, best first."""
    found: dict[PageId, Hit] = {}
    for hit in index.search_titles(scene.reading, scene.horizon, query, limit):
        if hit.page not in found:
            page = scene.page(hit.page)
            found[hit.page] = Hit(page.id, page.title, page.kind, hit.text, hit.score + _TITLE_WEIGHT)
    for hit in index.search_passages(scene.reading, scene.horizon, query, limit * 2):
        if hit.page not in found and len(found) < limit:
            page = scene.page(hit.page)
            found[hit.page] = Hit(page.id, page.title, page.kind, _snippet(scene, hit, query), hit.score)
    return tuple(sorted(found.values(), key=lambda hit: -hit.score)[:limit])


def _snippet(scene: Scene, hit: index.TextHit, query: str) -> str:
    """Some of the passage that matched, never of another: the index keeps no text, so it is cut out anew."""
    passages = parse(texts.body(scene.reading, hit.page)).passages
    assert hit.passage is not None
    prose = " ".join(passages[hit.passage].text.split())
    start, end = matched_span(prose, query)
    begin = max(0, start - (_SNIPPET - (end - start)) // 2)
    cut = prose[begin : begin + _SNIPPET]
    return ("…" if begin else "") + cut.strip() + ("…" if begin + _SNIPPET < len(prose) else "")

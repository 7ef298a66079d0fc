"""Finding pages: by the words in them, by their titles and names."""

from dataclasses import dataclass

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import given_keys, matching_key
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import parse
from fanwiki.store import pages, texts
from fanwiki.store import search as index
from fanwiki.store.words import matched_span, matched_words
from fanwiki.wiki.reading.scene import Scene

_TITLE_WEIGHT = 1000.0
_SNIPPET = 160
_NAMED = (PageKind.CHARACTER, PageKind.PERSON)
"""The kinds of page whose subjects people call by a part of the name."""
_MOST_SCORED = 200
"""How many matches are judged for a reader, one by one."""


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
    ranked = scene.viewpoint.author
    most = limit if ranked else _MOST_SCORED
    found: dict[PageId, Hit] = {}
    for hit in index.search_titles(scene.reading, scene.horizon, query, most, ranked=ranked):
        page = scene.page(hit.page)
        score = hit.score if ranked else 1 / (1 + len(hit.text))
        _keep_better(found, Hit(page.id, page.title, page.kind, hit.text, score + _TITLE_WEIGHT))
    if not found:
        for page in called(scene, query):
            _keep_better(found, Hit(page.id, page.title, page.kind, page.title, _TITLE_WEIGHT))
    for hit in index.search_passages(scene.reading, scene.horizon, query, most * 2, ranked=ranked):
        if hit.page in found and found[hit.page].score >= _TITLE_WEIGHT:
            continue
        page = scene.page(hit.page)
        prose = _prose(scene, hit)
        score = hit.score if ranked else _score(prose, query)
        _keep_better(found, Hit(page.id, page.title, page.kind, _snippet(prose, query), score))
    return tuple(sorted(found.values(), key=lambda hit: (-hit.score, hit.title))[:limit])


def called(scene: Scene, name: str) -> tuple[Page, ...]:
    """The pages that somebody means who types a name: what a link would find; else what is the same but for hyphens,
    spaces and diacritics; else those of whose name it is the given part, as 온조 and Onjo are of Nam On-jo's.
    """
    exact = pages.find(scene.reading, scene.horizon, name)
    if exact is not None:
        return (exact[0],)
    alike = dict.fromkeys(page for _, page in pages.match(scene.reading, scene.horizon, name))
    return tuple(alike) or _by_given_name(scene, name)


def _by_given_name(scene: Scene, name: str) -> tuple[Page, ...]:
    key = matching_key(name)
    titles = pages.all_titles(scene.reading, scene.horizon) if key else []
    ids = dict.fromkeys(page for text, page, kind, _ in titles if kind in _NAMED and key in given_keys(text))
    return tuple(scene.page(id) for id in ids)


def _keep_better(found: dict[PageId, Hit], hit: Hit) -> None:
    known = found.get(hit.page)
    if known is None or known.score < hit.score:
        found[hit.page] = hit


def _prose(scene: Scene, hit: index.TextHit) -> str:
    """The passage that matched, never another: the index keeps no text, so it is read off the page anew."""
    assert hit.passage is not None
    return " ".join(parse(texts.body(scene.reading, hit.page)).passages[hit.passage].text.split())


def _score(prose: str, query: str) -> float:
    """How much a passage is about a query, judged by itself alone: the index's rank weighs a word by all texts there
    are, and would tell a reader of those he cannot see.
    """
    words = matched_words(query)
    hits = sum(prose.casefold().count(word) for word in words)
    return float(hits / (1 + len(prose)) ** 0.5)


def _snippet(prose: str, query: str) -> str:
    start, end = matched_span(prose, query)
    begin = max(0, start - (_SNIPPET - (end - start)) // 2)
    cut = prose[begin : begin + _SNIPPET]
    return ("…" if begin else "") + cut.strip() + ("…" if begin + _SNIPPET < len(prose) else "")

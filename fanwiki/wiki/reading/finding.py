"""Finding pages: by the words in them, by their titles and names, by what is known of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.matching import Marker, Snippet, Span
from fanwiki.domain.names import given_keys, matching_key
from fanwiki.domain.queries import Query, Term, parse_query
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import parse
from fanwiki.store import pages, texts, titles
from fanwiki.store import search as index
from fanwiki.store.search import Narrowing, TextHit
from fanwiki.wiki.ranking import rank
from fanwiki.wiki.reading import filtering
from fanwiki.wiki.reading.scene import Scene

_LETTERS: Final = re.compile(r"\w+")
_TITLE_WEIGHT: Final = 1000.0
_IS_IT: Final = 300.0
_BEGINS: Final = 100.0
_NAMED: Final = (PageKind.CHARACTER, PageKind.PERSON)
"""The kinds of page whose subjects people call by a part of the name."""
_MOST_SCORED: Final = 200
"""How many matches are judged for a reader, one by one."""
_FIRST: Final = 200
"""How many titles that match the first answer looks at."""
_FIRST_READ: Final = 12
"""How many texts it reads: the index's own rank would count every text that has one of the words."""
_LONG: Final = 1000
"""A text of so many characters is read in part, where that cannot bring up what is hidden."""
_HIDING: Final = re.compile(r":::|\|\||%%|\{\{|<")
"""What may hide what stands in a block of its own: reveals, veils, comments, templates and HTML."""
_OPEN_AT_ONCE: Final = 4
_OPEN_AT_LEAST: Final = 2
"""From how many letters on a word is looked for as a beginning in the first answer, and at all: the index has to put
together what it knows of every word that begins so, which for one letter is most of it.
"""
_SHORTEST_TYPO: Final = 3
_ALIKE: Final = 78.0
"""How much alike a title must be, of 100, that differs from what was typed."""


@dataclass(frozen=True)
class Hit:
    """A page that matches a query, with some of the text around the match, and where in that the words stand; `score`
    grows with relevance. `in_text` says that its text matches, and not a title or name.
    """

    page: PageId
    title: str
    kind: PageKind
    snippet: str
    score: float
    marks: tuple[Span, ...] = ()
    in_text: bool = False


def search(scene: Scene, written: str, limit: int, *, thorough: bool) -> tuple[Hit, ...]:
    """Titles and names first, then texts, each page once, best first. What is not thorough answers at once, with the
    best of the first that are found. Raises InvalidQuery.
    """
    query = parse_query(written)
    if query.is_empty:
        return ()
    return _Search(scene, query, limit, thorough=thorough).hits()


def line_found(scene: Scene, page: PageId, written: str) -> int | None:
    """The line, from 0, of a page's source where a word of a query first stands. None where none does, and for a
    reader: where in the whole source something stands would tell of what is hidden before it.
    """
    if not scene.viewpoint.author:
        return None
    body = texts.bodies(scene.reading, {page}).get(page, "")
    found = Marker(parse_query(written).wanted).first(body)
    return None if found is None else body.count("\n", 0, found[0])


def named(scene: Scene, typed: str, limit: int) -> tuple[tuple[str, Page], ...]:
    """The titles and names that the index has for what is typed, each with its page."""
    reading, horizon = scene.reading, scene.horizon
    hits = [
        *index.titles_beginning(reading, horizon, typed, limit),
        *index.search_titles(reading, horizon, (Term(typed, open=True),), limit, ranked=False, first=_FIRST),
        *index.titles_by_initials(reading, horizon, typed, limit),
    ]
    found = {page.id: page for page in pages.pages_among(reading, horizon, (hit.page for hit in hits))}
    return tuple(dict.fromkeys((hit.text, found[hit.page]) for hit in hits))


def called(scene: Scene, name: str) -> tuple[Page, ...]:
    """The pages that somebody means who types a name: what a link would find; else what is the same but for hyphens,
    spaces and diacritics; else those of whose name it is the given part, as 온조 and Onjo are of Nam On-jo's.
    """
    exact = titles.find(scene.reading, scene.horizon, name)
    if exact is not None:
        return (exact[0],)
    alike = dict.fromkeys(page for _, page in titles.match(scene.reading, scene.horizon, name))
    return tuple(alike) or _by_given_name(scene, name)


def _by_given_name(scene: Scene, name: str) -> tuple[Page, ...]:
    key = matching_key(name)
    ways = titles.titles_with(scene.reading, scene.horizon, key, _NAMED) if key else []
    ids = dict.fromkeys(page for text, page in ways if key in given_keys(text))
    return tuple(scene.page(id) for id in ids)


class _Search:
    """One question, answered once."""

    def __init__(self, scene: Scene, query: Query, limit: int, *, thorough: bool) -> None:
        self._scene = scene
        self._query = query
        self._limit = limit
        self._thorough = thorough
        self._narrowing = filtering.narrowing(scene, query)
        self._marker = Marker(query.wanted)
        self._loose = not any(term.phrase for term in query.wanted)
        self._open = self._loose and query.wanted[-1:] != () and query.wanted[-1].open
        self._found: dict[PageId, tuple[float, TextHit]] = {}
        self._bodies: dict[PageId, str] = {}
        self._shown: dict[TextHit, str] = {}

    def hits(self) -> tuple[Hit, ...]:
        if not self._query.wanted:
            return self._all_asked()
        self._look_into_titles()
        if not self._found and self._loose and self._thorough:
            self._look_for_given_names()
        if len(self._found) < self._limit:
            # A text comes after every title.
            self._look_into_texts()
        if not self._found and self._loose and self._thorough:
            self._look_for_likeness()
        named = pages.titles(self._scene.reading, self._scene.horizon, self._found)
        best = sorted(self._found.items(), key=lambda each: (-each[1][0], named[each[0]]))[: self._limit]
        return self._told([each for _, each in best])

    def _all_asked(self) -> tuple[Hit, ...]:
        """What the filters let through, where no words are asked for."""
        scene = self._scene
        found = index.pages_asked(scene.reading, scene.horizon, self._narrowing, self._limit)
        return self._told([(0.0, TextHit(page, 0.0, None)) for page in found])

    def _look_into_titles(self) -> None:
        scene = self._scene
        reading, horizon, words = scene.reading, scene.horizon, self._query.words
        hits = index.titles_beginning(reading, horizon, words, self._limit, self._narrowing) if self._open else []
        hits += index.titles_by_initials(reading, horizon, words, self._limit, self._narrowing)
        hits += index.search_titles(
            reading,
            horizon,
            self._opened(self._query.wanted),
            max(self._limit, _MOST_SCORED),
            ranked=False,
            narrowing=self._narrowing,
            first=None if self._thorough else _FIRST,
        )
        for hit in hits:
            self._keep(_TITLE_WEIGHT + 1 / (1 + len(hit.text)) + self._fit(hit.text), hit)

    def _opened(self, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        least = _OPEN_AT_LEAST if self._thorough else _OPEN_AT_ONCE
        return tuple(replace(term, open=term.open and _last_word(term) >= least) for term in terms)

    def _fit(self, title: str) -> float:
        """How much better a title is that is, or begins with, what was typed."""
        typed, key = matching_key(self._query.words), matching_key(title)
        return _IS_IT if key == typed else _BEGINS if key.startswith(typed) else 0.0

    def _look_into_texts(self) -> None:
        scene, ranked = self._scene, self._scene.viewpoint.author and self._thorough
        hits = index.search_passages(
            scene.reading,
            scene.horizon,
            self._opened(self._query.wanted),
            self._limit * 2 if ranked else _MOST_SCORED * 2,
            ranked=ranked,
            narrowing=self._narrowing,
            first=None if self._thorough else _FIRST_READ,
        )
        wanted = [each for each in hits if self._found.get(each.page, (0.0,))[0] < _TITLE_WEIGHT]
        if not ranked:
            self._fetch(wanted)
        for hit in wanted:
            self._keep(hit.score if ranked else self._score(self._said(hit)), hit)

    def _look_for_given_names(self) -> None:
        """A name of which one part was typed."""
        allowed = self._allowed()
        for page in called(self._scene, self._query.words):
            if allowed is None or page.id in allowed:
                self._keep(_TITLE_WEIGHT, TextHit(page.id, 0.0, None, page.title))

    def _look_for_likeness(self) -> None:
        """A title or name in which a letter is wrong, where nothing has it as it was typed."""
        words, allowed = self._query.words, self._allowed()
        if len(matching_key(words)) < _SHORTEST_TYPO:
            return
        ways = titles.all_titles(self._scene.reading, self._scene.horizon)
        if allowed is not None:
            ways = [way for way in ways if way[1] in allowed]
        for nth, place in enumerate(rank(words, [way[0] for way in ways], self._limit, least=_ALIKE)):
            text, page, *_ = ways[place]
            self._keep(-nth - 1.0, TextHit(page, 0.0, None, text))

    def _allowed(self) -> frozenset[PageId] | None:
        """The pages that the filters let through; None for all."""
        if self._narrowing == Narrowing():
            return None
        return frozenset(index.pages_asked(self._scene.reading, self._scene.horizon, self._narrowing))

    def _keep(self, score: float, hit: TextHit) -> None:
        known = self._found.get(hit.page)
        if known is None or known[0] < score:
            self._found[hit.page] = (score, hit)

    def _score(self, prose: str) -> float:
        """How much a passage is about a query, judged by itself alone: the index's rank weighs a word by all texts
        there are, and would tell a reader of those he cannot see.
        """
        return float(len(self._marker.spans(prose)) / (1 + len(prose)) ** 0.5)

    def _told(self, best: Sequence[tuple[float, TextHit]]) -> tuple[Hit, ...]:
        """What is said of the pages found, with what stands around."""
        scene = self._scene
        self._fetch([hit for _, hit in best])
        seen = pages.pages_among(scene.reading, scene.horizon, [hit.page for _, hit in best])
        found = {page.id: page for page in seen}
        return tuple(self._hit(found[hit.page], score, hit) for score, hit in best)

    def _hit(self, page: Page, score: float, hit: TextHit) -> Hit:
        if hit.passage is None:
            named = hit.text if hit.text != page.title else ""
            shown = Snippet(named, self._marker.spans(named))
        else:
            shown = self._marker.snippet(self._said(hit))
        return Hit(page.id, page.title, page.kind, shown.text, score, shown.marks, hit.passage is not None)

    def _fetch(self, hits: Iterable[TextHit]) -> None:
        """Reads the texts of hits, all at once."""
        wanted = {hit.page for hit in hits if hit.passage is not None} - self._bodies.keys()
        self._bodies.update((PageId(id), body) for id, body in texts.bodies(self._scene.reading, wanted).items())

    def _said(self, hit: TextHit) -> str:
        """What is shown of a text, and for a reader judged: the block of a long one in which the first of the words
        stands; all of a short one, of one that hides something, and of what a reader asks with time.
        """
        if hit not in self._shown:
            body, author = self._bodies[hit.page], self._scene.viewpoint.author
            in_part = author or not (self._thorough or _HIDING.search(body))
            self._shown[hit] = (self._block(body) if in_part and len(body) >= _LONG else "") or self._prose(hit)
        return self._shown[hit]

    def _block(self, body: str) -> str:
        for block in body.split("\n\n"):
            if self._marker.first(block) is not None:
                said = " ".join(" ".join(passage.text.split()) for passage in parse(block).passages)
                if self._marker.first(said) is not None:
                    return said
        return ""

    def _prose(self, hit: TextHit) -> str:
        """The passage that matched, never another: the index keeps no text, so it is read off the page anew."""
        assert hit.passage is not None
        return " ".join(parse(self._bodies[hit.page]).passages[hit.passage].text.split())


def _last_word(term: Term) -> int:
    """How many letters the last word of a term has: of On-j, which the index has as two words, one."""
    return len(_LETTERS.findall(term.text)[-1])

"""Statements in the prose that time overtakes: "as of this writing", "yet to be announced". A page that nobody has
touched for a year may still say so, and no claim of the ledger would show it.

The phrases are English; what other languages say goes unnoticed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from fanwiki.domain.claims import StaleStatement
from fanwiki.domain.dates import PartialDate
from fanwiki.domain.ids import PageId
from fanwiki.markup import Document, parse
from fanwiki.store import texts
from fanwiki.store.search import OldSaying, old_sayings
from fanwiki.wiki.reading.scene import Scene

PHRASES: Final = (
    "as of this writing",
    "as of now",
    "as of today",
    "at the time of writing",
    "at this time",
    "to this date",
    "yet to be",
    "not yet announced",
    "not yet been",
    "not yet confirmed",
    "not yet known",
    "not yet released",
    "no official announcement",
    "no release date",
    "has not been announced",
    "has not been confirmed",
    "has not been renewed",
    "have not been announced",
    "to be announced",
    "to be confirmed",
    "remains to be seen",
)

_AGE: Final = timedelta(days=365)
_LONGEST: Final = 200
_PHRASE: Final = re.compile(r"\b(?:" + "|".join(each.replace(" ", r"\s+") for each in PHRASES) + r")\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[.!?…][\"”’)]*\s+")


@dataclass(frozen=True)
class Statement:
    """A statement in a text: its source line, from 0, its sentence, and the phrase that gives it away."""

    line: int
    text: str
    phrase: str


def statements_in(source: str, document: Document, seen: Iterable[str]) -> tuple[Statement, ...]:
    """The doubtful statements of a page in the order of its lines, as far as they stand in the passages `seen`."""
    readable = [" ".join(text.split()) for text in seen]
    lines = source.split("\n")
    notes = [note.block for note in document.notes if note.block is not None]
    found: list[Statement] = []
    for block in (*document.blocks, *notes):
        spots = _spots(lines[block.first_line : block.last_line], block.first_line)
        told: set[str] = set()
        for passage in block.passages:
            for match in _PHRASE.finditer(passage.text):
                sentence = _sentence(passage.text, match)
                if sentence not in told and any(sentence in text for text in readable):
                    told.add(sentence)
                    found.append(Statement(next(spots, block.first_line), _shortened(sentence), _plain(match[0])))
    return tuple(sorted(found, key=lambda each: each.line))


def stale_statements(scene: Scene, today: date) -> tuple[StaleStatement, ...]:
    """The doubtful statements on pages that were last changed over a year before `today`, by page and line."""
    return tuple(
        statement
        for page, found in groupby(sayings(scene, today), _page_of)
        for statement in _on_page(scene, page, list(found))
    )


def sayings(scene: Scene, today: date) -> list[OldSaying]:
    """Where such a phrase stands in a passage that is seen, on pages that were last changed so long ago, by title."""
    return old_sayings(scene.reading, scene.horizon, PHRASES, (today - _AGE).isoformat())


def of_page(source: str, document: Document, found: Sequence[OldSaying]) -> Iterator[StaleStatement]:
    """The doubtful statements of one page, of which `found` says where they stand."""
    # A text that has been changed since may have fewer passages.
    seen = [document.passages[each.passage].text for each in found if each.passage < len(document.passages)]
    page, title, written = found[0].page, found[0].title, PartialDate(found[0].written[:10])
    for each in statements_in(source, document, seen):
        yield StaleStatement(page, title, each.line, each.text, each.phrase, written)


def _on_page(scene: Scene, page: PageId, found: Sequence[OldSaying]) -> Iterator[StaleStatement]:
    source = texts.body(scene.reading, page)
    return of_page(source, parse(source), found)


def _page_of(saying: OldSaying) -> PageId:
    return saying.page


def _spots(lines: list[str], first: int) -> Iterator[int]:
    """The lines of a block in which a phrase begins, one after the other."""
    block = "\n".join(lines)
    return (first + block.count("\n", 0, match.start()) for match in _PHRASE.finditer(block))


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence around a match, blanks made one."""
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
    following = _SENTENCE_END.search(text, match.end())
    return _plain(text[start : len(text) if following is None else following.end()])


def _shortened(sentence: str) -> str:
    """A long sentence cut so that the phrase stays in it."""
    if len(sentence) <= _LONGEST:
        return sentence
    match = _PHRASE.search(sentence)
    start = 0 if match is None else max(0, match.start() - _LONGEST // 2)
    cut = sentence[start : start + _LONGEST].strip()
    return ("…" if start else "") + cut + ("…" if start + _LONGEST < len(sentence) else "")


def _plain(text: str) -> str:
    return " ".join(text.split())

"""Titles that are almost the same, found without holding each against each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key
from fanwiki.domain.vocabulary import PageKind

_LONG: Final = 8
"""From so many letters on a single one may be a slip."""

_TOPICS: Final = frozenset({PageKind.ARTICLE, PageKind.GROUP, PageKind.CATEGORY, PageKind.TEMPLATE})
"""Kinds whose titles are phrases; names of people differ by one letter and are two people's."""


def near_titles(pages: Iterable[Page]) -> dict[PageId, list[PageId]]:
    """For each page the earlier ones, by title, that have almost the same title."""
    found: dict[PageId, list[PageId]] = defaultdict(list)
    by_key: dict[str, list[Page]] = defaultdict(list)
    for page in sorted(pages, key=lambda each: (each.title, each.id)):
        by_key[matching_key(page.title)].append(page)
    for same in by_key.values():
        for number, page in enumerate(same[1:], 1):
            found[page.id] += [other.id for other in same[:number]]
    shortened: dict[str, list[str]] = defaultdict(list)
    for key, same in by_key.items():
        if len(key) < _LONG or same[0].kind not in _TOPICS:
            continue
        near = {other for less in _shorter(key) for other in shortened.get(less, ())}
        near |= set(shortened.get(key, ()))
        for other in sorted(near):
            if _one_slip(key, other) and by_key[other][0].kind is same[0].kind:
                found[same[0].id].append(by_key[other][0].id)
        for less in {key, *_shorter(key)}:
            shortened[less].append(key)
    return found


def _shorter(key: str) -> Iterator[str]:
    """A key with each of its letters left out."""
    return (key[:place] + key[place + 1 :] for place in range(len(key)))


def _one_slip(one: str, other: str) -> bool:
    """Whether two keys differ in one letter, or in two that change places; figures are no slip."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if start == 0:
        return False
    mine, theirs = one[start:], other[start:]
    if any(letter.isdigit() for letter in (mine[:1], theirs[:1])):
        return False
    if mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:]:
        return True
    return mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]

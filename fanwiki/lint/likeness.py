"""Titles that are almost the same, found without holding each against each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key
from fanwiki.domain.vocabulary import PageKind

_LONG: Final = 8
"""From so many letters on a single one may be a slip."""

_MARKS: Final = 1 << 24
"""Bytes in which it is marked which texts have been met: many more than there are texts, so that few share one."""

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
    topics = [key for key, same in by_key.items() if len(key) >= _LONG and same[0].kind in _TOPICS]
    for key, other in _slips(topics):
        one, earlier = by_key[key][0], by_key[other][0]
        if one.kind is earlier.kind:
            found[one.id].append(earlier.id)
    return found


def _slips(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of keys that differ by one slip, each with the earlier one second."""
    shared = _marked_twice(less for key in keys for less in _shorter(key))
    shortened: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        shorter = {less for less in _shorter(key) if shared(less)}
        near = {other for less in shorter for other in shortened.get(less, ())}
        yield from ((key, other) for other in sorted(near) if _one_slip(key, other))
        for less in shorter:
            shortened[less].append(key)


def _marked_twice(texts: Iterable[str]) -> Callable[[str], bool]:
    """Whether a text may be there twice: nothing is kept of those that are not, which are nearly all."""
    once, twice = bytearray(_MARKS), bytearray(_MARKS)
    for text in texts:
        mark = hash(text) % _MARKS
        if once[mark]:
            twice[mark] = 1
        once[mark] = 1
    return lambda text: bool(twice[hash(text) % _MARKS])


def _shorter(key: str) -> set[str]:
    """A key, and it with each of its letters left out."""
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}


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

"""Titles that are almost the same, found without holding each against each."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key
from fanwiki.domain.vocabulary import PageKind

_LONG: Final = 8
"""From so many letters on a single one may be a slip."""

_LONG_WORD: Final = 7
"""Letters that a word must have for one of them to be a slip."""

_PLURAL: Final = 5
"""Letters of a word that with an s more is its plural, which mostly means the same."""

_SHORTEST_TEMPLATE: Final = 3

_PREFIXED: Final = frozenset({PageKind.CATEGORY, PageKind.TEMPLATE})
"""Kinds whose titles begin alike."""

_WORD: Final = re.compile(r"[^\W_]+")

_MARKS: Final = 1 << 24
"""Bytes in which it is marked which texts have been met: many more than there are texts, so that few share one."""

_TOPICS: Final = frozenset({PageKind.ARTICLE, PageKind.GROUP, PageKind.CATEGORY, PageKind.TEMPLATE})
"""Kinds whose titles are phrases; names of people differ by one letter and are two people's."""


def near_titles(pages: Iterable[Page]) -> dict[PageId, list[PageId]]:
    """For each page the earlier ones, by title, that have almost the same title."""
    found: dict[PageId, list[PageId]] = defaultdict(list)
    by_key: dict[str, list[Page]] = defaultdict(list)
    for page in sorted(pages, key=lambda each: (each.title, each.id)):
        key = _key(page)
        if key:
            by_key[key].append(page)
    for same in by_key.values():
        for number, page in enumerate(same[1:], 1):
            found[page.id] += [other.id for other in same[:number]]
    topics = [key for key, same in by_key.items() if len(_bare_key(key)) >= _LONG and same[0].kind in _TOPICS]
    for key, other in _slips(topics):
        one, earlier = by_key[key][0], by_key[other][0]
        if one.kind is earlier.kind and _is_slip(one.title, earlier.title):
            found[one.id].append(earlier.id)
    return found


def _key(page: Page) -> str:
    """By what titles are compared; empty for one that is not: a template is called by signs and single letters too, and
    what stands below it as what stands below another.
    """
    if page.kind not in _PREFIXED:
        return matching_key(page.title)
    bare = page.title.split(":", 1)[-1]
    key = matching_key(bare)
    if page.kind is PageKind.TEMPLATE and (len(key) < _SHORTEST_TEMPLATE or "/" in bare):
        return ""
    return f"{page.kind}:{key}" if key else ""


def _bare_key(key: str) -> str:
    return key.split(":", 1)[-1]


def _slips(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of keys that differ by one slip, each with the earlier one second."""
    shared = _marked_twice(less for key in keys for less in _shorter(key))
    shortened: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        shorter = {less for less in _shorter(key) if shared(less)}
        near = {other for less in shorter for other in shortened.get(less, ())}
        yield from ((key, other) for other in sorted(near))
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


def _is_slip(one: str, other: str) -> bool:
    """Whether two titles differ in one word alone, and in that by a slip of the hand: in a short word a letter makes
    another word.
    """
    mine, theirs = (_WORD.findall(title.casefold()) for title in (one, other))
    if len(mine) != len(theirs):
        return False
    differing = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _is_slip_in_word(*sorted(differing[0], key=len))


def _is_slip_in_word(shorter: str, longer: str) -> bool:
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    mine, theirs = shorter[start:], longer[start:]
    if start == 0 or any(letter.isdigit() for letter in (mine[:1], theirs[:1])):
        return False
    if not mine and theirs == "s":
        return len(shorter) >= _PLURAL
    if len(longer) < _LONG_WORD:
        return False
    if mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:]:
        return True
    return mine == theirs[1:] or (len(shorter) == len(longer) and mine[1:] == theirs[1:])

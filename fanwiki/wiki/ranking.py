"""Which of many texts somebody means who types a few letters of one: in the pickers, behind `[[` and in the search.

There may be a hundred thousand of them, and every key asks anew. So the texts also stand in one long text each way:
to look for letters in that costs a thousandth of looking into each. Only what is found so is judged one by one.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Final

from fanwiki.domain.matching import folded
from fanwiki.domain.names import initials_classes, matching_key

_CANDIDATES: Final = 300
"""How many texts that begin so, have a word that does, or contain what is typed, are judged at most."""
_LEAST: Final = 66.0
_ALIKE: Final = 40
"""How many texts, and how many words, are looked at that are merely alike."""
_SHORTEST_WORD: Final = 3
_ENOUGH: Final = 5
"""With so many found among many texts, nobody needs those that are merely alike."""
_NEAR_WORDS: Final = 8
_FEW: Final = 2000
"""So many texts are compared letter by letter in no time."""
_NONE_EARLIER: Final[Mapping[int, int]] = MappingProxyType({})


class Ranking:
    """Texts made ready to be ranked at every key; making them ready takes some microseconds for each."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._plain = [_plain(text) for text in texts]
        self._tight = [matching_key(text) for text in texts]
        self._plain_lines = _Lines(self._plain)
        self._tight_lines = _Lines(self._tight)
        self._words = _words(self._plain) if len(self._plain) > _FEW else {}

    def best(
        self, typed: str, limit: int, *, least: float = _LEAST, earlier: Mapping[int, int] = _NONE_EARLIER
    ) -> list[int]:
        """The places of the texts that fit what was typed, best first.

        What begins with it comes before what has a word that begins so, then what merely contains it or is meant by
        its initial consonants, then what is alike, `least` of 100: a partial likeness first, or a given name would
        miss its full name. Of equals, the places in `earlier` come first, in the order of what it says of them.
        """
        wanted, tight = _plain(typed), matching_key(typed)
        if not tight:
            return list(range(min(len(self._plain), limit)))
        close = dict.fromkeys(self._holding(wanted, tight), 100.0)
        for place in self._meant_by_initials(typed):
            close.setdefault(place, 100.0)
        if len(close) < (limit if len(self._plain) <= _FEW else _ENOUGH):
            for place, score in self._alike(wanted, tight):
                close.setdefault(place, score)
        scored = [
            (
                self._held(wanted, tight, place) or score,
                -len(self._plain[place]),
                -earlier.get(place, len(earlier)),
                -place,
            )
            for place, score in close.items()
        ]
        return [-place for score, *_, place in sorted(scored, reverse=True) if score >= least][:limit]

    def _holding(self, wanted: str, tight: str) -> Iterator[int]:
        """Texts that begin so, then those with a word that does, then those that merely contain it: spaces and hyphens
        may stand elsewhere than in the text, for onjo means On-jo.
        """
        containing = list(islice(self._tight_lines.holding(tight), _CANDIDATES))
        if not containing:
            # Then none begins so either: to look for what is nowhere takes the longest.
            return
        yield from islice(self._plain_lines.holding(f"\n{wanted}"), _CANDIDATES)
        yield from islice(self._tight_lines.holding(f"\n{tight}"), _CANDIDATES)
        yield from islice(self._plain_lines.holding(f" {wanted}"), _CANDIDATES)
        yield from containing

    def _meant_by_initials(self, typed: str) -> Iterator[int]:
        classes = initials_classes(typed)
        if not classes:
            return iter(())
        pattern = re.compile("".join(f"[{each}]" for each in classes))
        return islice(self._tight_lines.matching(pattern), _CANDIDATES)

    def _alike(self, wanted: str, tight: str) -> Iterator[tuple[int, float]]:
        """Texts that are like what was typed, letters wrong, missing or exchanged, with how much."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # when somebody types, not when a page opens

        if len(self._plain) <= _FEW:
            near = process.extract(
                wanted, self._plain, scorer=fuzz.partial_ratio, score_cutoff=_LEAST, limit=_CANDIDATES
            )
            places: Iterable[int] = [place for _, _, place in near]
        else:
            whole = process.extract(tight, self._tight, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=_ALIKE)
            places = dict.fromkeys([place for _, _, place in whole] + list(self._with_words_like(wanted)))
        for place in places:
            partial = fuzz.partial_ratio(wanted, self._plain[place])
            yield place, (partial + fuzz.WRatio(wanted, self._plain[place])) / 2

    def _with_words_like(self, wanted: str) -> Iterator[int]:
        """Texts with a word that is like one of those that were typed."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # as above

        for word in wanted.split():
            if len(word) < _SHORTEST_WORD:
                continue
            near = process.extract(word, self._words.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST, limit=_NEAR_WORDS)
            for like, _, _ in near:
                yield from self._words[like][:_ALIKE]

    def _held(self, wanted: str, tight: str, place: int) -> float:
        """The score of a text that holds what is wanted; 0 for one that does not."""
        text = self._plain[place]
        if text == wanted:
            return 500.0
        if text.startswith(wanted) or self._tight[place].startswith(tight):
            return 400.0
        if f" {wanted}" in text:
            return 300.0
        return 200.0 if tight in self._tight[place] else 0.0


class _Lines:
    """Texts as the lines of one, in UTF-8: to look through letters of different width takes four times as long."""

    def __init__(self, texts: Sequence[str]) -> None:
        lines = [text.encode(errors="replace") for text in texts]
        self._text = b"\n" + b"\n".join(lines) + b"\n"
        self._starts = _starts(lines)

    def holding(self, letters: str) -> Iterator[int]:
        """The numbers of the lines that have these letters in them, a line break standing for where one begins."""
        wanted = letters.encode(errors="replace")
        at = self._text.find(wanted)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            at = self._text.find(wanted, self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text))

    def matching(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """The numbers of the lines in which a pattern is found, which knows no line break."""
        text, starts = self._letters
        for match in pattern.finditer(text):
            yield bisect_right(starts, match.start()) - 1

    @cached_property
    def _letters(self) -> "tuple[str, array[int]]":
        text = self._text.decode()
        return text, _starts(text[1:-1].split("\n"))


def _starts(lines: Sequence[Sized]) -> "array[int]":
    """Where each line begins, counted from the line break before it."""
    starts, start = array("L"), 0
    for line in lines:
        starts.append(start)
        start += len(line) + 1
    return starts


def rank(typed: str, texts: Sequence[str], limit: int, *, least: float = _LEAST) -> list[int]:
    """`Ranking.best` of texts that are ranked but once."""
    return Ranking(texts).best(typed, limit, least=least)


def _words(texts: Sequence[str]) -> "dict[str, array[int]]":
    """Each word with the places of the texts that have it."""
    found: dict[str, array[int]] = {}
    for place, text in enumerate(texts):
        for word in text.split():
            found.setdefault(word, array("L")).append(place)
    return found


def _plain(text: str) -> str:
    """Case, diacritics, hyphens and runs of spaces make no difference."""
    return " ".join(folded(text).replace("-", " ").split())

"""Which pages a text names. Whole words alone, as they are written; the longest name wins, and Korean names are known
with the particles that follow them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Locks

_WORD: Final = re.compile(r"[^\W_]+")
_HANGUL: Final = re.compile("[가-힣]+")
_HAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_PARTICLE: Final = re.compile(
    "이?[가은는을를의에와과도만로야여랑나라다]|으로|에[게서]|한테|께서?|아|보다|처럼|까지|부터|마저|조차|이라고?|라고"
)
_GOES_ON: Final = re.compile(r" [A-Z](?:[a-z]|['’][A-Z])")
_ASKING: Final = re.compile(
    r" (?:he|she|it|they|we|you|I|the|this|that|these|those|there|his|her|their|my|our|your|anyone|someone|everyone)\b"
)
_MONTHS: Final = frozenset({"April", "May", "June", "August"})
_DATING: Final = re.compile(r"\b(?:[Ii]n|[Ee]arly|[Ll]ate|[Mm]id)[ -]$|\d(?:st|nd|rd|th)?(?: of)? $")
_BEFORE: Final = 12
"""Characters before a month that may show it to be one."""
_YEAR: Final = re.compile(r",? \d{1,4}\b")
_SHORTEST: Final = 3
"""Letters that a name in a script with spaces must have."""


class Mention(NamedTuple):
    """Where a text names something: from `start` up to `end`. A tuple, since a large wiki has millions."""

    start: int
    end: int
    name: str
    owners: tuple[tuple[PageId, Locks], ...]


class Names:
    """Every way to name a page, to be looked for in texts."""

    def __init__(self, ways: Iterable[tuple[str, PageId, Locks]], commonplace: Callable[[str, PageId], bool]) -> None:
        owners_of: dict[str, list[tuple[PageId, Locks]]] = defaultdict(list)
        for text, page, locks in ways:
            if _is_name(text) and not commonplace(text, page):
                owners_of[text].append((page, locks))
        self._owners = {name: tuple(owners) for name, owners in owners_of.items()}
        lengths: dict[str, set[int]] = defaultdict(set)
        gated: set[str] = set()
        for name, owners in self._owners.items():
            first = _WORD.search(name)
            if first is None or first.start() != 0:
                continue
            start = name[:2] if _HAN.match(name) else first[0]
            lengths[start].add(len(name))
            if all(locks for _, locks in owners):
                gated.add(start)
        self._lengths = {start: sorted(each, reverse=True) for start, each in lengths.items()}
        """How long the names are that begin with a word, the longest first: a name is looked up, not searched for."""
        self._gated = frozenset(gated)
        self._gated_cjk = any(not start.isascii() for start in gated)

    def may_name_hidden(self, text: str) -> bool:
        """Whether a text can name anything that is locked: quick, and sure where it says no."""
        if not self._gated:
            return False
        words = set(_WORD.findall(text))
        if not self._gated.isdisjoint(words):
            return True
        return self._gated_cjk and not text.isascii()

    def mentions(self, text: str, *, within: bool = False) -> Iterator[Mention]:
        """Where a text names something, from its start on; no two overlap. `within` leaves out a name that is the
        whole text.
        """
        reached = 0
        for word in _WORD.finditer(text):
            letters = word[0]
            plain = letters.isascii()
            if plain and letters not in self._lengths:
                continue
            for start in (word.start(),) if plain or not _HAN.search(letters) else range(*word.span()):
                if start < reached:
                    continue
                lengths = self._lengths[letters] if plain else self._lengths_from(text, start)
                name = self._longest(lengths, text, start, within=within)
                if name is not None:
                    reached = start + len(name)
                    yield Mention(start, reached, name, self._owners[name])

    def _lengths_from(self, text: str, start: int) -> list[int]:
        """The lengths of names that may begin at a place in a script with particles, or without spaces."""
        word = _WORD.match(text, start)
        if word is None:
            return []
        found = {*self._lengths.get(word[0], ()), *self._lengths.get(text[start : start + 2], ())}
        if _HANGUL.fullmatch(word[0]):
            cuts = (cut for cut in range(len(word[0]) - 1, 1, -1) if _PARTICLE.fullmatch(word[0][cut:]))
            found.update(length for cut in cuts for length in self._lengths.get(word[0][:cut], ()))
        return sorted(found, reverse=True)

    def _longest(self, lengths: Iterable[int], text: str, start: int, *, within: bool) -> str | None:
        """The longest name that stands at a place."""
        for length in lengths:
            name = text[start : start + length]
            if name not in self._owners or (within and name == text):
                continue
            if _stands_alone(name, text, start + length) and not _is_another_word(name, text, start):
                return name
        return None


def _is_name(text: str) -> bool:
    return len(text) >= _SHORTEST or (len(text) > 1 and not text.isascii())


def _stands_alone(name: str, text: str, end: int) -> bool:
    """Whether a name that ends here is no part of a longer one: the Arthur of “Arthur Dayne” may be another."""
    return _ends(text, end) and (" " in name or not name.isascii() or _GOES_ON.match(text, end) is None)


def _is_another_word(name: str, text: str, start: int) -> bool:
    """Whether what looks like a name is the verb that a question begins with, or a month."""
    if name in ("Will", "May") and _ASKING.match(text, start + len(name)):
        return True
    dated = name in _MONTHS and (
        _DATING.search(text, max(start - _BEFORE, 0), start) or _YEAR.match(text, start + len(name))
    )
    return bool(dated)


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here: before what is no letter, a script without spaces, or a Korean particle."""
    following = _WORD.match(text, end)
    if following is None or _HAN.match(text, end - 1):
        return True
    return bool(_HANGUL.fullmatch(text[end - 1])) and _PARTICLE.fullmatch(following[0]) is not None

"""Which pages a text names. Whole words alone, as they are written; the longest name wins, and Korean names are known
with the particles that follow them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Locks

_WORD: Final = re.compile(r"[^\W_]+")
_HANGUL: Final = re.compile("[가-힣]+")
_HAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_PARTICLE: Final = re.compile(
    "이?[가은는을를의에와과도만로야여랑나라다]|으로|에[게서]|한테|께서?|아|보다|처럼|까지|부터|마저|조차|이라고?|라고"
)
_SHORTEST: Final = 3
"""Letters that a name in a script with spaces must have."""


@dataclass(frozen=True)
class Mention:
    """Where a text names something: from `start` up to `end`."""

    start: int
    end: int
    name: str
    owners: tuple[tuple[PageId, Locks], ...]


class Names:
    """Every way to name a page, to be looked for in texts."""

    def __init__(self, ways: Iterable[tuple[str, PageId, Locks]], commonplace: Callable[[str, PageId], bool]) -> None:
        self._owners: dict[str, list[tuple[PageId, Locks]]] = defaultdict(list)
        for text, page, locks in ways:
            if _is_name(text) and not commonplace(text, page):
                self._owners[text].append((page, locks))
        self._starts: dict[str, list[str]] = defaultdict(list)
        for name in self._owners:
            first = _WORD.search(name)
            if first is not None and first.start() == 0:
                self._starts[name[:2] if _HAN.match(name) else first[0]].append(name)
        for names in self._starts.values():
            names.sort(key=len, reverse=True)
        gated = {name for name, owners in self._owners.items() if all(locks for _, locks in owners)}
        self._gated = frozenset(start for start, names in self._starts.items() if gated.intersection(names))
        self._gated_cjk = any(not start.isascii() for start in self._gated)

    def may_name_hidden(self, text: str) -> bool:
        """Whether a text can name anything that is locked: quick, and sure where it says no."""
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
            if plain and letters not in self._starts:
                continue
            for start in (word.start(),) if plain or not _HAN.search(letters) else range(*word.span()):
                if start < reached:
                    continue
                names = self._starts.get(letters, ()) if plain else self._names_from(text, start)
                name = _longest((each for each in names if not within or each != text), text, start)
                if name is not None:
                    reached = start + len(name)
                    yield Mention(start, reached, name, tuple(self._owners[name]))

    def _names_from(self, text: str, start: int) -> list[str]:
        """The names that may begin at a place in a script with particles, or without spaces."""
        word = _WORD.match(text, start)
        if word is None:
            return []
        names = [*self._starts.get(word[0], ()), *self._starts.get(text[start : start + 2], ())]
        if _HANGUL.fullmatch(word[0]):
            cuts = (cut for cut in range(len(word[0]) - 1, 1, -1) if _PARTICLE.fullmatch(word[0][cut:]))
            names += [name for cut in cuts for name in self._starts.get(word[0][:cut], ())]
        return names


def _longest(names: Iterable[str], text: str, start: int) -> str | None:
    """The first of some names, the longest first, that stands at a place."""
    return next((name for name in names if text.startswith(name, start) and _ends(text, start + len(name))), None)


def _is_name(text: str) -> bool:
    return len(text) >= _SHORTEST or (len(text) > 1 and not text.isascii())


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here: before what is no letter, a script without spaces, or a Korean particle."""
    following = _WORD.match(text, end)
    if following is None or _HAN.match(text, end - 1):
        return True
    return bool(_HANGUL.fullmatch(text[end - 1])) and _PARTICLE.fullmatch(following[0]) is not None

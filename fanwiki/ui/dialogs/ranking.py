"""Which of many texts somebody means who types a few letters of one: in the pickers and behind `[[`."""

from collections.abc import Sequence
from typing import Final

from fanwiki.domain.names import matching_key

_CANDIDATES: Final = 200
_LEAST: Final = 66.0


class Ranking:
    """Texts made ready to be ranked at every key; making them ready takes some microseconds for each."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._plain = [_plain(text) for text in texts]
        self._tight = [matching_key(text) for text in texts]

    def best(self, typed: str, limit: int) -> list[int]:
        """The places of the texts that fit what was typed, best first.

        What begins with it comes before what has a word that begins so, then what merely contains it, then what is
        alike: a partial likeness first, or a given name would miss its full name.
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # when somebody types, not when a page opens

        wanted, tight = _plain(typed), matching_key(typed)
        if not tight:
            return list(range(min(len(self._plain), limit)))
        near = process.extract(wanted, self._plain, scorer=fuzz.partial_ratio, score_cutoff=_LEAST, limit=_CANDIDATES)
        # Spaces and hyphens may stand elsewhere than in the text: onjo means On-jo.
        close = {place: 100.0 for place, text in enumerate(self._tight) if tight in text}
        for _, partial, place in near:
            close.setdefault(place, partial)
        scored = [
            (
                self._held(wanted, tight, place) or (partial + fuzz.WRatio(wanted, self._plain[place])) / 2,
                -len(self._plain[place]),
                -place,
            )
            for place, partial in close.items()
        ]
        return [-place for score, _, place in sorted(scored, reverse=True) if score >= _LEAST][:limit]

    def _held(self, wanted: str, tight: str, place: int) -> float:
        """The score of a text that holds what is wanted; 0 for one that does not."""
        text = self._plain[place]
        if text == wanted:
            return 500.0
        if text.startswith(wanted):
            return 400.0
        if f" {wanted}" in text:
            return 300.0
        return 200.0 if wanted in text or tight in self._tight[place] else 0.0


def rank(typed: str, texts: Sequence[str], limit: int) -> list[int]:
    """`Ranking.best` of texts that are ranked but once."""
    return Ranking(texts).best(typed, limit)


def _plain(text: str) -> str:
    """Case, hyphens and runs of spaces make no difference."""
    return " ".join(text.casefold().replace("-", " ").split())

"""Which of many texts somebody means who types a few letters of one."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process

from fanwiki.domain.names import matching_key

_CANDIDATES: Final = 200
_LEAST: Final = 66.0


def rank(typed: str, texts: Sequence[str], limit: int) -> list[int]:
    """The places of the texts that fit what was typed, best first.

    What begins with it comes before what has a word that begins so, then what merely contains it, then what is
    alike: a partial likeness first, or a given name would miss its full name.
    """
    wanted, tight = _plain(typed), matching_key(typed)
    if not tight:
        return list(range(min(len(texts), limit)))
    plain = [_plain(text) for text in texts]
    near = process.extract(wanted, plain, scorer=fuzz.partial_ratio, score_cutoff=_LEAST, limit=_CANDIDATES)
    # Spaces and hyphens may stand elsewhere than in the text: onjo means On-jo.
    close = {place: (plain[place], 100.0) for place, text in enumerate(texts) if tight in matching_key(text)}
    for text, partial, place in near:
        close.setdefault(place, (text, partial))
    scored = [
        (_score(wanted, tight, text, partial), -len(text), -place, place) for place, (text, partial) in close.items()
    ]
    return [place for score, *_, place in sorted(scored, reverse=True) if score >= _LEAST][:limit]


def _score(wanted: str, tight: str, text: str, partial: float) -> float:
    if text == wanted:
        return 500.0
    if text.startswith(wanted):
        return 400.0
    if f" {wanted}" in text:
        return 300.0
    if wanted in text or tight in matching_key(text):
        return 200.0
    return (partial + fuzz.WRatio(wanted, text)) / 2


def _plain(text: str) -> str:
    """Case, hyphens and runs of spaces make no difference."""
    return " ".join(text.casefold().replace("-", " ").split())

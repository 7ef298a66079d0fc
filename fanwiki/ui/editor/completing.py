"""What is being typed behind `[[`, and which titles fit it: pure, and without Qt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 12
"""Titles offered at a time."""

_OPEN: Final = re.compile(r"!?\[\[(?P<typed>[^\[\]|#\n]{0,100})$")
_SCREENED: Final = 400
"""Titles that are ranked closely, after those that hold what is typed have been picked out."""


@dataclass(frozen=True)
class Open:
    """A link that is open at the cursor: `start` is where its title begins in the line, `typed` what stands there."""

    start: int
    typed: str


def open_link(before: str) -> Open | None:
    """The link that is open at the end of the part of a line before the cursor, or None."""
    match = _OPEN.search(before)
    if match is None or before.count("`") % 2:
        return None
    return Open(match.start("typed"), match["typed"])


def rank(typed: str, titles: Sequence[str]) -> list[str]:
    """The titles that fit best, best first: those that begin with what is typed, then those in which a word does,
    then those that hold it, then those that are like it.
    """
    wanted = typed.strip().casefold()
    if not wanted:
        return list(titles[:MOST])
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    for title in titles:
        folded = title.casefold()
        place = folded.find(wanted)
        if place == 0:
            found[0].append(title)
        elif place > 0:
            found[1 if not folded[place - 1].isalnum() else 2].append(title)
    best = [title for group in found for title in sorted(group[:_SCREENED], key=len)][:MOST]
    if len(best) < MOST and len(wanted) > 2:
        best.extend(_alike(wanted, titles, best))
    return best


def _alike(wanted: str, titles: Sequence[str], besides: Sequence[str]) -> list[str]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only when nothing else fits

    ranked = process.extract(wanted, titles, scorer=fuzz.WRatio, processor=str.casefold, limit=MOST, score_cutoff=72)
    return [title for title, _, _ in ranked if title not in besides][: MOST - len(besides)]

"""Colours as `#rrggbb`: how far two stand apart, and the shade of one that is read on some ground.

A user picks one colour for a state; window, preview and bundle show it on light and on dark, in the shade from here.
"""

import re
from functools import lru_cache
from typing import Final

AA: Final = 4.5
"""The least contrast of text to its ground (WCAG 2, level AA)."""

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_GREY: Final = "#808080"
_STEPS: Final = 20
_MIDDLE: Final = 0.18
"""The luminance of a ground that black and white are read on about equally well."""


def is_colour(text: str) -> bool:
    """Whether a text is a colour as it is written here."""
    return _COLOUR.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2, from 0 to 1."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart after WCAG 2: from 1, the same, to 21, black and white."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def blend(colour: str, ground: str, share: float) -> str:
    """So much of a colour over a ground; `share` from 0 to 1."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(255 * (share * ours + (1 - share) * theirs)):02x}" for ours, theirs in pairs)


@lru_cache(maxsize=1024)
def readable(colour: str, *grounds: str, tinted: float = 0.0) -> str:
    """A colour, lightened or darkened as far as it must be to be read on each of some grounds, which are all light or
    all dark. With `tinted` it is read there too when so much of itself lies over the ground. What is no colour is
    taken for grey.
    """
    wanted = colour if is_colour(colour) else _GREY
    end = "#000000" if luminance(grounds[0]) > _MIDDLE else "#ffffff"
    for step in range(_STEPS):
        made = blend(end, wanted, step / _STEPS)
        if all(contrast(made, blend(made, ground, share)) >= AA for ground in grounds for share in (0.0, tinted)):
            return made
    return end


def _channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, each from 0 to 1. Raises ValueError for what is no colour."""
    if not is_colour(colour):
        raise ValueError(f"“{colour}” is no colour; write it like #1a7f4b")
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255

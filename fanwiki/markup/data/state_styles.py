"""The style sheet of a wiki's states: each in its own colour, in a shade that is read on light and one on dark.

A page's policy forbids styles in its elements, so an element says which colour it means, and this sheet what that
looks like.
"""

from collections.abc import Iterable
from typing import Final

from fanwiki.domain.colours import is_colour, readable
from fanwiki.domain.entities import State

LIGHT: Final = ("#ffffff", "#fbfaf6", "#f2efe7", "#e4f1ec")
DARK: Final = ("#1b2124", "#14181a", "#101415", "#163029")
"""What a state may stand on, light and dark: card, paper, sunken and accent-wash of content.css."""

_TINTED: Final = 0.09
"""How much of its colour lies below a state's word at the most."""


def colour_key(state: State) -> str | None:
    """How an element says that it has the colour of a state; None for a state without one."""
    return state.colour.removeprefix("#").lower() if is_colour(state.colour) else None


def state_styles(states: Iterable[State]) -> str:
    """CSS that gives the elements with `data-colour` their colour, as the variable `--state`."""
    keys = sorted({key for state in states if (key := colour_key(state)) is not None})
    return "".join(
        f'[data-colour="{key}"] {{ --state: light-dark({readable(f"#{key}", *LIGHT, tinted=_TINTED)}, '
        f"{readable(f'#{key}', *DARK, tinted=_TINTED)}); }}\n"
        for key in keys
    )

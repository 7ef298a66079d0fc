"""Words of a text that say in which state somebody is, and on which side of life that is."""

import re
from typing import Final

from fanwiki.domain.entities import State
from fanwiki.lint.continuity.fates import is_dead

_DEAD: Final = ("dead", "deceased")
_ALIVE: Final = ("alive", "living")
SAID: Final = re.compile(
    r"\b(?P<who>[^\n.!?;:,]{0,60}?)\b(?:is|are) (?:now |still |presently |currently )?"
    r"(?P<word>alive|dead|deceased)\b(?! (?:set|certain|to|tired|end|weight))",
    re.IGNORECASE,
)
"""A sentence that says of somebody to be alive or dead. What is denied, asked or supposed is not taken."""

DOUBTFUL: Final = re.compile(
    r"\b(?:if|whether|believes?|believed|thinks?|thought|presumed|supposed|claims?|claimed|said|says|assumes?|assumed|"
    r"unknown|not|never|until|before|when|rumou?red|fears?|hopes?|while|nobody|no one|may|might)\b",
    re.IGNORECASE,
)


def contradicts(word: str, state: State) -> bool:
    """Whether a word of prose or profile cannot be true of somebody in this state."""
    plain = word.strip().casefold()
    if plain in _DEAD:
        return not is_dead(state) and state.living is not None and state.word.casefold() != plain
    if plain in _ALIVE:
        return is_dead(state)
    return False

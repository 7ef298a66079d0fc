"""The least change that makes one text of another, so that cursor and undo live through it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextChange:
    """Puts `text` in the place of the characters `start` up to, not including, `end`."""

    start: int
    end: int
    text: str

    def applied(self, old: str) -> str:
        """The text that this makes of the old one."""
        return old[: self.start] + self.text + old[self.end :]


def least_change(old: str, new: str) -> TextChange | None:
    """What two texts begin and end with in common stays; None if they are the same."""
    if old == new:
        return None
    shorter = min(len(old), len(new))
    start = _common(old, new, shorter)
    kept = _common(old[::-1], new[::-1], shorter - start)
    return TextChange(start, len(old) - kept, new[start : len(new) - kept])


def _common(one: str, other: str, limit: int) -> int:
    """How many characters two texts begin with in common, at most `limit`: by halving, since slices compare fast."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low

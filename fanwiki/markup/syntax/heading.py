"""Anchors of headings. They must not tell what lies under a reveal: a heading under one is numbered apart from
those outside, and what a heading itself veils is not part of its anchor.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from markdown_it.token import Token

from fanwiki.domain.names import slug
from fanwiki.markup.passages import visible_text

_BLANKS: Final = re.compile(r"\s+")


class Wanted(NamedTuple):
    """A heading as it is written: its text, the anchor it would have alone, and a suffix for the reveals around it."""

    text: str
    anchor: str
    suffix: str


def assign_anchors(tokens: Sequence[Token]) -> None:
    """Gives each heading its text and an anchor that no other heading of the page has."""
    anchors = Anchors()
    for token, wanted in headings(tokens):
        token.meta = {"text": wanted.text, "anchor": anchors.free(wanted)}


def headings(tokens: Sequence[Token], suffix: str = "") -> Iterator[tuple[Token, Wanted]]:
    """The opening token of each heading, in the order of the text."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            text = _BLANKS.sub(" ", visible_text(tokens[index + 1].children or [])).strip()
            yield token, Wanted(text, anchor(text), suffix)
        elif token.type == "reveal" and token.children:
            yield from headings(token.children, f"{suffix}.{anchor(token.meta['point'])}")


class Anchors:
    """The anchors of one page, given out in the order of its headings."""

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = {}
        self._counts: dict[str, int] = {}

    def free(self, wanted: Wanted) -> str:
        """A full stop cannot be part of a slug, so anchors of different reveals never meet."""
        taken = self._taken.setdefault(wanted.suffix, set())
        key = wanted.anchor + wanted.suffix
        found = wanted.anchor
        while found in taken:
            self._counts[key] = self._counts.get(key, 0) + 1
            found = f"{wanted.anchor}-{self._counts[key]}"
        taken.add(found)
        return found + wanted.suffix


def anchor(text: str) -> str:
    """The anchor that a heading of this text has, unless an earlier one took it."""
    return slug(text)

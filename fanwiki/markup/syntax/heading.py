"""Anchors of headings. They must not tell what lies under a reveal: a heading under one is numbered apart from
those outside, and what a heading itself veils is not part of its anchor.
"""

import re
from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

from fanwiki.domain.names import slug
from fanwiki.markup.passages import visible_text

_BLANKS: Final = re.compile(r"\s+")


def assign_anchors(tokens: Sequence[Token]) -> None:
    """Gives each heading its text and an anchor that no other heading of the page has."""
    _Anchors().assign(tokens, "")


class _Anchors:
    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = {}
        self._counts: dict[str, int] = {}

    def assign(self, tokens: Sequence[Token], suffix: str) -> None:
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                text = _BLANKS.sub(" ", visible_text(tokens[index + 1].children or [])).strip()
                token.meta = {"text": text, "anchor": self._free(anchor(text), suffix)}
            elif token.type == "reveal" and token.children:
                self.assign(token.children, f"{suffix}.{anchor(token.meta['point'])}")

    def _free(self, wanted: str, suffix: str) -> str:
        """A full stop cannot be part of a slug, so anchors of different reveals never meet."""
        taken = self._taken.setdefault(suffix, set())
        found = wanted
        while found in taken:
            self._counts[wanted + suffix] = self._counts.get(wanted + suffix, 0) + 1
            found = f"{wanted}-{self._counts[wanted + suffix]}"
        taken.add(found)
        return found + suffix


def anchor(text: str) -> str:
    """The anchor that a heading of this text has, unless an earlier one took it."""
    return slug(text)

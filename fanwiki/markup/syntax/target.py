"""What stands inside `[[…]]`: the pattern that the parser and the rewriting of links share."""

import re
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.link_titles import of_link

INSIDE: Final = re.compile(
    r"\[\[(?P<title>[^\[\]|#\n]{0,2400}?)(?:#(?P<heading>[^\[\]|\n]{0,400}?))?(?:\\?\|(?P<label>[^\[\]\n]*))?\]\]"
)
"""`[[title#heading|label]]`. The pipe may be escaped, as it must be in a table."""

_IMAGE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)", re.IGNORECASE)
_CATEGORY: Final = re.compile(r"\s*category\s*:\s*", re.IGNORECASE)


CATEGORY: Final = "Category:"
"""Stands before the title of a category's page, however it is typed."""


@dataclass(frozen=True)
class Target:
    """A link as it is meant; the title of a category has its prefix. `start` and `end` are where the title stands in
    the text, as `in_link` writes it.
    """

    title: str
    heading: str
    label: str | None
    category: bool
    start: int
    end: int
    after: int


def read_target(text: str, position: int) -> Target | None:
    """The link whose `[[` stands at `position`, or None if there is none."""
    match = INSIDE.match(text, position)
    if match is None:
        return None
    start, end = match.span("title")
    typed = match["title"]
    prefix = _CATEGORY.match(typed)
    if prefix is None and typed.lstrip().startswith(":"):
        prefix = _CATEGORY.match(typed, typed.index(":") + 1)
        start += 0 if prefix is None else typed.index(":") + 1
        category = False
    else:
        category = prefix is not None
    title = of_link(one_line(typed) if prefix is None else CATEGORY + one_line(typed[prefix.end() :]))
    heading = one_line(match["heading"] or "")
    if title == CATEGORY or not (title or heading):
        return None
    return Target(title, heading, match["label"], category, start, end, match.end())


def one_line(text: str) -> str:
    """Text with runs of blanks made one, and none at its ends."""
    return " ".join(text.split())


def is_image(title: str) -> bool:
    """Whether a title is the name of an image file, by its extension."""
    dot = title.rfind(".")
    return dot > 0 and _IMAGE.fullmatch(title, dot) is not None

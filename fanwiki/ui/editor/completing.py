"""What is being typed behind `[[`, `{{`, `||` and the like: pure, and without Qt."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from fanwiki.markup.block_names import SCOPED

MOST: Final = 12
"""What is offered at a time."""


class Kind(StrEnum):
    """What fits at the cursor."""

    TITLE = auto()
    """The title or a name of a page."""
    HEADING = auto()
    """A heading of the page `Open.page`; of this page, if that is empty."""
    CATEGORY = auto()
    EMBED = auto()
    """An image, or a page to be shown here."""
    BLOCK = auto()
    """A data block or a template."""
    CHARACTER = auto()
    """Whose status is to be shown."""
    SCOPE = auto()
    """A season."""
    POINT = auto()
    """From which point on something is seen."""


@dataclass(frozen=True)
class Open:
    """What is open at the cursor: `start` is where it begins in the line, `typed` what stands there, `closing` what
    is put behind it.
    """

    kind: Kind
    start: int
    typed: str
    closing: str
    page: str = ""


_CATEGORY: Final = re.compile(r"\[\[[ ]*category[ ]*:[ ]*(?P<typed>[^\[\]|#\n]{0,100})$", re.IGNORECASE)
_HEADING: Final = re.compile(r"\[\[(?P<page>[^\[\]|#\n]{0,400})#(?P<typed>[^\[\]|\n]{0,100})$")
_LINK: Final = re.compile(r"(?P<shown>!?)\[\[(?P<typed>[^\[\]|#\n]{0,100})$")
_ARGUMENT: Final = re.compile(rf"\{{\{{[ \t]*(?P<name>{'|'.join(sorted(SCOPED))})[ \t]+(?P<typed>[^{{}}|\n]{{0,100}})$")
_BLOCK: Final = re.compile(r"\{\{[ \t]*(?P<typed>[^{}|\n]{0,100})$")
_REVEAL: Final = re.compile(r"[ \t>]*:{3,}[ \t]*reveal[ \t]+(?P<typed>[\w:-]{0,40})$", re.IGNORECASE)
_VEIL: Final = re.compile(r"(?P<pipes>\|\||\\\|\\\|)[ \t]*(?P<typed>[\w:-]{0,40})$")


def what_is_open(before: str) -> Open | None:
    """What is open at the end of the part of a line before the cursor, or None. Nothing is in code."""
    if before.count("`") % 2:
        return None
    return _behind_brackets(before) or _behind_braces(before) or _before_a_point(before)


def _behind_brackets(before: str) -> Open | None:
    if match := _CATEGORY.search(before):
        return _open(Kind.CATEGORY, match, "]]")
    if match := _HEADING.search(before):
        return _open(Kind.HEADING, match, "]]", match["page"].strip())
    if match := _LINK.search(before):
        return _open(Kind.EMBED if match["shown"] else Kind.TITLE, match, "]]")
    return None


def _behind_braces(before: str) -> Open | None:
    if match := _ARGUMENT.search(before):
        return _open(Kind.CHARACTER if match["name"] == "status" else Kind.SCOPE, match, "}}")
    if match := _BLOCK.search(before):
        return _open(Kind.BLOCK, match, "}}")
    return None


def _before_a_point(before: str) -> Open | None:
    if match := _REVEAL.fullmatch(before):
        return _open(Kind.POINT, match, "")
    match = _VEIL.search(before)
    if match is None:
        return None
    pipes = match["pipes"]
    # Every other pair closes what the one before it has opened; bare ones in a row are an empty cell.
    in_row = before.lstrip(" \t>").startswith("|") and not before.lstrip(" \t>").startswith("||")
    if before.count(pipes) % 2 == 0 or (in_row and pipes == "||"):
        return None
    return _open(Kind.POINT, match, ": ")


def _open(kind: Kind, match: re.Match[str], closing: str, page: str = "") -> Open:
    return Open(kind, match.start("typed"), match["typed"], closing, page)

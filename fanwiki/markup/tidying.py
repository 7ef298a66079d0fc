"""Taking hidden things out of HTML without leaving the blanks that stood around them."""

import re
from typing import Final

HIDDEN: Final = "\0"
"""Stands where something is not shown. No text holds a NUL: the parser replaces it."""

_BLANK = " \t\n"
_CLOSING = ".,;:!?)]}…、。，！？’”"
_BREAK = "<br>"
_MARKER: Final = re.compile(r"[\s>]*(?:[-*+]|\d{1,9}[.)])?\s*")
"""What is left of a line of Markdown when nothing but the marks of lists and quotations stand on it."""
_EMPTY_CELL: Final = re.compile(r"<t[dh][^<>]*></t[dh]>")


def tidy_text(html: str) -> str:
    """A run of text without its hidden things; HIDDEN if it holds nothing else. Of two blanks one stays."""
    if HIDDEN not in html:
        return html
    pieces = html.split(HIDDEN)
    kept: list[str] = []
    blank = False
    for number, piece in enumerate(pieces):
        trimmed = _left(piece) if number else piece
        if not trimmed or (not number and not _left(piece)):
            blank = blank or bool(piece)
        elif not kept:
            kept.append(trimmed)
        else:
            bare = _right(kept[-1])
            blank_before = blank or bare != kept[-1]
            kept[-1] = bare
            if trimmed[0] not in _CLOSING and (blank_before or trimmed != piece):
                kept.append(" ")
            kept.append(trimmed)
        if trimmed:
            blank = False
    if kept and not _left(pieces[-1]):
        kept[-1] = _right(kept[-1])
    return "".join(kept) or HIDDEN


def tidy_blocks(html: str) -> str:
    """A run of blocks without its hidden ones; HIDDEN if it holds nothing else."""
    if HIDDEN not in html:
        return html
    shown = html.replace(HIDDEN, "")
    return shown if shown.strip() else HIDDEN


def tidy_row(html: str) -> str:
    """The cells of a table row without what is hidden; HIDDEN if nothing is left in any of them."""
    if HIDDEN not in html:
        return html
    shown = html.replace(HIDDEN, "")
    return shown if _EMPTY_CELL.sub("", shown).strip() else HIDDEN


def tidy_source(markdown: str) -> str:
    """Markdown without its hidden things, line by line; a line on which nothing else stood goes."""
    if HIDDEN not in markdown:
        return markdown
    kept: list[str] = []
    for line in markdown.split("\n"):
        tidied = tidy_text(line).replace(HIDDEN, "")
        if HIDDEN not in line or not _MARKER.fullmatch(tidied):
            kept.append(tidied)
    return "\n".join(kept)


def _right(html: str) -> str:
    html = html.rstrip(_BLANK)
    while html.endswith(_BREAK):
        html = html.removesuffix(_BREAK).rstrip(_BLANK)
    return html


def _left(html: str) -> str:
    html = html.lstrip(_BLANK)
    while html.startswith(_BREAK):
        html = html.removeprefix(_BREAK).lstrip(_BLANK)
    return html

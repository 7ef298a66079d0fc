"""Wikitext as a tree, and the sign that keeps an apostrophe from being one of emphasis."""

import re
from dataclasses import dataclass
from typing import Final

import mwparserfromhell
from mwparserfromhell.wikicode import Wikicode

_QUIET: Final = "\ue010"
"""Stands for an apostrophe that marks no emphasis."""

_INDENTED_TABLE: Final = re.compile(r"^[:*#]+[ \t]*(?=\{\|)|^[ \t]+(?=\{\|)", re.MULTILINE)
_OWN_SIGNS: Final = re.compile("[\ue000-\ue010\0]")


@dataclass(frozen=True)
class InfoboxUse:
    """An infobox as a page fills it: the name of its template, and its fields with their wikitext."""

    template: str
    fields: tuple[tuple[str, str], ...]


def parsed(text: str) -> Wikicode:
    """The tree of a wikitext; apostrophes are left to `emphasis`, which pairs them line by line."""
    return mwparserfromhell.parse(text, skip_style_tags=True)


def clean(text: str) -> str:
    """A wikitext without the signs that are used here, with one kind of line feed, and with each table at the beginning
    of its line, where alone the parser sees it.
    """
    return _INDENTED_TABLE.sub("", _OWN_SIGNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def quiet(text: str) -> str:
    """Text in which apostrophes mark no emphasis."""
    return text.replace("'", _QUIET)


def loud(text: str) -> str:
    """The same as it is to be kept."""
    return text.replace(_QUIET, "'")

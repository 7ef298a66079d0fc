"""Plain text as wikitext: what would mean something there, and means nothing here, is kept from it."""

import re
from typing import Final

_SPECIAL: Final = re.compile(
    r"'{2,}|\[\[|\]\]|\{\{+|\}\}+|\{\||\|\}|~{3,}|__[A-Z]{3,30}__|<(?=[/!a-zA-Z])|&(?=#?\w{1,32};)"
    r"|(?:https?|ftp|mailto|irc|news|gopher):(?=\S)|(?:RFC|PMID|ISBN)(?= )|\[(?=(?:https?:)?//)"
)
_LINE_START: Final = re.compile(r"[*#:;]|={1,6}(?=.*=\s*$)|-{4,}|\{\||\|[-}+|]?|!")


def escaped(text: str) -> str:
    """Text that reads the same as wikitext, but for what the beginning of a line may mean."""
    return _SPECIAL.sub(_kept, text)


def escaped_in_template(text: str) -> str:
    """The same for a template, in which braces are parameters and choices."""
    return _SPECIAL.sub(_kept_but_braces, text)


def line_escaped(line: str) -> str:
    """A line of wikitext that is text alone: no list, heading, table or code."""
    if line.startswith(" "):
        return line.lstrip(" ")
    match = _LINE_START.match(line)
    return line if match is None else f"<nowiki>{match[0]}</nowiki>{line[match.end() :]}"


def _kept(match: re.Match[str]) -> str:
    return f"<nowiki>{match[0]}</nowiki>"


def _kept_but_braces(match: re.Match[str]) -> str:
    return match[0] if match[0][0] in "{}|" else _kept(match)

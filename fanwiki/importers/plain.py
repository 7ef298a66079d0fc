"""Plain text as Markdown: what would mean something there, and meant nothing where it comes from, is escaped."""

import re
from typing import Final

_SPECIAL: Final = re.compile(r"[\\`*\[\]<]|~~+|%%+|\|\|+|\{\{+|\}\}+|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,32};)")
_LINE_START: Final = re.compile(
    r"(?P<sign>#{1,6}(?=\s|$)|>|[-+](?=\s|$)|:::|={2,}\s*$|-{2,}\s*$|:(?=\s))|(?P<number>\d{1,9})[.)]"
)
_LABEL: Final = str.maketrans({"[": "&#91;", "]": "&#93;", "|": "&#124;", "\n": " "})


def escaped(text: str) -> str:
    """Text that reads the same as Markdown, but for what the beginning of a line may mean."""
    return _SPECIAL.sub(_backslashes, text)


def line_escaped(line: str) -> str:
    """A line of Markdown that is no block of its own: a heading, a list, a quotation."""
    match = _LINE_START.match(line)
    if match is None:
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.end('number') :]}"
    return f"\\{line}"


def label(text: str) -> str:
    """Text for within `[[…]]` or `[…]`."""
    return text.replace("\\[", "&#91;").replace("\\]", "&#93;").replace("\\|", "|").translate(_LABEL).strip()


def code(source: str) -> str:
    """Source in a line of text, as typed."""
    one_line = " ".join(source.split())
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", one_line)), default=0))
    pad = " " if one_line.startswith("`") or one_line.endswith("`") else ""
    return f"{ticks}{pad}{one_line}{pad}{ticks}"


def fenced(source: str, language: str = "") -> str:
    """Source as a block, as typed."""
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", source)), default=0))
    return f"{ticks}{language}\n{source.strip(chr(10))}\n{ticks}"


def _backslashes(match: re.Match[str]) -> str:
    return "".join(f"\\{each}" for each in match[0])

"""Lists and quotes that go on by themselves, as changes of one line."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_ITEM: Final = re.compile(
    r"(?P<indent>[ \t]*)(?P<quote>(?:>[ \t]?)*)"
    r"(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})(?P<close>[.)]))(?P<gap>[ \t]+)(?P<box>\[[ xX]\][ \t]+)?"
)
_QUOTE: Final = re.compile(r"(?P<indent>[ \t]*)(?P<quote>(?:>[ \t]?)+)")
_RULE: Final = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})")


LineChange = Callable[[str], str]


@dataclass(frozen=True)
class Continued:
    """A new line that begins with `prefix`."""

    prefix: str


@dataclass(frozen=True)
class Ended:
    """The item is empty: instead of a new line, its line becomes `text`."""

    text: str


def on_return(line: str, column: int) -> Continued | Ended | None:
    """What Return does in a list item or a quote; None where it is but a new line."""
    if _RULE.fullmatch(line):
        return None
    item = _ITEM.match(line)
    if item is not None and column >= item.end():
        if not line[item.end() :].strip():
            return Ended(item["indent"] + item["quote"] if item["quote"] else _outdented(item["indent"], line))
        return Continued(_next_item(item))
    quote = _QUOTE.match(line)
    if quote is not None and column >= quote.end():
        return Continued(quote[0]) if line[quote.end() :].strip() else Ended(quote["indent"])
    return None


def is_item(line: str) -> bool:
    return _ITEM.match(line) is not None and not _RULE.fullmatch(line)


def indented(line: str) -> str:
    """A list item one level deeper."""
    return " " * _step(line) + line


def outdented(line: str) -> str:
    """A line one level less deep."""
    blanks = len(line) - len(line.lstrip(" "))
    if blanks == 0:
        return line.removeprefix("\t")
    return line[min(blanks, _step(line)) :]


def _step(line: str) -> int:
    """How far an item's own items are indented: to where its text begins."""
    item = _ITEM.match(line)
    if item is None:
        return 2
    return len(item["bullet"] or item["number"] + item["close"]) + 1


def _next_item(item: re.Match[str]) -> str:
    mark = item["bullet"] or f"{int(item['number']) + 1}{item['close']}"
    box = "[ ] " if item["box"] else ""
    return f"{item['indent']}{item['quote']}{mark}{item['gap']}{box}"


def _outdented(indent: str, line: str) -> str:
    """An empty item of an inner list becomes one of the outer list; an outermost one becomes an empty line."""
    return outdented(line) if indent else ""

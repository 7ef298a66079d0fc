"""Lists and quotes that go on by themselves, as changes of one line."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

_ITEM: Final = re.compile(
    r"(?P<indent>[ \t]*)(?P<quote>(?:>[ \t]?)*)"
    r"(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})(?P<close>[.)]))(?P<gap>[ \t]+)(?P<box>\[[ xX]\][ \t]+)?"
)
_QUOTE: Final = re.compile(r"(?P<indent>[ \t]*)(?P<quote>(?:>[ \t]?)+)")
_RULE: Final = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})")


LineChange = Callable[[str], str]


@dataclass
class _Level:
    """A list that is being numbered: the number of its last item, how many it has had, what the first one had, and
    whether the second had the same.
    """

    indent: int
    key: tuple[str, str]
    number: int
    count: int = 0
    first: int = 0
    alike: bool = False


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


def in_list(line: str) -> bool:
    """Whether a line may be one of a list: an item, what stands indented below one, or an empty line between."""
    return not line.strip() or line[0] in " \t" or is_item(line)


def renumbered(lines: Sequence[str], moved: Collection[int] = ()) -> list[str]:
    """The lines of a list with its numbers one after the other, level by level. A level goes on from its first
    number; from 1, if that item is one of those `moved` there. Levels that number all items alike stay as they are.
    """
    levels: list[_Level] = []
    result: list[str] = []
    for place, line in enumerate(lines):
        item = _ITEM.match(line)
        if item is None or _RULE.fullmatch(line):
            result.append(line)
            continue
        key = (item["quote"], item["bullet"] or item["close"])
        indent = len(item["indent"].expandtabs(4))
        while levels and levels[-1].indent > indent:
            levels.pop()
        if not levels or (levels[-1].indent, levels[-1].key) != (indent, key):
            levels = [level for level in levels if level.indent < indent]
            first = 1 if place in moved and levels else int(item["number"] or 1)
            levels.append(_Level(indent, key, first - 1))
        result.append(_numbered(line, item, levels[-1], place in moved))
    return result


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


def _numbered(line: str, item: re.Match[str], level: _Level, moved: bool) -> str:
    if item["number"] is None:
        return line
    was = int(item["number"])
    level.count += 1
    level.number += 1
    if level.count == 1:
        level.first = was
    elif level.count == 2:
        level.alike = was == level.first and not moved
    if level.alike:
        return line
    return f"{line[: item.start('number')]}{level.number}{line[item.end('number') :]}"


def _outdented(indent: str, line: str) -> str:
    """An empty item of an inner list becomes one of the outer list; an outermost one becomes an empty line."""
    return outdented(line) if indent else ""

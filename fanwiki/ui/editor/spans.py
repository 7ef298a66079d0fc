"""What each part of a line is, for the highlighter: pure, and for one line at a time.

This reads a line as a person does and not as the parser does; where the two differ, colours are wrong and nothing
else. A line that opens a fence or a comment hands its state on to the next.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

PLAIN: Final = 0
LOOSE: Final = 1
"""In what may be a comment of the paragraph, if it is closed before that ends. Up to here a line is prose."""
COMMENT: Final = 2
_FENCE: Final = 6
"""From here on: 2 * length of the fence, one more for tildes."""

LONGEST: Final = 20_000
"""Characters of a line that are looked at: a line longer than that is no prose."""


class Part(StrEnum):
    HEADING1 = auto()
    HEADING2 = auto()
    HEADING3 = auto()
    MARK = auto()
    BOLD = auto()
    ITALIC = auto()
    STRUCK = auto()
    CODE = auto()
    FENCE = auto()
    LINK = auto()
    EMBED = auto()
    CATEGORY = auto()
    ADDRESS = auto()
    REVEAL = auto()
    VEIL = auto()
    DATA = auto()
    COMMENT = auto()
    QUOTE = auto()
    CALLOUT = auto()
    TABLE = auto()
    RAW = auto()
    NOTE = auto()


@dataclass(frozen=True)
class Span:
    """Characters `start` up to, not including, `end`. A later span adds to an earlier one."""

    start: int
    end: int
    part: Part


_OPENS_FENCE: Final = re.compile(r"[ \t]*(?:>[ ]?)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_HEADING: Final = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]|$)")
_REVEAL: Final = re.compile(r"[ \t]*:{3,}[ \t]*(?:reveal\b.*)?$", re.IGNORECASE)
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTE: Final = re.compile(r" {0,3}(?:>[ \t]?)+")
_CALLOUT: Final = re.compile(r"\[!\w[\w-]*\][+-]?")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)(?:[ \t]+\[[ xX]\](?=[ \t]))?")
_DEFINITION: Final = re.compile(r" {0,3}(?:\[\^[^\[\]\s]{1,100}\]:|\[[^\]]+\]:(?=\s)|:(?=[ \t]))")
_TABLE: Final = re.compile(r"[ \t]*\|.*\|[ \t]*$|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+$")

_COMMENT_MARK: Final = re.compile(r"(?<!\\)%%")
_WITHOUT_COMMENTS: Final = frozenset({Part.COMMENT, Part.CODE, Part.ADDRESS})

_INLINE: Final = re.compile(
    r"(?P<rowveil>\\\|\\\|(?=[^|\s\\])(?:(?!\\\|\\\|).)+\\\|\\\|)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment>%%.*?%%)"
    r"|(?P<category>\[\[[ ]*Category[ ]*:[^\[\]]*\]\])"
    r"|(?P<embed>!\[\[[^\[\]]*\]\])"
    r"|(?P<link>\[\[[^\[\]]*\]\])"
    r"|(?P<note>\[\^[^\[\]\s]{1,100}\])"
    r"|(?P<data>\{\{[^{}]*\}\})"
    r"|(?P<veil>\|\|(?=[^|\s])(?:(?!\|\|).)+\|\|)"
    r"|(?P<open>\|\|[ \t]*(?:[\w-]+:)?S\d{1,4}(?:E\d{1,4})?[ \t]*:.*)"
    r"|(?P<text>!?\[[^\[\]]*\])(?P<target>\([^()\s]*(?:\s+\"[^\"]*\")?\))"
    r"|(?P<address><(?:https?://|mailto:)[^<>\s]+>|https?://[^\s<>)\]]+)"
    r"|(?P<raw></?[a-zA-Z][^<>]*>)"
    r"|(?P<bold>(?P<strong>\*\*|__)(?=\S)(?:(?!(?P=strong)).)+?(?<=\S)(?P=strong))"
    r"|(?P<italic>(?P<weak>\*|(?<!\w)_)(?=[^\s*_])(?:(?!(?P=weak)).)+?(?<=\S)(?P=weak)(?!\w))"
    r"|(?P<struck>~~(?=\S).+?~~)",
    re.IGNORECASE,
)
_WHOLE: Final = {
    "code": Part.CODE,
    "comment": Part.COMMENT,
    "category": Part.CATEGORY,
    "embed": Part.EMBED,
    "link": Part.LINK,
    "note": Part.NOTE,
    "data": Part.DATA,
    "address": Part.ADDRESS,
    "raw": Part.RAW,
    "open": Part.VEIL,
}
_NESTED: Final = {
    "bold": (Part.BOLD, 2),
    "italic": (Part.ITALIC, 1),
    "struck": (Part.STRUCK, 2),
    "veil": (Part.VEIL, 2),
    "rowveil": (Part.VEIL, 4),
}
"""Parts with text in them, and the length of their marks."""


def read_line(text: str, state: int) -> tuple[list[Span], int]:
    """The spans of a line that begins in a state, and the state of the next line."""
    if state >= _FENCE:
        return [Span(0, len(text), Part.FENCE)], PLAIN if _closes_fence(text, state) else state
    if state == COMMENT or (state == LOOSE and text.strip()):
        end = text.find("%%")
        if end < 0:
            return [Span(0, len(text), Part.COMMENT)], state
        return _after_comment(text, end + 2)
    fence = _OPENS_FENCE.match(text)
    if fence is not None:
        return [Span(0, len(text), Part.FENCE)], 2 * len(fence["fence"]) + (fence["fence"][0] == "~")
    if text.startswith("%%") and "%%" not in text[2:]:
        return [Span(0, len(text), Part.COMMENT)], COMMENT
    spans = list(_plain(text))
    opened = _opens_comment(text, spans)
    if opened is None:
        return spans, PLAIN
    return [*spans, Span(opened, len(text), Part.COMMENT)], LOOSE


def state_after(text: str, state: int) -> int:
    """The state of the line after one, without its spans: for most lines at a glance."""
    if state == PLAIN and "```" not in text and "~~~" not in text and "%%" not in text:
        return PLAIN
    return read_line(text, state)[1]


def _after_comment(text: str, start: int) -> tuple[list[Span], int]:
    """A line whose first part ends a comment; its rest may begin another."""
    spans = [Span(0, start, Part.COMMENT), *_inline(text, start, len(text))]
    opened = _opens_comment(text, spans, start)
    if opened is None:
        return spans, PLAIN
    return [*spans, Span(opened, len(text), Part.COMMENT)], LOOSE


def _opens_comment(text: str, spans: Sequence[Span], start: int = 0) -> int | None:
    """Where a comment begins that does not end in its line; None for most lines."""
    for match in _COMMENT_MARK.finditer(text, start):
        place = match.start()
        if not any(span.start <= place < span.end and span.part in _WITHOUT_COMMENTS for span in spans):
            return place
    return None


def _closes_fence(text: str, state: int) -> bool:
    mark = "~" if state % 2 else "`"
    bare = text.strip().lstrip("> ")
    return len(bare) >= state // 2 and not bare.strip(mark)


def _plain(text: str) -> Iterator[Span]:
    end = min(len(text), LONGEST)
    heading = _HEADING.match(text)
    if heading is not None:
        level = len(heading["marks"])
        yield Span(0, len(text), (Part.HEADING1, Part.HEADING2, Part.HEADING3)[min(level, 3) - 1])
        yield Span(0, heading.end("marks"), Part.MARK)
        yield from _inline(text, heading.end(), end)
        return
    if _RULE.match(text):
        yield Span(0, len(text), Part.MARK)
        return
    start = 0
    quote = _QUOTE.match(text)
    if _REVEAL.match(text, 0 if quote is None else quote.end()):
        yield Span(0, len(text), Part.REVEAL)
        return
    if quote is not None:
        start = quote.end()
        yield Span(0, len(text), Part.QUOTE)
        yield Span(0, start, Part.MARK)
        callout = _CALLOUT.match(text, start)
        if callout is not None:
            yield Span(callout.start(), callout.end(), Part.CALLOUT)
            start = callout.end()
    if _TABLE.match(text, start):
        yield from _table(text, start, end)
    begin = _ITEM.match(text, start) or _DEFINITION.match(text, start)
    if begin is not None:
        yield Span(begin.start(), begin.end(), Part.MARK)
        start = begin.end()
    yield from _inline(text, start, end)


def _table(text: str, start: int, end: int) -> Iterator[Span]:
    yield Span(start, len(text), Part.TABLE)
    for match in re.finditer(r"(?<!\\)\|", text[:end]):
        yield Span(match.start(), match.end(), Part.MARK)


def _inline(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _INLINE.finditer(text, start, end):
        first, last = match.span()
        if match["text"] is not None:
            yield Span(*match.span("text"), Part.LINK)
            yield Span(*match.span("target"), Part.ADDRESS)
            continue
        found = next((name for name in _NESTED if match[name] is not None), "")
        if found:
            part, size = _NESTED[found]
            yield Span(first, last, part)
            yield Span(first, first + size, Part.MARK)
            yield Span(last - size, last, Part.MARK)
            yield from _inline(text, first + size, last - size)
            continue
        kind = next((name for name in _WHOLE if match[name] is not None), "")
        if kind:
            yield Span(first, last, _WHOLE[kind])

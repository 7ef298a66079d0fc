"""The source of a page as a reader may have it: without comments, and without what its reveals still hide.

Whatever Markdown leaves the program for a reader comes from here. What cannot be cut out with certainty is left out
with the lines it stands in, and the outcome is parsed again to see that nothing hidden is left.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from markdown_it.token import Token

from fanwiki.markup.document import Document
from fanwiki.markup.parser import normalised, parse
from fanwiki.markup.rewrite import unlink
from fanwiki.markup.syntax.template import USES
from fanwiki.markup.tidying import HIDDEN, tidy_source

Sees = Callable[[str], bool]
"""Whether a written point has been reached; that of a veil without one is empty."""

Lines = tuple[int, int]

_TEXTS: Final = ("inline", "template")
"""Tokens with lines of their own that something may have to be cut out of."""
_WITH_TEXT: Final = USES | {"inline"}

_POINT: Final = r"(?:[\w-]+:)?S\d{1,4}(?:E\d{1,4})?"
_REVEAL: Final = re.compile(rf"\|\|[ \t]*(?:(?P<point>{_POINT})[ \t]*:)?", re.IGNORECASE | re.ASCII)
_OPENS: Final = re.compile(rf"\|\|[ \t]*{_POINT}[ \t]*:", re.IGNORECASE | re.ASCII)
_COMMENT: Final = re.compile(r"%%.*?(?:%%|\Z)", re.DOTALL)
_NOTE: Final = re.compile(r"[ \t]*\[\^(?P<label>[^\]]+)\]:")
_DEFINITION: Final = re.compile(r" {0,3}\[[^\]^][^\]]*\]:")
_SPEAKS_FOR_ITSELF: Final = "data"


def visible_source(text: str, sees: Sees, leads: Callable[[str], bool], *, prose_seen: bool) -> str:
    """The text that a reader may have, in the same Markdown; see `fanwiki.markup.visible_source`."""
    document = parse(text)
    lines = normalised(text).split("\n")
    for drop_doubtful in (False, True):
        shown = _visible(document, list(lines), sees, prose_seen=prose_seen, drop_doubtful=drop_doubtful)
        if _is_clean(shown, sees):
            return unlink(shown, leads)
    return ""


def visible_part(text: str, sees: Sees) -> str:
    """A template, or an argument of one, as a reader may have it; see `fanwiki.markup.visible_part`."""
    if not any(mark in text for mark in ("||", ":::", "%%")):
        return text
    document = parse(text)
    lines = normalised(text).split("\n")
    for drop_doubtful in (False, True):
        cut = _visible(document, list(lines), sees, prose_seen=True, drop_doubtful=drop_doubtful, mark=HIDDEN)
        shown = tidy_source(cut).strip()
        if _is_clean(shown, sees):
            return shown
    return ""


def _is_clean(text: str, sees: Sees) -> bool:
    passages = parse(text).passages
    return all(all(map(sees, passage.reveals)) for passage in passages if passage.text or passage.links)


def _visible(
    document: Document, lines: list[str], sees: Sees, *, prose_seen: bool, drop_doubtful: bool, mark: str = ""
) -> str:
    """The lines that are seen; `mark` is put where something is cut out of a line."""
    keep = [False] * len(lines)
    for number, line in enumerate(lines):
        keep[number] = prose_seen and bool(_DEFINITION.match(line))
    for block in document.blocks:
        first = block.tokens[0]
        revealed = first.type == "reveal"
        if (prose_seen and first.type != "comment") or revealed or first.type == _SPEAKS_FOR_ITSELF:
            _mark(keep, (block.first_line, block.last_line), kept=True)
    rows: set[int] = set()
    for block in document.blocks:
        for hidden in _hidden_blocks(block.tokens, sees):
            _mark(keep, hidden, kept=False)
        for first_line, last_line in _hidden_rows(block.tokens, sees):
            rows.update(range(first_line, last_line))
        for first_line, last_line in _touched_texts(block.tokens, sees):
            text = "" if drop_doubtful else _without_hidden("\n".join(lines[first_line:last_line]), sees, mark)
            if "{{" in text and not _is_clean(text, sees):
                _mark(keep, (first_line, last_line), kept=False)
                continue
            lines[first_line:last_line] = _as_many(text.split("\n"), last_line - first_line)
    _mark_notes(document, lines, keep, sees, prose_seen=prose_seen)
    whole = [number for number in range(len(lines)) if number not in rows]
    return _joined([lines[number] for number in whole], [keep[number] for number in whole])


def _hidden_rows(tokens: Sequence[Token], sees: Sees) -> Iterator[Lines]:
    """The rows of tables that hold something hidden. They go as a whole and leave no empty line, after which the
    pipes that are escaped in a table would be plain text.
    """
    row: Lines | None = None
    for token in tokens:
        if token.type == "reveal":
            if token.meta["form"] == "row" and not sees(token.meta["point"]) and token.map is not None:
                yield token.map[0], token.map[1]
            else:
                yield from _hidden_rows(token.children or (), sees)
        elif token.type == "tr_open" and token.map is not None:
            row = token.map[0], token.map[1]
        elif token.type == "tr_close":
            row = None
        elif row is not None and token.type == "inline" and _holds_hidden(token.children or (), sees):
            yield row


def _hidden_blocks(tokens: Sequence[Token], sees: Sees) -> Iterator[Lines]:
    for token in tokens:
        if token.type != "reveal" or token.meta["form"] == "row":
            continue
        if not sees(token.meta["point"]) and token.map is not None:
            yield token.map[0], token.map[1]
        else:
            yield from _hidden_blocks(token.children or (), sees)


def _touched_texts(tokens: Sequence[Token], sees: Sees) -> Iterator[Lines]:
    """The lines of each text that something must be cut out of."""
    for token in tokens:
        if token.type == "reveal":
            yield from _touched_texts(token.children or (), sees)
        elif token.type in _TEXTS and token.map is not None and _holds_hidden(token.children or (), sees):
            yield token.map[0], token.map[1]


def _holds_hidden(tokens: Sequence[Token], sees: Sees) -> bool:
    return any(
        token.type == "comment"
        or (token.type == "reveal" and (not sees(token.meta["point"]) or _holds_hidden(token.children or (), sees)))
        or (token.type in _WITH_TEXT and _holds_hidden(token.children or (), sees))
        for token in tokens
    )


def _without_hidden(text: str, sees: Sees, mark: str) -> str:
    """One text without its comments and hidden inline reveals, for each of which the mark stands. One that is not
    closed lasts to the end, one that has others within it to the last that closes.
    """
    text = _COMMENT.sub(mark, text)
    kept: list[str] = []
    position = 0
    while (opening := _REVEAL.search(text, position)) is not None:
        closing = text.find("||", opening.end())
        if closing >= 0 and _OPENS.match(text, closing):
            closing = text.rfind("||")
        end = len(text) if closing < 0 else closing + 2
        kept.append(text[position : opening.start()])
        if sees(opening["point"] or ""):
            kept.append(text[opening.start() : end])
        else:
            kept.append(mark)
        position = end
    return "".join((*kept, text[position:]))


def _mark_notes(document: Document, lines: list[str], keep: list[bool], sees: Sees, *, prose_seen: bool) -> None:
    """A footnote stays where what calls it does."""
    body = _joined(lines, keep)
    for note in document.notes:
        places = [token.map for token in note.tokens if token.map is not None]
        if not places:
            continue
        first, last = min(place[0] for place in places), max(place[1] for place in places)
        label = _NOTE.match(lines[first])
        called = label is not None and f"[^{label['label']}]".casefold() in body.casefold()
        _mark(keep, (first, last), kept=prose_seen and called and all(map(sees, note.reveals)))


def _mark(keep: list[bool], place: Lines, *, kept: bool) -> None:
    keep[place[0] : place[1]] = [kept] * (place[1] - place[0])


def _as_many(lines: list[str], count: int) -> list[str]:
    return [*lines[:count], *[""] * (count - len(lines))]


def _joined(lines: Sequence[str], keep: Sequence[bool]) -> str:
    """The kept lines, with one empty line where others stood between them."""
    parts: list[str] = []
    for line, kept in zip(lines, keep, strict=True):
        if kept:
            parts.append(line)
        elif parts and parts[-1]:
            parts.append("")
    return "\n".join(parts).rstrip("\n") + ("\n" if any(parts) else "")

"""Replacing the titles of links in a text and leaving every other byte as it is.

The block structure comes from the parser, so that code blocks, raw HTML and comments are known for what they are.
Within the lines of a block's text the links are found by a scan of its own, since markdown-it does not say where
in the source a link stands.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.token import Token

from fanwiki.domain.link_titles import in_link
from fanwiki.markup.parser import dialect, normalised
from fanwiki.markup.syntax.target import CATEGORY, Target, read_target
from fanwiki.markup.syntax.template import read_use, title_of, without_prefix

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_SPECIAL: Final = re.compile(r"\\[!-/:-@\[-`{-~]|`+|%%|<|\[\[|\{\{")
_AUTOLINK: Final = re.compile(r"<[a-zA-Z][a-zA-Z0-9+.\-]{1,31}:[^<>\x00-\x20]*>")
_CELL_END: Final = re.compile(r"(?<!\\)\|")

NewTitle = Callable[[str], str | None]
NewLink = Callable[[str, str, str | None, bool], str | None]
"""What is written for a link, given its title, heading and label, and whether it is embedded; None to leave it."""

Replacement = tuple[int, int, str]
"""First character to be replaced, character after the last, and what comes in their place."""

Change = Callable[[str, Target, int, bool], Replacement | None]
"""What is to be done to a link or a use of a template, given the text, the link, where its `[[` or `{{` stands and
whether that is in a cell of a table.
"""


def rewrite_links(text: str, old_titles: NewTitle, *, shown: bool = False) -> str:
    """The text with the titles of its links replaced; see `fanwiki.markup.rewrite_links`."""

    def renamed(region: str, target: Target, position: int, cell: bool) -> Replacement | None:
        new = old_titles(target.title) if target.title else None
        if new is None:
            return None
        typed = region[target.start : target.end]
        if _is_use(region, position) and without_prefix(typed.strip()) == typed.strip():
            new = without_prefix(new)
        new = in_link(new)
        begin = target.start + len(typed) - len(typed.lstrip())
        end = begin + len(typed.strip())
        if not shown or not _shows_title(region, target, position):
            return begin, end, new
        label = "#".join(part for part in (target.title, target.heading) if part)
        bar = "\\|" if cell else "|"
        return begin, target.after - 2, f"{new}{region[end : target.after - 2]}{bar}{label}"

    return _changed(text, renamed)


def _shows_title(region: str, target: Target, position: int) -> bool:
    """Whether a reader sees by what title a link leads."""
    embedded = position > 0 and region[position - 1] == "!"
    return target.label is None and not target.category and not embedded and not _is_use(region, position)


def relink(text: str, written: NewLink) -> str:
    """The text with its links written anew; see `fanwiki.markup.relink`."""
    pieces: list[str] = []
    done = 0
    for start, end, cell in text_regions(text):

        def anew(region: str, target: Target, position: int, cell: bool) -> Replacement | None:
            if _is_use(region, position):
                return None
            embedded = region.startswith("!", position - 1) and position > 0
            label = None if target.label is None else target.label.strip().replace("\\|", "|")
            leads = target.title.startswith(CATEGORY) and not target.category
            new = written(f":{target.title}" if leads else target.title, target.heading, label, embedded)
            if new is None:
                return None
            return position - embedded, target.after, new.replace("|", "\\|") if cell else new

        for first, last, new in _replacements(text[start:end], anew, cell=cell):
            pieces += (text[done : start + first], new)
            done = start + last
    return "".join((*pieces, text[done:]))


def unlink(text: str, leads: Callable[[str], bool]) -> str:
    """The text without the links whose title leads nowhere: their label stays as plain text, embeds go."""

    def plain(region: str, target: Target, position: int, _cell: bool) -> Replacement | None:
        if target.category or not target.title or leads(target.title):
            return None
        if _is_use(region, position):
            return position, target.after, ""
        if region.startswith("!", position - 1):
            return position - 1, target.after, ""
        label = in_link(target.title) if target.label is None else target.label.strip()
        return position, target.after, label

    return _changed(text, plain)


def link_titles(text: str) -> list[tuple[int, int]]:
    """Where the titles, with their headings, of links, embeds and templates stand; see `fanwiki.markup.link_titles`."""
    if "[[" not in text and "{{" not in text:
        return []
    found: list[tuple[int, int]] = []
    for start, end, cell in text_regions(text):
        region = text[start:end]
        for first, last, _ in _replacements(region, _whole_target, cell=cell):
            found.append((start + first, start + last))
    return found


def plain_spans(text: str) -> list[tuple[int, int, bool]]:
    """Where text stands that is neither link, template, code, tag nor comment, and whether in a cell of a table; see
    `fanwiki.markup.plain_spans`.
    """
    found: list[tuple[int, int, bool]] = []
    for start, end, cell in text_regions(text):
        region, reached = text[start:end], 0
        for first, last in (*_marked(region, cell=cell), (end - start, end - start)):
            if first > reached:
                found.append((start + reached, start + first, cell))
            reached = max(reached, last)
    return found


def _marked(text: str, *, cell: bool) -> Iterator[tuple[int, int]]:
    """Where links, templates, code, tags and comments stand in the text of one block."""
    ticks = code_ends(text)
    position = 0
    while (match := _SPECIAL.search(text, position)) is not None:
        position, mark = match.end(), match[0]
        if mark[0] == "`":
            position = ticks.get(match.start(), position)
        elif mark == "%%":
            closing = text.find("%%", position)
            position = position if closing < 0 else closing + 2
        elif mark == "<":
            position = after_tag(text, match.start())
        elif mark in ("[[", "{{"):
            target = read_target(text, match.start()) if mark == "[[" else _used(text, match.start(), cell=cell)
            position = position if target is None else target.after
        if position > match.start() + len(mark):
            yield match.start(), position


def links_in(text: str) -> list[tuple[int, str]]:
    """Where links, embeds and templates stand, and the title of what each leads to; see `fanwiki.markup.links_in`."""
    found: list[tuple[int, str]] = []

    def note(at: int) -> Change:
        def noted(_region: str, target: Target, position: int, _cell: bool) -> None:
            found.append((at + position, target.title))

        return noted

    if "[[" in text or "{{" in text:
        for start, end, cell in text_regions(text):
            list(_replacements(text[start:end], note(start), cell=cell))
    return found


def _whole_target(region: str, target: Target, position: int, _cell: bool) -> Replacement | None:
    """From the brackets to the label of a link, or its end."""
    if _is_use(region, position):
        return position, target.end, ""
    bar = region.find("|", position, target.after)
    return position, target.after if bar < 0 else bar, ""


def _changed(text: str, change: Change) -> str:
    if "[[" not in text and "{{" not in text:
        return text
    pieces: list[str] = []
    done = 0
    for start, end, cell in text_regions(text):
        for first, last, new in _replacements(text[start:end], change, cell=cell):
            pieces += (text[done : start + first], new)
            done = start + last
    return "".join((*pieces, text[done:]))


def text_regions(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where text stands that can hold links: each block's lines, or each cell of a table's row, in order; and whether
    it is a cell.
    """
    offsets = [0]
    for line in _LINE.finditer(text):
        offsets.append(line.end())
    tokens: list[Token] = []
    dialect().block.parse(normalised(text), dialect(), {}, tokens)
    cells = False
    reached = 0
    for token in tokens:
        if token.type in ("th_open", "td_open", "inline", "embed", "template"):
            if token.type in ("th_open", "td_open"):
                cells = True
                continue
            if token.map is None or token.map[0] < reached:
                cells = False
                continue
            first, reached = token.map
            start, end = offsets[first], offsets[min(reached, len(offsets) - 1)]
            if token.meta.get("after_comment"):
                start = text.index("%%", start) + 2
            yield from _cells(text, start, end) if cells else [(start, end, False)]
            cells = False


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    for match in _CELL_END.finditer(text, start, end):
        yield start, match.start(), True
        start = match.end()
    yield start, end, True


def _replacements(text: str, change: Change, *, cell: bool) -> Iterator[Replacement]:
    """What is to be replaced in the text of one block, or of a cell, where the pipes of a template are escaped."""
    ticks = code_ends(text)
    position = 0
    while (match := _SPECIAL.search(text, position)) is not None:
        position = match.end()
        mark = match[0]
        if mark[0] == "`":
            position = ticks.get(match.start(), position)
        elif mark == "%%":
            closing = text.find("%%", position)
            position = position if closing < 0 else closing + 2
        elif mark == "<":
            position = after_tag(text, match.start())
        elif mark in ("[[", "{{"):
            target = read_target(text, match.start()) if mark == "[[" else _used(text, match.start(), cell=cell)
            if target is None:
                position = match.start() + 1
                continue
            position = target.after if mark == "[[" else target.end
            replacement = change(text, target, match.start(), cell)
            if replacement is not None:
                yield replacement
                position = max(position, replacement[1])


def _used(text: str, position: int, *, cell: bool) -> Target | None:
    """The template that is used at a position, as a link to it; after `end` come its arguments."""
    use = read_use(text.replace("\\|", " |") if cell else text, position)
    title = "" if use is None else title_of(use)
    if use is None or not title:
        return None
    name = use.parts[0][0]
    assert isinstance(name, str)
    return Target(
        title, "", None, category=False, start=position + 2, end=position + 2 + len(name.rstrip()), after=use.end
    )


def _is_use(text: str, position: int) -> bool:
    return text.startswith("{{", position)


def after_tag(text: str, start: int) -> int:
    """The end of the address, tag or comment that begins with this `<`; the next character if none does."""
    if text.startswith("<!--", start):
        closing = text.find("-->", start + 4)
        return start + 1 if closing < 0 else closing + 3
    if text.startswith(("<!", "<?"), start):
        return start + 1
    tag = _AUTOLINK.match(text, start) or HTML_TAG_RE.match(text, start)
    return start + 1 if tag is None else tag.end()


def code_ends(text: str) -> dict[int, int]:
    """For each run of backticks that opens code: where that code ends."""
    runs = [(match.start(), match.end()) for match in re.finditer(r"`+", text)]
    following: dict[int, int] = {}
    ends: dict[int, int] = {}
    for start, end in reversed(runs):
        length = end - start
        if length in following:
            ends[start] = following[length]
        following[length] = end
    return ends

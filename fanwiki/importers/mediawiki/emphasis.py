"""Runs of apostrophes, as MediaWiki pairs them within a line, as emphasis of Markdown."""

import re
from typing import Final

_RUN: Final = re.compile(r"'{2,}")
_MARKED: Final = re.compile(r"(?P<open>[\ue000\ue002])|(?P<close>[\ue001\ue003])")
_ITALIC, _ITALIC_END, _BOLD, _BOLD_END = "\ue000", "\ue001", "\ue002", "\ue003"
_BLANK_AFTER: Final = re.compile("([\ue000\ue002])(\\s+)")
_BLANK_BEFORE: Final = re.compile("(?<!\\s)(\\s+)([\ue001\ue003])")
_EMPTY: Final = re.compile("\ue000\\s*\ue001|\ue002\\s*\ue003")
_SIGNS: Final = {_ITALIC: ("*", "<i>"), _ITALIC_END: ("*", "</i>"), _BOLD: ("**", "<b>"), _BOLD_END: ("**", "</b>")}


def emphasised(line: str) -> str:
    """A line of Markdown in which `''` and `'''` are still as typed, with them as emphasis."""
    if "''" not in line:
        return line
    marked = _marked(line)
    while (smaller := _EMPTY.sub("", marked)) != marked:
        marked = smaller
    return _written(marked)


def _marked(line: str) -> str:
    pieces = _RUN.split(line)
    runs = [len(run) for run in _RUN.findall(line)]
    _settle(runs, pieces)
    parts = [pieces[0]]
    open_: list[str] = []
    for run, piece in zip(runs, pieces[1:], strict=True):
        if run == 4 or run > 5:
            parts.append("'" * (run - (3 if run == 4 else 5)))
        kinds = {2: "i", 3: "b", 4: "b"}.get(run, "bi")
        parts.append(_toggle(kinds, open_))
        parts.append(piece)
    parts += [_BOLD_END if kind == "b" else _ITALIC_END for kind in reversed(open_)]
    return "".join(parts)


def _settle(runs: list[int], pieces: list[str]) -> None:
    """Where both bold and italics stay open, one run of three is an apostrophe before two."""
    bold = sum(1 for run in runs if run in (3, 4) or run >= 5)
    italic = sum(1 for run in runs if run == 2 or run >= 5)
    if bold % 2 == 0 or italic % 2 == 0:
        return
    triples = [place for place, run in enumerate(runs) if run == 3]
    if not triples:
        return
    single = [place for place in triples if re.search(r"(?:^|\s)\S$", pieces[place])]
    word = [place for place in triples if re.search(r"\S$", pieces[place])]
    chosen = (single or word or triples)[0]
    runs[chosen] = 2
    pieces[chosen] += "'"


def _toggle(kinds: str, open_: list[str]) -> str:
    """The marks that end those kinds of emphasis which are open, and begin the others."""
    parts: list[str] = []
    begin = [kind for kind in kinds if kind not in open_]
    ending = {kind for kind in kinds if kind in open_}
    again: list[str] = []
    while ending:
        kind = open_.pop()
        parts.append(_BOLD_END if kind == "b" else _ITALIC_END)
        if kind in ending:
            ending.discard(kind)
        else:
            again.append(kind)
    for kind in [*reversed(again), *begin]:
        open_.append(kind)
        parts.append(_BOLD if kind == "b" else _ITALIC)
    return "".join(parts)


def _written(marked: str) -> str:
    """Stars where Markdown would pair them, and tags where it would not. Blanks go outside of the emphasis."""
    marked = _BLANK_AFTER.sub(r"\2\1", marked)
    marked = _BLANK_BEFORE.sub(r"\2\1", marked)
    spans: list[tuple[int, int]] = []
    open_: list[int] = []
    for match in _MARKED.finditer(marked):
        if match["open"]:
            open_.append(match.start())
        elif open_:
            spans.append((open_.pop(), match.start()))
    parts = list(marked)
    for start, end in spans:
        form = 0 if _pairs(marked, start, end) else 1
        parts[start], parts[end] = _SIGNS[marked[start]][form], _SIGNS[marked[end]][form]
    return "".join(parts)


def _pairs(marked: str, start: int, end: int) -> bool:
    """Whether stars around this span would be read as emphasis: no emphasis touches it, and no sign does."""
    before, after = marked[start - 1 : start], marked[end + 1 : end + 2]
    first, last = marked[start + 1 : start + 2], marked[end - 1 : end]
    if any(_MARKED.match(sign) for sign in (before, after, first, last) if sign):
        return False
    outside = all(not sign or sign.isspace() or not sign.isalnum() for sign in (before, after))
    inside = first.isalnum() and last.isalnum()
    return (outside or inside) and "*" not in (before, after, first, last)

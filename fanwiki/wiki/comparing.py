"""What two texts differ in, word by word, in a form that people read: lines, with what was added and removed in them.

Lines are compared first, then the words of those that differ: a paragraph is one long line, and of that somebody wants
to see the word that changed. A word is never split: of Hangul, whole syllables and what hangs on them stay together.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import regex
from diff_match_patch import diff_match_patch

from fanwiki.domain.history import DiffLine, Mark, Run

_TOKEN: Final = regex.compile(r"[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}]+)*|\n|[^\S\n]+|\X")
_FIRST: Final = 0x10000
"""Each different token stands as one letter from here on, beyond the surrogates."""
_MARKS: Final = {-1: Mark.REMOVED, 0: Mark.SAME, 1: Mark.ADDED}
_KIN: Final = 0.25
"""Paragraphs that share less than this part of their letters are two, and not one that was changed."""


def compared(old: str, new: str) -> tuple[DiffLine, ...]:
    """Every line of either text, with what was removed and added in it."""
    return tuple(_lines(_runs(old, new)))


def _runs(old: str, new: str) -> Iterator[Run]:
    """The texts as one row of runs: lines that are the same, and words in those that are not."""
    removed: list[str] = []
    added: list[str] = []
    for run in _compared_tokens(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if run.mark is Mark.SAME:
            yield from _words(removed, added)
            removed, added = [], []
            yield run
        elif run.mark is Mark.REMOVED:
            removed.append(run.text)
        else:
            added.append(run.text)
    yield from _words(removed, added)


def _words(removed: Sequence[str], added: Sequence[str]) -> Iterator[Run]:
    """Lines that were replaced by others, word by word if the two have enough in common."""
    old, new = "".join(removed), "".join(added)
    runs = _compared_tokens(_TOKEN.findall(old), _TOKEN.findall(new), tidy=True) if old and new else []
    shared = sum(len(run.text.strip()) for run in runs if run.mark is Mark.SAME)
    if shared >= _KIN * min(len(old.strip()), len(new.strip())) and runs:
        yield from runs
        return
    if old:
        yield Run(Mark.REMOVED, old if old.endswith("\n") or not new else f"{old}\n")
    if new:
        yield Run(Mark.ADDED, new)


def _compared_tokens(old: Sequence[str], new: Sequence[str], *, tidy: bool = False) -> list[Run]:
    """Two rows of tokens compared; `tidy` joins changes that would be read as one."""
    letters: dict[str, str] = {}
    texts = [""]
    matcher = diff_match_patch()
    found = matcher.diff_main(_encoded(old, letters, texts), _encoded(new, letters, texts), False)
    if tidy:
        matcher.diff_cleanupSemantic(found)
    return [Run(_MARKS[sign], "".join(texts[ord(each) - _FIRST] for each in part)) for sign, part in found]


def _encoded(tokens: Iterable[str], letters: dict[str, str], texts: list[str]) -> str:
    for token in tokens:
        if token not in letters:
            letters[token] = chr(_FIRST + len(texts))
            texts.append(token)
    return "".join(letters[token] for token in tokens)


def _lines(runs: Iterable[Run]) -> Iterator[DiffLine]:
    """Runs cut at the ends of lines, whichever text those stand in."""
    old = new = 1
    line: list[Run] = []
    for run in runs:
        *ended, rest = run.text.split("\n")
        for part in ended:
            # A line that is empty in one of the texts is told by its end alone.
            line += [Run(run.mark, part)] if part or not _stands(run.mark, line) else []
            yield _numbered(line, old, new)
            old += run.mark is not Mark.ADDED
            new += run.mark is not Mark.REMOVED
            line = []
        line += [Run(run.mark, rest)] if rest else []
    if line:
        yield _numbered(line, old, new)


_SIDES: Final = {Mark.SAME: {"old", "new"}, Mark.REMOVED: {"old"}, Mark.ADDED: {"new"}}


def _stands(mark: Mark, line: Sequence[Run]) -> bool:
    """Whether a line has something already of each text that a mark stands for."""
    return _SIDES[mark] <= {side for run in line for side in _SIDES[run.mark]}


def _numbered(line: Sequence[Run], old: int, new: int) -> DiffLine:
    marks = {run.mark for run in line}
    return DiffLine(
        tuple(line),
        old if marks & {Mark.SAME, Mark.REMOVED} else None,
        new if marks & {Mark.SAME, Mark.ADDED} else None,
    )

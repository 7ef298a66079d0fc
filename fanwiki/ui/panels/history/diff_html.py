"""A comparison as rich text. What was added is underlined and what was removed struck out, and a sign stands before
each line: colour alone tells nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from fanwiki.domain.history import Comparison, DiffLine, FactChange, Fold, Mark, folded

SIGNS: Final[Mapping[Mark, str]] = {Mark.SAME: "", Mark.ADDED: "+", Mark.REMOVED: "−", Mark.CHANGED: "±"}


@dataclass(frozen=True)
class Colours:
    """Ground and letters (`#rrggbb`) of what was added and removed, and letters of what is quiet."""

    added: tuple[str, str]
    removed: tuple[str, str]
    quiet: str


LIGHT: Final = Colours(("#d9f2de", "#0b4f21"), ("#fbdedf", "#7d0f1c"), "#646c79")
DARK: Final = Colours(("#17402a", "#b5edc5"), ("#4a1b20", "#ffc2c5"), "#98a1b0")


@dataclass(frozen=True)
class Words:
    """What is said around a comparison, in the user's language."""

    facts: str
    text: str
    same_text: str
    facts_unknown: str
    one_fold: str
    folds: str


def diff_html(found: Comparison, colours: Colours, words: Words, *, whole: bool) -> str:
    """The facts that differ and the text, with what is the same folded unless the `whole` page is asked for."""
    parts: list[str] = []
    if found.facts or not found.facts_kept:
        parts.append(f"<h4>{escape(words.facts)}</h4>")
        parts.append(_table(_fact_rows(found.facts, colours)))
        if not found.facts_kept:
            parts.append(f"<p>{escape(words.facts_unknown)}</p>")
        parts.append(f"<h4>{escape(words.text)}</h4>")
    if not found.text_changed and not whole:
        parts.append(f'<p style="color:{colours.quiet}">{escape(words.same_text)}</p>')
        return "".join(parts)
    lines = found.lines if whole else folded(found.lines)
    parts.append(_table(_text_row(line, colours, words) for line in lines))
    return "".join(parts)


def _table(rows: Iterable[str]) -> str:
    return f'<table width="100%" cellspacing="0" cellpadding="2">{"".join(rows)}</table>'


def _row(mark: Mark, inside: str, colours: Colours, ground: str = "") -> str:
    style = f' bgcolor="{ground}"' if ground else ""
    sign = f'<td width="14" align="center" style="color:{colours.quiet}"{style}>{SIGNS[mark]}</td>'
    return f'<tr>{sign}<td style="white-space:pre-wrap"{style}>{inside}</td></tr>'


def _text_row(line: DiffLine | Fold, colours: Colours, words: Words) -> str:
    if isinstance(line, Fold):
        said = words.one_fold if line.count == 1 else words.folds.format(count=f"{line.count:,}")
        return _row(Mark.SAME, f'<span style="color:{colours.quiet}">⋯ {escape(said)}</span>', colours)
    if line.mark in (Mark.ADDED, Mark.REMOVED):
        ground, letters = _of(line.mark, colours)
        return _row(line.mark, f'<span style="color:{letters}">{escape(line.words)}</span>', colours, ground)
    return _row(line.mark, "".join(_run(run.mark, run.text, colours) for run in line.runs), colours)


def _run(mark: Mark, text: str, colours: Colours) -> str:
    if mark is Mark.SAME:
        return escape(text)
    ground, letters = _of(mark, colours)
    line = "underline" if mark is Mark.ADDED else "line-through"
    style = f"background-color:{ground};color:{letters};text-decoration:{line}"
    return f'<span style="{style}">{escape(text)}</span>'


def _of(mark: Mark, colours: Colours) -> tuple[str, str]:
    return colours.added if mark is Mark.ADDED else colours.removed


def _fact_rows(facts: Iterable[FactChange], colours: Colours) -> Iterable[str]:
    for change in facts:
        noun = f'<span style="color:{colours.quiet}">{escape(change.noun)}</span>'
        if change.mark is not Mark.CHANGED:
            ground, letters = _of(change.mark, colours)
            said = f'{noun} <span style="color:{letters}">{escape(change.said)}</span>'
            yield _row(change.mark, said, colours, ground)
            continue
        yield _row(change.mark, f"{noun} {escape(change.said)}", colours)
        for field in change.fields:
            before = _run(Mark.REMOVED, field.before, colours) if field.before else ""
            after = _run(Mark.ADDED, field.after, colours) if field.after else ""
            between = " → " if before and after else ""
            yield _row(Mark.SAME, f"{escape(field.name)}: {before}{between}{after}", colours)

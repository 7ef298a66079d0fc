"""What may be meant by a filter of a query that is still being typed. The search box and the queries offer the same."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from fanwiki.domain.queries import FilterName, LayoutName, open_filter, written_filter

_MOST: Final = 30
_SHORTEST_NAME: Final = 2
"""From so many letters on, a word is taken for the beginning of a filter's name."""

Values = Callable[[str], Sequence[str]]
"""Gives what may stand behind the name of a filter."""


@dataclass(frozen=True)
class Completion:
    """One completion: as it is shown, what the field then holds, and what it means."""

    shown: str
    text: str
    meaning: str = ""


@dataclass(frozen=True)
class Completions:
    """What fits, best first. `settled` says that what is typed makes sense as it is, so that answers go first."""

    offered: tuple[Completion, ...] = ()
    settled: bool = True


def all_filters(names: Iterable[str]) -> Completions:
    """Every filter there is, for whoever has typed nothing yet."""
    return Completions(tuple(Completion(f"{name}:", f"{name}:", meaning(name)) for name in names))


def completions(query: str, names: Iterable[str], values: Values) -> Completions:
    """What may be meant by the filter at the end of a query."""
    opened = open_filter(query)
    if opened is None:
        return Completions()
    if opened.name is None:
        begun = opened.typed.casefold()
        found = [name for name in names if len(begun) >= _SHORTEST_NAME and name.startswith(begun)]
        before = query[: opened.start]
        return Completions(tuple(Completion(f"{name}:", f"{before}{name}:", meaning(name)) for name in found))
    if opened.name not in names:
        return Completions()
    # A list goes on behind a comma, and what is sorted by may be turned round.
    done = opened.typed[: opened.typed.rfind(",") + 1] if opened.name == LayoutName.COLUMNS else ""
    done = "-" if opened.name == LayoutName.SORT and opened.typed.startswith("-") else done
    typed = opened.typed[len(done) :].casefold()
    fitting = [each for each in values(opened.name) if typed in each.casefold()]
    settled = typed in (each.casefold() for each in fitting)
    fitting = [each for each in fitting if each.casefold() != typed and each not in done.split(",")]
    fitting.sort(key=lambda each: not each.casefold().startswith(typed))
    before = query[: opened.start - len(opened.name) - 1]
    written = [written_filter(opened.name, done + each) for each in fitting[:_MOST]]
    end = "" if opened.name == LayoutName.COLUMNS else " "
    return Completions(tuple(Completion(each, f"{before}{each}{end}") for each in written), settled)


def meaning(name: str) -> str:
    """What a filter or layout is about, in a few words."""
    meanings: dict[str, str] = {
        FilterName.KIND: _tr("what it is: character, episode, person …"),
        FilterName.STATUS: _tr("who is alive, dead …"),
        FilterName.IN: _tr("a show, a season or an episode"),
        FilterName.CATEGORY: _tr("a category"),
        FilterName.BY: _tr("who wrote it last"),
        LayoutName.VIEW: _tr("table, list, board or gallery"),
        LayoutName.SORT: _tr("what comes first"),
        LayoutName.COLUMNS: _tr("what the table says of each"),
    }
    return meanings.get(name, "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Filters", text)

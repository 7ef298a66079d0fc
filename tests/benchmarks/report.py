"""What a benchmark says: one line each, for a table that a person reads."""

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Line:
    """One measurement. Times are in milliseconds; `ratio` is to the yardstick named, of medians in one run."""

    what: str
    size: str
    p50: str
    p95: str = ""
    ratio: str = ""


def timed(work: Callable[[], object], runs: int) -> list[float]:
    """How long each of some runs took, in milliseconds, after one that does not count."""
    work()
    times: list[float] = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def quantile(times: Sequence[float], share: float) -> float:
    """The time within which that share of the runs has ended."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(len(ordered) * share))]


def line(what: str, size: str, times: Sequence[float], ratio: str = "") -> Line:
    return Line(what, size, f"{statistics.median(times):.1f} ms", f"{quantile(times, 0.95):.1f} ms", ratio)


def print_table(lines: Iterable[Line]) -> None:
    """Prints what was measured as one table, and each line as soon as it is known on the error channel: what a run has
    measured is not lost when it is ended early.
    """
    table = Table(box=None, header_style="bold")
    for column in ("what", "size", "p50", "p95", "ratio"):
        table.add_column(column)
    for each in lines:
        print(f"{each.what} · {each.size} · {each.p50} · {each.p95} · {each.ratio}", file=sys.stderr, flush=True)
        table.add_row(each.what, each.size, each.p50, each.p95, each.ratio)
    Console(width=140).print(table)


def run_alone(measure: Callable[[int, Path | None], Iterable[Line]], pages: int) -> None:
    """Runs one benchmark as `python -m … [PAGES [FOLDER]]`; in the folder the large wiki is kept for the next time."""
    asked = sys.argv[1:]
    print_table(measure(int(asked[0]) if asked else pages, Path(asked[1]) if len(asked) > 1 else None))

"""What a benchmark says: one line each, for a table that a person reads."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


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

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


def line(what: str, size: str, times: Sequence[float], ratio: str = "") -> Line:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    return Line(what, size, f"{statistics.median(ordered):.1f} ms", f"{p95:.1f} ms", ratio)

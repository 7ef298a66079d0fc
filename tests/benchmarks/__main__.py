"""`make bench`: runs every benchmark of this folder and prints one table. Nothing here passes or fails."""

from collections.abc import Callable, Iterator
from itertools import chain

from tests.benchmarks import (
    bench_board,
    bench_export,
    bench_files,
    bench_history,
    bench_import,
    bench_lint,
    bench_preview,
    bench_search,
    bench_start,
    bench_typing,
    bench_wiki,
    bench_window,
)
from tests.benchmarks.report import Line, print_table

BENCHES: tuple[Callable[[], Iterator[Line]], ...] = (
    bench_start.measure,
    bench_wiki.measure,
    bench_search.measure,
    bench_window.measure,
    bench_board.measure,
    bench_typing.measure,
    bench_preview.measure,
    bench_export.measure,
    bench_files.measure,
    bench_history.measure,
    bench_lint.measure,
    bench_import.measure,
)


def main() -> None:
    print_table(chain.from_iterable(bench() for bench in BENCHES))


if __name__ == "__main__":
    main()

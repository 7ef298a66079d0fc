"""`make bench`: runs every benchmark of this folder and prints one table. Nothing here passes or fails."""

import sys
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    bench_board,
    bench_export,
    bench_files,
    bench_history,
    bench_import,
    bench_lint,
    bench_preview,
    bench_start,
    bench_typing,
    bench_wiki,
)
from tests.benchmarks.report import Line

BENCHES: tuple[Callable[[], Iterator[Line]], ...] = (
    bench_start.measure,
    bench_wiki.measure,
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
    table = Table(box=None, header_style="bold")
    for column in ("what", "size", "p50", "p95", "ratio"):
        table.add_column(column)
    for bench in BENCHES:
        for each in bench():
            print(f"{each.what} …", file=sys.stderr)
            table.add_row(each.what, each.size, each.p50, each.p95, each.ratio)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()

"""What a command prints: one JSON document, or a table for people. Errors are one line."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

_DRAWN_EVERY = 0.1
"""Seconds between two looks of a bar."""

_UNBOUNDED = 10_000
"""Columns for a table that is not shown on a terminal: one line for each row."""


def print_json(document: Any) -> None:
    """One JSON document on standard output, and nothing else."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], empty: str) -> None:
    """Rows under their headings, or the sentence `empty` where there are none."""
    lines = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    if not lines:
        print(empty)
        return
    from rich.console import Console  # noqa: PLC0415 - slow to load, and many commands print no table
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for line in lines:
        table.add_row(*(_plain(cell) for cell in line))
    Console(width=None if sys.stdout.isatty() else _UNBOUNDED, highlight=False).print(table)


def _plain(cell: str) -> str:
    """What a wiki says is text and not rich's markup."""
    return cell.replace("[", r"\[")


def print_error(message: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"fanwiki: error: {' '.join(message.split())}\n")


ShowProgress = Callable[[int, int, str], None]


def print_note(message: str) -> None:
    """Something to know about what was put out, on standard error."""
    sys.stderr.write(f"fanwiki: {message}\n")


@contextmanager
def progress_bar() -> Iterator[ShowProgress]:
    """A bar on standard error while something long is done, if that is a terminal."""
    if not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.console import Console  # noqa: PLC0415 - slow to load, and nobody may be looking
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - as above

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _show_nothing
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # Drawn when there is something new: a thread of its own would keep the process from being copied (`forking`).
    with Progress(*columns, console=console, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)
        drawn = 0.0

        def show(done: int, total: int, what: str) -> None:
            nonlocal drawn
            due = done == total or monotonic() - drawn >= _DRAWN_EVERY
            bar.update(task, completed=done, total=total, description=what, refresh=due)
            drawn = monotonic() if due else drawn

        yield show


def _show_nothing(_done: int, _total: int, _what: str) -> None:
    """Nobody is looking."""

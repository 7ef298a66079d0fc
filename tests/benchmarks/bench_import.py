"""Importing a dump: how many pages a second, how much memory at its height, and how both grow with the dump.

Each import is a process of its own, so that its memory is its own; that of the processes which convert pages beside it
is counted with it. `python -m tests.benchmarks.bench_import DUMP …` measures dumps that are at hand.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fanwiki.importers.mediawiki.importing import MediaWikiImport
from fanwiki.wiki import Wiki
from tests.benchmarks.report import Line
from tests.importers.dumps import dump, page

SIZES: Final = (1_000, 10_000, 50_000)
PARAGRAPH: Final = (
    "The students of '''[[Page {0}]]''' meet [[page {1}|somebody]] on the roof, where a fire was lit again. " * 5
)


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            source = Path(folder) / f"{size}.xml"
            _write(source, size)
            yield _imported(source)
            source.unlink()


def _imported(source: Path) -> Line:
    """An import in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_import", "--one", str(source)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    read, seconds, busy, megabytes = int(said[0]), float(said[1]), float(said[2]), float(said[3])
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    rate = f"{read / seconds:.0f} pages/s, {megabytes:.0f} MB"
    return Line(
        "importing a dump",
        f"{source.stem.partition('.')[0]}: {read:,} pages",
        rate,
        f"{seconds:.1f} s",
        f"{busy:.1f} s of CPU{load}",
    )


def _one(source: Path) -> None:
    """Prints how many pages a dump has, the seconds that its import took, those that processors were busy with it, and
    the megabytes at the height of it.
    """
    with tempfile.TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "bench.fanwiki")
        work = MediaWikiImport(wiki, source)
        begun = time.perf_counter()
        most: dict[int, float] = {}
        for _ in work.run():
            most |= {process: _most_memory(process) for process in (os.getpid(), *_children())}
        most[os.getpid()] = _most_memory(os.getpid())
        taken = time.perf_counter() - begun
        wiki.close()
    times = os.times()
    busy = times.user + times.system + times.children_user + times.children_system
    print(work.report.read, taken, busy, sum(most.values()))


def _children() -> list[int]:
    """The processes that this one has begun and that run still."""
    return [
        int(process)
        for thread in Path("/proc/self/task").iterdir()
        for process in (thread / "children").read_text().split()
    ]


def _most_memory(process: int) -> float:
    """The megabytes that a process has had at the height of it. What `getrusage` says of that counts the process that
    began it, too.
    """
    status = Path(f"/proc/{process}/status").read_text()
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def _write(source: Path, size: int) -> None:
    """A dump of so many pages, page by page: whoever holds it all has memory of its own to answer for."""
    head, _, end = dump([]).partition(b"</mediawiki>")
    with source.open("wb") as file:
        file.write(head)
        for number in range(size):
            file.write(page(f"Page {number}", _text(number, size), namespace=0).encode())
        file.write(b"</mediawiki>" + end)


def _text(number: int, size: int) -> str:
    paragraphs = (PARAGRAPH.format((number * 7 + n) % size, (number * 13 + n) % size) for n in range(4))
    return "\n\n".join(paragraphs) + "\n== More ==\n* one\n* two\n[[Category:Pages]]"


def main() -> None:
    if sys.argv[1] == "--one":
        _one(Path(sys.argv[2]))
        return
    for source in sys.argv[1:]:
        print(_imported(Path(source)))


if __name__ == "__main__":
    main()

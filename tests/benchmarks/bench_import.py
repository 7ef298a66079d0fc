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
            source.write_bytes(dump([page(f"Page {n}", _text(n, size), namespace=0) for n in range(size)]))
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
    import resource  # noqa: PLC0415 - which not every system has

    with tempfile.TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "bench.fanwiki")
        work = MediaWikiImport(wiki, source)
        begun = time.perf_counter()
        for _ in work.run():
            pass
        taken = time.perf_counter() - begun
        wiki.close()
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = sum(each.ru_utime + each.ru_stime for each in (own, others))
    print(work.report.read, taken, busy, (own.ru_maxrss + (os.cpu_count() or 1) * others.ru_maxrss) / 1024)


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

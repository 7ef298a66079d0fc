"""The HTML bundle of a large wiki against static site generators on the same content, in turn, each in a process of
its own: cold, with the bodies of pages from the cache, and with one page changed.

The wiki is that of `../bench/make_vault.py`. Hugo and MkDocs are installed by `make bench`; what is not there is left
out. FANWIKI_BENCH_PAGES and FANWIKI_BENCH_PAIRS ask for another size and for fewer or more pairs.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fanwiki.domain.edits import SavePage
from fanwiki.wiki import Wiki
from tests.benchmarks.report import Line, line
from tests.benchmarks.vault import GENERATOR, generate, load

PAGES = int(os.environ.get("FANWIKI_BENCH_PAGES", "10000"))
PAIRS = int(os.environ.get("FANWIKI_BENCH_PAIRS", "3"))
SMALL = 1000
_EVERY = 0.05


@dataclass(frozen=True)
class Run:
    """How long a program took, and how long it and its processes had a core, in milliseconds; the most memory that they
    had, in MiB. Where others are at work on the machine too, the second says more than the first.
    """

    time: float
    cores: float
    memory: float


def measure() -> Iterator[Line]:
    if not GENERATOR.is_file():
        yield Line("HTML bundle of a large wiki", "", "left out: ../shared/bench is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from _against_hugo(Path(folder), PAGES)
    with tempfile.TemporaryDirectory() as folder:
        yield from _against_mkdocs(Path(folder), SMALL)


def _against_hugo(folder: Path, pages: int) -> Iterator[Line]:
    hugo = _program("hugo")
    wiki = _wiki(folder, pages)
    size = f"{pages:,} pages"
    shutil.copytree(GENERATOR.parent / "hugo", folder / "hugo")
    generate(pages, folder / "hugo" / "content", "relative")
    yardstick: list[Run] = []
    runs: dict[str, list[Run]] = {"cold": [], "bodies from the cache": [], "one page changed": []}
    for number in range(PAIRS):
        if hugo is not None:
            shutil.rmtree(folder / "hugo-out", ignore_errors=True)
            command = [hugo, "--source", str(folder / "hugo"), "--destination", str(folder / "hugo-out"), "--quiet"]
            yardstick.append(_run(command, folder))
        shutil.rmtree(folder / "cache", ignore_errors=True)
        for what, fresh in (("cold", True), ("bodies from the cache", True), ("one page changed", False)):
            if fresh:
                shutil.rmtree(folder / "out", ignore_errors=True)
            else:
                _change(wiki, number)
            runs[what].append(_run([sys.executable, "-m", "fanwiki", "export", str(wiki), str(folder / "out")], folder))
    if hugo is None:
        yield Line("Hugo", size, "left out: not installed")
    else:
        yield _line("Hugo", size, yardstick, yardstick)
    for what, found in runs.items():
        yield _line(f"HTML bundle, {what}", size, found, yardstick)


def _against_mkdocs(folder: Path, pages: int) -> Iterator[Line]:
    mkdocs = _program("mkdocs")
    size = f"{pages:,} pages"
    if mkdocs is None:
        yield Line("MkDocs", size, "left out: not installed")
        return
    wiki = _wiki(folder, pages)
    generate(pages, folder / "docs", "relative")
    (folder / "mkdocs.yml").write_text("site_name: Large\nuse_directory_urls: true\nplugins: [search]\n")
    theirs = [_run([mkdocs, "build", "--quiet", "-f", str(folder / "mkdocs.yml")], folder)]
    ours: list[Run] = []
    for _ in range(PAIRS):
        for old in ("out", "cache"):
            shutil.rmtree(folder / old, ignore_errors=True)
        ours.append(_run([sys.executable, "-m", "fanwiki", "export", str(wiki), str(folder / "out")], folder))
    yield _line("MkDocs", size, theirs, theirs)
    yield _line("HTML bundle, cold", size, ours, theirs * PAIRS)


def _wiki(folder: Path, pages: int) -> Path:
    generate(pages, folder / "vault", "wiki")
    wiki = Wiki.create(folder / "large.fanwiki")
    load(folder / "vault", wiki)
    wiki.close()
    return wiki.path


def _change(file: Path, number: int) -> None:
    wiki = Wiki.open(file)
    page = wiki.view().pages()[number]
    wiki.apply(SavePage(page.id, f"{wiki.view().text(page.id).body}\nOne more sentence.\n"))
    wiki.close()


def _line(what: str, size: str, runs: Sequence[Run], yardstick: Sequence[Run]) -> Line:
    times, memory = [run.time for run in runs], statistics.median(run.memory for run in runs)
    if not yardstick or runs is yardstick:
        return line(what, f"{size}, {memory:.0f} MiB", times)
    ratios = [run.time / other.time for run, other in zip(runs, yardstick, strict=True)]
    of_medians = statistics.median(times) / statistics.median(other.time for other in yardstick)
    of_cores = statistics.median(run.cores for run in runs) / statistics.median(other.cores for other in yardstick)
    of_memory = memory / statistics.median(other.memory for other in yardstick)
    of_pairs = f"{of_medians:.3f} (pairs {min(ratios):.3f} … {max(ratios):.3f})"
    ratio = f"{of_pairs}, time of cores {of_cores:.3f}, memory {of_memory:.2f}"
    return line(what, f"{size}, {memory:.0f} MiB", times, ratio)


def _program(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.is_file() else shutil.which(name)


def _run(command: Sequence[str], folder: Path) -> Run:
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    most = 0.0
    while process.poll() is None:
        most = max(most, _memory(process.pid))
        time.sleep(_EVERY)
    taken = (time.perf_counter() - begun) * 1000
    said = process.communicate()[1]
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {said}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cores = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
    return Run(taken, cores, most)


def _memory(pid: int) -> float:
    """What a process and those it began hold, in MiB, what they share counted once; 0 where that cannot be known."""
    total = 0.0
    with suppress(OSError):
        for told in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if told.startswith("Pss:"):
                total += int(told.split()[1]) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(map(_memory, map(int, (task / "children").read_text().split())))
    return total


if __name__ == "__main__":
    for each in measure():
        print(each.what, each.size, each.p50, each.p95, each.ratio, sep=" | ", flush=True)

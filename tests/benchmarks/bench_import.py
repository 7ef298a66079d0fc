"""Importing a dump: how long it takes, and how that grows with the dump."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fanwiki.importers.mediawiki.importing import MediaWikiImport
from fanwiki.wiki import Wiki
from tests.benchmarks.report import Line, line
from tests.importers.dumps import dump, page

SIZES = (1_000, 10_000)
PARAGRAPH = (
    "The students of '''[[Page {0}]]''' meet [[page {1}|somebody]] on the roof, where a fire was lit again. " * 5
)


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            yield line("importing a dump", f"{size:,} pages", [_imported(Path(folder), size)])


def _imported(folder: Path, size: int) -> float:
    source = folder / f"{size}.xml"
    source.write_bytes(dump([page(f"Page {n}", _text(n, size), namespace=0) for n in range(size)]))
    wiki = Wiki.create(folder / f"{size}.fanwiki")
    begun = time.perf_counter()
    for _ in MediaWikiImport(wiki, source).run():
        pass
    taken = (time.perf_counter() - begun) * 1000
    wiki.close()
    return taken


def _text(number: int, size: int) -> str:
    paragraphs = (PARAGRAPH.format((number * 7 + n) % size, (number * 13 + n) % size) for n in range(4))
    return "\n\n".join(paragraphs) + "\n== More ==\n* one\n* two\n[[Category:Pages]]"

"""What the history of a page costs in the file, beside the plain sum of its revisions."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from fanwiki.store.store import Store
from fanwiki.wiki import Wiki
from tests.benchmarks.report import Line
from tests.building import Builder
from tests.store.test_history import typical_saves

ROW_BYTES = (
    "SELECT sum(length(coalesce(body, '')) + length(facts) + length(id) + length(page) + length(coalesce(parent, ''))"
    " + length(author) + length(summary) + length(time) + length(hash)) FROM revision"
)


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "history.fanwiki", author="Somebody")
        page = Builder(wiki).page("Diary", "first")
        saved = typical_saves(wiki, page)
        wiki.close()
        plain = sum(len(each.encode()) for each in saved)
        store = Store(wiki.path, writable=False)
        with store.reading() as reading:
            kept = int(reading.connection.execute(text(ROW_BYTES)).scalar_one())
        store.close()
    size = f"{len(saved)} × {plain // len(saved) / 1000:.1f} KB"
    yield Line("history of a page", size, f"{kept / 1000:.0f} KB", ratio=f"{kept / plain:.1%} of the plain sum")

"""What people wait for without the window: saving and opening a page, the tree, the board, search, export."""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from fanwiki.domain.edits import AddPage, SavePage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html import HtmlExport
from fanwiki.importers.sample import create_sample
from fanwiki.wiki import Wiki
from fanwiki.wiki.reading.tree import ROOT
from tests.benchmarks.report import Line, line, timed
from tests.ui.typist import page_of

PAGES = 10_000
PARAGRAPH = "The students of [[Page {0}]] meet [[Page {1}]] on the roof, where somebody has lit a fire again. " * 4


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _sample(Path(folder))
        yield from _typed(Path(folder))
        yield from _large(Path(folder))


def _sample(folder: Path) -> Iterator[Line]:
    wiki = create_sample(folder / "sample.fanwiki")
    view = wiki.view()
    show = view.shows()[0].page.id
    namra = view.find("Nam-ra").id
    numbers = count()
    yield line("saving a page", "sample", timed(lambda: wiki.apply(SavePage(namra, f"text {next(numbers)}")), 40))
    yield line("survivor board", "20 × 12", timed(lambda: view.board(show), 20))
    exports = count()
    yield line("HTML bundle", "69 pages", timed(lambda: list(HtmlExport(wiki, folder / f"{next(exports)}").run()), 3))
    wiki.close()


def _typed(folder: Path) -> Iterator[Line]:
    """Goal: 20 ms p95. One word more in the middle of a page that is saved again and again, as autosave does it."""
    wiki = Wiki.create(folder / "typed.fanwiki")
    for words in (400, 10_000, 50_000):
        page, lines = PageId(new_id()), page_of(words).split("\n")
        wiki.apply(AddPage(page, PageKind.ARTICLE, f"{words}", body="\n".join(lines)))
        paragraphs = [number for number, each in enumerate(lines) if each.startswith("A paragraph")]
        save = partial(_save_a_word_more, wiki, page, lines, paragraphs[len(paragraphs) // 2])
        size = f"{words:,} words"
        yield line("saving a page, one word more", size, timed(save, 40), "goal 20 ms")
    wiki.close()


def _save_a_word_more(wiki: Wiki, page: PageId, lines: list[str], at: int) -> None:
    lines[at] += " word"
    wiki.apply(SavePage(page, "\n".join(lines), closing=False))


def _large(folder: Path) -> Iterator[Line]:
    wiki = Wiki.create(folder / "large.fanwiki")
    ids = [PageId(new_id()) for _ in range(PAGES)]
    edits = [
        AddPage(id, PageKind.ARTICLE, f"Page {n}", body=PARAGRAPH.format((n * 7) % PAGES, (n * 13) % PAGES))
        for n, id in enumerate(ids)
    ]
    size = f"{PAGES:,} pages"
    yield line("adding pages, one step", size, [_once(wiki, edits)])
    view = wiki.view()
    numbers = count()
    yield line("root of the tree", size, timed(lambda: view.children(ROOT), 20))
    yield line("opening a page", size, timed(lambda: view.html(ids[next(numbers) * 31 % PAGES], _Linker()), 40))
    yield line("saving a page", size, timed(lambda: wiki.apply(SavePage(ids[next(numbers)], "new [[Page 1]]")), 40))
    yield line("search, one word", size, timed(lambda: view.search("roof"), 10))
    yield line("links to a page", size, timed(lambda: view.links(ids[next(numbers)]), 40))
    wiki.close()


def _once(wiki: Wiki, edits: list[AddPage]) -> float:
    begun = time.perf_counter()
    wiki.apply(*edits)
    return (time.perf_counter() - begun) * 1000


class _Linker:
    def page(self, page: object, heading: str) -> str:
        return f"{page}{heading}"

    def wanted(self, title: str) -> str:
        return title

    def media(self, media: object) -> str:
        return str(media)

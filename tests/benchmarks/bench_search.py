"""Finding in a large wiki: what the search says first to each letter typed, against ripgrep over the same pages as
files; and the quick switcher, against rapidfuzz's WRatio over all titles. Each pair in turn, in one run.
"""

import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from rapidfuzz import fuzz, process

from fanwiki.domain.points import Viewpoint
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.title_ranking import NamedPage, TitleRanking, ways_to
from tests.benchmarks.report import Line, line, quantile, run_alone, timed
from tests.benchmarks.vault import LargeWiki, large_wiki

PAGES = 2_000
_FIRST = 12
"""How many hits the search box shows."""
_SHOWS = 3
"""How many shows the reader has begun."""
_OFFERED = 60
_ASKED = 40


def measure(pages: int = PAGES, kept: Path | None = None) -> Iterator[Line]:
    with large_wiki(pages, kept) as large, closing(Wiki.open(large.wiki, read_only=True)) as wiki:
        view = wiki.view()
        texts = [text for text, *_ in view.titles()]
        yield from _search(large, view, _typed(texts, least=2))
        yield from _switcher(large, view, _typed(texts, least=1))


def _typed(texts: Sequence[str], *, least: int) -> list[str]:
    """What somebody has typed so far of titles, a few with a letter wrong; the same at each run."""
    chance = random.Random(5)
    typed: list[str] = []
    while len(typed) < _ASKED:
        letters = list(chance.choice(texts)[: chance.randint(least, 12)])
        if len(letters) > 3 and chance.random() < 0.3:
            letters[chance.randrange(1, len(letters) - 1)] = chance.choice("abcdxyz")
        if len("".join(letters).strip()) >= least:
            typed.append("".join(letters).strip())
    return [*typed, "the", "school", "학교"]


def _search(large: LargeWiki, view: View, typed: Sequence[str]) -> Iterator[Line]:
    size = f"{large.pages:,} pages"
    first = partial(view.search, limit=_FIRST, thorough=False)
    if (ripgrep := shutil.which("rg")) is None:
        yield line("search as you type, first hits", size, _each(first, typed), "without ripgrep: it is not here")
        return

    def in_files(words: str) -> None:
        command = [ripgrep, "--ignore-case", "--fixed-strings", "--count", "--", words, str(large.vault)]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)

    _each(first, typed)
    in_files("warm")
    readers = partial(_reader(view).search, limit=_FIRST, thorough=False)
    _each(readers, typed)
    told = [(_once(first, words), _once(readers, words), _once(in_files, words)) for words in typed]
    ours, seen, theirs = ([each[place] for each in told] for place in range(3))
    yield line("search as you type, ripgrep", size, theirs)
    yield line("search as you type, first hits", size, ours, f"{_p95_of(ours, theirs)}; goal 0.05 and 30 ms")
    yield line("search as you type, a reader's first hits", size, seen, f"{_p95_of(seen, theirs)}; goal 0.05 and 30 ms")
    yield line("search as you type, all hits", size, _each(partial(view.search, limit=_FIRST), typed))


def _reader(view: View) -> View:
    """The view of someone who is half way through a few shows."""
    shows = [order for order in view.orders().orders if order.episodes][:_SHOWS]
    return view.seen_from(Viewpoint(tuple((show.show, show.episodes[len(show.episodes) // 2].id) for show in shows)))


def _switcher(large: LargeWiki, view: View, typed: Sequence[str]) -> Iterator[Line]:
    ways = [NamedPage(*each) for each in view.titles()]
    size = f"{len(ways):,} titles"
    yield line("quick switcher, reading all titles", size, timed(view.titles, 3))
    yield line("quick switcher, preparing them", size, timed(lambda: TitleRanking(ways), 3))
    ready, texts = TitleRanking(ways), [way.text for way in ways]
    ours = partial(ready.best, limit=_OFFERED)
    theirs = partial(process.extract, choices=texts, scorer=fuzz.WRatio, limit=_OFFERED)
    _once(ours, "warm")
    pairs = [(_once(ours, words), _once(theirs, words)) for words in typed]
    ranked, all_alike = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    yield line("quick switcher, WRatio over all titles", size, all_alike)
    yield line("quick switcher, a letter", size, ranked, f"{_p95_of(ranked, all_alike)}; goal 0.1")
    indexed = _each(lambda words: TitleRanking(ways_to(view.named(words, _OFFERED))).best(words, _OFFERED), typed)
    yield line("quick switcher, a letter by the index", f"{large.pages:,} pages", indexed)
    yield line("quick switcher, opened", f"{large.pages:,} pages", timed(lambda: view.first_pages(_OFFERED), 20))


def _once(work: Callable[[str], object], words: str) -> float:
    """How long it takes, in milliseconds."""
    begun = time.perf_counter()
    work(words)
    return (time.perf_counter() - begun) * 1000


def _each(work: Callable[[str], object], typed: Sequence[str]) -> list[float]:
    return [_once(work, words) for words in typed]


def _p95_of(ours: Sequence[float], theirs: Sequence[float]) -> str:
    of_p95 = quantile(ours, 0.95) / quantile(theirs, 0.95)
    return f"{of_p95:.3f} (p95), {statistics.median(ours) / statistics.median(theirs):.3f} (medians)"


if __name__ == "__main__":
    run_alone(measure, PAGES)

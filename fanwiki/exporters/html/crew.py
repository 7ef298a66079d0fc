"""Writing the pages of a bundle, in this process or by several beside it.

Each process of the crew opens the snapshot for reading, writes the files of the pages it is told to into the bundle's
folder, and answers with their hashes. It knows nothing of a window, and ends when whoever began it is gone: it is a
fresh Python, or a copy of this process where that can be had (`forking`). Which process writes which page shows
nowhere.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import BinaryIO, Final

from fanwiki.domain.entities import Media, Page
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Viewpoint
from fanwiki.exporters.html import pages
from fanwiki.exporters.html.beside import Besides
from fanwiki.exporters.html.cache import CachedBodies, RenderedBodies
from fanwiki.exporters.html.cards import card_texts
from fanwiki.exporters.html.forking import Fork, can_fork
from fanwiki.exporters.html.layout import Layout
from fanwiki.exporters.html.shards import Gathered, Passage, Said, Texts, said
from fanwiki.exporters.html.site import Linking, Site
from fanwiki.exporters.html.templates import Templates
from fanwiki.exporters.selection import Category, Selection
from fanwiki.exporters.write import BundleFolder, Written
from fanwiki.wiki.processes import begin, can_begin, close_pipes
from fanwiki.wiki.view import View
from fanwiki.wiki.wiki import Wiki

AT_ONCE: Final = 64
"""Pages of one piece of work."""

_WORTH_A_PROCESS: Final = 1_000
"""Pages that one more process must have to do, since to begin takes as long as to render some hundred."""

_GARBAGE_AFTER: Final = 50_000
"""New objects before such a process looks for garbage: rendering makes many and leaves no circles."""

_GATHERED: Final = b"gathered"

_CHILD: Final = "import sys; from fanwiki.exporters.html.crew import serve; serve(sys.argv[1])"


@dataclass(frozen=True)
class Job:
    """What a process needs to write pages of a bundle. `wiki` is the snapshot, `cache` the file of the render cache."""

    wiki: Path
    viewpoint: Viewpoint
    selection: Selection
    layout: Layout
    ceiling: str
    base: str
    besides: Besides
    folder: BundleFolder
    cache: Path | None
    backlinks: Mapping[PageId, tuple[PageId, ...]] = field(default_factory=dict)
    entries: Mapping[PageId, int] = field(default_factory=dict)
    """The place of each page among the entries of the search."""

    @property
    def count(self) -> int:
        """The pages that there are to write, categories among them."""
        return len(self.selection.pages) + len(self.selection.categories)

    def name(self, number: int) -> str:
        """The name of a page by its number."""
        own = len(self.selection.pages)
        return self.selection.pages[number].title if number < own else self.selection.categories[number - own].name


@dataclass(frozen=True)
class Used:
    """The paths of the pictures that a page shows, and the pages whose texts it shows or has links into."""

    media: frozenset[str]
    texts: frozenset[PageId]


@dataclass(frozen=True)
class Batch:
    """What has been written of a piece of work; `media` are the files of the wiki that these pages show, `used` what
    each page was made from beside its own text, `cards` the words of its card.
    """

    numbers: Sequence[int]
    written: tuple[Written, ...]
    media: dict[str, Media]
    used: dict[PageId, Used]
    cards: dict[PageId, list[tuple[str, str]]]
    rendered: int
    reused: int


Process = subprocess.Popen[bytes] | Fork

_Answer = Batch | Gathered | Exception | None
"""What a process answers; None once it has told all that it has gathered."""


class PageWriter:
    """Writes pages of a bundle by their numbers: first those of the selection, then its categories."""

    def __init__(self, view: View, job: Job, linking: Linking | None = None) -> None:
        self._job = job
        self._texts = Texts(job.wiki.parent)
        self.said: dict[PageId, Said] = {}
        """What the reader sees of the texts that were written last."""
        self._bodies = RenderedBodies() if job.cache is None else CachedBodies(job.cache, job.viewpoint)
        self._site = Site(
            view, job.selection, job.layout, job.ceiling, job.base, job.besides, self._bodies, linking or self._linking
        )
        self._templates = Templates()

    def write(self, numbers: Sequence[int]) -> Batch:
        """Writes some pages."""
        site = self._site
        rendered, reused = self._bodies.rendered, self._bodies.reused
        site.passages.clear()
        site.leads.clear()
        asked = [self._asked(number) for number in numbers]
        site.read_ahead(page for each in asked if (page := _page_of(each)) is not None)
        written: list[Written] = []
        media: dict[str, Media] = {}
        used: dict[PageId, Used] = {}
        for each in asked:
            site.media_used.clear()
            site.texts_used.clear()
            written.append(self._write(each))
            media |= site.media_used
            page = _page_of(each)
            if page is not None:
                used[page.id] = Used(frozenset(site.media_used), frozenset(site.texts_used))
        if isinstance(self._bodies, CachedBodies):
            self._bodies.keep()
        rendered, reused = self._bodies.rendered - rendered, self._bodies.reused - reused
        self.said = self._said()
        for id, page_said in self.said.items():
            if id in self._job.entries:
                self._texts.add(self._job.entries[id], page_said)
        cards = {id: card_texts(each.passages, site.leads[id]) for id, each in self.said.items()}
        return Batch(numbers, tuple(written), media, used, cards, rendered, reused)

    def gathered(self) -> Iterator[Gathered]:
        """What all the pages say that have been written, once no more come: piece by piece."""
        return self._texts.gathered()

    def _write(self, asked: Page | Category) -> Written:
        site, layout, folder = self._site, self._job.layout, self._job.folder
        if isinstance(asked, Page):
            return folder.put(layout.pages[asked.id], pages.page_file(site, self._templates, asked))
        return folder.put(layout.categories[asked.key], pages.category_file(site, self._templates, asked))

    def _linking(self, page: PageId) -> Sequence[PageId]:
        return self._job.backlinks.get(page, ())

    def _said(self) -> dict[PageId, Said]:
        """What the reader sees of the texts that were written."""
        since = self._site.view.passages_since(self._site.passages.keys())
        return {
            page: said(
                Passage(words, seen) for words, seen in zip(passages, since[page], strict=True) if seen is not None
            )
            for page, passages in self._site.passages.items()
        }

    def tidy(self) -> None:
        """Once every page has been written: takes out of the cache what no page of the bundle needs."""
        if isinstance(self._bodies, CachedBodies):
            self._bodies.tidy(self._site.pages.keys())

    def close(self) -> None:
        """Lets go of the cache."""
        self._texts.close()
        if isinstance(self._bodies, CachedBodies):
            self._bodies.close()

    def _asked(self, number: int) -> Page | Category:
        selection = self._job.selection
        own = len(selection.pages)
        return selection.pages[number] if number < own else selection.categories[number - own]


def processes_for(count: int, asked: int | None) -> int:
    """How many processes beside this one shall write so many pages; 0 if this one does it alone."""
    if asked is None:
        asked = min(_cores(), count // _WORTH_A_PROCESS)
    return asked if asked > 1 and can_begin() else 0


@contextmanager
def crew(job: Job, processes: int) -> Iterator["Crew"]:
    """Some processes at work on a job. They are gone when the block ends, whatever they were doing."""
    found = Crew(job, _forked(job, processes) if can_fork() else _begun(job, processes))
    try:
        yield found
    finally:
        found.close()


class Crew:
    """Processes that write pages, and a thread for each that hands out the work."""

    def __init__(self, job: Job, processes: Sequence[Process]) -> None:
        self._results: SimpleQueue[_Answer] = SimpleQueue()
        self._work: SimpleQueue[range] = SimpleQueue()
        for numbers in pieces(job.count):
            self._work.put(numbers)
        self._processes = processes
        self._telling = Lock()
        self._threads = [Thread(target=self._hand_out, args=(each,), daemon=True) for each in self._processes]
        for thread in self._threads:
            thread.start()

    def results(self) -> Iterator[Batch | Gathered]:
        """What is written, as it is, and last what each process has gathered. Raises what a process raised."""
        ended = 0
        while ended < len(self._processes):
            result = self._results.get()
            if isinstance(result, Exception):
                raise result
            if result is None:
                ended += 1
            else:
                yield result

    def close(self) -> None:
        for process in self._processes:
            process.kill()
        for process, thread in zip(self._processes, self._threads, strict=True):
            process.wait()
            thread.join()
            close_pipes(process)

    def _hand_out(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            for asked in self._pieces():
                process.stdin.write(asked + b"\n")
                process.stdin.flush()
                self._results.put(pickle.load(process.stdout))
            # One after the other: each ends once it has told all, and lets go of what is as large as all that is told.
            with self._telling:
                process.stdin.write(_GATHERED + b"\n")
                process.stdin.flush()
                answer: _Answer = pickle.load(process.stdout)
                self._results.put(answer)
                while answer is not None:
                    answer = pickle.load(process.stdout)
                    self._results.put(answer)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._results.put(RuntimeError("a process that was writing pages has ended before its time"))

    def _pieces(self) -> Iterator[bytes]:
        """What one process is asked for: pages as long as there are any."""
        with suppress(Empty):
            while True:
                numbers = self._work.get_nowait()
                yield f"{numbers.start} {numbers.stop}".encode()


def pieces(count: int) -> Sequence[range]:
    """The numbers of so many pages, in pieces of work."""
    return [range(start, min(start + AT_ONCE, count)) for start in range(0, count, AT_ONCE)]


def serve(job_file: str) -> None:
    """What a fresh process of the crew does, with the job that lies in a file."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    with Path(job_file).open("rb") as file:
        job: Job = pickle.load(file)
    # What lives as long as the process is not looked through for garbage again and again.
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)
    _serve(job, sys.stdin.buffer, answers)


def _serve(job: Job, questions: BinaryIO, answers: BinaryIO) -> None:
    """What a process of the crew does: a line comes in, what it asks for or an exception goes out."""
    import signal  # noqa: PLC0415 - for such a process alone
    import traceback  # noqa: PLC0415 - when something went wrong alone

    # An interrupt from the keyboard reaches all; whoever began this process ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wiki = Wiki.open(job.wiki, read_only=True)
    with wiki.view(job.viewpoint).gathered() as view:
        writer = PageWriter(view, job)
        for line in questions:
            try:
                for answer in _answers(writer, line.strip()):
                    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            except (WikiError, OSError) as error:
                pickle.dump(error, answers)
            except Exception as error:
                pickle.dump(RuntimeError("".join(traceback.format_exception(error))), answers)
            answers.flush()
            if line.strip() == _GATHERED:
                break
        writer.close()
    wiki.close()


def _answers(writer: PageWriter, asked: bytes) -> Iterator[Batch | Gathered | None]:
    """One batch for the numbers of some pages; the pieces that have been gathered, and an end."""
    if asked == _GATHERED:
        yield from writer.gathered()
        yield None
        return
    start, stop = map(int, asked.split())
    yield writer.write(range(start, stop))


def _forked(job: Job, processes: int) -> list[Fork]:
    # What is there is not looked through for garbage: memory that nobody touches stays shared.
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)
    begun: list[Fork] = []
    for _ in range(processes):
        begun.append(Fork(partial(_serve, job), begun))
    gc.unfreeze()
    return begun


def _begun(job: Job, processes: int) -> list["subprocess.Popen[bytes]"]:
    # Written and not sent through a pipe: so the window is not held up while it is put together.
    file = job.wiki.with_name("job.pickle")
    with file.open("wb", buffering=0) as out:
        pickle.dump(job, out)
    return [begin(_CHILD, str(file)) for _ in range(processes)]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _page_of(asked: Page | Category) -> Page | None:
    return asked if isinstance(asked, Page) else asked.page

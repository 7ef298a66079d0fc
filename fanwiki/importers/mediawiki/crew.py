"""Converting the pages of a dump, in this process or by several beside it.

Each process of the crew is a fresh Python that is given the converter once, and then pages, piece by piece; it answers
with what they come to. It opens no wiki, knows nothing of a window, and ends when whoever began it is gone. Pages come
back in the order of the dump, so which process converted which shows nowhere.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Final, Protocol, TypeVar

from fanwiki.domain.errors import WikiError
from fanwiki.importers.mediawiki.conversion import Conversion, Wikitext, converted, converted_and_read
from fanwiki.importers.mediawiki.wikitext import Converter
from fanwiki.wiki.processes import begin, can_begin, close_pipes

_AT_ONCE: Final = 16
_CHARACTERS_AT_ONCE: Final = 1 << 18
"""A piece of work is so many pages, or pages of so many characters."""

_AHEAD: Final = 3
"""Pieces that are under way or done, for each process: more would only lie in memory."""

_WORTH_A_PROCESS: Final = 300
"""Pages that one more process must have to do, since to begin takes as long as to convert a hundred."""

_GARBAGE_AFTER: Final = 50_000
"""New objects before such a process looks for garbage: converting makes many and leaves no circles."""

_CHILD: Final = "from fanwiki.importers.mediawiki.crew import serve; serve()"

_Page = TypeVar("_Page")


class Translator(Protocol):
    """What converts a stream of pages, each of which comes with its texts; the order is kept."""

    def conversions(self, pages: Iterable[tuple[_Page, Wikitext]]) -> Iterator[tuple[_Page, Conversion]]: ...


class Alone:
    """Converts in this process."""

    def __init__(self, converter: Converter) -> None:
        self._converter = converter

    def conversions(self, pages: Iterable[tuple[_Page, Wikitext]]) -> Iterator[tuple[_Page, Conversion]]:
        for page, texts in pages:
            yield page, converted(self._converter, texts)


class Crew:
    """Converts by several processes, which are told what to do by a thread each."""

    def __init__(self, converter: Converter, processes: int) -> None:
        self._count = processes
        self._processes = [_begin() for _ in range(processes)]
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._threads = ThreadPoolExecutor(processes)
        first = pickle.dumps(converter)
        for process in self._processes:
            self._threads.submit(self._prepare, process, first)

    def conversions(self, pages: Iterable[tuple[_Page, Wikitext]]) -> Iterator[tuple[_Page, Conversion]]:
        """Raises WikiError if a process has ended before its time."""
        waiting: deque[tuple[list[_Page], Future[list[Conversion]]]] = deque()
        for piece in _pieces(pages):
            asked = [texts for _, texts in piece]
            waiting.append(([page for page, _ in piece], self._threads.submit(self._converted, asked)))
            while len(waiting) > self._count * _AHEAD or (waiting and waiting[0][1].done()):
                yield from _matched(*waiting.popleft())
        while waiting:
            yield from _matched(*waiting.popleft())

    def close(self) -> None:
        """Ends the processes, whatever they are doing."""
        for process in self._processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.wait()
            close_pipes(process)

    def _prepare(self, process: "subprocess.Popen[bytes]", converter: bytes) -> None:
        with suppress(OSError):  # one that is gone already is found to be when it is asked
            assert process.stdin is not None
            process.stdin.write(converter)
            process.stdin.flush()
        self._idle.put(process)

    def _converted(self, asked: list[Wikitext]) -> list[Conversion]:
        process = self._idle.get()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(pickle.dumps(asked))
            process.stdin.flush()
            answer: list[Conversion] | Exception = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise WikiError("a process that converts pages has ended before its time; import again") from error
        finally:
            self._idle.put(process)
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def translator(converter: Converter, count: int, processes: int | None = None) -> Iterator[Translator]:
    """What converts so many pages. With `processes` None there are as many as are worth it; below two, none."""
    asked = min(_cores(), count // _WORTH_A_PROCESS) if processes is None else processes
    if asked < 2 or not can_begin():
        yield Alone(converter)
        return
    crew = Crew(converter, asked)
    try:
        yield crew
    finally:
        crew.close()


def serve() -> None:
    """What a process of the crew does: a converter comes in, then lists of texts; conversions or an error go out."""
    import signal  # noqa: PLC0415 - for such a process alone
    import traceback  # noqa: PLC0415 - when something went wrong alone

    # An interrupt from the keyboard reaches all; whoever began this process ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    converter: Converter = pickle.load(sys.stdin.buffer)
    # What lives as long as the process is not looked through for garbage again and again.
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)
    while True:
        try:
            asked: list[Wikitext] = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = pickle.dumps([converted_and_read(converter, page) for page in asked])
        except Exception:
            answer = pickle.dumps(RuntimeError(traceback.format_exc()))
        answers.write(answer)
        answers.flush()


def _matched(pages: list[_Page], made: "Future[list[Conversion]]") -> Iterator[tuple[_Page, Conversion]]:
    return zip(pages, made.result(), strict=True)


def _pieces(pages: Iterable[tuple[_Page, Wikitext]]) -> Iterator[list[tuple[_Page, Wikitext]]]:
    piece: list[tuple[_Page, Wikitext]] = []
    size = 0
    for page, texts in pages:
        piece.append((page, texts))
        size += sum(map(len, texts.texts))
        if len(piece) >= _AT_ONCE or size >= _CHARACTERS_AT_ONCE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _begin() -> "subprocess.Popen[bytes]":
    """A process of the crew."""
    return begin(_CHILD)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

"""The findings of a large wiki are looked for in a process of its own: in a thread of the window they would take half
of its time. The process opens the file for reading, in short reads, and ends when whoever began it is gone.
"""

import gc
import os
import pickle
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

from fanwiki.domain.errors import WikiError
from fanwiki.lint.linting import Linting, Step, Touched
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.processes import begin, can_begin, close_pipes

WORTH_A_PROCESS: Final = 2_000
"""Pages below which a thread is done before a process has begun."""

_CHILD: Final = "from fanwiki.lint.beside import serve; serve()"

_GARBAGE_AFTER: Final = 50_000
"""New objects before such a process looks for garbage: to parse makes many and leaves no circles."""


class LinterEnded(WikiError):
    """Whoever looked for findings is gone, and must be begun anew."""


class Linter(Protocol):
    """Whoever looks for findings, asked by one thread."""

    def step(self, told: Sequence[Touched]) -> Step | None:
        """Does the next piece of work, once it has been told of what has changed; None where nothing is left to do.
        Raises WikiError.
        """

    def close(self) -> None:
        """Ends, whatever is being done; any thread may ask for it."""


def linter(wiki: Wiki, today: date) -> Linter:
    """Who looks for the findings of an open wiki."""
    if can_begin() and wiki.view().page_count() >= WORTH_A_PROCESS:
        return Beside(wiki.path, today)
    return Here(wiki.view(), today)


class Here:
    """In this process."""

    def __init__(self, view: View, today: date) -> None:
        self._view = view
        self._linting = Linting(today)

    def step(self, told: Sequence[Touched]) -> Step | None:
        for change in told:
            self._linting.take_in(change)
        return self._linting.step(self._view)

    def close(self) -> None:
        """A step is soon done."""


class Beside:
    """In a process of its own, which is told what has changed with each question."""

    def __init__(self, path: Path, today: date) -> None:
        self._closing = Lock()
        self._closed = False
        self._process = begin(_CHILD)
        self._send((path, today))

    def step(self, told: Sequence[Touched]) -> Step | None:
        assert self._process.stdout is not None
        self._send(list(told))
        try:
            answer: Step | Exception | None = pickle.load(self._process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise LinterEnded("what looks for findings has ended before its time; look again") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._process.kill()
            self._process.wait()
        close_pipes(self._process)

    def _send(self, what: object) -> None:
        assert self._process.stdin is not None
        # One that is gone is found to be when its answer is read.
        with suppress(OSError, ValueError):
            self._process.stdin.write(pickle.dumps(what))
            self._process.stdin.flush()


def serve() -> None:
    """What such a process does: a file and a day come in, then what has changed; a step, None or an error goes out."""
    import signal  # noqa: PLC0415 - for such a process alone

    # An interrupt from the keyboard reaches all; whoever began this process ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    gc.set_threshold(_GARBAGE_AFTER)
    path, today = pickle.load(sys.stdin.buffer)
    here: Here | None = None
    while True:
        try:
            told: list[Touched] = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            here = here or Here(Wiki.open(path, read_only=True).view(), today)
            answer = pickle.dumps(here.step(told), pickle.HIGHEST_PROTOCOL)
        except WikiError as error:
            answer = pickle.dumps(error)
        except Exception as error:
            answer = pickle.dumps(_retold(error))
        answers.write(answer)
        answers.flush()


def _retold(error: Exception) -> RuntimeError:
    """An error of ours, with where it happened: that is lost on its way to another process."""
    import traceback  # noqa: PLC0415 - when something went wrong alone

    return RuntimeError("".join(traceback.format_exception(error)))

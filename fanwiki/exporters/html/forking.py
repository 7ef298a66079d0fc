"""A process that is a copy of this one, for the crew: what it needs is loaded already, and what neither of the two
changes lies in memory once.

A copy of a process with several threads may wait for ever for what another thread held, so there is none of a window,
and none outside Linux, where libraries of the system begin threads of their own. The copy opens files of SQLite for
itself: what this process had open it never touches, and it ends without tidying up.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final

_FAILED: Final = 1


def can_fork() -> bool:
    """Whether this process may be copied: on Linux, while it has but one thread, whoever began them."""
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


class Fork:
    """A copy of this process that does one thing with two pipes and ends; it is used as a `subprocess.Popen` is. It
    lets go of the pipes of the copies before it, so that each sees when this process is gone.
    """

    def __init__(self, work: Callable[[BinaryIO, BinaryIO], None], others: Iterable["Fork"]) -> None:
        questions, asking = os.pipe()
        answering, answers = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                for pipe in (asking, answering, *(each.fileno() for other in others for each in other.pipes)):
                    os.close(pipe)
                work(os.fdopen(questions, "rb"), os.fdopen(answers, "wb"))
            except BaseException:
                os._exit(_FAILED)
            os._exit(0)
        os.close(questions)
        os.close(answers)
        self.stdin: BinaryIO = os.fdopen(asking, "wb")
        self.stdout: BinaryIO = os.fdopen(answering, "rb")
        self.returncode: int | None = None

    @property
    def pipes(self) -> tuple[BinaryIO, BinaryIO]:
        return self.stdin, self.stdout

    def kill(self) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

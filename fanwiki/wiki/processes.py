"""Processes beside this one, for work that would hold up the window, or that two do in half the time."""

import os
import subprocess
import sys
from typing import IO, Protocol


def can_begin() -> bool:
    """Whether there is a Python to begin: in a bundled program there is none."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def begin(code: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """A fresh Python that runs some code, with pipes to both sides. It finds the same modules as this one, and none in
    the folder it happens to be in.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class WithPipes(Protocol):
    """A process that is spoken to through pipes."""

    @property
    def stdin(self) -> IO[bytes] | None: ...

    @property
    def stdout(self) -> IO[bytes] | None: ...


def close_pipes(process: WithPipes) -> None:
    """Lets go of the pipes of a process that is gone: what was still on its way cannot be delivered."""
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:
            continue

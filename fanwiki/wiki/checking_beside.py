"""A copy of a large wiki is checked in a process of its own: in a thread of the window it would take half of its time,
for minutes.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from fanwiki.domain.errors import Unwanted, WikiError, WikiFileError
from fanwiki.domain.progress import GoingOn, to_the_end
from fanwiki.wiki.checking import check
from fanwiki.wiki.processes import begin, can_begin, close_pipes

_WORTH_A_PROCESS: Final = 16 * 2**20
"""Bytes below which a thread is done before a process has begun."""
_CHILD: Final = "from fanwiki.wiki.checking_beside import tell; tell()"
_NICENESS: Final = 10
"""By how much the window goes before where both want the processor."""
_LOOK_UP_S: Final = 0.2
"""How long to wait, in seconds, before asking whether to go on."""


def check_beside(path: Path, going_on: GoingOn = to_the_end) -> list[str]:
    """What is wrong with a file that nobody writes to, in words; nothing for a sound one. Raises WikiFileError as
    `check` does, and Unwanted once it is to go on no longer.
    """
    if path.stat().st_size < _WORTH_A_PROCESS or not can_begin():
        return [fault.message for fault in check(path)]
    process = begin(_CHILD, str(path))
    try:
        while True:
            try:
                said, _ = process.communicate(timeout=_LOOK_UP_S)
                break
            except subprocess.TimeoutExpired:
                if not going_on():
                    raise Unwanted("the check was stopped") from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        close_pipes(process)
    if process.returncode:
        raise WikiFileError(f"{path} could not be checked")
    answer = json.loads(said)
    if answer["error"]:
        raise WikiFileError(answer["error"])
    return [str(each) for each in answer["faults"]]


def tell() -> None:
    """What the process does."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    error, faults = "", list[str]()
    try:
        faults = [fault.message for fault in check(Path(sys.argv[1]))]
    except WikiError as found:
        error = str(found)
    print(json.dumps({"error": error, "faults": faults}))  # noqa: T201  # the pipe to whoever has begun this process

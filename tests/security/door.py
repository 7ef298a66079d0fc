"""Gives one source after the other to a command, in a process of its own, and says what came of each and what it took:
`python -m tests.security.door WIKI COMMAND SOURCE…`. Each line is JSON.
"""

import contextlib
import io
import json
import resource
import sys
import time
from pathlib import Path

from fanwiki.cli.program import run


def peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    wiki, command, *sources = sys.argv[1:]
    # What every command loads is no matter of what it is given.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run(["check", wiki])
        run([command, wiki, "missing"])
    for source in sources:
        said = io.StringIO()
        begun = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            status = run([command, wiki, source])
        took = time.process_time() - begun
        line = {"name": Path(source).name, "status": status, "said": said.getvalue(), "seconds": took}
        sys.stdout.write(json.dumps({**line, "megabytes": peak_megabytes()}) + "\n")


if __name__ == "__main__":
    main()

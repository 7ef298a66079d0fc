"""Killing a process, or failing it, at a chosen call into the system, by strace."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CALLS = (
    "pwrite64",
    "fdatasync",
    "fsync",
    "ftruncate",
    "unlink",
    "unlinkat",
    "rename",
    "link",
    "linkat",
    "mkdir",
    "rmdir",
)
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a piece of work ended, and what it had said."""

    status: int
    said: tuple[str, ...]
    errors: str


@cache
def refusal() -> str:
    """Why nothing can be traced here; empty if it can."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed"
    tried = subprocess.run([strace, "-f", "-qq", "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"nothing may be traced here: {tried.stderr.strip()}"


def run(log: Path, inject: str, *arguments: object) -> Ended:
    """Runs the worker with a fault injected, in strace's words; none for an empty one. The calls go into `log`."""
    # Not with --seccomp-bpf, under which strace 6.1 injects errors, but no signals.
    command = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    if inject:
        command += ["-e", f"inject={inject}"]
    command += [sys.executable, "-m", "tests.faults.worker", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=_ROOT, env=environment, timeout=600)
    return Ended(done.returncode, tuple(done.stdout.splitlines()), done.stderr)


def calls(log: Path) -> list[tuple[str, int]]:
    """Every call of a run, as its name and which one of that name it was, from 1."""
    counted: Counter[str] = Counter()
    found: list[tuple[str, int]] = []
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"\d+ +(\w+)\(", line)
        if match is not None and match[1] in CALLS:
            counted[match[1]] += 1
            found.append((match[1], counted[match[1]]))
    return found


def spread(points: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """At most so many of some points, evenly over them, first and last among them."""
    if len(points) <= most:
        return points
    return [points[place * (len(points) - 1) // (most - 1)] for place in range(most)]

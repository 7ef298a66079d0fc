"""The real window as a process of its own, in which somebody types."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 300.0


@contextmanager
def typing_window(wiki: Path, title: str, log: Path) -> Iterator[subprocess.Popen[str]]:
    """The window on a page, from its first character on, which `log` has with all that follow. Killed at the end."""
    command = [sys.executable, "-m", "tests.faults.typist", str(wiki), title, str(log)]
    without_display = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=root, env=without_display) as typist:
        begun = time.monotonic()
        while not log.exists() or not log.stat().st_size:
            if typist.poll() is not None or time.monotonic() > begun + PATIENCE:
                typist.kill()
                assert typist.stderr is not None
                pytest.fail(f"the window did not come up: {typist.stderr.read()}")
            time.sleep(0.02)
        try:
            yield typist
        finally:
            typist.kill()

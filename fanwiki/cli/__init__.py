"""The command line: thin callers of the wiki. Qt is imported by `open` alone."""

import gc
from typing import Final, NoReturn

_GARBAGE_AFTER: Final = 50_000
"""New objects before Python looks for garbage: loading a program makes many and leaves no circles."""


def main() -> NoReturn:
    """Runs the command line and ends the process with its exit status."""
    gc.set_threshold(_GARBAGE_AFTER)
    from fanwiki.cli.program import main as run  # noqa: PLC0415 - what the line above is for

    run()

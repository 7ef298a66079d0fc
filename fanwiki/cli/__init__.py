"""The command line: thin callers of the wiki. Qt is imported by `open` alone."""

from fanwiki.cli.program import main

__all__ = ["main"]

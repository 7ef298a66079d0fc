"""The command that opens the window: `open`, which a program that is given no command is as well."""

import typer

from fanwiki.domain.errors import WikiError


def open_wiki(wiki: str = typer.Argument(..., metavar="WIKI", help="A file ending in .fanwiki.")) -> int:
    """The window on a wiki."""
    return open_window([wiki])


def open_window(arguments: list[str]) -> int:
    """Runs the window until it is closed. Raises WikiError where there is no Qt."""
    try:
        from fanwiki.app import main as window  # noqa: PLC0415 - the one command that needs Qt
    except ImportError as error:
        raise WikiError(f"the window needs PySide6, which is not there: {error}") from error
    return window(arguments)

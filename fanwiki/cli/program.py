"""The commands by their names, and how errors leave the program.

Each command's module is imported when the command runs, so that `--help` is quick and Qt stays out.
"""

import signal
import sys
from io import TextIOWrapper
from typing import NoReturn

import typer

from fanwiki import __version__
from fanwiki.cli import canon, changing, exporting, importing, keeping, linting, past, reading
from fanwiki.cli.output import print_error
from fanwiki.domain.errors import WikiError

_INTERRUPTED = 130

app = typer.Typer(
    name="fanwiki",
    help="A desktop wiki in which every fact knows when the audience learns it.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (changing, reading, past, canon, importing, exporting, keeping, linting):
    module.add_to(app)


def main() -> NoReturn:
    """Runs the command line and ends the process with its exit status."""
    if hasattr(signal, "SIGPIPE"):
        # Whoever reads no further, as `head` does, ends the command quietly.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command: 0 done, 1 done with findings, 2 something the user can mend, 130 interrupted."""
    try:
        _check_letters(arguments)
        status = app(arguments, standalone_mode=False)
        sys.stdout.flush()
    except WikiError as error:
        print_error(str(error))
        return 2
    except typer.TyperException as error:
        print_error(f"{str(error).rstrip('.')}; see `fanwiki --help`")
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    except OSError as error:
        print_error(f"{error.filename or 'standard output'}: {error.strerror}")
        return 2
    return int(status or 0)


def _check_letters(arguments: list[str]) -> None:
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = argument.encode(errors="backslashreplace").decode()
            raise WikiError(f"“{shown}” is not text in UTF-8") from None


@app.callback(invoke_without_command=True)
def _window(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> int | None:
    if version:
        print(f"fanwiki {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(_open_window([]))
    return None


@app.command("open")
def open_wiki(wiki: str = typer.Argument(..., metavar="WIKI", help="A file ending in .fanwiki.")) -> int:
    """The window on a wiki."""
    return _open_window([wiki])


def _open_window(arguments: list[str]) -> int:
    try:
        from fanwiki.app import main as window  # noqa: PLC0415 - the one command that needs Qt
    except ImportError as error:
        raise WikiError(f"the window needs PySide6, which is not there: {error}") from error
    return window(arguments)

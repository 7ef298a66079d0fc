"""The commands by their names, and how errors leave the program.

A command's module is imported when that command is asked for, so that each loads what it needs and no more: what the
others need takes longer than most commands do.
"""

import gc
import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Final, NoReturn

import typer

from fanwiki import __version__
from fanwiki.cli.output import print_error
from fanwiki.cli.window import open_window
from fanwiki.domain.errors import WikiError

COMMANDS: Final = {
    "new": "changing.new",
    "write": "changing.write",
    "apply": "changing.apply",
    "info": "reading.info",
    "tree": "reading.tree",
    "page": "reading.page",
    "search": "reading.search",
    "links": "reading.links",
    "history": "past.history",
    "diff": "past.diff",
    "restore": "past.restore",
    "past": "past.past",
    "status": "canon.status",
    "cast": "canon.cast",
    "appearances": "canon.appearances",
    "claims": "canon.claims",
    "import": "importing.import_",
    "export": "exporting.export",
    "verify": "exporting.verify",
    "check": "keeping.check",
    "backup": "keeping.backup",
    "rescue": "keeping.rescue",
    "lint": "linting.lint",
    "open": "window.open_wiki",
}
"""Each command with its module and function, in the order of `--help`."""

_VERSION: Final = "--version"
_INTERRUPTED: Final = 130


def main() -> NoReturn:
    """Runs the command line and ends the process with its exit status."""
    if hasattr(signal, "SIGPIPE"):
        # Whoever reads no further, as `head` does, ends the command quietly.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    status = run(sys.argv[1:])
    # All memory is given back at once: Python need not look for garbage first.
    gc.freeze()
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """Runs one command: 0 done, 1 done with findings, 2 something the user can mend, 130 interrupted."""
    try:
        _check_letters(arguments)
        status = _program(arguments)(arguments, standalone_mode=False)
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


def _program(arguments: list[str]) -> typer.Typer:
    """The command line, with the command that is asked for; with all of them, for whoever asks what there is."""
    program = typer.Typer(
        name="fanwiki",
        help="A desktop wiki in which every fact knows when the audience learns it.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    program.callback(invoke_without_command=True)(_window)
    for name in _asked(arguments):
        module, function = COMMANDS[name].split(".")
        program.command(name)(getattr(import_module(f"fanwiki.cli.{module}"), function))
    return program


def _asked(arguments: list[str]) -> list[str]:
    """The commands that these arguments can mean, or want to be told of."""
    if not arguments or arguments == [_VERSION]:
        return []
    return [arguments[0]] if arguments[0] in COMMANDS else [*COMMANDS]


def _window(
    context: typer.Context,
    version: bool = typer.Option(False, _VERSION, help="Print the version and leave."),
) -> int | None:
    if version:
        print(f"fanwiki {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(open_window([]))
    return None

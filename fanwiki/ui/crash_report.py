"""What is written down of an error of ours, for whoever shall mend it: what kind of error, where in the code, which
versions, and which actions came before. Nothing that people wrote: no message of an exception, no value of a variable,
no title, no path outside the program.
"""

import linecache
import platform
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion

from fanwiki import __version__

_KEPT: Final = 20
"""Reports that stay in the folder, the newest ones."""
_DEEPEST: Final = 60
"""Frames that are told of one error, the innermost; of an endless recursion all are the same."""
_LINKS: Final = 8
"""Errors that are told of one that came out of another."""
_SPEAKER: Final = re.compile(r"Q[A-Z]\w*(?:::\w+)?(?=[:(\s])")


def log_folder() -> Path:
    """Where reports lie."""
    from platformdirs import user_log_path  # noqa: PLC0415 - only when something went wrong

    return user_log_path("fanwiki", appauthor=False)


def signature(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What is the same of an error that happens again: its type and its innermost place."""
    frames = list(traceback.walk_tb(trace))
    if not frames:
        return kind.__name__
    frame, line = frames[-1]
    return f"{kind.__name__} {frame.f_code.co_filename}:{line}"


def error_report(error: BaseException, trace: TracebackType | None, actions: Iterable[str]) -> str:
    """The report of an exception, and of those it came out of."""
    return "\n".join([*_head(actions), *_chain(error, trace)]) + "\n"


def qt_report(level: str, message: str, actions: Iterable[str]) -> str:
    """The report of a message of Qt's: of its words the name of the class alone that speaks."""
    speaker = _SPEAKER.match(message)
    said = f"Qt: {level}" + (f", from {speaker[0]}" if speaker else "")
    stack = list(traceback.walk_stack(sys._getframe(1)))[:_DEEPEST]
    frames = [line for frame, number in reversed(stack) for line in _place(frame, number)]
    return "\n".join([*_head(actions), said, *frames]) + "\n"


def write_report(text: str, folder: Path, now: datetime | None = None) -> Path:
    """Puts a report into the folder, under the time; the oldest go. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = (now or datetime.now(UTC)).strftime("%Y-%m-%d %H%M%S %f")
    path = folder / f"crash {stamp}.txt"
    path.write_text(text, encoding="utf-8")
    for old in sorted(folder.glob("crash *.txt"), reverse=True)[_KEPT:]:
        old.unlink(missing_ok=True)
    return path


def _head(actions: Iterable[str]) -> Iterator[str]:
    yield f"fanwiki {__version__}, Python {platform.python_version()}, PySide {pyside_version}, Qt {qVersion()}"
    yield f"{platform.system()} {platform.release()} {platform.machine()}"
    yield f"at {datetime.now(UTC).isoformat(timespec='seconds')}"
    yield "last actions: " + (", ".join(actions) or "none")
    yield ""


def _chain(error: BaseException, trace: TracebackType | None) -> Iterator[str]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen and len(seen) < _LINKS:
        seen.add(id(each))
        if each is not error:
            yield "came out of"
        yield f"{type(each).__module__}.{type(each).__qualname__}"
        for frame, line in list(traceback.walk_tb(trace if each is error else each.__traceback__))[-_DEEPEST:]:
            yield from _place(frame, line)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _place(frame: object, line: int) -> Iterator[str]:
    """Where a frame stands, with the line of code."""
    code = getattr(frame, "f_code")  # noqa: B009 - a frame's type has no name that one may import
    path = Path(code.co_filename)
    if path.suffix != ".py" or not path.is_file():
        # It may be called after a page.
        yield "  in what is no file of code"
        return
    yield f"  {_shortened(path)}:{line} in {code.co_name}"
    yield f"    {linecache.getline(str(path), line).strip()}"


def _shortened(path: Path) -> str:
    """A path from the package on: what stands before it may be somebody's name."""
    for root in sorted((Path(entry).absolute() for entry in sys.path if entry), key=lambda each: -len(each.parts)):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name

"""Gives one source after the other to a command, in a process of its own, and says what came of each and what it took:
`python -m tests.security.door WIKI COMMAND SOURCE…`. Each line is JSON. Two commands are of this module alone: `render`
makes the HTML of pages, and `take` reads pictures as if they were dropped into the editor.
"""

import contextlib
import io
import json
import resource
import sys
import time
from contextlib import closing
from pathlib import Path

from fanwiki.cli.program import run
from fanwiki.cli.reading import TitleLinker
from fanwiki.domain.errors import WikiError
from fanwiki.markup import parse, render
from fanwiki.wiki import Wiki


def peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def render_page(wiki: Wiki, title: str) -> None:
    with wiki.view().together() as view:
        page = view.find(title)
        world = view.world(page.id, TitleLinker())
        render(parse(view.text(page.id).body), world)


def take(wiki: Wiki, source: Path) -> None:
    from fanwiki.ui.editor.image_intake import read_images  # noqa: PLC0415 - Qt is none of the other commands' matter
    from fanwiki.ui.editor.pasting import GivenImage  # noqa: PLC0415 - the same

    read_images(wiki.view(), [GivenImage(source.name, source)])


def do(command: str, path: str, source: str) -> int:
    """Does it, and gives the status that the command leaves with."""
    if command not in ("render", "take"):
        return run([command, path, source])
    with closing(Wiki.open(Path(path), read_only=True)) as wiki:
        try:
            if command == "render":
                render_page(wiki, source)
            else:
                take(wiki, Path(source))
        except WikiError as error:
            sys.stderr.write(str(error))
            return 2
    return 0


def main() -> None:
    wiki, command, *sources = sys.argv[1:]
    # What every command loads is no matter of what it is given.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run(["check", wiki])
        do(command, wiki, "missing")
    for source in sources:
        said = io.StringIO()
        begun = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            status = do(command, wiki, source)
        took = time.process_time() - begun
        line = {"name": Path(source).name, "status": status, "said": said.getvalue(), "seconds": took}
        sys.stdout.write(json.dumps({**line, "megabytes": peak_megabytes()}) + "\n")


if __name__ == "__main__":
    main()

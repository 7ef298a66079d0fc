"""Does one piece of work with a wiki, in a process of its own that may be killed: `python -m tests.faults.worker WORK
WIKI [OUT]`. What it has been told is done, it says at once, a line each.
"""

import os
import sys
import time
from contextlib import closing
from pathlib import Path

from fanwiki.domain.edits import SavePage
from fanwiki.domain.errors import WikiError, WikiLocked
from fanwiki.wiki import Wiki

SAVES = 3
TURNS = 8


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def save(wiki: Wiki) -> None:
    """Saves one text after the other; one that is refused is tried once more."""
    page = wiki.view().find("The page").id
    for number in range(1, SAVES + 1):
        edit = SavePage(page, f"Text {number}. " * 400)
        try:
            wiki.apply(edit)
        except WikiError as error:
            say(f"refused {error}")
            wiki.apply(edit)
        say(f"saved {number}")


def add_lines(path: Path, name: str) -> None:
    """Adds lines to a text that another process adds lines to as well."""
    for number in range(TURNS):
        while True:
            try:
                wiki = Wiki.open(path)
                break
            except WikiLocked:
                time.sleep(0.01)
        with closing(wiki):
            page = wiki.view().find("The page").id
            wiki.apply(SavePage(page, f"{wiki.view().text(page).body}{name} {number}\n"))


def bring_in(wiki: Wiki) -> None:
    from fanwiki.importers.sample import sample_edits  # noqa: PLC0415 - each work starts often, and needs its own alone

    wiki.apply_written(sample_edits(), label="import")


def export(wiki: Wiki, out: Path) -> None:
    from fanwiki.exporters.html import HtmlExport, HtmlOptions  # noqa: PLC0415 - as above

    with closing(HtmlExport(wiki, out, HtmlOptions(None, False, False)).run()) as steps:
        for _ in steps:
            pass


def back_up(path: Path, out: Path) -> None:
    from fanwiki.wiki.backups import backup  # noqa: PLC0415 - as above

    backup(path, out)


def work(what: str, path: Path, out: str) -> None:
    match what:
        case "save":
            with closing(Wiki.open(path)) as wiki:
                save(wiki)
        case "import":
            with closing(Wiki.open(path)) as wiki:
                bring_in(wiki)
        case "export":
            with closing(Wiki.open(path, read_only=True)) as wiki:
                export(wiki, Path(out))
        case "backup":
            back_up(path, Path(out))
        case "migrate":
            from tests.faults.invented_migration import invent  # noqa: PLC0415 - as above

            invent()
            Wiki.open(path).close()
        case "create":
            Wiki.create(Path(out)).close()
        case _:
            add_lines(path, out)
    say("done")


if __name__ == "__main__":
    try:
        work(sys.argv[1], Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
    except WikiError as error:
        say(f"refused {error}")
        sys.exit(2)

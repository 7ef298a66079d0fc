"""A sound wiki out of a damaged one, to be read: whatever `rescuing` finds, as pages and facts in a file of its own.
The damaged file is only copied. Its history is not in the new one: the texts are.
"""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from fanwiki.domain.errors import WikiFileError
from fanwiki.domain.ids import PageId
from fanwiki.markup import PassageReader
from fanwiki.store import texts
from fanwiki.store.refilling import LeftPage, Refill
from fanwiki.store.store import Store, Writing
from fanwiki.wiki import derivation
from fanwiki.wiki.facts_of_page import snapshots
from fanwiki.wiki.rescuing import read_damaged


def rebuild(path: Path, target: Path) -> int:
    """Writes what can be read of a damaged wiki to a new file and answers how many pages that are. Raises WikiFileError
    if nothing of a wiki is left in it.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="fanwiki-") as folder:
            workshop = Path(folder)
            found, pages = read_damaged(path, workshop)
            left = [LeftPage(page.id, page.title, page.kind, page.body or "", page.row) for page in pages]
            store = Store.create(target)
            try:
                with store.writing() as writing:
                    Refill(writing, found.rows, left, workshop, path.stem).build()
                    derivation.derive(writing, derivation.whole(writing), PassageReader())
                    _seal(writing, left)
            finally:
                store.close()
            return len(left)
    except OSError as error:
        raise WikiFileError(f"what is left of {path} cannot be written: {error.strerror}") from error


def _seal(writing: Writing, left: list[LeftPage]) -> None:
    """Each page has a revision, so that the new file is as sound as any."""
    texts.record(
        writing,
        snapshots(writing, [PageId(page.id) for page in left]),
        author="",
        summary="rescued",
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        coalesce=False,
        closing=True,
    )


def forget_copy(folder: Path) -> None:
    """Removes the folder with a rebuilt wiki, once it is closed."""
    shutil.rmtree(folder, ignore_errors=True)

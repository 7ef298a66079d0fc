"""Copies of a wiki that are known to be sound before an older one goes.

Backups lie in a folder beside the wiki, named by the time they were made; of each of the last hours, days and weeks
one is kept.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from fanwiki.domain.edits import Edit
from fanwiki.domain.errors import WikiError, WikiFileError
from fanwiki.domain.progress import GoingOn, to_the_end
from fanwiki.store.connection import identify
from fanwiki.store.store import Store
from fanwiki.wiki.checking_beside import check_beside
from fanwiki.wiki.placing import part_of, put_new
from fanwiki.wiki.wiki import Wiki

HOURLY: Final = 24
DAILY: Final = 12
WEEKLY: Final = 10

_CHANGES: Final = 5

_STAMP: Final = "%Y-%m-%d %H%M%S"
_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2} \d{6})\.fanwiki")


@dataclass(frozen=True)
class Backup:
    """A copy, and when it was made, in UTC."""

    path: Path
    made: datetime


@dataclass(frozen=True)
class Held:
    """What a backup holds: how many of everything, and the titles of the pages that were changed last in it."""

    counts: Mapping[str, int]
    changed_last: tuple[str, ...]


def held_by(each: Backup) -> Held:
    """Looks into a backup. Raises WikiFileError if it cannot be read."""
    wiki = Wiki.open(each.path, read_only=True)
    try:
        with wiki.view().together() as view:
            changes = view.recent_changes(_CHANGES)
            return Held(view.counts(), tuple(page.title for page, _ in changes))
    finally:
        wiki.close()


def copy_beside(each: Backup, wiki: Path) -> Path:
    """A copy of a backup beside its wiki, under a name that is free, to be opened in its place: neither the wiki nor
    the backup is touched. Raises WikiFileError if it cannot be written.
    """
    stem = f"{wiki.stem}, as of {each.made.astimezone().strftime('%Y-%m-%d %H%M')}"
    names = (stem if number == 1 else f"{stem} ({number})" for number in count(1))
    target = next(path for name in names if not (path := wiki.with_name(f"{name}.fanwiki")).exists())
    part = part_of(target)
    try:
        shutil.copyfile(each.path, part)
        put_new(part, target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WikiFileError(f"the copy {target} cannot be written: {error.strerror}") from error
    return target


def backup(wiki: Path | Wiki, out: Path, going_on: GoingOn = to_the_end) -> None:
    """Copies a wiki to a file that is not there yet: compact, checked, and on the disk before this answers. One that is
    open is saved to meanwhile as if nothing was. Raises WikiFileError if it cannot be written, or if the copy is not
    sound, and Unwanted once it is to go on no longer; then there is none.
    """
    if out.exists():
        raise WikiFileError(f"{out} exists already; choose another name")
    path = wiki if isinstance(wiki, Path) else wiki.path
    part = part_of(out)
    identify(path)
    try:
        part.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(prefix="fanwiki-") as folder:
            whole = Path(folder) / out.name
            _copy_aside(wiki, whole, going_on)
            _compact(whole, part, going_on)
        _check_sound(part, path, going_on)
        put_new(part, out)
    except OSError as error:
        raise WikiFileError(f"the backup {out} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy_aside(wiki: Path | Wiki, target: Path, going_on: GoingOn) -> None:
    if isinstance(wiki, Wiki):
        wiki.copy_aside(target, going_on)
        return
    store = Store(wiki, writable=False)
    try:
        store.copy_to(target, going_on)
    finally:
        store.close()


def _compact(whole: Path, part: Path, going_on: GoingOn) -> None:
    """A copy of its own is made compact: whoever writes to a file waits for that."""
    store = Store(whole, writable=False)
    try:
        store.compact_to(part, going_on)
    finally:
        store.close()


def back_up_in_turn(wiki: Path | Wiki, now: datetime | None = None, going_on: GoingOn = to_the_end) -> Backup:
    """Adds a backup to the folder beside the wiki, and lets older ones go that are no longer needed."""
    path = wiki if isinstance(wiki, Path) else wiki.path
    made = (now or datetime.now(UTC)).replace(microsecond=0)
    place = _place_for(path, made)
    backup(wiki, place.path, going_on)
    for old in superfluous(backups_of(path)):
        old.path.unlink(missing_ok=True)
    return place


def backed_up_first(wiki: Wiki, batches: Iterable[Sequence[Edit]]) -> Iterator[Sequence[Edit]]:
    """The same batches of edits, with a backup of a wiki that has pages just before the first of them that changes
    anything: where nothing comes, as of a source that cannot be read, none is made. Raises WikiError as a backup does.
    """
    wanted = bool(wiki.view().counts()["pages"])
    for batch in batches:
        if wanted and batch:
            # By the file, since the wiki itself is being written: whoever asks for the batches holds it.
            back_up_in_turn(wiki.path)
            wanted = False
        yield batch


def keep_as_it_is(wiki: Path) -> Backup:
    """Adds a backup of a wiki of an older schema, which only a copy of it can hold as it is."""
    from fanwiki.store.migrate import copy_as_it_is  # noqa: PLC0415 - Alembic costs 0.2 s that only an old file needs

    made = datetime.now(UTC).replace(microsecond=0)
    place = _place_for(wiki, made)
    part = part_of(place.path)
    try:
        part.unlink(missing_ok=True)
        copy_as_it_is(wiki, part)
        put_new(part, place.path)
    except OSError as error:
        raise WikiFileError(f"the backup {place.path} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return place


def _place_for(wiki: Path, made: datetime) -> Backup:
    """Where a backup of that time lies, in a folder that is there; of two in one second the other counts as later."""
    folder = folder_of(wiki)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise WikiFileError(f"the folder {folder} for backups cannot be made: {error.strerror}") from error
    while (path := folder / f"{made.strftime(_STAMP)}.fanwiki").exists():
        made += timedelta(seconds=1)
    return Backup(path, made)


def folder_of(wiki: Path) -> Path:
    """Where the backups of a wiki lie."""
    return wiki.with_name(f"{wiki.stem} backups")


def backups_of(wiki: Path) -> tuple[Backup, ...]:
    """The backups of a wiki, newest first."""
    folder = folder_of(wiki)
    found = [
        Backup(path, datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC))
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (match := _NAME.fullmatch(path.name))
    ]
    return tuple(sorted(found, key=lambda each: each.made, reverse=True))


def superfluous(backups: Sequence[Backup]) -> tuple[Backup, ...]:
    """Those that may go, of backups given newest first: the newest of each hour of the last day stays, of each of
    twelve days and of ten weeks.
    """
    hours: dict[str, Backup] = {}
    days: dict[str, Backup] = {}
    weeks: dict[str, Backup] = {}
    for each in backups:
        if backups[0].made - each.made < timedelta(hours=HOURLY):
            hours.setdefault(each.made.strftime("%Y-%m-%d %H"), each)
        days.setdefault(each.made.strftime("%Y-%m-%d"), each)
        weeks.setdefault(each.made.strftime("%G-%V"), each)
    kept = {each.path for each in [*hours.values(), *list(days.values())[:DAILY], *list(weeks.values())[:WEEKLY]]}
    return tuple(each for each in backups if each.path not in kept)


def _check_sound(part: Path, wiki: Path, going_on: GoingOn) -> None:
    faults = check_beside(part, going_on)
    if faults:
        raise WikiError(
            f"{wiki} is not sound, so no backup was made of it: {faults[0]}; older backups are as they were"
        )

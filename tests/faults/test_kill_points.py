"""Killed at any call into the system, a wiki has all that was acknowledged and is sound; a disk that is full or broken
costs nothing, and the next save works.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from fanwiki.domain.edits import SavePage
from fanwiki.exporters.verify import verify
from fanwiki.store import schema
from fanwiki.store.connection import identify
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import backups_of, folder_of
from fanwiki.wiki.checking import check
from tests.building import Builder
from tests.conftest import Tell
from tests.faults.extent import LONG, times
from tests.faults.test_migrations import golden
from tests.faults.tracing import Ended, calls, refusal, run, spread
from tests.faults.worker import TURNS

traced = pytest.mark.skipif(bool(refusal()), reason=refusal() or "it can be traced")
MOST = 60
"""Kill points of one kind of work in the long form, evenly over all there are, so that it ends within an hour."""
BEFORE = "Text 0. " * 400


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "wiki.fanwiki"
    wiki = Wiki.create(path)
    Builder(wiki).page("The page", BEFORE)
    wiki.close()
    return path.read_bytes()


class Trial:
    """Work on copies of one wiki, killed at one point after the other."""

    def __init__(self, folder: Path, content: bytes, what: str) -> None:
        self.folder = folder
        self.wiki = folder / "wiki.fanwiki"
        self.out = folder / "out"
        self.content = content
        self._what = what
        self._log = folder / "calls"
        self.keeps_out = True
        """Whether what the work has made lies there when it is done again."""
        self.prepare: Callable[[], object] | None = None
        """Puts things back before each run, where more is to be put back than the wiki."""

    def run(self, inject: str = "") -> Ended:
        self.wiki.write_bytes(self.content)
        if not self.keeps_out:
            self.out.unlink(missing_ok=True)
        for left in self.folder.glob(".*"):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()
        if self.prepare is not None:
            self.prepare()
        return run(self._log, inject, self._what, self.wiki, self.out)

    def points(self, most: int) -> list[tuple[str, int]]:
        """Where the work can be killed."""
        ended = self.run()
        assert ended.said[-1] == "done", ended.errors
        return spread(calls(self._log), most)

    def text(self) -> str:
        wiki = Wiki.open(self.wiki)
        try:
            view = wiki.view()
            return view.text(view.find("The page").id).body
        finally:
            wiki.close()


def kill_everywhere(trial: Trial, most: int, tell: Tell, examine: Callable[[Ended], bool]) -> None:
    """Kills the work at each of its points; `examine` says whether nothing that was acknowledged is lost."""
    points = trial.points(most)
    lost = corrupt = killed = 0
    for name, number in points:
        ended = trial.run(f"{name}:signal=SIGKILL:when={number}")
        killed += "done" not in ended.said
        lost += not examine(ended)
        corrupt += bool(check(trial.wiki))
    tell(f"{trial.folder.name}: killed at {killed} of {len(points)} points tried, {lost} lost, {corrupt} corrupt")
    assert (lost, corrupt) == (0, 0)
    # What comes after the last acknowledgement may be over before the signal comes.
    assert killed >= len(points) - 1


def folder_for(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    return folder


@traced
def test_saves_survive(tmp_path: Path, sound: bytes, tell: Tell) -> None:
    trial = Trial(folder_for(tmp_path, "save"), sound, "save")

    def examine(ended: Ended) -> bool:
        acknowledged = sum(line.startswith("saved") for line in ended.said)
        # The one after it may have come as far as the disk without anyone having been told.
        return trial.text() in [f"Text {number}. " * 400 for number in (acknowledged, acknowledged + 1)]

    kill_everywhere(trial, times(4, MOST), tell, examine)


@traced
def test_an_import_is_whole_or_not_at_all(tmp_path: Path, sound: bytes, tell: Tell) -> None:
    trial = Trial(folder_for(tmp_path, "import"), sound, "import")
    pages: set[int] = set()

    def examine(ended: Ended) -> bool:
        wiki = Wiki.open(trial.wiki)
        pages.add(wiki.view().counts()["pages"])
        wiki.close()
        return trial.text() == BEFORE

    kill_everywhere(trial, times(2, MOST), tell, examine)
    assert len(pages) <= 2


@traced
def test_an_export_leaves_the_wiki_and_an_older_bundle_alone(tmp_path: Path, sound: bytes, tell: Tell) -> None:
    trial = Trial(folder_for(tmp_path, "export"), sound, "export")
    assert trial.run().said[-1:] == ("done",)
    older = trial.out.rename(tmp_path / "older")
    with closing(Wiki.open(trial.wiki)) as wiki:
        wiki.apply(SavePage(wiki.view().find("The page").id, "Another text."))
        Builder(wiki).page("Another page")
    trial.content = trial.wiki.read_bytes()

    def prepare() -> None:
        # With what an export before it has kept, it would be over before most of the points.
        shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)
        shutil.rmtree(trial.out, ignore_errors=True)
        shutil.copytree(older, trial.out)

    trial.prepare = prepare

    def examine(ended: Ended) -> bool:
        return trial.wiki.read_bytes() == trial.content and not verify(trial.out)

    kill_everywhere(trial, times(2, MOST), tell, examine)


@traced
def test_a_backup_is_whole_or_not_there(tmp_path: Path, sound: bytes, tell: Tell) -> None:
    trial = Trial(folder_for(tmp_path, "backup"), sound, "backup")
    trial.keeps_out = False

    def examine(ended: Ended) -> bool:
        whole = not trial.out.exists() or not check(trial.out)
        return whole and trial.wiki.read_bytes() == sound

    kill_everywhere(trial, times(2, MOST), tell, examine)


@traced
def test_a_new_wiki_is_whole_or_not_there(tmp_path: Path, sound: bytes, tell: Tell) -> None:
    trial = Trial(folder_for(tmp_path, "create"), sound, "create")
    trial.keeps_out = False
    trial.out = trial.folder / "new.fanwiki"

    def examine(ended: Ended) -> bool:
        if not trial.out.exists():
            # What a creation that was killed has left is in nobody's way.
            assert "done" not in ended.said
            Wiki.create(trial.out).close()
        return not check(trial.out)

    kill_everywhere(trial, times(3, MOST), tell, examine)


@traced
@pytest.mark.usefixtures("invented")
def test_a_migration_is_whole_or_not_at_all(tmp_path: Path, tell: Tell) -> None:
    older, newest = schema.VERSION - 1, schema.VERSION
    trial = Trial(folder_for(tmp_path, "migration"), golden(older, tmp_path).read_bytes(), "migrate")

    def examine(ended: Ended) -> bool:
        version = identify(trial.wiki)
        kept = [each.path for each in backups_of(trial.wiki)]
        whole = all(not check(path) and identify(path) == older for path in kept)
        shutil.rmtree(folder_of(trial.wiki), ignore_errors=True)
        return whole and (version == older or bool(kept)) and (version == newest or "done" not in ended.said)

    kill_everywhere(trial, times(3, MOST), tell, examine)


WRITES = ("pwrite64", "fdatasync", "fsync", "ftruncate", "link", "rename", "mkdir")
"""What a disk that is full or broken refuses."""


def _begin_anew(bundle: Path) -> None:
    """Without what an earlier export has left and kept, each has as much to write as the one whose points are known."""
    shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)
    shutil.rmtree(bundle, ignore_errors=True)


@traced
@pytest.mark.parametrize("what", ["import", "export", "backup", "create"])
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"] if LONG else ["ENOSPC"])
def test_other_work_on_such_a_disk_ends_in_words_and_can_be_done_again(
    tmp_path: Path, sound: bytes, tell: Tell, what: str, error: str
) -> None:
    trial = Trial(folder_for(tmp_path, f"{error}-{what}"), sound, what)
    trial.keeps_out = what == "export"
    trial.out = trial.folder / "new.fanwiki" if what == "create" else trial.out
    trial.prepare = partial(_begin_anew, trial.out) if what == "export" else None
    points = [point for point in trial.points(10_000) if point[0] in WRITES]
    refused = corrupt = 0
    tried = spread(points, times(5 if what == "export" else 2, MOST))
    for name, number in tried:
        ended = trial.run(f"{name}:error={error}:when={number}")
        said = ended.said[-1:] == ("done",) or any(line.startswith("refused") for line in ended.said)
        assert said, f"{name} {number}: {ended.errors}"
        refused += any(line.startswith("refused") for line in ended.said)
        corrupt += bool(check(trial.wiki))
        if what == "export":
            corrupt += trial.out.exists() and bool(verify(trial.out))
        elif trial.out.exists():
            corrupt += bool(check(trial.out))
    assert trial.run().said[-1] == "done"
    tell(f"{error} in {what}: {len(tried)} points tried, {refused} refused in words, {corrupt} corrupt")
    assert not corrupt
    assert refused


@traced
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_is_full_or_broken_is_told_and_the_next_save_works(
    tmp_path: Path, sound: bytes, tell: Tell, error: str
) -> None:
    trial = Trial(folder_for(tmp_path, error), sound, "save")
    points = [point for point in trial.points(10_000) if point[0] in ("pwrite64", "fdatasync", "ftruncate")]
    points = spread(points, times(2, MOST))
    corrupt = refused = 0
    for name, number in points:
        ended = trial.run(f"{name}:error={error}:when={number}")
        assert ended.said[-1:] == ("done",), f"{name} {number}: {ended.errors}"
        told = [line for line in ended.said if line.startswith("refused")]
        refused += len(told)
        assert all(f"{trial.wiki} cannot be" in line for line in told), told
        assert trial.text() == "Text 3. " * 400
        corrupt += bool(check(trial.wiki))
    tell(f"{error}: {len(points)} points tried, {refused} saves refused in words, 0 lost, {corrupt} corrupt")
    assert not corrupt
    assert refused


def test_two_processes_that_write_lose_nothing_of_each_other(tmp_path: Path, sound: bytes, tell: Tell) -> None:
    trial = Trial(tmp_path, sound, "add")
    trial.wiki.write_bytes(sound)
    command = [sys.executable, "-m", "tests.faults.worker", "add", str(trial.wiki)]
    both = [subprocess.Popen([*command, name], cwd=Path(__file__).parents[2]) for name in ("one", "other")]
    assert [process.wait(timeout=600) for process in both] == [0, 0]
    lines = trial.text().removeprefix(BEFORE).splitlines()
    wanted = {f"{name} {number}" for name in ("one", "other") for number in range(TURNS)}
    tell(f"two processes: {len(wanted)} updates, {len(wanted - set(lines))} lost; {len(check(trial.wiki))} faults")
    assert sorted(lines) == sorted(wanted)
    assert check(trial.wiki) == ()

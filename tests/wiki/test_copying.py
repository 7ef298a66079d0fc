"""A copy that is made while a wiki is written is whole, of one moment, and holds up no save."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from fanwiki.domain.edits import DeletePage, SavePage
from fanwiki.domain.errors import NotFound, Unwanted
from fanwiki.domain.ids import PageId
from fanwiki.store import copying
from fanwiki.store.store import Store
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import backup, backups_of, folder_of
from fanwiki.wiki.checking import check
from fanwiki.wiki.checking_beside import check_beside
from tests.building import Builder


@pytest.fixture
def large(wiki: Wiki, monkeypatch: pytest.MonkeyPatch) -> Wiki:
    """A wiki of which a copy takes many steps."""
    monkeypatch.setattr(copying, "_STEP", 1)
    build = Builder(wiki)
    for number in range(20):
        build.page(f"Page {number}", f"It says {number} in many words. " * 200)
    wiki.apply(*(SavePage(wiki.view().find(title).id, "0\n") for title in ("Page 3", "Page 17")))
    return wiki


class Writer:
    """Saves two pages in one transaction, over and over."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._pages = [wiki.view().find(title).id for title in ("Page 3", "Page 17")]
        self._end = Event()
        self.saves = 0

    def run(self) -> None:
        while not self._end.is_set():
            self.saves += 1
            self._wiki.apply(*(SavePage(page, f"{self.saves}\n") for page in self._pages))

    @contextmanager
    def writing(self) -> Iterator[None]:
        thread = Thread(target=self.run)
        thread.start()
        try:
            yield
        finally:
            self._end.set()
            thread.join()


def _said(path: Path) -> set[str]:
    with closing(Wiki.open(path, read_only=True)) as copy, copy.view().together() as view:
        return {view.text(view.find(title).id).body for title in ("Page 3", "Page 17")}


def test_saves_go_on_while_a_copy_is_made_and_go_into_it(
    large: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_BEGINNINGS", 1)
    monkeypatch.setattr(copying, "_TooOften", AssertionError)
    writer = Writer(large)
    with writer.writing():
        large.copy_aside(tmp_path / "copy.fanwiki")
        during = writer.saves
    assert during > 3
    said = _said(tmp_path / "copy.fanwiki")
    assert len(said) == 1
    assert said != {"0\n"}
    assert check(tmp_path / "copy.fanwiki") == ()
    assert check(large.path) == ()


def test_what_another_program_writes_does_not_tear_a_copy(large: Wiki, tmp_path: Path) -> None:
    writer, other = Writer(large), Store(large.path, writable=False)
    with closing(other), writer.writing():
        other.copy_to(tmp_path / "copy.fanwiki")
    assert len(_said(tmp_path / "copy.fanwiki")) == 1
    assert check(tmp_path / "copy.fanwiki") == ()


def test_a_save_that_fails_meanwhile_is_in_no_copy(large: Wiki, tmp_path: Path) -> None:
    page = large.view().find("Page 3").id
    copy = tmp_path / "copy.fanwiki"

    def failing() -> None:
        # A text that is written, and then an edit that cannot be.
        with pytest.raises(NotFound):
            large.apply(SavePage(page, "torn\n"), DeletePage(PageId("nowhere")))

    with _between_steps(failing) as going_on:
        large.copy_aside(copy, going_on)
    assert _said(copy) == {"0\n"}
    assert check(copy) == ()


@contextmanager
def _between_steps(work: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Has a thread work from the third step on."""
    steps = 0
    thread = Thread(target=work)

    def going_on() -> bool:
        nonlocal steps
        steps += 1
        if steps == 3:
            thread.start()
        return True

    yield going_on
    assert steps > 3
    thread.join()


def test_whoever_is_writing_may_ask_for_a_copy(large: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanwiki.store.store._TURN_S", 0.01)

    def batches() -> Iterator[list[SavePage]]:
        large.copy_aside(tmp_path / "copy.fanwiki")
        yield [SavePage(large.view().find("Page 3").id, "after\n")]

    for _ in large.apply_batches(batches(), label="import"):
        pass
    assert _said(tmp_path / "copy.fanwiki") == {"0\n"}


def test_a_copy_is_stopped_and_the_wiki_is_written_as_before(large: Wiki, tmp_path: Path) -> None:
    with pytest.raises(Unwanted):
        large.copy_aside(tmp_path / "copy.fanwiki", lambda: False)
    large.apply(SavePage(large.view().find("Page 3").id, "after\n"))
    out = tmp_path / "backup.fanwiki"
    with pytest.raises(Unwanted):
        backup(large, out, lambda: False)
    assert not list(tmp_path.glob("*.part"))
    assert not out.exists()


def test_a_backup_of_an_open_wiki_is_of_one_moment(large: Wiki, tmp_path: Path) -> None:
    writer = Writer(large)
    with writer.writing():
        backup(large, tmp_path / "backup.fanwiki")
    assert len(_said(tmp_path / "backup.fanwiki")) == 1
    assert backups_of(large.path) == ()
    assert not folder_of(large.path).exists()


def test_a_copy_is_checked_beside(large: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanwiki.wiki.checking_beside._WORTH_A_PROCESS", 0)
    assert check_beside(large.path) == []
    with pytest.raises(Unwanted):
        check_beside(large.path, lambda: False)
    with closing(sqlite3.connect(large.path)) as connection, connection:
        connection.execute("UPDATE page_text SET body = 'forged'")
    assert check_beside(large.path)
